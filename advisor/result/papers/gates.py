"""Gates in words: which access to take away now, which to keep closed, until what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from advisor.inference.compiled.program import Program
from advisor.planning.gates.due import Access, DueGate
from advisor.result.wording import Wording


class NamedAccess(NamedTuple):
    """An option of a question about access, and its label."""

    question: str
    option: str
    label: str


@dataclass(frozen=True)
class ShownGate:
    """A gate that is due: what people lose now and what they don't get yet, until it is passed; the project goes on.

    `treats` are the findings that it is for.
    """

    id: str
    title: str
    owner: str
    take_away: tuple[NamedAccess, ...]
    keep_closed: tuple[NamedAccess, ...]
    until: str
    treats: tuple[str, ...]

    @property
    def data(self) -> dict[str, Any]:
        """As published."""
        return {
            "id": self.id,
            "title": self.title,
            "owner": self.owner,
            "take_away": [access._asdict() for access in self.take_away],
            "keep_closed": [access._asdict() for access in self.keep_closed],
            "until": self.until,
            "for": list(self.treats),
        }


def shown_gates(program: Program, due: Sequence[DueGate], wording: Wording) -> tuple[ShownGate, ...]:
    """Those of the gates that say until when something waits for them."""
    made = []
    for gate in due:
        action = program.knowledge.actions[gate.action].model
        if action.until is None:
            continue
        now, later = (tuple(_named(program, access) for access in part) for part in (gate.open, gate.closed))
        title, until = wording.plain(action.title), wording.plain(action.until)
        made.append(ShownGate(gate.action, title, action.owner, now, later, until, gate.treats))
    return tuple(made)


def _named(program: Program, access: Access) -> NamedAccess:
    question, option = access
    return NamedAccess(question, option, program.knowledge.labels(question).get(option, option))
