"""`advisor rules coverage`: what examples, cases and boundaries show of every condition, and cases for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from advisor.authoring.boundaries import Boundary, conditions_by_file, status_word, truth_word
from advisor.authoring.examples import EXAMPLE_DAY, Examples, facts_as_given
from advisor.authoring.meaning import Formula, Meaning
from advisor.authoring.obligations import Obligation, formula, obligations_of, serves, without_edge
from advisor.authoring.seeds import Seeds, pinned
from advisor.authoring.worlds import Absence, World, Worlds
from advisor.authoring.written import Written
from advisor.inference.assessing import Assessed
from advisor.inference.case import Case
from advisor.inference.facts import FactsView
from advisor.language.tree import atoms_of, points_of_atom
from advisor.library import Advisor
from advisor.problems import CaseError

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


class Coverage:
    """The obligations of one advisor's rules, met by tests one after the other."""

    def __init__(self, advisor: Advisor):
        self.advisor = advisor
        self.program = advisor.program
        self.examples = Examples(advisor)
        self.files = conditions_by_file(advisor.program)
        self.open: dict[Key, list[Obligation]] = {
            (file, key): list(obligations_of(written, advisor.program.vocabulary.terms))
            for file, conditions in self.files.items()
            for key, written in conditions.items()
        }
        self.total = sum(map(len, self.open.values()))
        self._seeds = Seeds(advisor.program, advisor.assessor.maker)

    # ---- what tests show -----------------------------------------------------------------------------

    def add_examples(self) -> None:
        """Let the examples beside the rules show what they show of their own rule."""
        knowledge = self.advisor.knowledge
        for id in self.program.judgements:
            for example in knowledge.diagnoses[id].model.examples:
                self._add_given(example.given, [id])
        for id, entry in knowledge.contradictions.items():
            for shown in entry.model.examples:
                self._add_given(shown.given, ["contradictions"], {id})
        if knowledge.table is not None:
            for row in knowledge.table.model.examples:
                self._add_given(row.given, ["model"])

    def add_cases(self, cases: Iterable[Case]) -> None:
        """Let cases show what they show of the rules that they expect something of."""
        for case in cases:
            told = [str(id) for group in ("found", "likely", "absent") for id in case.expect.get(group) or ()]
            self._add(case, [*(id for id in told if id in self.files), *(["model"] if "model" in case.expect else [])])

    def add_boundaries(self, boundaries: Iterable[Boundary]) -> None:
        """Let generated cases show what they show of the conditions that they name."""
        for boundary in boundaries:
            if boundary.about in self.files:
                self._add_given(boundary.given, [boundary.about], set(boundary.expect))

    def _add_given(self, given: Mapping[str, Any], files: Sequence[str], keys: set[str] | None = None) -> None:
        case, _ = self.advisor.read({"case": "example", "as_of": EXAMPLE_DAY, "answers": given})
        if case is not None:
            self._add(case, files, keys)

    def _add(self, case: Case, files: Sequence[str], keys: set[str] | None = None) -> None:
        assessed = self.assessed(case, files)
        self._seeds.add(assessed.readings[0].facts)
        for file in files:
            for view in self._views(file, assessed):
                for key, written in self.files[file].items():
                    if keys is None or key in keys:
                        self._meet((file, key), written, view)

    def _views(self, file: str, assessed: Assessed) -> list[FactsView]:
        """The readings of a case; for contradictions its answers as given."""
        if file == "contradictions":
            return [FactsView(self.program, facts_as_given(self.examples.plain, assessed.case), {})]
        return [FactsView(self.program, i.facts, i.conclusions) for i in assessed.readings]

    def assessed(self, case: Case, files: Iterable[str]) -> Assessed:
        """A case assessed, with the timeline where a file rests on it."""
        return (self.advisor.assessor if self._on_timeline & set(files) else self.examples.plain).assess(case)

    @cached_property
    def _on_timeline(self) -> frozenset[str]:
        """The files with a condition that reads the timeline, or a diagnosis that does."""
        return frozenset(
            file
            for file, conditions in self.files.items()
            if file in self.examples.on_timeline
            or any(points_of_atom(a) for w in conditions.values() for a in atoms_of(w.compiled.tree))
            or any(c.diagnosis in self.examples.on_timeline for w in conditions.values() for c in w.compiled.conclusions)
        )

    def _meet(self, key: Key, written: Written, view: FactsView) -> list[Obligation]:
        met = [o for o in self.open[key] if serves(o, written.compiled.normal, view)]
        if met:
            self.open[key] = [o for o in self.open[key] if o not in met]
        return met

    # ---- what is left --------------------------------------------------------------------------------

    def finish(self) -> Covered:
        """Ask the solver about everything that no test shows, and make a case for each that can be shown."""
        covered = Covered(self.total - sum(map(len, self.open.values())))
        for file, conditions in self.files.items():
            for key, written in conditions.items():
                for obligation in list(self.open[file, key]):
                    if obligation in self.open[file, key]:
                        self._settle(file, key, written, obligation, covered)
        return covered

    def _settle(self, file: str, key: str, written: Written, obligation: Obligation, covered: Covered) -> None:
        self.open[file, key].remove(obligation)
        given = self._find(file, written, obligation)
        if isinstance(given, dict):
            covered.missing.append((written, obligation))
            covered.boundaries.append(self._boundary(file, key, written, obligation, given, covered))
        elif obligation.edge:
            plain = without_edge(obligation)
            self.open[file, key].append(plain)
            self._settle(file, key, written, plain, covered)
        else:
            (covered.unreachable if given == "none" else covered.undecided).append((written, obligation))

    def _find(self, file: str, written: Written, obligation: Obligation) -> dict[str, Any] | Absence:
        """The answers of a case that shows it, as few as will do."""
        given = self._any_case(file, written, obligation)
        if not isinstance(given, dict):
            return given
        for question in list(given):
            less = {id: value for id, value in given.items() if id != question}
            if self._shows(file, written, obligation, less):
                given = less
        return given

    def _any_case(self, file: str, written: Written, obligation: Obligation) -> dict[str, Any] | Absence:
        normal, disputing = written.compiled.normal, written.part == "contradiction"
        reads = frozenset().union(*(p.reads for p in formula(obligation, normal, self._partial.meaning)))
        points = reads - self.program.vocabulary.terms.keys()
        worlds = self._partial if obligation.value == 0 or points else self._complete
        wanted = formula(obligation, normal, worlds.meaning)
        unknown = [nothing_known(worlds.meaning, points)] if points else []
        found = worlds.find(*wanted, *unknown, contradictory=disputing)
        given = self._verified(found, {}, file, written, obligation)
        if isinstance(given, dict) or not points:
            return given
        for seed in self._seeds.fitting(obligation, normal):
            found = worlds.find(*wanted, pinned(worlds.meaning, seed, self._seeds.questions, reads))
            given = self._verified(found, seed.given, file, written, obligation)
            if isinstance(given, dict):
                return given
        return "not told in time"

    def _verified(
        self, found: World | Absence, seed: Mapping[str, Any], file: str, written: Written, obligation: Obligation
    ) -> dict[str, Any] | Absence:
        """The answers of a world, if the rules' own reader sees in it what the solver saw."""
        if not isinstance(found, World):
            return found
        given = {**found.given, **seed}
        return given if self._shows(file, written, obligation, given) else "not told in time"

    def _shows(self, file: str, written: Written, obligation: Obligation, given: Mapping[str, Any]) -> bool:
        case = self._case(given)
        assessed = self.assessed(case, [file])
        return any(serves(obligation, written.compiled.normal, view) for view in self._views(file, assessed)[:1])

    def _case(self, given: Mapping[str, Any]) -> Case:
        case, problems = self.advisor.read({"case": "boundary", "as_of": EXAMPLE_DAY, "answers": given})
        if case is None:
            raise CaseError(problems)
        return case

    def _boundary(
        self, file: str, key: str, written: Written, obligation: Obligation, given: dict[str, Any], covered: Covered
    ) -> Boundary:
        """The case with all that it shows beside, which needs no case of its own then."""
        assessed = self.assessed(self._case(given), [file])
        view = self._views(file, assessed)[0]
        expect = {key: truth_word(self.program, written, view.facts, assessed)}
        for other, condition in self.files[file].items():
            met = self._meet((file, other), condition, view)
            covered.missing += [(condition, o) for o in met]
            if met:
                expect[other] = truth_word(self.program, condition, view.facts, assessed)
        return Boundary(file, obligation.told(written), given, expect, status_word(self.program, file, assessed))

    @cached_property
    def _complete(self) -> Worlds:
        return Worlds(self.program, complete=True)

    @cached_property
    def _partial(self) -> Worlds:
        return Worlds(self.program, complete=False)


def nothing_known(meaning: Meaning, points: Iterable[str]) -> Formula:
    """None of these computed numbers is known."""
    return meaning.all_of(meaning.negated(meaning.known_name(name)) for name in sorted(points))


def by_file(boundaries: Iterable[Boundary]) -> Iterator[tuple[str, list[Boundary]]]:
    """Boundaries sorted into files."""
    files: dict[str, list[Boundary]] = {}
    for boundary in boundaries:
        files.setdefault(boundary.about, []).append(boundary)
    yield from files.items()
