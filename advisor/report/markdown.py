"""An assessment as Markdown, for a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.inference.certainty import Status
from advisor.language.shown import day_text, small
from advisor.report.layout import escaped
from advisor.report.not_applied import not_taken
from advisor.report.papers import due, gates_markdown, law_lines
from advisor.report.story import headline, steps
from advisor.report.told import Told
from advisor.report.ways_out import ways_out_markdown
from advisor.result.findings import Finding
from advisor.result.wording import STATUS_WORDS


def markdown(told: Told) -> str:
    """The report as Markdown."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Told) -> Iterator[str]:
    case = told.case
    yield f"# {escaped(case.id)}, {day_text(case.as_of)}"
    yield ""
    yield f"**{escaped(told.assessment.headline)}**" if told.assessment.headline else escaped(headline(told)[1])
    yield from ways_out_markdown(told)
    yield from gates_markdown(told)
    for status in (Status.CONFIRMED, Status.SUSPECTED):
        found = [f for f in told.assessment.findings if f.status is status]
        if found:
            yield from ("", f"## {STATUS_WORDS[status].capitalize()}", "")
            for finding in found:
                yield from _finding(finding)
    if told.assessment.story is not None:
        yield from (
            "",
            "## Why",
            "",
            *(f"{number}. {escaped(step)}" for number, step in enumerate(steps(told), start=1)),
        )
    if told.assessment.contradictions:
        yield from ("", "## Conflicting answers", "")
        for contradiction in told.assessment.contradictions:
            yield f"- {escaped(contradiction.says)} To settle it: {escaped(contradiction.settle)}"
    if not_taken(told):
        yield from ("", escaped(not_taken(told)))
    if told.assessment.open_questions:
        yield from ("", "## What would settle the rest", "", "| who | question |", "| --- | --- |")
        for question in told.assessment.open_questions:
            yield f"| {told.who(question.who)} | {escaped(question.ask)} |"
    absent = [f for f in told.assessment.findings if f.status is Status.NO_SIGN and not f.compound]
    if absent:
        yield from ("", f"No sign: {escaped('; '.join(f.title for f in absent))}.")
    for law in law_lines(told, verbose=True):
        yield from ("", escaped(law))
    yield from (
        "",
        "---",
        f"Rules: {told.rules}.",
    )


def _finding(finding: Finding) -> Iterator[str]:
    true = sum(sign.value == "true" for sign in finding.signs)
    yield f"- **{escaped(finding.title)}** ({true} of {len(finding.signs)} signs)"
    if (until := due(finding)) is not None:
        yield f"  - {escaped(until)}"
    for sign in finding.signs:
        if sign.value == "true" and sign.says:
            yield f"  - {escaped(sign.says)}"
    for assumed in finding.assuming:
        yield f"  - unless {escaped(small(assumed))}"
