"""An assessment as Markdown, for a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.inference.certainty import Status
from advisor.language.shown import day_text, small
from advisor.report.layout import escaped
from advisor.report.markdown_staffing import ask_first, first_moves, staffing
from advisor.report.papers import due, gates_markdown, law_lines
from advisor.report.story import headline, steps
from advisor.report.told import Told
from advisor.report.ways_out import ways_out_markdown
from advisor.report.words import not_taken, only_if_text
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
                yield from _finding(told, finding)
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
    yield from first_moves(told)
    yield from ask_first(told)
    yield from staffing(told)
    if told.assessment.open_questions:
        yield from ("", "## What would settle the rest", "", "| who | question |", "| --- | --- |")
        for question in told.assessment.open_questions:
            yield f"| {told.who(question.who)} | {escaped(question.ask)} |"
    yield from _rest(told)
    for law in law_lines(told, verbose=True):
        yield from ("", escaped(law))
    yield from (
        "",
        "---",
        f"Rules: {told.rules}.",
    )


def _rest(told: Told) -> Iterator[str]:
    """What may be wrong, of what there is no sign, and what is ruled out by what."""
    simple = [finding for finding in told.assessment.findings if not finding.compound]
    for status, head in ((Status.OPEN, "Also possible"), (Status.NO_SIGN, "No sign")):
        titles = [finding.title for finding in simple if finding.status is status]
        if titles:
            yield from ("", f"{head}: {escaped('; '.join(titles))}.")
    ruled_out = [finding for finding in told.assessment.findings if finding.status is Status.RULED_OUT]
    if ruled_out:
        yield from ("", "Ruled out:", "")
        yield from (f"- {escaped(each.title)}: {escaped(small(each.ruled_out_by[0]))}" for each in ruled_out)


def _finding(told: Told, finding: Finding) -> Iterator[str]:
    true = sum(sign.value == "true" for sign in finding.signs)
    yield f"- **{escaped(finding.title)}** ({true} of {len(finding.signs)} signs)"
    if (until := due(finding)) is not None:
        yield f"  - {escaped(until)}"
    for sign in finding.signs:
        if sign.value == "true" and sign.says:
            yield f"  - {escaped(sign.says)}"
    for assumed in finding.assuming:
        yield f"  - unless {escaped(small(assumed))}"
    for resolution in finding.only_if:
        yield f"  - {escaped(only_if_text(told, resolution))}"
