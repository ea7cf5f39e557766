"""How the findings of a result hang together, and what an empty result rests on, in words for every view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from advisor.inference.certainty import Status
from advisor.inference.compiled.sentences import read_sentence
from advisor.language.shown import small
from advisor.report.layout import wrapped
from advisor.report.told import Told
from advisor.result.story.chain import Cause
from advisor.result.story.heading import PROBABLY

MOST_LINES = 4
MOST_SECTIONS = 6
SO_FAR = "No problems in your answers so far"
CHECKED = "No problems in what we checked"


def headline(told: Told) -> tuple[str, str]:
    """The word before the headline, and the headline; an empty result names what was looked at and what was not."""
    said = told.assessment.headline
    if said:
        return ("WRONG", said) if not said.startswith(PROBABLY) else ("LIKELY", said.removeprefix(PROBABLY))
    found = told.assessment.looked_at
    unclear = _unclear(told)
    if found.enough and found.clear:
        return "GOOD", " ".join([f"{CHECKED}: {_sections(found.clear)}.", *unclear])
    return "SO FAR", f"{SO_FAR}; {small(unclear[0])}" if unclear else f"{SO_FAR}."


def big_and_small(told: Told) -> tuple[str, str]:
    """The headline for a page: what stands large, and what an empty result rests on, which stands below."""
    if told.assessment.headline:
        return told.assessment.headline, ""
    found = told.assessment.looked_at
    if found.enough and found.clear:
        return f"{CHECKED}.", " ".join([f"Checked: {_sections(found.clear)}.", *_unclear(told)])
    return f"{SO_FAR}.", "".join(_unclear(told))


def _unclear(told: Told) -> list[str]:
    """What was not fully looked at, as a sentence; none where all was."""
    unclear = told.assessment.looked_at.unclear
    return [f"Not fully checked: {_sections(unclear)}."] if unclear else []


def _sections(titles: Sequence[str]) -> str:
    shown = [small(title) for title in titles[:MOST_SECTIONS]]
    return "; ".join([*shown, f"and {len(titles) - len(shown)} more"] if len(shown) < len(titles) else shown)


def why(told: Told, numbers: Mapping[str, int], margin: int) -> Iterator[str]:
    """The chain from its root to what it costs, in a few lines; nothing where no finding leads to another.

    `numbers` are those of the findings on the screen. A chain that is too long for its lines begins later.
    """
    story = told.assessment.story
    if story is None:
        return
    for first in range(len(story.links)):
        lines = list(_lines(told, story.links[first:], numbers, margin))
        if len(lines) <= MOST_LINES:
            yield from lines
            return


def _lines(told: Told, links: Sequence[Cause], numbers: Mapping[str, int], margin: int) -> Iterator[str]:
    root = links[0].from_
    yield from wrapped(f"{title(told, root)} ({_place(told, root, numbers)})", margin, "WHY".ljust(margin))
    for link in links:
        yield from wrapped(f"{link.says} ({_place(told, link.to, numbers)})", margin + 3, " " * margin + "-> ")


def _place(told: Told, finding: str, numbers: Mapping[str, int]) -> str:
    likely = told.assessment.status(finding) is Status.SUSPECTED
    return f"{numbers[finding]}, likely" if likely else str(numbers[finding])


def title(told: Told, diagnosis: str) -> str:
    """The title of a diagnosis."""
    return told.program.diagnoses[diagnosis].model.title


def steps(told: Told) -> list[str]:
    """The chain as the items of a list, from the root to what it costs; empty where there is none."""
    story = told.assessment.story
    if story is None:
        return []
    likely = {f.id for f in told.assessment.likely}
    named = {each: title(told, each) + (" (likely)" if each in likely else "") for each in story.findings}
    return [named[story.root], *(f"{named[link.to]}: {link.says}" for link in story.links)]


def for_others(told: Told) -> bool:
    """Whether the chain may stand in a brief for others: all of it is found, none of it is about a person's load, and
    no answer is printed that never leaves the case's own report.
    """
    story = told.assessment.story
    if story is None:
        return False
    models = [told.program.diagnoses[each].model for each in story.findings]
    ways = {(link.from_, link.to) for link in story.links}
    printed = [link.says for model in models for link in model.leads_to if (model.id, link.id) in ways]
    asked = [q for text in printed for q in read_sentence(text, told.program.vocabulary).questions]
    return all(
        told.assessment.status(model.id) is Status.CONFIRMED and not model.person for model in models
    ) and not any(told.program.question(question).confidential for question in asked)
