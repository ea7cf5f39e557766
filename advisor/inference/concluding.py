"""What one stratum hands on to the next, and what of it, and of computed numbers, a stratum reads."""

from __future__ import annotations

from advisor.inference.certainty import Bounds, concluded
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, Program, Stratum
from advisor.language.fields import conclusion_field
from advisor.language.patterns import Value, fields_of
from advisor.language.tree import atoms_of, points_of_atom


def conclusions_read(program: Program) -> dict[str, list[tuple[str, int]]]:
    """For each diagnosis the fields of it that some condition reads, with their thresholds."""
    read = {atom for stratum in program.strata for c in stratum.conditions for atom in c.conclusions}
    return {
        diagnosis: [
            (conclusion_field(atom), CONFIRMED if atom.how == "diagnosed" else SUSPECTED)
            for atom in sorted(read, key=repr)
            if atom.diagnosis == diagnosis
        ]
        for diagnosis in program.diagnoses
    }


def conclude(field: str, threshold: int, bounds: Bounds, conclusions: dict[str, Value]) -> None:
    """Note what a diagnosis comes to by the bounds of one reading, where that is decided."""
    value = concluded(bounds, threshold)
    if value is not None:
        conclusions[field] = value


def conclude_anew(field: str, threshold: int, bounds: Bounds, conclusions: dict[str, Value]) -> None:
    """Note what a diagnosis now comes to, in place of what it came to."""
    conclusions.pop(field, None)
    conclude(field, threshold, bounds, conclusions)


def points_read(stratum: Stratum) -> frozenset[str]:
    """The fields that the conditions on computed numbers of a stratum read."""
    return frozenset(
        name
        for condition in stratum.conditions
        if any(points_of_atom(atom) for atom in atoms_of(condition.tree))
        for pattern in (condition.true, condition.false)
        for name in fields_of(pattern)
    )
