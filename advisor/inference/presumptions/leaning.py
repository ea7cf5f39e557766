"""What leans on a presumption: whose value in the shown reading would be open were the presumption not made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from advisor.inference.assessor import Assessor, Inference
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CompiledPresumption
from advisor.inference.incremental import Varying
from advisor.language.fields import conclusion_field
from advisor.language.patterns import holds
from advisor.language.tree import atoms_of, points_of_atom


class Leaning:
    """Tells it for one resolution of a case; nothing is inferred anew where nothing presumed changes a number.

    `assessor` is one that can `vary` what was inferred.
    """

    def __init__(self, assessor: Assessor, inferred: Inference):
        self._assessor = assessor
        self.inferred = inferred
        self._program = assessor.program

    @cached_property
    def made(self) -> tuple[CompiledPresumption, ...]:
        """The presumptions that were made."""
        return tuple(self._program.presumptions[question] for question in self.inferred.facts.presumed)

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The questions of those that change a computed number, together."""
        facts, read = self.inferred.facts, self._assessor.maker.point_questions
        return tuple(q for q in facts.presumed if q in read) if facts.presumed_fields else ()

    @cached_property
    def _without(self) -> tuple[Inference, Mapping[str, Inference]]:
        """What follows where none is presumed, and where each one alone is not."""
        left = [frozenset(self.counted), *(frozenset({question}) for question in self.counted)]
        none, *each = self._assessor.vary(
            self.inferred,
            [Varying({}, self.inferred.facts.figures, self.inferred.cures, without=out) for out in left],
            surely=False,
        )
        return none, dict(zip(self.counted, each))

    def of_conditions(self, stratum: int, slots: Iterable[int]) -> tuple[str, ...]:
        """The questions that some of a stratum's conditions lean on."""
        if not self.counted:
            return ()
        none, each = self._without
        found: dict[str, None] = {}
        for slot in slots:
            value = self.inferred.shown[stratum][slot]
            if value != 0 and none.shown[stratum][slot] == 0:
                alone = [question for question, other in each.items() if other.shown[stratum][slot] == 0]
                found.update(dict.fromkeys(alone or self._behind(self._program.strata[stratum].conditions[slot])))
        return tuple(question for question in self.counted if question in found)

    def _behind(self, condition: Compiled) -> tuple[str, ...]:
        """What the computed numbers of a condition wait for; all that counts, where it rests on diagnoses."""
        points = [point for atom in atoms_of(condition.tree) for point in points_of_atom(atom)]
        return self.of_numbers(points) if points and not condition.conclusions else self.counted

    def of_numbers(self, names: Iterable[str]) -> tuple[str, ...]:
        """The questions that computed numbers lean on: known only by what is presumed."""
        waits = self.inferred.facts.certain_points.waits_for
        waited = {question for name in names for question in waits.get(name, ())}
        return tuple(question for question in self.counted if question in waited)

    def would_be_false(self, condition: Compiled) -> bool:
        """Whether an open condition would be false if what is presumed had been answered; for what is printed."""
        if not self.made:
            return False
        fact = {**self._if_answered, **{name: self.inferred.conclusions[name] for name in self._read(condition)}}
        return holds(condition.false, fact)

    def _read(self, condition: Compiled) -> list[str]:
        fields = map(conclusion_field, condition.conclusions)
        return [name for name in fields if name in self.inferred.conclusions]

    @cached_property
    def _if_answered(self) -> dict[str, bool | int | float | str]:
        facts = self.inferred.facts
        return self._assessor.maker.facts({**facts.answers, **facts.presumed}, facts.as_of, facts.figures).fact

    def says(self, questions: Iterable[str]) -> str:
        """The clause that names presumptions, as `(assuming that ...)`; empty where there are none."""
        said = [self._program.presumptions[question].model.says for question in questions]
        return f"(assuming that {' and '.join(said)})" if said else ""


def with_clause(text: str, clause: str) -> str:
    """A text that ends in a clause, before its full stop."""
    if not clause:
        return text
    bare, stop = (text[:-1], ".") if text.endswith(".") else (text, "")
    return f"{bare} {clause}{stop}"
