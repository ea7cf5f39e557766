"""Which of some findings stand at an end: where no link leads on to another, but in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


def reached_by(starts: Iterable[str], links: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    """For each of some findings, those to which links (from, to) lead from it, through however many."""
    found: dict[str, set[str]] = {}
    for start in starts:
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            at = waiting.pop()
            new = {to for from_, to in links if from_ == at} - reached
            reached |= new
            waiting += new
        found[start] = reached
    return found


def ends_among(counted: Collection[str], reached: Mapping[str, set[str]]) -> list[str]:
    """Those of some findings from which no link leads on to another of them that does not lead back."""
    among = set(counted)
    return [each for each in counted if all(each in reached[other] for other in reached[each] & among)]
