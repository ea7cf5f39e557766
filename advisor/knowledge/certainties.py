"""How certainties are written in packs: a word, or a number."""

from __future__ import annotations

CERTAINTY_WORDS = {"hint": 20, "weak": 30, "fair": 45, "strong": 65, "proof": 90}


def hundredths(value: object) -> object:
    """A certainty word or a number below 1 with at most two decimals, as hundredths."""
    if isinstance(value, str):
        if value not in CERTAINTY_WORDS:
            raise ValueError(
                f"`{value}` is not a certainty; write one of {', '.join(CERTAINTY_WORDS)}, or 0.01 to 0.99"
            )
        return CERTAINTY_WORDS[value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"a certainty is one of {', '.join(CERTAINTY_WORDS)}, or 0.01 to 0.99")
    found = round(value * 100)
    if not 1 <= found <= 99 or abs(value * 100 - found) > 1e-9:
        raise ValueError("a certainty lies between 0.01 and 0.99 and has at most two decimals")
    return found
