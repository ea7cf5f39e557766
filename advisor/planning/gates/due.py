"""Which gates are due in a case, which access each closes, and which actions wait for it.

A gate never stops a project. It names the access that waits, and what of it people have today is taken away until the
gate is passed; an action that would give such access waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.cases.answers import Exactly, Partly
from advisor.inference.assessor import Inference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import Program
from advisor.planning.measured import offered

if TYPE_CHECKING:
    from advisor.knowledge.planmodels import Action

GATE = "gate"
_WRONG = (Status.CONFIRMED, Status.SUSPECTED)
Access = tuple[str, str]
"""A multiple choice, and one of its options."""


@dataclass(frozen=True)
class DueGate:
    """A gate that is not passed yet, the findings that it treats, and the access that waits for it.

    Of that access people have `open` today; the rest stays `closed`.
    """

    action: str
    treats: tuple[str, ...]
    open: tuple[Access, ...]
    closed: tuple[Access, ...]


def due_gates(program: Program, inferred: Inference, model: str | None) -> list[DueGate]:
    """The gates of a case under a staffing model: those first that take something away now, then what has to be done at
    once, then the gravest, what was found before what is only likely; by name where these are alike, in whatever
    order the packs were read.
    """
    due = [action for action in _gates(program) if _is_due(program, inferred, action, model)]
    treats = treated_by(program) if due else {}
    found = [_due(program, inferred, action, treats.get(action, ())) for action in due]
    grave = {gate.action: _gravest(program, inferred, gate) for gate in found}
    at_once = {gate.action for gate in found if program.knowledge.actions[gate.action].model.weeks == 0}
    return sorted(
        found,
        key=lambda gate: (not gate.open, gate.action not in at_once, *(-n for n in grave[gate.action]), gate.action),
    )


def _gravest(program: Program, inferred: Inference, gate: DueGate) -> tuple[int, bool]:
    """The impact of the gravest finding that a gate treats, and whether such a one is found and not only likely."""
    ranks = [(program.diagnoses[d].model.impact, inferred.verdicts[d].status is Status.CONFIRMED) for d in gate.treats]
    return max(ranks, default=(0, False))


def waiting_for(action: Action, gates: Sequence[DueGate]) -> tuple[str, ...]:
    """The gates, of some that are due, which close access that an action would give."""
    given = set(_given_by(action))
    return tuple(gate.action for gate in gates if given and not given.isdisjoint((*gate.open, *gate.closed)))


def treated_by(program: Program) -> Mapping[str, tuple[str, ...]]:
    """For each action that treats single signs, by standing with them or by name, the diagnoses of these: the gravest
    first, by name where they are alike. Worked out once for a program.
    """
    kept = program.remembered.get(treated_by.__name__)
    if kept is None:
        kept = program.remembered[treated_by.__name__] = _treated_by(program)
    found: Mapping[str, tuple[str, ...]] = kept
    return found


def _treated_by(program: Program) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, diagnosis in program.diagnoses.items():
        for evidence in diagnosis.model.evidence:
            fixes = [evidence.fix.id] if evidence.fix is not None else []
            for action in (*fixes, *evidence.treated_by):
                found.setdefault(action, {})[name] = None
    impact = {name: diagnosis.model.impact for name, diagnosis in program.diagnoses.items()}
    return {action: tuple(sorted(names, key=lambda name: (-impact[name], name))) for action, names in found.items()}


def _gates(program: Program) -> list[str]:
    kept = program.remembered.get(GATE)
    if kept is None:
        kept = program.remembered[GATE] = [n for n, e in program.knowledge.actions.items() if e.model.kind == GATE]
    found: list[str] = kept
    return found


def _is_due(program: Program, inferred: Inference, action: str, model: str | None) -> bool:
    """Whether it may be offered; one that stands with a sign only while the sign's diagnosis is found or likely."""
    diagnosis, _ = program.knowledge.fixes.get(action, (None, None))
    wrong = diagnosis not in program.diagnoses or inferred.verdicts[str(diagnosis)].status in _WRONG
    return wrong and offered(program, action, inferred, model)


def _due(program: Program, inferred: Inference, action: str, treats: Sequence[str]) -> DueGate:
    model = program.knowledge.actions[action].model
    closes = [(closing.question, value) for closing in model.closes for value in closing.values]
    now = [access for access in closes if _have(inferred, access)]
    wrong = tuple(diagnosis for diagnosis in treats if inferred.verdicts[diagnosis].status in _WRONG)
    return DueGate(action, wrong, tuple(now), tuple(access for access in closes if access not in now))


def _have(inferred: Inference, access: Access) -> bool:
    """Whether people have that access today, as far as somebody said so."""
    question, option = access
    given = inferred.facts.answers.get(question)
    if inferred.facts.asked.get(question, 1) != 1:
        return False
    if isinstance(given, Partly):
        return option in given.has
    return isinstance(given, Exactly) and isinstance(given.value, tuple) and option in given.value


def _given_by(action: Action) -> Iterator[Access]:
    """The options of multiple choices that hold once an action is done."""
    for change in action.changes:
        options = (*change.add, *(change.set if isinstance(change.set, (list, tuple)) else ()))
        yield from ((str(change.question), str(option)) for option in options if change.question is not None)
