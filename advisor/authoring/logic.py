"""Faults of logic in diagnoses: signs that cannot hold or are counted twice, levels and verdicts out of reach."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from advisor.authoring.base import Base
from advisor.authoring.certainties import Certainties, Choice, minimal_sets
from advisor.authoring.faults import Fault, fault
from advisor.authoring.written import Written, WrittenSign, conditions_of_diagnosis, every_condition
from advisor.inference.certainty import sign_value
from advisor.inference.program import CONFIRMED, Judgement


def faults_of_logic(base: Base) -> Iterator[Fault]:
    """All faults of all diagnoses, and conditions anywhere that can never hold."""
    for judgement in base.program.judgements.values():
        yield from _Diagnosis(base, judgement).faults()
    for written in every_condition(base.program):
        if written.part in ("contradiction", "gate", "further"):
            yield from _never(base, written)


class _Diagnosis:
    def __init__(self, base: Base, judgement: Judgement):
        self.base = base
        self.judgement = judgement
        self.worlds = base.complete
        self.meaning = self.worlds.meaning
        self.certainties = Certainties(self.meaning, judgement.id)
        self.signs = self.certainties.signs

    def faults(self) -> Iterator[Fault]:
        dead: set[int] = set()
        for sign in self.signs:
            found = list(self._unreachable(sign))
            if any(f.problem.code == "never-holds" for f in found):
                dead.add(sign.index)
            yield from found or self._always(sign)
        for written in self.certainties.unless:
            if not self._seen(written):
                yield from _never(self.base, written)
        yield from self._implied([sign for sign in self.signs if sign.index not in dead])
        yield from self._confirming(dead)

    # ---- single signs --------------------------------------------------------------------------------

    def _unreachable(self, sign: WrittenSign) -> Iterator[Fault]:
        """The sign, if no level can hold; else each level that never counts."""
        unreached = [level for level in range(len(sign.levels)) if not self._reached(sign, level)]
        if len(unreached) == len(sign.levels):
            yield from _never(self.base, sign.levels[0], f"`{sign.id}` can never hold.")
            return
        for level in unreached:
            written = sign.levels[level]
            stronger = self.worlds.can_be(self.meaning.pattern(written.compiled.true)) is True
            message = f"Level {level + 1} of `{sign.id}` can never be reached"
            message += ": whenever it holds, a stronger level holds too." if stronger else ": it can never hold."
            yield fault(written.entry, written.path, "level-never-reached", message, "Change it, or leave it out.")

    def _reached(self, sign: WrittenSign, level: int) -> bool:
        model = self.judgement.signs[sign.index]
        first = self.judgement.first_slot
        if self.base.shown_by_example(self.judgement.id, lambda t: sign_value(model, t, first)[:2] == (1, level)):
            return True
        stronger = [self.meaning.negated(self.meaning.pattern(w.compiled.true)) for w in sign.levels[:level]]
        return self.worlds.can_be(self.meaning.pattern(sign.levels[level].compiled.true), *stronger) is not False

    def _always(self, sign: WrittenSign) -> Iterator[Fault]:
        model, first = self.judgement.signs[sign.index], self.judgement.first_slot
        if self.base.shown_by_example(self.judgement.id, lambda t: sign_value(model, t, first)[0] == -1):
            return
        holds = self.certainties.lends(sign.index, len(sign.levels) - 1)
        if self.worlds.can_be(self.meaning.negated(holds)) is False:
            written = sign.levels[-1]
            message = f"`{sign.id}` holds in every company, so it tells nothing."
            yield fault(written.entry, written.path, "always-holds", message)

    def _seen(self, written: Written) -> bool:
        """Whether an example shows the condition to be true."""
        slot = [w.path for w in conditions_of_diagnosis(self.base.program, self.judgement)].index(written.path)
        return self.base.shown_by_example(self.judgement.id, lambda truths: truths[slot] == 1)

    # ---- signs together ------------------------------------------------------------------------------

    def _implied(self, signs: Sequence[WrittenSign]) -> Iterator[Fault]:
        reported: set[tuple[int, int]] = set()
        for sign, other in itertools.permutations(signs, 2):
            if (other.index, sign.index) in reported or not self._implies(sign, other):
                continue
            reported.add((sign.index, other.index))
            written = sign.levels[0]
            yield fault(
                written.entry,
                written.path,
                "implied",
                f"Whenever `{sign.id}` holds, `{other.id}` holds too, so one fact counts twice.",
                "Make them levels of one evidence, or let each stand on facts of its own.",
            )

    def _implies(self, sign: WrittenSign, other: WrittenSign) -> bool:
        first = self.judgement.first_slot
        one, two = self.judgement.signs[sign.index], self.judgement.signs[other.index]
        if self.base.shown_by_example(
            self.judgement.id, lambda t: sign_value(one, t, first)[0] == 1 and sign_value(two, t, first)[0] == -1
        ):
            return False
        holds = self.certainties.lends(sign.index, len(sign.levels) - 1)
        without = self.meaning.negated(self.certainties.lends(other.index, len(other.levels) - 1))
        return self.worlds.can_be(holds, without) is False

    # ---- the verdict ---------------------------------------------------------------------------------

    def _confirming(self, dead: set[int]) -> Iterator[Fault]:
        entry = self.judgement.entry
        sets = minimal_sets(self.signs, CONFIRMED)
        possible = [members for members in sets if self._together(members)]
        if not possible and not dead:
            message = "This can never be confirmed: no signs that can hold together come to .60."
            yield fault(entry, ("id",), "never-confirmed", message, "Raise a certainty, or add a sign.")
            return
        right = [tuple(self.signs[i].name(level) for i, level in members) for members in possible]
        impossible = [frozenset(self.signs[i].name(level) for i, level in m) for m in sets if m not in possible]
        told = [frozenset(names) for names in self.judgement.model.confirms_with]
        told = [names for names in told if not any(self.signs[i].name(0) in names for i in dead)]
        if set(told) != {frozenset(names) for names in right}:
            message = _difference(told, right, impossible)
            yield fault(entry, ("confirms_with",), "confirms-with", message, "Write:\n" + as_yaml(right))

    def _together(self, members: Sequence[Choice]) -> bool:
        """Whether the signs can hold together where nothing rules the diagnosis out."""
        first, slots = self.judgement.first_slot, [slot for slot, _ in self.judgement.unless]

        def shown(truths: Sequence[int]) -> bool:
            signs = [sign_value(self.judgement.signs[i], truths, first) for i, _ in members]
            lent = all(s[0] == 1 and s[1] <= level for s, (_, level) in zip(signs, members))
            return lent and all(truths[slot - first] == -1 for slot in slots)

        if self.base.shown_by_example(self.judgement.id, shown):
            return True
        held = [self.certainties.lends(i, level) for i, level in members]
        return self.worlds.can_be(self.certainties.surely_not_ruled_out(), *held) is not False


def _difference(
    told: Sequence[frozenset[str]], right: Sequence[tuple[str, ...]], impossible: Sequence[frozenset[str]]
) -> str:
    """What is wrong with `confirms_with`, in words."""
    parts = []
    if not told:
        return "`confirms_with` is missing: it signs off which signs are enough."
    missing = [names for names in right if frozenset(names) not in told]
    if missing:
        parts.append("not listed: " + ", ".join(_listed(names) for names in missing))
    never = [names for names in told if names in impossible]
    if never:
        parts.append("cannot hold together: " + ", ".join(_listed(sorted(names)) for names in never))
    known = {frozenset(names) for names in right} | set(impossible)
    wrong = [names for names in told if names not in known]
    if wrong:
        parts.append("not a minimal set: " + ", ".join(_listed(sorted(names)) for names in wrong))
    return "`confirms_with` is not what confirms; " + "; ".join(parts) + "."


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"


def as_yaml(sets: Sequence[tuple[str, ...]]) -> str:
    """The minimal sets as the author writes them."""
    return "confirms_with:\n" + "\n".join(f"  - {_listed(names)}" for names in sets)


def _never(base: Base, written: Written, message: str | None = None) -> Iterator[Fault]:
    """The condition, if no case makes it true."""
    holds = base.complete.meaning.pattern(written.compiled.true)
    disputing = written.part == "contradiction"
    if base.complete.can_be(holds, contradictory=disputing) is not False:
        return
    name = f"`{written.name}`" if written.name else f"`{written.owner}`"
    message = message or f"{name} can never hold."
    way = None
    if not disputing and base.complete.can_be(holds, contradictory=True):
        way = "Its answers contradict each other: in every reading of such a case one of them is left out."
    else:
        gates = [q for q in written.compiled.questions if q in base.program.gate_of]
        asked = [f"`{q}` is asked when {base.program.gate_of[q].condition.text.strip()}" for q in gates]
        way = ("Note that " + "; ".join(dict.fromkeys(asked)) + ".") if asked else None
    yield fault(written.entry, written.path, "never-holds", message, way)
