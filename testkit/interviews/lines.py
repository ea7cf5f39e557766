"""Answers as somebody types them."""

from __future__ import annotations

from datetime import date

from advisor.cases.answers import Answer, Differ, DontKnow, Partly, Range


def line_of(answer: Answer) -> str:
    """An answer in the one line that every place takes."""
    said = answer.said
    assert not isinstance(said, Differ)
    if isinstance(said, DontKnow):
        line = "dk"
    elif isinstance(said, Range):
        line = f"{said.low}..{said.high}"
    elif isinstance(said, Partly):
        line = "; ".join([*said.has, *(f"!{option}" for option in said.lacks), "..."])
    elif isinstance(said.value, bool):
        line = "yes" if said.value else "no"
    elif isinstance(said.value, tuple):
        line = "; ".join(said.value) or "none"
    else:
        line = said.value.isoformat() if isinstance(said.value, date) else str(said.value)
    return "; ".join(part for part in (line, f"other: {answer.other}" if answer.other else "") if part)
