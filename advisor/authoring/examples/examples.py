"""The examples beside the rules, and what cases expect, run as tests: verdicts only, no texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from advisor.authoring.conditions.scope import Scope
from advisor.authoring.examples.reading import read_example
from advisor.cases.answers import Differ
from advisor.cases.case import Case
from advisor.cases.following import followed
from advisor.files.documents import Path
from advisor.inference.assessor import Assessor, CaseInference
from advisor.inference.certainty import ONE, Status
from advisor.inference.facts import Facts
from advisor.inference.relevance.movers import ConditionMovers
from advisor.knowledge.pack import Entry
from advisor.knowledge.planmodels import ModelExpectation
from advisor.language.patterns import holds
from advisor.language.tree import atoms_of, points_of_atom
from advisor.problems import Problem
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.decision import Decision, FigureEnds, decide

NOT_READABLE = "not readable"


@dataclass(frozen=True)
class ExampleOutcome:
    """One expectation and what came of it.

    `why` tells, where it failed, what the verdict rests on; `missing` names the questions that could still change it.
    """

    rule: str
    name: str
    expected: str
    got: str
    passed: bool
    file: str
    line: int
    why: str = ""
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Examples:
    """Runs the tests of one rulebase's knowledge.

    Of the packs that are `trusted`, only the examples of what another pack may have changed are run, unless they are
    asked for by id.
    """

    def __init__(self, rulebase: Rulebase, trusted: Collection[str] = ()):
        self.rulebase = rulebase
        self.scope = Scope(rulebase.knowledge, trusted)
        self.program = rulebase.program
        self.plain = Assessor(rulebase.program, rulebase.engine)

    def outcomes(self, ids: Collection[str] = ()) -> Iterator[ExampleOutcome]:
        """Every example of the diagnoses, contradictions and the decision table; of `ids` only, where given."""
        knowledge = self.rulebase.knowledge
        for name, diagnosis in self.program.diagnoses.items():
            if self._wanted(name, diagnosis.entry, ids):
                yield from self._of_diagnosis(name)
        for name, contradiction in knowledge.contradictions.items():
            if self._wanted(name, contradiction, ids):
                yield from self._of_contradiction(name, contradiction)
        if knowledge.table is not None and self._wanted("model", knowledge.table, ids):
            yield from self._of_table()

    def _wanted(self, name: str, entry: Entry[Any], ids: Collection[str]) -> bool:
        return name in ids if ids else self.scope.covers(entry)

    def assessor(self, diagnosis: str) -> Assessor:
        """What assesses a diagnosis: with the timeline only where its verdict rests on it, which saves time."""
        return self.rulebase.assessor if diagnosis in self.on_timeline else self.plain

    @cached_property
    def on_timeline(self) -> frozenset[str]:
        """The diagnoses that read computed numbers, or others that do."""
        found: set[str] = set()
        for stratum in self.program.strata:
            for diagnosis in stratum.diagnoses:
                conditions = stratum.conditions[diagnosis.first_slot : diagnosis.last_slot]
                read = {c.diagnosis for condition in conditions for c in condition.conclusions}
                if read & found or any(points_of_atom(a) for c in conditions for a in atoms_of(c.tree)):
                    found.add(diagnosis.id)
        return frozenset(found)

    # ---- examples beside the rules -------------------------------------------------------------------

    def _of_diagnosis(self, diagnosis: str) -> Iterator[ExampleOutcome]:
        entry = self.rulebase.knowledge.diagnoses[diagnosis]
        for number, example in enumerate(entry.model.examples):
            place = _ExamplePlace(diagnosis, example.name, example.expect, entry, ("examples", number))
            case, problems = read_example(example.given, self.rulebase.knowledge)
            if case is None:
                yield place.outcome(NOT_READABLE, problems=problems)
                continue
            assessed = self.assessor(diagnosis).assess(case)
            got = assessed.together[diagnosis].status.value
            failed = got != example.expect
            why, missing = (
                (self.reasons(assessed, diagnosis), self.missing(assessed, diagnosis)) if failed else ("", ())
            )
            yield place.outcome(got, why, missing)

    def _of_contradiction(self, contradiction: str, entry: Entry[Any]) -> Iterator[ExampleOutcome]:
        for number, example in enumerate(entry.model.examples):
            place = _ExamplePlace(contradiction, example.name, str(example.expect).lower(), entry, ("examples", number))
            case, problems = read_example(example.given, self.rulebase.knowledge)
            if case is None:
                yield place.outcome(NOT_READABLE, problems=problems)
                continue
            fact = facts_as_given(self.plain, case).fact
            condition = self.program.contradiction_of[contradiction].condition
            got = "true" if holds(condition.true, fact) else "false" if holds(condition.false, fact) else "open"
            missing = tuple(q for q in condition.questions if q not in case.answers) if got == "open" else ()
            yield place.outcome(got, missing=missing)

    def _of_table(self) -> Iterator[ExampleOutcome]:
        entry = self.rulebase.knowledge.table
        assert entry is not None
        for number, example in enumerate(entry.model.examples):
            wanted = example.expect
            place = _ExamplePlace("model", example.name, told_of(wanted, wanted), entry, ("examples", number))
            case, problems = read_example(example.given, self.rulebase.knowledge)
            if case is None:
                yield place.outcome(NOT_READABLE, problems=problems)
                continue
            decision = self._decision(case, surely=wanted.sure is not None)
            got = told_of(as_expectation(decision), wanted) if decision is not None else "no model"
            yield place.outcome(got, f"row `{decision.row}`" if decision is not None else "")

    def _decision(self, case: Case, *, surely: bool) -> Decision | None:
        """The staffing model; how sure it is only where that is asked for, because it takes long."""
        if surely:
            return assess_many(self.rulebase, [case])[0].decision
        assessed = self.rulebase.assessor.assess(case)
        return decide(self.program, assessed, FigureEnds({}, {}), lambda changes, surely: [])

    # ---- why an example failed -----------------------------------------------------------------------

    def reasons(self, assessed: CaseInference, diagnosis: str) -> str:
        """Certainty and signs of a verdict, in one line."""
        verdict = assessed.inferences[0].verdicts[diagnosis]
        words = []
        for sign, (truth, level) in zip(self.program.diagnoses[diagnosis].signs, verdict.signs):
            name = sign.model.id + (f".{level + 1}" if len(sign.levels) > 1 and truth != -1 else "")
            words.append(f"{name} {'true' if truth == 1 else 'open' if truth == 0 else 'false'}")
        words += [f"unless.{i + 1} true" for i in verdict.ruled_out_by]
        low, high = (bound / ONE for bound in (verdict.shown.low, verdict.shown.high))
        return f"certainty {low:.2f} to {high:.2f}: {', '.join(words)}"

    def missing(self, assessed: CaseInference, diagnosis: str) -> tuple[str, ...]:
        """The questions not given that could still change a verdict."""
        found = (
            q
            for inferred in assessed.inferences
            for q in ConditionMovers(self.program, inferred).of_diagnosis(diagnosis)
        )
        return tuple(dict.fromkeys(found))

    # ---- cases ---------------------------------------------------------------------------------------

    def expectations(self, cases: Iterable[tuple[str, Case]], ids: Collection[str] = ()) -> Iterator[ExampleOutcome]:
        """What cases say under `expect:`: found, likely, absent, the model and the id of the first action."""
        groups = (
            ("found", (Status.CONFIRMED,)),
            ("likely", (Status.SUSPECTED,)),
            ("absent", (Status.OPEN, Status.NO_SIGN, Status.RULED_OUT)),
        )
        for file, case in cases:
            told = [
                (group, diagnosis, wanted) for group, wanted in groups for diagnosis in case.expect.get(group) or ()
            ]
            for group, diagnosis, wanted in told:
                if not ids or diagnosis in ids:
                    yield self._expected_status(file, case, group, str(diagnosis), wanted)
            if not ids or "model" in ids:
                yield from self._expected_counsel(file, case)

    def _expected_status(
        self, file: str, case: Case, group: str, diagnosis: str, wanted: tuple[Status, ...]
    ) -> ExampleOutcome:
        if diagnosis not in self.program.diagnoses:
            return ExampleOutcome(f"case {case.id}", diagnosis, group, "no such diagnosis", False, file, 1)
        assessed = self.assessor(diagnosis).assess(case)
        status = assessed.together[diagnosis].status
        passed = status in wanted
        why, missing = ("", ()) if passed else (self.reasons(assessed, diagnosis), self.missing(assessed, diagnosis))
        return ExampleOutcome(f"case {case.id}", diagnosis, group, status.value, passed, file, 1, why, missing)

    def _expected_counsel(self, file: str, case: Case) -> Iterator[ExampleOutcome]:
        model, first = case.expect.get("model"), case.expect.get("first")
        if model and self.rulebase.knowledge.table is not None:
            decision = self._decision(case, surely=False)
            got = decision.model if decision is not None else "no model"
            why = f"row `{decision.row}`" if decision is not None and got != model else ""
            yield ExampleOutcome(f"case {case.id}", "model", str(model), got, got == model, file, 1, why)
        if first in self.rulebase.knowledge.actions:
            plan = assess_many(self.rulebase, [case])[0].plan
            got = plan.entries[0].id if plan is not None and plan.entries else "nothing"
            yield ExampleOutcome(f"case {case.id}", "first action", str(first), got, got == first, file, 1)


def facts_as_given(assessor: Assessor, case: Case) -> Facts:
    """The facts of a case before its contradictions are sorted out."""
    said = followed(assessor.program.follows, case.answers)
    given = {q: a.said for q, a in said.items() if not isinstance(a.said, Differ)}
    return assessor.maker.facts(given, case.as_of)


@dataclass(frozen=True)
class _ExamplePlace:
    """An expectation and where it stands."""

    rule: str
    name: str
    expected: str
    entry: Entry[Any]
    at: Path

    def outcome(
        self, got: str, why: str = "", missing: tuple[str, ...] = (), problems: Iterable[Problem] = ()
    ) -> ExampleOutcome:
        """What came of it."""
        line = self.entry.document.mark((*self.entry.at, *self.at)).line
        passed = got == self.expected
        if passed:
            why, missing = "", ()
        return ExampleOutcome(
            self.rule, self.name, self.expected, got, passed, self.entry.file, line, why, missing, tuple(problems)
        )


def as_expectation(decision: Decision) -> ModelExpectation:
    """A staffing model as examples of the decision table name it."""
    change = None if decision.keep is None else "keep" if decision.keep else "move"
    return ModelExpectation.model_validate(
        {
            "model": decision.model,
            "row": decision.row,
            "label": decision.label,
            "change": change,
            "sure": "firm" if decision.firm else "leaning",
        }
    )


def told_of(found: ModelExpectation, wanted: ModelExpectation) -> str:
    """A model with those of row, label, change and sureness that the example asks for."""
    fields = [name for name, value in wanted.model_dump().items() if value is not None]
    return ", ".join(str(getattr(found, name) or f"no {name}") for name in fields)
