"""What the checks of a pack share: its program, the worlds it admits, and the cases that its examples give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, partial

from advisor.authoring.checks.confirming import Confirming, confirming_sets
from advisor.authoring.conditions.scope import Scope
from advisor.authoring.examples.reading import read_example
from advisor.authoring.solver.worlds import Worlds
from advisor.engines.python import PythonEngine
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import Program
from advisor.knowledge.pack import Knowledge

Truths = Sequence[int]


class Base:
    """A pack under check. Of the packs that are `trusted`, only what another pack may have changed is looked at."""

    def __init__(self, program: Program, trusted: Collection[str] = ()):
        self.program = program
        self.scope = Scope(program.knowledge, trusted)
        self.never: set[str] = set()  # derived facts of which that was told
        self._confirming: dict[str, Confirming] = {}

    @property
    def knowledge(self) -> Knowledge:
        """The merged packs."""
        return self.program.knowledge

    @cached_property
    def complete(self) -> Worlds:
        """Cases in which all that applies is answered."""
        return Worlds(self.program, complete=True)

    @cached_property
    def partial(self) -> Worlds:
        """Cases in which anything may be left open."""
        return Worlds(self.program, complete=False)

    def shown_by_example(self, diagnosis: str, holds: Callable[[Truths], bool]) -> bool:
        """Whether some example gives a diagnosis' conditions (by slot) such truths; spares asking the solver."""
        return any(holds(truths) for truths in self._truths[diagnosis])

    def confirming(self, diagnosis: str) -> Confirming:
        """The minimal confirming sets of a diagnosis."""
        if diagnosis not in self._confirming:
            compiled = self.program.diagnoses[diagnosis]
            seen = partial(self.shown_by_example, diagnosis)
            self._confirming[diagnosis] = confirming_sets(self.complete, compiled, seen)
        return self._confirming[diagnosis]

    @cached_property
    def _truths(self) -> dict[str, list[Truths]]:
        """The different truths that the examples give to the conditions of each diagnosis."""
        found: dict[str, dict[tuple[int, ...], None]] = {diagnosis: {} for diagnosis in self.program.diagnoses}
        assessor = Assessor(self.program, PythonEngine(self.program.patterns))
        for given in self._examples():
            case, _ = read_example(given, self.knowledge)
            if case is None:
                continue
            assessed = assessor.assess(case)
            if assessed.standing.contradictions:
                continue
            shown = assessed.inferences[0].shown
            for diagnosis, compiled in self.program.diagnoses.items():
                found[diagnosis][tuple(shown[compiled.stratum][compiled.first_slot : compiled.last_slot])] = None
        return {diagnosis: list(truths) for diagnosis, truths in found.items()}

    def _examples(self) -> Iterator[dict[str, object]]:
        for diagnosis in filter(self.scope.covers, self.knowledge.diagnoses.values()):
            for example in diagnosis.model.examples:
                yield example.given
