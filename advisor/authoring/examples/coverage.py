"""`advisor rules coverage`: what examples, cases and boundaries show of every condition, and cases for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from advisor.authoring.conditions.source import Texts
from advisor.authoring.examples.boundaries import Boundary, conditions_by_file, hangs_on, status_word, truth_word
from advisor.authoring.examples.finding import CaseFinder
from advisor.authoring.examples.obligations import Obligation, Shared, obligations_of, serves, without_edge
from advisor.authoring.examples.reading import read_example
from advisor.authoring.examples.views import CaseViews
from advisor.authoring.solver.worlds import Absence
from advisor.cases.case import Case
from advisor.inference.compiled.written import Written
from advisor.inference.evaluation.facts_view import FactsView
from advisor.language.kleene import value_of
from advisor.rulebase.rulebase import Rulebase

Key = tuple[str, str]  # file and key of a condition


@dataclass
class Covered:
    """What is shown and what is not. `unreachable` is what no case can show; `undecided` what the solver cannot tell,
    or what rests on the timeline, for which it finds no cases.
    """

    shown: int = 0
    missing: list[tuple[Written, Obligation]] = field(default_factory=list)
    unreachable: list[tuple[Written, Obligation]] = field(default_factory=list)
    undecided: list[tuple[Written, Obligation]] = field(default_factory=list)
    boundaries: list[Boundary] = field(default_factory=list)

    def add_absent(self, written: Written, obligation: Obligation, absence: Absence) -> None:
        """Note what has no case, and why."""
        (self.unreachable if absence == "none" else self.undecided).append((written, obligation))


class Coverage:
    """The obligations of one rulebase, met by tests one after the other."""

    def __init__(self, rulebase: Rulebase):
        self.program = rulebase.program
        self.files = conditions_by_file(self.program)
        self.views = CaseViews(rulebase, self.files)
        self.finder = CaseFinder(rulebase, self.views)
        texts = Texts(self.program.vocabulary)
        self.open: dict[Key, list[Obligation]] = {
            (file, key): list(obligations_of(written, texts, self.program.vocabulary.terms))
            for file, conditions in self.files.items()
            for key, written in conditions.items()
        }
        self._met: set[Shared] = set()
        self._off_edge: set[tuple[Key, Shared | Obligation]] = set()  # shown, though not at the threshold
        self.total = self.left

    def forget(self, file: str) -> None:
        """Ask nothing of the conditions of a file."""
        for key in self.files.pop(file, {}):
            del self.open[file, key]
        self.total = self.left

    # ---- what tests show -----------------------------------------------------------------------------

    def add_examples(self) -> None:
        """Let the examples beside the rules show what they show of their own rule."""
        knowledge = self.program.knowledge
        for diagnosis in self.program.diagnoses:
            for example in knowledge.diagnoses[diagnosis].model.examples:
                self._add_given(example.given, [diagnosis])
        for name, entry in knowledge.contradictions.items():
            for shown in entry.model.examples:
                self._add_given(shown.given, ["contradictions"], {name})
        if knowledge.table is not None:
            for row in knowledge.table.model.examples:
                self._add_given(row.given, ["model"])

    def add_cases(self, cases: Iterable[Case]) -> None:
        """Let cases show what they show of the rules that they expect something of."""
        for case in cases:
            told = [str(name) for group in ("found", "likely", "absent") for name in case.expect.get(group) or ()]
            self._add(case, [*told, *(["model"] if "model" in case.expect else [])])

    def add_boundaries(self, boundaries: Iterable[Boundary]) -> None:
        """Let generated cases show what they show of the conditions that they name."""
        for boundary in boundaries:
            if boundary.about in self.files:
                self._add_given(boundary.given, [boundary.about], set(boundary.expect))

    def keep(self, boundaries: Iterable[Boundary]) -> None:
        """Where a case is wanted that one of these still makes, take that one."""
        self.finder.keep(boundaries)

    def _add_given(self, given: Mapping[str, Any], files: Sequence[str], keys: set[str] | None = None) -> None:
        case, _ = read_example(given, self.program.knowledge)
        if case is not None:  # else the questions have changed since it was generated
            self._add(case, files, keys)

    def _add(self, case: Case, files: Sequence[str], keys: set[str] | None = None) -> None:
        """Credit a test. One that names no `keys` looks at the outcome only, so a condition is decided by it only
        where the outcome hangs on that condition.
        """
        files = [file for file in files if file in self.files]
        assessed = self.views.assessed(case, files)
        self.finder.learn(assessed.inferences[0].facts)
        for file in files:
            for view in self.views.of(file, assessed):
                for key, written in self.files[file].items():
                    if keys is None:
                        self._meet((file, key), written, view, hangs_on(self.program, file, written, assessed))
                    elif key in keys:
                        self._meet((file, key), written, view)

    def _meet(self, key: Key, written: Written, view: FactsView, deciding: bool = True) -> list[Obligation]:
        """Strike out what a case shows of a condition, and return it; that a single test of the condition decides it
        counts only where `deciding`.
        """
        value = value_of(written.compiled.normal, view)
        waiting = [o for o in self.open[key] if deciding or o.test is None]
        met = [o for o in waiting if serves(o, value, view)]
        if met:
            self.open[key] = [o for o in self.open[key] if o not in met]
            self._met |= {o.shared for o in met if o.shared is not None}
        apart = [o for o in waiting if o.edge and o not in met and serves(without_edge(o), value, view)]
        self._off_edge |= {(key, o.shared or o) for o in apart}
        return met

    @property
    def left(self) -> int:
        """How many obligations no test meets; what several conditions share counts once."""
        waiting = [o for obligations in self.open.values() for o in obligations]
        shared = {o.shared for o in waiting if o.shared is not None} - self._met
        return sum(o.shared is None for o in waiting) + len(shared)

    # ---- what is left --------------------------------------------------------------------------------

    def finish(self) -> Covered:
        """Ask the solver about everything that no test shows, and make a case for each that can be shown."""
        # Each case that is made is credited with all that it shows beside what it was made for, so later obligations
        # are often met before their turn. What a derived fact owes is shared by the conditions that use it: it is
        # given up only after every one of them was tried in vain.
        covered = Covered(self.total - self.left)
        unmet: dict[Shared, list[tuple[Written, Obligation, Absence]]] = {}
        for file, conditions in self.files.items():
            for key, written in conditions.items():
                for obligation in list(self.open[file, key]):
                    if obligation in self.open[file, key] and obligation.shared not in self._met:
                        absence = self._settle(file, key, written, obligation, covered)
                        if absence is not None and obligation.shared is not None:
                            unmet.setdefault(obligation.shared, []).append((written, obligation, absence))
                        elif absence is not None:
                            covered.add_absent(written, obligation, absence)
        for shared, tried in unmet.items():
            if shared not in self._met:
                written, obligation, _ = tried[0]
                absence = "none" if all(a == "none" for _, _, a in tried) else "not told in time"
                covered.add_absent(written, obligation, absence)
        return covered

    def _settle(
        self, file: str, key: str, written: Written, obligation: Obligation, covered: Covered
    ) -> Absence | None:
        """Make a case that shows it, at the edge where it can be; else say why there is none."""
        given = self.finder.find(file, written, obligation)
        if not isinstance(given, dict) and obligation.edge:
            if ((file, key), obligation.shared or obligation) in self._off_edge:
                self.open[file, key].remove(obligation)
                covered.shown += 1
                if obligation.shared is not None:
                    self._met.add(obligation.shared)
                return None
            plain = without_edge(obligation)
            self.open[file, key] = [plain if o == obligation else o for o in self.open[file, key]]
            given, obligation = self.finder.find(file, written, plain), plain
        if not isinstance(given, dict):
            return given
        covered.boundaries.append(self._boundary(file, key, written, obligation, given, covered))
        return None

    def _boundary(
        self, file: str, key: str, written: Written, obligation: Obligation, given: dict[str, Any], covered: Covered
    ) -> Boundary:
        """The case with all that it shows beside, which needs no case of its own then."""
        assessed = self.views.assessed(self.finder.case(given), [file])
        view = self.views.of(file, assessed)[0]
        expect = {key: truth_word(self.program, written, view.facts, assessed)}
        for other, condition in self.files[file].items():
            before = set(self._met)
            met = self._meet((file, other), condition, view)
            covered.missing += [(condition, o) for o in met if o.shared not in before]
            if met:
                expect[other] = truth_word(self.program, condition, view.facts, assessed)
        return Boundary(file, obligation.told(written), given, expect, status_word(self.program, file, assessed))
