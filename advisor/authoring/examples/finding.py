"""A case that shows something of a condition: from the solver, checked by the rules' own reader, and made small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from advisor.authoring.examples.boundaries import Boundary
from advisor.authoring.examples.obligations import Obligation, formula, serves
from advisor.authoring.examples.reading import read_example
from advisor.authoring.examples.seeds import Seeds, pinned
from advisor.authoring.examples.views import CaseViews
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.meaning import Meaning
from advisor.authoring.solver.worlds import Absence, World, Worlds
from advisor.cases.case import Case
from advisor.inference.compiled.written import Written
from advisor.inference.facts import Facts
from advisor.language.kleene import value_of
from advisor.language.tree import DAY
from advisor.problems import CaseError
from advisor.rulebase.rulebase import Rulebase


class CaseFinder:
    """Finds cases for the conditions of a rulebase, with the timeline's numbers from the cases that it was shown."""

    def __init__(self, rulebase: Rulebase, views: CaseViews):
        self.program = rulebase.program
        self.views = views
        self._seeds = Seeds(rulebase.program, rulebase.assessor.maker)
        self._kept: dict[tuple[str, str], Mapping[str, Any]] = {}  # answers by file and by what they show

    def learn(self, facts: Facts) -> None:
        """Take over what a case answers of what the timeline reads."""
        self._seeds.add(facts)

    def keep(self, boundaries: Iterable[Boundary]) -> None:
        """Where a case is wanted that one of these still makes, take that one: a change of the rules then changes
        only the generated cases that it touches.
        """
        self._kept |= {(boundary.about, boundary.shows): boundary.given for boundary in boundaries}

    def find(self, file: str, written: Written, obligation: Obligation) -> dict[str, Any] | Absence:
        """The answers of a case that shows it, as few as will do; else why there is none."""
        given = self._kept_case(file, written, obligation) or self._any_case(file, written, obligation)
        if not isinstance(given, dict):
            return given
        # The solver answers every question that it was told of. Each answer is left out once, in order, and stays out
        # where the case still shows what it is for: no single answer can be spared then. (The smallest case of all
        # would take trying every set of answers.)
        for question in list(given):
            less = {other: value for other, value in given.items() if other != question}
            if self._shows(file, written, obligation, less):
                given = less
        return given

    def _kept_case(self, file: str, written: Written, obligation: Obligation) -> dict[str, Any] | None:
        """The answers that showed it before, if they are answers still and show it still."""
        given = self._kept.get((file, obligation.told(written)))
        if given is None:
            return None
        case, _ = read_example(given, self.program.knowledge)
        return dict(given) if case is not None and self._shows(file, written, obligation, given) else None

    def _any_case(self, file: str, written: Written, obligation: Obligation) -> dict[str, Any] | Absence:
        normal, disputing = written.compiled.normal, written.part == "contradiction"
        reads = frozenset().union(*(p.reads for p in formula(obligation, normal, self._partial.meaning)))
        points = reads - self.program.vocabulary.terms.keys() - {DAY}
        worlds = self._partial if obligation.value == 0 or points else self._complete
        wanted = formula(obligation, normal, worlds.meaning)
        # First without any number of the timeline: such a case needs no timeline at all. Only where that fails are
        # the answers that the timeline reads fixed, seed by seed, because the solver cannot compute its numbers.
        unknown = [nothing_known(worlds.meaning, points)] if points else []
        found = worlds.find(*wanted, *unknown, contradictory=disputing)
        given = self._verified(found, {}, file, written, obligation)
        if isinstance(given, dict) or not points:
            return given
        seeds = self._seeds.fitting(obligation, normal)
        fixed = [pinned(worlds.meaning, seed, self._seeds.questions, reads) for seed in seeds]
        for seed, found in zip(seeds, worlds.find_each(wanted, fixed)):
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
        assessed = self.views.assessed(self.case(given), [file])
        view = self.views.of(file, assessed)[0]
        return serves(obligation, value_of(written.compiled.normal, view), view)

    def case(self, given: Mapping[str, Any]) -> Case:
        """The case of answers that were found; CaseError where they are none."""
        case, problems = read_example(given, self.program.knowledge)
        if case is None:
            raise CaseError(problems)
        return case

    @cached_property
    def _complete(self) -> Worlds:
        return Worlds(self.program, complete=True)

    @cached_property
    def _partial(self) -> Worlds:
        return Worlds(self.program, complete=False)


def nothing_known(meaning: Meaning, points: Iterable[str]) -> Formula:
    """None of these computed numbers is known."""
    return meaning.all_of(meaning.negated(meaning.known_name(name)) for name in sorted(points))
