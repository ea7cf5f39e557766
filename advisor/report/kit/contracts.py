"""The contract brief: what to send to whom this week, what to ask for, what to ask counsel; one page to work from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.inference.certainty import Status
from advisor.language.shown import day_text
from advisor.report.kit.guarded import true_ones, truth
from advisor.report.layout import escaped
from advisor.report.papers import due, gates_markdown, law_lines
from advisor.report.told import Told
from advisor.result.findings import Finding
from advisor.result.wording import DUE_LEVELS

if TYPE_CHECKING:
    from advisor.knowledge.kit.contracts import ContractAsk, ContractBrief

_WRONG = (Status.CONFIRMED, Status.SUSPECTED)


def contract_brief(told: Told, brief: ContractBrief) -> Iterator[str]:
    """The page; nothing where no paper is wrong and nothing waits for one."""
    asks = _asks(told, brief)
    if not asks and not told.assessment.gates:
        return
    yield from (f"# {escaped(told.case.id)}: {escaped(brief.title)}, {day_text(told.case.as_of)}", "")
    yield "\n\n".join(map(escaped, true_ones(told, brief.lead, ("contracts", "lead"))))
    yield from gates_markdown(told)
    if asks:
        yield from ("", f"## {escaped(brief.send_title)}", "")
        for ask, finding in asks:
            to = _plain(told, ask.to)
            yield f"- **{to[:1].upper()}{to[1:]}**: {_plain(told, ask.send)} ({_why(finding)})"
    clauses = [(ask, finding) for ask, finding in asks if ask.clause is not None]
    if clauses:
        yield from ("", f"## {escaped(brief.clauses_title)}", "", escaped(brief.clauses_note))
        for ask, finding in clauses:
            yield from ("", f"### {escaped(finding.title)}", "", f"> {_plain(told, ask.clause or '')}")
    questions = list(dict.fromkeys(question for ask, _ in asks for question in ask.counsel))
    if questions:
        yield from ("", f"## {escaped(brief.counsel_title)}", "", *(f"- {_plain(told, each)}" for each in questions))
    unknown = [f.title for f in told.assessment.findings if f.status is Status.OPEN and _is_due(told, f)]
    if unknown:
        yield from ("", f"## {escaped(brief.open_title)}", "", *(f"- {escaped(title)}" for title in unknown))
    for law in law_lines(told, verbose=True):
        yield from ("", escaped(law))


def _asks(told: Told, brief: ContractBrief) -> list[tuple[ContractAsk, Finding]]:
    """What is to be asked for, each with the gravest finding that it is for; what is due first stands first."""
    wrong = {finding.id: finding for finding in told.assessment.findings if finding.status in _WRONG}
    found = []
    for number, ask in enumerate(brief.asks):
        findings = [wrong[name] for name in ask.of if name in wrong]
        true = ask.claims is None or truth(told, ("contracts", "asks", number, "claims")) == 1
        if findings and true:
            found.append((ask, min(findings, key=_urgency)))
    return sorted(found, key=lambda one: _urgency(one[1]))


def _urgency(finding: Finding) -> int:
    return DUE_LEVELS.index(finding.due.level) if finding.due is not None else len(DUE_LEVELS)


def _why(finding: Finding) -> str:
    until = due(finding)
    return escaped(finding.title if until is None else f"{finding.title}. {until}".rstrip("."))


def _is_due(told: Told, finding: Finding) -> bool:
    return told.program.diagnoses[finding.id].model.due is not None


def _plain(told: Told, text: str) -> str:
    return escaped(told.wording.plain(text))
