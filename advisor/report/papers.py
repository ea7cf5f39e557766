"""What waits for a signature, and the law that a result reads, in words for every view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from advisor.inference.compiled.sentences import listed
from advisor.language.shown import day_text
from advisor.report.layout import escaped, wrapped
from advisor.report.told import Told
from advisor.result.findings import Finding
from advisor.result.papers.gates import NamedAccess, ShownGate

TAKE_AWAY = "Take this access away now, until what each line says. The project itself goes on."
KEEP_CLOSED = "Don't give anyone this access yet. The project itself goes on."
SETTLE = "This comes first. The project itself goes on."
OLD = "That was at least six months before the day of your answers, so have someone check it first."


def gates_text(told: Told) -> Iterator[str]:
    """Which access to take away now, which not to give yet, and what to settle first, as lines of text."""
    for number, (head, lines) in enumerate(groups(told)):
        yield from wrapped(head, 8, (_name(told) if number == 0 else "").ljust(8))
        for line in lines:
            yield from wrapped(line, 10, " " * 8 + "- ")


def gates_markdown(told: Told) -> Iterator[str]:
    """The same as Markdown, an empty line before it."""
    for head, lines in groups(told):
        yield from ("", f"**{head}**", "")
        yield from (f"- {escaped(line)}" for line in lines)


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


def groups(told: Told) -> Iterator[tuple[str, list[str]]]:
    """What is taken away now, what stays closed, and what closes no access but comes first, each with its lines."""
    gates = told.assessment.gates
    taken = [gate for gate in gates if gate.take_away]
    closed = [gate for gate in gates if gate.keep_closed and not gate.take_away]
    open_ones = [gate for gate in gates if not gate.keep_closed and not gate.take_away]
    for head, lines in (
        (TAKE_AWAY, _lines(told, [(gate, gate.take_away) for gate in taken])),
        (KEEP_CLOSED, _lines(told, [(gate, gate.keep_closed) for gate in closed])),
        (SETTLE, [f"{gate.title}. It's open {_until(told, gate)}." for gate in open_ones]),
    ):
        if lines:
            yield head, lines


def _name(told: Told) -> str:
    """What the block of text is called: where no gate closes any access, not after that."""
    return "ACCESS" if any(gate.take_away or gate.keep_closed for gate in told.assessment.gates) else "SETTLE"


def _lines(told: Told, gates: Iterable[tuple[ShownGate, Sequence[NamedAccess]]]) -> list[str]:
    """`The code and the running system, until the assignment is signed (CTO).`; gates that close the same together."""
    same: dict[str, list[str]] = {}
    for gate, closes in gates:
        access = listed([each.label for each in closes])
        same.setdefault(f"{access[:1].upper()}{access[1:]}", []).append(_until(told, gate))
    return [f"{access}, {listed(until)}." for access, until in same.items()]


def _until(told: Told, gate: ShownGate) -> str:
    return f"until {gate.until} ({told.knowledge.person_short(gate.owner)})"
