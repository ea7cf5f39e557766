"""What waits for a signature, and the law that a result reads, in words for every view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.inference.compiled.sentences import listed
from advisor.language.shown import day_text
from advisor.report.layout import escaped, wrapped
from advisor.report.told import Told
from advisor.result.findings import Finding
from advisor.result.papers.gates import NamedAccess, ShownGate

TAKE_AWAY = "Take this access away now, until what each line says. The project itself goes on."
KEEP_CLOSED = "Don't give anyone this access yet. The project itself goes on."
OLD = "That was at least six months before the day of your answers, so have someone check it first."


def gates_text(told: Told) -> Iterator[str]:
    """Which access to take away now, and which not to give yet, as lines of text."""
    for number, (head, gates) in enumerate(groups(told.assessment.gates)):
        yield from wrapped(head, 8, ("ACCESS" if number == 0 else "").ljust(8))
        for line in gate_lines(told, gates, now=head == TAKE_AWAY):
            yield from wrapped(line, 10, " " * 8 + "- ")


def gates_markdown(told: Told) -> Iterator[str]:
    """The same as Markdown, an empty line before it."""
    for head, gates in groups(told.assessment.gates):
        yield from ("", f"**{head}**", "")
        yield from (f"- {escaped(line)}" for line in gate_lines(told, gates, now=head == TAKE_AWAY))


def due(finding: Finding) -> str | None:
    """By which event a finding has to be right, as a sentence."""
    return None if finding.due is None else f"Due {finding.due.before}."


def law_lines(told: Told, *, verbose: bool = False) -> Iterator[str]:
    """As of which day the law is that findings and actions read; in the verbose form each law, too."""
    read = told.assessment.law
    if read is None:
        return
    yield f"Law as of {day_text(read.as_of)}. This isn't legal advice." + (f" {OLD}" if read.old else "")
    for law in read.laws if verbose else ():
        days = f"from {day_text(law.begins)}" + (f" until {day_text(law.ends)}" if law.ends is not None else "")
        unchecked = f" Not checked: {law.open}" if law.open is not None else ""
        again = f"look again by {day_text(law.review_by)}"
        yield f"{law.jurisdiction}, {days}: {law.says} (grade {law.grade}, {again}){unchecked}"


def groups(gates: Sequence[ShownGate]) -> Iterator[tuple[str, list[ShownGate]]]:
    """What is taken away now, then what stays closed."""
    for head, wanted in ((TAKE_AWAY, True), (KEEP_CLOSED, False)):
        group = [gate for gate in gates if bool(gate.take_away) is wanted]
        if group:
            yield head, group


def gate_lines(told: Told, gates: Sequence[ShownGate], *, now: bool) -> Iterator[str]:
    """`The code and the running system, until the assignment is signed (CTO).`; gates that close the same together."""
    same: dict[str, list[str]] = {}
    for gate in gates:
        access = _labels(gate.take_away if now else gate.keep_closed) or "any access"
        until = f"until {gate.until} ({told.knowledge.person_short(gate.owner)})"
        same.setdefault(f"{access[:1].upper()}{access[1:]}", []).append(until)
    yield from (f"{access}, {listed(until)}." for access, until in same.items())


def _labels(access: Sequence[NamedAccess]) -> str:
    return listed([each.label for each in access]) if access else ""
