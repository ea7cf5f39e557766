"""Which signs are enough: the minimal confirming sets of a diagnosis, and what its author signed off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from advisor.authoring.checks.faults import Fault, fault
from advisor.authoring.solver.worlds import Worlds
from advisor.inference.certainty import sign_value
from advisor.inference.compiled.program import CONFIRMED, CompiledDiagnosis
from advisor.inference.minimal_sets import Choice

Names = tuple[str, ...]
Seen = Callable[[Callable[[Sequence[int]], bool]], bool]


@dataclass(frozen=True)
class Confirming:
    """The minimal sets of signs that confirm, and those that would but can never hold together."""

    right: tuple[Names, ...]
    impossible: tuple[Names, ...]


def confirming_sets(worlds: Worlds, diagnosis: CompiledDiagnosis, seen: Seen) -> Confirming:
    """The sets of a diagnosis. `seen` tells whether an example gives its conditions certain truths."""
    # Arithmetic says which sets are enough, logic which of them can come about: signs may exclude each other, or
    # what rules the diagnosis out. A set is possible where the solver does not deny it.
    certainties = worlds.meaning.certainties(diagnosis.id)
    first, slots = diagnosis.first_slot, [slot for slot, _ in diagnosis.unless]

    def possible(members: Sequence[Choice]) -> bool:
        """Whether the signs can hold together where nothing rules the diagnosis out."""

        def shown(truths: Sequence[int]) -> bool:
            signs = [sign_value(diagnosis.signs[i], truths, first) for i, _ in members]
            lent = all(s[0] == 1 and s[1] <= level for s, (_, level) in zip(signs, members))
            return lent and all(truths[slot - first] == -1 for slot in slots)

        if seen(shown):
            return True
        held = [certainties.lends(i, level) for i, level in members]
        return worlds.can_be(certainties.surely_not_ruled_out(), *held) is not False

    right: list[Names] = []
    impossible: list[Names] = []
    for members in certainties.sets_reaching(CONFIRMED):
        names = tuple(certainties.signs[i].name(level) for i, level in members)
        (right if possible(members) else impossible).append(names)
    return Confirming(tuple(right), tuple(impossible))


def faults_of_confirming(diagnosis: CompiledDiagnosis, sets: Confirming, dead: Iterable[str]) -> Iterator[Fault]:
    """A diagnosis that nothing confirms, or whose `confirms_with` says otherwise. `dead` evidence never holds."""
    entry, gone = diagnosis.entry, tuple(dead)
    if not sets.right:
        if not gone:
            message = "This can never be confirmed: no signs that can hold together come to .60."
            yield fault(entry, ("id",), "never-confirmed", message, "Raise a certainty, or add a sign.")
        return
    told = [names for names in entry.model.confirms_with if not any(n.split(".")[0] in gone for n in names)]
    if {frozenset(names) for names in told} != {frozenset(names) for names in sets.right}:
        message = _difference(told, sets)
        yield fault(entry, ("confirms_with",), "confirms-with", message, "Write:\n" + as_yaml(sets.right))


def _difference(told: Sequence[Names], sets: Confirming) -> str:
    """What is wrong with `confirms_with`, in words."""
    if not told:
        return "`confirms_with` is missing: it signs off which signs are enough."
    heard = {frozenset(names) for names in told}
    right, impossible = ({frozenset(names) for names in group} for group in (sets.right, sets.impossible))
    parts = [
        ("not listed", [names for names in sets.right if frozenset(names) not in heard]),
        ("can't hold together", [names for names in told if frozenset(names) in impossible]),
        ("not a minimal set", [names for names in told if frozenset(names) not in right | impossible]),
    ]
    words = [f"{what}: {', '.join(map(listed, found))}" for what, found in parts if found]
    return f"`confirms_with` isn't what confirms; {'; '.join(words)}."


def listed(names: Sequence[str]) -> str:
    """A set as it stands in YAML."""
    return f"[{', '.join(names)}]"


def as_yaml(sets: Sequence[Names]) -> str:
    """The sets as the author writes them."""
    return "confirms_with:\n" + "\n".join(f"  - {listed(names)}" for names in sets)
