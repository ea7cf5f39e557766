"""Sentences that speak to a company, told by the company itself: `You lose offers` as `We lose offers`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

# After these `you` is whom something is done to, not who does it.
_TO = re.compile(
    r"about|against|alert|alerts|around|ask|asked|asking|asks|at|between|bind|binds|bring|"
    r"brings|brought|by|charge|charges|cost|costing|costs|cover|for|from|give|given|gives|"
    r"giving|help|helps|hit|hits|hurt|hurts|into|keep|keeping|keeps|kept|lease|leases|leave|"
    r"leaves|let|lets|lock|locks|lose|loses|make|makes|near|of|off|on|onto|over|owe|owes|"
    r"owing|pick|picks|reach|reaches|save|saves|send|sends|sent|serve|serves|show|shown|shows|"
    r"slow|slows|stop|stops|taught|teach|teaches|tell|telling|tells|to|told|toward|towards|"
    r"under|with|within|without"
)
_LONGEST = 12  # letters of a word of these, and a space
_WHOSE = {"your": "our", "yours": "ours", "yourself": "ourselves", "yourselves": "ourselves"}
_YOU = re.compile(r"\b(you|your|yours|yourself|yourselves)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b([a-z']+) $", re.IGNORECASE)


def told_by_the_company(text: str, names: Sequence[str] = ()) -> str:
    """A text in which `you` is `we` or `us`, and `your` is `our`; what `names` hold stays as it is."""
    kept = [name for name in names if _YOU.search(name)]
    if not kept:
        return _told(text)
    longest_first = sorted(kept, key=len, reverse=True)
    either = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)  # a sentence may begin with one
    ends = [0, *(end for found in either.finditer(text) for end in found.span()), len(text)]
    pieces = [text[begin:end] for begin, end in itertools.pairwise(ends)]
    return "".join(piece if number % 2 else _told(piece) for number, piece in enumerate(pieces))


def _told(text: str) -> str:
    return _YOU.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    word = found[1]
    if word.lower() != "you":
        return _like(word, _WHOSE[word.lower()])
    before = _BEFORE.search(found.string, max(0, found.start() - _LONGEST), found.start())
    to = before is not None and _TO.fullmatch(before[1].lower()) and not found.string.startswith("'", found.end())
    return _like(word, "us" if to else "we")


def _like(old: str, new: str) -> str:
    """A word with a capital where the one that it stands for has one."""
    return new.capitalize() if old[0].isupper() else new
