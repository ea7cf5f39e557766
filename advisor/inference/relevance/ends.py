"""Which of some findings stand at an end: where no link leads on to another, but in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from advisor.inference.compiled.program import Program

GRAVEST = 5  # the impact of what may cost the company


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


def ends_among(
    counted: Collection[str], reached: Mapping[str, set[str]], grave: Collection[str] = frozenset()
) -> list[str]:
    """Those of some findings from which no link leads on to another of them that does not lead back, and the grave."""
    among = set(counted)
    return [each for each in counted if each in grave or all(each in reached[other] for other in reached[each] & among)]


def told_among(
    found: Collection[str], shown: Collection[str], reached: Mapping[str, set[str]], grave: Collection[str]
) -> list[str]:
    """Of the findings shown those that a headline may tell: what is found for sure and the grave that it leads to; all
    where nothing is found for sure.
    """
    ahead = {each for start in found for each in reached[start] if each in grave}
    return [each for each in shown if each in found or each in ahead] or list(shown)


def gravest(program: Program, among: Iterable[str] | None = None) -> frozenset[str]:
    """The diagnoses (or those of some) that may cost the company: what follows from one of them is told after it."""
    diagnoses = program.diagnoses
    return frozenset(
        name for name in (diagnoses if among is None else among) if diagnoses[name].model.impact >= GRAVEST
    )
