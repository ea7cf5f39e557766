"""Findings as a page shows them: what was said, what was assumed, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor.cases.answers import Differ
from advisor.inference.certainty import Status
from advisor.language.shown import small
from advisor.report.papers import due
from advisor.report.told import Told
from advisor.report.words import only_if_text, signs_text
from advisor.result.findings import Finding, SignFound
from advisor.result.sources import source_text
from advisor.result.wording import STATUS_WORDS

LONGEST_NOTE = 160


@dataclass(frozen=True)
class SaidAnswer:
    """An answer in words, with the note beside it, cut where it is long."""

    short: str
    answer: str
    note: str


@dataclass(frozen=True)
class ShownSign:
    """A sign that is there: the sentence, the answers behind it, what was assumed for it, where it comes from."""

    says: str
    said: tuple[SaidAnswer, ...]
    assumed: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class ShownFinding:
    """A finding; `low` and `high` are its certainty in hundredths, `opened` says that its evidence is unfolded."""

    number: int
    word: str
    level: str
    title: str
    why: str
    signs_text: str
    low: int
    high: int
    due: str | None
    signs: tuple[ShownSign, ...]
    unless: tuple[str, ...]
    only_if: tuple[str, ...]
    could_tell: tuple[str, ...]
    opened: bool


def numbers_of(told: Told) -> dict[str, int]:
    """The numbers by which findings are named, as in the text."""
    found = (*told.assessment.found, *told.assessment.likely)
    return {finding.id: number for number, finding in enumerate(found, start=1)}


def shown_findings(told: Told, opened: int) -> Iterator[ShownFinding]:
    """What is found and what is likely, worst first; so many of them unfolded."""
    presumed = {each.question: each.says for each in told.assessment.presumptions}
    for number, finding in enumerate((*told.assessment.found, *told.assessment.likely), start=1):
        signs = tuple(_sign(told, sign, presumed) for sign in finding.signs if sign.value == "true" and sign.says)
        yield ShownFinding(
            number,
            "root" if finding.compound else STATUS_WORDS[finding.status],
            "bad" if finding.status is Status.CONFIRMED else "warn",
            finding.title,
            told.wording.plain(finding.why),
            "" if finding.compound else signs_text(finding),
            *hundredths(finding),
            due(finding),
            signs,
            tuple(small(text) for text in finding.assuming),
            tuple(only_if_text(told, resolution) for resolution in finding.only_if),
            tuple(told.program.question(question).ask for question in finding.could_tell),
            number <= opened,
        )


def hundredths(finding: Finding) -> tuple[int, int]:
    """The certainty of a finding from what is known to what could still come, in hundredths."""
    low, high = (int(100 * end + 0.5) for end in finding.certainty)
    return low, high


def _sign(told: Told, sign: SignFound, presumed: Mapping[str, str]) -> ShownSign:
    return ShownSign(
        sign.says or "",
        tuple(_said(told, question) for question in sign.questions if question in sign.answers),
        tuple(presumed[question] for question in sign.presumed if question in presumed),
        source_text(sign.source),
    )


def _said(told: Told, question: str) -> SaidAnswer:
    given = told.case.answers.get(question)
    differ = given is not None and isinstance(given.said, Differ)
    note = (given.note or "") if given is not None else ""
    if len(note) > LONGEST_NOTE:
        note = f"{note[:LONGEST_NOTE].rstrip()}…"
    answer = "people disagree" if differ else told.wording.answer(question)
    return SaidAnswer(told.program.question(question).short, answer, note)
