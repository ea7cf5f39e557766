"""Diagnoses compiled and sorted into strata: each stands after all diagnoses that its conditions ask about."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from advisor.files.documents import Path
from advisor.inference.compiled.compilation import UNIQUE, Compilation
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CompiledDiagnosis, Sign, Stratum
from advisor.inference.compiled.written import conditions_of, levels_of
from advisor.knowledge.diagnosismodels import Diagnosis, Evidence
from advisor.knowledge.pack import Entry
from advisor.language.tree import Condition, Fixed, conclusions_of


def compile_strata(made: Compilation, chosen: Mapping[str, Entry[Diagnosis]]) -> tuple[Stratum, ...]:
    """The diagnoses chosen, in strata; a circle is noted."""
    # Stratification (K. Apt, H. Blair and A. Walker, 1988): rules may negate what others conclude, because all of a
    # stratum is concluded before the next one begins. The stratum of a diagnosis is the length of the longest chain
    # of diagnoses below it; a circle would have no such length, which is why it is a fault.
    trees: dict[str, dict[Path, Condition]] = {}
    for diagnosis, entry in chosen.items():
        trees[diagnosis] = {}
        for path, text in conditions_of(entry.model):
            tree = made.parsed(entry, path, text)
            trees[diagnosis][path] = tree if tree is not None else Fixed(False)  # so that the rest is checked too
    needs = {
        diagnosis: [c.diagnosis for tree in found.values() for c in conclusions_of(tree) if c.diagnosis in chosen]
        for diagnosis, found in trees.items()
    }
    level: dict[str, int] = {}
    for diagnosis in made.ordered(needs, "diagnosed", chosen):
        level[diagnosis] = 1 + max((level[need] for need in needs[diagnosis] if need in level), default=-1)
    strata = []
    for number in range(max(level.values(), default=-1) + 1):
        conditions: list[Compiled] = []
        found = tuple(
            _compiled_diagnosis(made, entry, number, trees[diagnosis], conditions)
            for diagnosis, entry in chosen.items()
            if level.get(diagnosis) == number
        )
        strata.append(Stratum(number, tuple(conditions), found))
    return tuple(strata)


def _compiled_diagnosis(
    made: Compilation,
    entry: Entry[Diagnosis],
    stratum: int,
    trees: Mapping[Path, Condition],
    conditions: list[Compiled],
) -> CompiledDiagnosis:
    """A diagnosis, its conditions put behind those that its stratum has already."""
    first = len(conditions)

    def slot(path: Path, text: str) -> int:
        conditions.append(made.compiled(text, trees[path]))
        return len(conditions) - 1

    signs = []
    for i, evidence in enumerate(entry.model.evidence):
        _check_evidence(made, entry, i, evidence)
        levels = tuple((slot(path, text), certainty) for path, text, certainty in levels_of(i, evidence))
        otherwise = evidence.otherwise and made.sentence(entry, ("evidence", i, "otherwise"), evidence.otherwise)
        says = made.sentence(entry, ("evidence", i, "says"), evidence.says)
        signs.append(Sign(evidence, levels, says, otherwise or None))
    unless = tuple(
        (slot(("unless", i, "when"), part.when), made.sentence(entry, ("unless", i, "says"), part.says))
        for i, part in enumerate(entry.model.unless)
    )
    return CompiledDiagnosis(entry.model.id, entry, stratum, tuple(signs), unless, first, len(conditions))


def _check_evidence(made: Compilation, entry: Entry[Diagnosis], i: int, evidence: Evidence) -> None:
    at: Path = ("evidence", i)
    if [e.id for e in entry.model.evidence].index(evidence.id) != i:
        made.complain(entry, (*at, "id"), "duplicate-id", f"The evidence `{evidence.id}` stands twice.", UNIQUE)
    if (evidence.when is None) is (not evidence.levels):
        made.complain(entry, (*at, "id"), "evidence", "An evidence has either `when:` or `levels:`.")
    if evidence.when is not None and evidence.certainty is None:
        made.complain(entry, (*at, "when"), "missing", "`certainty` is missing.")
    if evidence.levels and evidence.certainty is not None:
        made.complain(entry, (*at, "certainty"), "evidence", "With `levels:`, each level has its own certainty.")
    certainties = [level.certainty for level in evidence.levels]
    if any(a <= b for a, b in itertools.pairwise(certainties)):
        made.complain(entry, (*at, "levels"), "levels", "Levels stand strongest first.")
