"""Assessments from rulebases and cases: each part made from what was inferred; nothing is inferred anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from advisor.cases.case import Case
from advisor.cases.opening import answering
from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import CompiledDiagnosis
from advisor.inference.computed_numbers import read_by_numbers
from advisor.inference.presumptions.leaning import Leaning
from advisor.inference.relevance.stakes import MODEL, impact_of
from advisor.planning.asking import AskFirst, ask_first
from advisor.planning.gates.due import due_gates
from advisor.planning.plan import Plan
from advisor.planning.ways.ways_out import ways_out
from advisor.result.assessment import Assessment, NotApplied, OpenQuestion, Run, ShownContradiction
from advisor.result.data import assessment_as_data
from advisor.result.findings import Finding, FindingMaker
from advisor.result.not_applied import not_applied
from advisor.result.papers.gates import ShownGate, shown_gates
from advisor.result.papers.law_read import LawRead, law_read
from advisor.result.presumed import Presumed, presumed_of
from advisor.result.staffing import StaffingModel, shown_model
from advisor.result.story.chain import Cause, Chain, Story
from advisor.result.story.heading import headline_of
from advisor.result.story.moves import told_plan
from advisor.result.story.silence import LookedAt, looked_at
from advisor.result.ways.said import SaidWaysOut, said_ways_out
from advisor.result.wording import Wording
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.break_even import OptionBreakEven, break_evens
from advisor.staffing.decision import Decision
from advisor.version import VERSION

RANK = {Status.CONFIRMED: 0, Status.SUSPECTED: 1, Status.OPEN: 2, Status.NO_SIGN: 3, Status.RULED_OUT: 4}


def assess(rulebase: Rulebase, case: Case) -> Assessment:
    """The assessment of a case by the packs of a rulebase.

    Nothing but the verdicts is worked out yet: findings, model and plan are made when they are first looked at.

    >>> from pathlib import Path
    >>> from advisor.cases.case import read_case
    >>> from advisor.shipped import shipped
    >>> rulebase = Rulebase.load([Path(shipped("rules"))], engine="python")
    >>> case, problems = read_case(
    ...     {"case": "acme", "as_of": "2026-11-22", "answers": {"role.stage": "nobody", "role.open_days": 58}},
    ...     rulebase.knowledge,
    ... )
    >>> assessment = assess(rulebase, case)
    >>> [(finding.id, finding.certainty) for finding in assessment.likely]
    [('role-open-too-long', (0.45, 0.615))]
    >>> assessment.headline
    'Probably: A role you need has been open too long.'
    """
    return assess_many(rulebase, [case])[0]


def assess_many(rulebase: Rulebase, cases: Sequence[Case]) -> list[Assessment]:
    """The assessment of each of some cases, in their order: as if assessed one by one, but faster."""
    return [result_of(rulebase, each) for each in rulebase.assessor.assess_many(cases)]


def result_of(rulebase: Rulebase, assessed: CaseInference) -> Assessment:
    """The whole result of what was inferred about a case by the same rulebase."""
    made = AssessmentParts(rulebase, assessed)
    assessment = Assessment(assessed, made)
    made.assessment = assessment
    return assessment


class AssessmentParts:
    """Makes the parts of one assessment, each when it is asked for; the assessment keeps them."""

    assessment: Assessment

    def __init__(self, rulebase: Rulebase, assessed: CaseInference):
        self.rulebase = rulebase
        self.program = rulebase.program_for(assessed.case.answers)
        self.assessed = assessed

    def headline(self) -> str:
        """What the result costs and the root of it, in one line; empty where nothing is found."""
        return headline_of(self.program, self.assessed, self._chain, self._wordings)

    def causes(self) -> tuple[Cause, ...]:
        """Which of the findings leads to which."""
        return self._chain.causes

    def story(self) -> Story | None:
        """The way from the root to what it costs."""
        return self._chain.story

    def looked_at(self) -> LookedAt:
        """What was looked at, and what was not."""
        return looked_at(self.program, self.assessed)

    @cached_property
    def _chain(self) -> Chain:
        return Chain(self.program, self.assessed, self._wordings[0])

    def findings(self) -> tuple[Finding, ...]:
        """Every diagnosis, worst first."""
        return tuple(self._of_diagnoses.finding(diagnosis) for diagnosis in self._ordered)

    @cached_property
    def _ordered(self) -> tuple[CompiledDiagnosis, ...]:
        """The diagnoses in the order of the findings."""

        def place(diagnosis: CompiledDiagnosis) -> tuple[int, bool, int, int, int, str]:
            t = self.assessed.together[diagnosis.id]
            compound = diagnosis.id in self.program.compounds
            return (RANK[t.status], compound, -diagnosis.model.impact, -t.shown.low, -t.shown.high, diagnosis.id)

        return tuple(sorted(self.program.diagnoses.values(), key=place))

    def contradictions(self) -> tuple[ShownContradiction, ...]:
        """Answers that cannot all be true, and what settles them."""
        return tuple(self._contradictions())

    def _contradictions(self) -> Iterator[ShownContradiction]:
        raw = Wording.of_case(self.program, self.rulebase.assessor.maker, self.assessed.case)  # disputed answers too
        for found in self.assessed.standing.contradictions:
            compiled = self.program.contradiction_of.get(found.id)
            says = raw.fill(compiled.says) if compiled is not None else raw.differing(found.answers[0])
            settle = self.program.question(found.settle)
            yield ShownContradiction(found.id, says, found.answers, settle.ask, found.settle)

    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """What could still change a status or the model: worth most first (impact of what it bears on, per second)."""
        bears: dict[str, list[str]] = {}
        unsure: dict[str, list[str]] = {}
        of, ordered = self._of_diagnoses, [diagnosis.id for diagnosis in self._ordered]
        targets = [(diagnosis, of.asked(diagnosis), of.could_tell(diagnosis)) for diagnosis in ordered]
        for target, asked, could_tell in [*targets, (MODEL, of.asked_for_model(), of.could_tell_model())]:
            for question in asked:
                if of.due(question):
                    bears.setdefault(question, []).append(target)
            for question in could_tell:
                unsure.setdefault(question, []).append(target)
        for contradiction in self.assessed.standing.contradictions:
            only_if = [diagnosis for diagnosis in ordered if self.assessed.together[diagnosis].only_if]
            asked_of = unsure if contradiction.people_differ else bears
            asked_of.setdefault(contradiction.settle, []).extend(only_if)
        made = [self._open_question(question, of, False) for question, of in bears.items()]
        made += [self._open_question(question, of, True) for question, of in unsure.items() if question not in bears]
        here = answering(self.program.knowledge, self.assessed.case.answers)
        made = [question for question in made if not question.unsure or question.who != here]  # they said all they know
        order = {question: place for place, question in enumerate(self.program.knowledge.questions)}
        return tuple(sorted(made, key=lambda q: (q.unsure, -self._worth(q), order[q.id])))

    def _worth(self, question: OpenQuestion) -> float:
        return sum(impact_of(self.program, target) for target in question.bears_on) / question.seconds

    def _open_question(self, name: str, bears_on: list[str], unsure: bool) -> OpenQuestion:
        question = self.program.question(name)
        given = self.assessed.standing.answers.get(name)
        who = getattr(given, "ask", None) or question.who
        return OpenQuestion(
            name, question.ask, question.short, who, unsure, question.seconds, tuple(dict.fromkeys(bears_on))
        )

    # ---- model and plan ------------------------------------------------------------------------------

    def not_applied(self) -> tuple[NotApplied, ...]:
        """The answers that were not taken into account, because their questions do not apply."""
        return not_applied(self.program, self.assessed)

    def decision(self) -> Decision | None:
        """How the staffing model was decided; None where the packs have no decision table."""
        recommender = self.rulebase.recommender
        return recommender.decide(self.assessed) if recommender is not None else None

    def presumptions(self) -> tuple[Presumed, ...]:
        """What was presumed in the resolution that the model was decided in, each with what would be so if not."""
        decision = self.assessment.decision
        return presumed_of(self.rulebase.what_ifs, self.leaning, decision.model if decision is not None else None)

    def model(self) -> StaffingModel | None:
        """The staffing model in words; None where the packs have no decision table."""
        decision, recommender = self.assessment.decision, self.rulebase.recommender
        if decision is None or recommender is None:
            return None
        return shown_model(
            decision, self.assessed, recommender, self.wording, self.leaning, self.assessment.presumptions
        )

    def break_evens(self) -> Mapping[str, OptionBreakEven]:
        """How much work may be left by the need-by day, by option, where its chance of delivering is not known."""
        calculator, facts = self.rulebase.timeline_calculator, self.assessment.decided_in.facts
        if calculator is None:
            return {}
        read = read_by_numbers(facts.answers, facts.asked, facts.presumed)
        return break_evens(calculator, read, facts.as_of, facts.figures)

    def ways_out(self) -> SaidWaysOut | None:
        """What can be done where no option likely makes the need-by day; None where one does, or no date lies ahead.

        None too while answers that the timeline reads are disputed: they come first.
        """
        recommender, calculator = self.rulebase.recommender, self.rulebase.timeline_calculator
        if recommender is None or calculator is None:
            return None
        if not self.assessed.standing.disputed.isdisjoint(calculator.questions):
            return None
        decision = self.assessment.decision
        model = decision.model if decision is not None else None
        measurer = recommender.planner(self.assessed, decision)
        wanted = calculator.figures["ways-out-chance"].values[0].ends[1]
        guards, shown = self.program.late.ways, self.assessment.decided_in.shown
        when, unless = guards.get("work_unknown_when"), guards.get("work_unknown_unless")
        untold = (when is not None and when.truth(shown) != 1) or (unless is not None and unless.truth(shown) == 1)
        break_evens = {} if untold else self.assessment.break_evens
        found = ways_out(calculator, measurer, model, break_evens, wanted)
        return None if found is None else said_ways_out(self.program, found, self.assessed.case.as_of, self.wording)

    def gates(self) -> tuple[ShownGate, ...]:
        """Which access to take away now, and which not to give yet."""
        recommender, assessment = self.rulebase.recommender, self.assessment
        if recommender is None:
            due = due_gates(self.program, assessment.decided_in, None)
        else:
            due = recommender.due_gates(self.assessed, assessment.decision)
        return shown_gates(self.program, due, self.wording)

    def law(self) -> LawRead | None:
        """The dated law that findings and the plan read."""
        assessment = self.assessment
        return law_read(self.program, assessment.findings, assessment.plan, self.assessed.case.as_of)

    def plan(self) -> Plan | None:
        """What to do, in order; None where the packs have no actions."""
        recommender = self.rulebase.recommender
        if recommender is None or not self.program.knowledge.actions:
            return None
        plan = recommender.plan(self.assessed, self.assessment.decision)
        decision = self.assessment.decision
        model = decision.model if decision is not None else None
        return told_plan(self.program, plan, self.wording, self.assessment.decided_in, model)

    def ask_first(self) -> tuple[AskFirst, ...]:
        """What to ask before anything else."""
        recommender = self.rulebase.recommender
        if recommender is None:
            return ()
        due = [question.id for question in self.assessment.open_questions if not question.unsure]
        return ask_first(recommender, self.assessed, self.assessment.decision, due)

    def first_actions(self, most: int) -> tuple[str, ...]:
        """The ids of the first entries of the plan, without working out the rest, nor which of them are settled."""
        recommender = self.rulebase.recommender
        if recommender is None or not self.program.knowledge.actions:
            return ()
        decision = self.assessment.decision
        found = recommender.entries(self.assessed, decision, surely=False)
        return tuple(entry.id for entry in islice(found, most))

    # ---- words and data ------------------------------------------------------------------------------

    @cached_property
    def wording(self) -> Wording:
        """Prints the answers of the resolution that the model was decided in."""
        return self._wordings[self.assessment.decision.resolution if self.assessment.decision is not None else 0]

    @cached_property
    def _wordings(self) -> tuple[Wording, ...]:
        maker = self.rulebase.assessor.maker
        return tuple(
            Wording(self.program, maker, inference.facts, self.assessed) for inference in self.assessed.inferences
        )

    @cached_property
    def _of_diagnoses(self) -> FindingMaker:
        return FindingMaker(self.program, self.assessed, self._wordings, self._leanings)

    @cached_property
    def _leanings(self) -> tuple[Leaning, ...]:
        return tuple(Leaning(self.rulebase.what_ifs, inference) for inference in self.assessed.inferences)

    @property
    def leaning(self) -> Leaning:
        """What leans on presumptions in the resolution that the model was decided in."""
        return self._leanings[self.assessment.decision.resolution if self.assessment.decision is not None else 0]

    def run(self) -> Run:
        """The versions of this program, of the engine and of Python."""
        return Run(VERSION, self.rulebase.engine.name, sys.version.split()[0])

    def data(self) -> dict[str, Any]:
        """The published JSON without `run`."""
        return assessment_as_data(self.assessment, self.program, self.wording, self.leaning)
