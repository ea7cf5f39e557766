"""How a case looks to the conditions of a file: assessed, and as one view for each of its readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from advisor.authoring.examples.examples import Examples, facts_as_given
from advisor.cases.case import Case
from advisor.inference.assessor import CaseInference
from advisor.inference.compiled.written import Written
from advisor.inference.evaluation.facts_view import FactsView
from advisor.language.tree import atoms_of, points_of_atom
from advisor.rulebase.rulebase import Rulebase


class CaseViews:
    """Looks at cases; `files` are the conditions by file and key."""

    def __init__(self, rulebase: Rulebase, files: Mapping[str, Mapping[str, Written]]):
        self.rulebase = rulebase
        self.files = files
        self._examples = Examples(rulebase)

    def assessed(self, case: Case, files: Iterable[str]) -> CaseInference:
        """A case assessed, with the timeline only where one of the files rests on it, which saves time."""
        timed = self._on_timeline & set(files)
        return (self.rulebase.assessor if timed else self._examples.plain).assess(case)

    def of(self, file: str, assessed: CaseInference) -> list[FactsView]:
        """The readings of a case; for contradictions its answers as given."""
        if file == "contradictions":
            return [FactsView(self.rulebase.program, facts_as_given(self._examples.plain, assessed.case), {})]
        return [FactsView(self.rulebase.program, i.facts, i.conclusions) for i in assessed.inferences]

    @cached_property
    def _on_timeline(self) -> frozenset[str]:
        """The files with a condition that reads the timeline, or a diagnosis that does."""
        timed = self._examples.on_timeline
        found = set(timed)
        for file, conditions in self.files.items():
            for written in conditions.values():
                tree = written.compiled.tree
                read = any(points_of_atom(atom) for atom in atoms_of(tree))
                if read or any(c.diagnosis in timed for c in written.compiled.conclusions):
                    found.add(file)
        return frozenset(found)
