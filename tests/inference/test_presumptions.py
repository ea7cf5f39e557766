"""What is presumed never changes what is certain, and only the timeline sees it: laws over generated packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.presuming import faults_of_presumptions
from advisor.authoring.conditions.programs import program_of
from advisor.batch.columns.points import BlockPoints
from advisor.batch.columns.verdicts import BlockJudge
from advisor.cases.answers import DontKnow, Exactly, Given, Range
from advisor.cases.case import Case
from advisor.engines.choice import choose_engine
from advisor.inference.assessor import Assessor
from advisor.inference.certainty import Status
from advisor.inference.compiled.compiler import compile_program
from advisor.inference.compiled.program import Program
from advisor.inference.computed_numbers import ComputedNumbers, PointInputs
from advisor.inference.contradictions import is_known
from advisor.inference.facts import FactMaker
from advisor.inference.incremental import Varying
from advisor.knowledge.pack import Knowledge
from advisor.language.vocabulary import Kind, Term
from advisor.problems import PackError
from testkit.columns import check
from testkit.companies.answers import AS_OF, known_answers
from testkit.packs.plan import Plan, case_of, contradiction_of, given_in, question_of
from testkit.packs.strategies import some_answers, some_packs
from testkit.world import ENGINES, shipped_world

POINT = "timeline.x"
PRESUMED = (Kind.YES_NO, Kind.CHOICE, Kind.WHOLE, Kind.NUMBER)


class Sums:
    """A number that grows with what it reads, as the timeline does: unknown while one of the answers is."""

    def __init__(self, program: Program):
        self.program = program
        self.questions = frozenset(t.id for t in program.vocabulary.terms.values() if t.kind in PRESUMED)
        self._read = sorted(self.questions)[:2]

    def __call__(self, answers: Mapping[str, Given], as_of: date, figures: Mapping[str, Any]) -> ComputedNumbers:
        ends = [self._ends(question, answers.get(question)) for question in self._read]
        known = {} if None in ends else {POINT: (sum(e[0] for e in ends if e), sum(e[1] for e in ends if e))}
        return ComputedNumbers(known, {} if known else {POINT: tuple(self._read)})

    def _ends(self, question: str, given: Given | None) -> tuple[float, float] | None:
        if isinstance(given, Range):
            return float(given.low), float(given.high)  # type: ignore[arg-type]  # numbers only
        if not isinstance(given, Exactly):
            return None
        term, value = self.program.vocabulary.terms[question], given.value
        number = float(term.options.index(value)) if isinstance(value, str) else float(value)  # type: ignore[arg-type]
        return number, number

    def of_many(self, inputs: Sequence[PointInputs]) -> list[ComputedNumbers]:
        return [self(*each) for each in inputs]


@dataclass(frozen=True)
class Presuming:
    """A pack whose questions presume answers, whose conditions read a computed number."""

    knowledge: Knowledge
    assessors: tuple[Assessor, ...]

    def __repr__(self) -> str:
        return "\n".join(
            str(e.document.data)
            for k in ("questions", "diagnoses", "contradictions")
            for e in getattr(self.knowledge, k).values()
        )

    def case(self, answers: Mapping[str, Any]) -> Case:
        return case_of(self.knowledge, answers)


@st.composite
def some_presuming(draw: st.DrawFn) -> Presuming:
    """A generated pack with presumptions, and a number joined to some of its conditions."""
    plan: Plan = draw(some_packs(questions=4, diagnoses=3))
    questions = []
    for question in plan.questions:
        if question["type"] in [kind.value for kind in PRESUMED] and not question["id"].startswith("settle."):
            if draw(st.integers(0, 2)):
                term = next(e.model for i, e in plan.knowledge().questions.items() if i == question["id"])
                value = draw(st.sampled_from(known_answers(term)))
                question = {
                    **question,
                    "presume": {"value": value, "grade": "D", "source": [{"judgement": "So."}], "says": "it is so"},
                }
                others = [
                    q["id"]
                    for q in plan.questions
                    if q["type"] == "yes-no" and "asked_when" not in q and q["id"] != question["id"]
                ]
                if others and draw(st.booleans()):
                    question["presume"]["when"] = others[0]
        questions.append(question)

    def joined(when: str) -> str:
        op, cut = draw(st.sampled_from(["<", "<=", ">", ">="])), draw(st.sampled_from([0, 0.5, 1, 2, 3]))
        form = draw(st.sampled_from(["{}", "({}) and {}", "({}) or {}", "not ({}) or {}"]))
        return when if form == "{}" else form.format(when, f"{POINT} {op} {cut}")

    diagnoses = []
    for diagnosis in plan.diagnoses:
        signs = []
        for sign in diagnosis["evidence"]:
            if "when" in sign:
                sign = {**sign, "when": joined(sign["when"])}
            signs.append(sign)
        unless = [{**u, "when": joined(u["when"])} for u in diagnosis["unless"]]
        diagnoses.append({**diagnosis, "evidence": signs, "unless": unless})
    knowledge = replace(plan, questions=tuple(questions), diagnoses=tuple(diagnoses)).knowledge()
    program = compile_program(knowledge, points=frozenset({POINT}))
    sums = Sums(program)
    return Presuming(knowledge, tuple(Assessor(program, choose_engine(program.patterns, e), sums) for e in ENGINES))


@pytest.mark.slow
@given(st.data())
def test_what_is_certain_without_presumptions_is_so_with_them(data: st.DataObject) -> None:
    """Certain truths, bounds and settled statuses; and answers' fields are the same in both readings."""
    made = data.draw(some_presuming())
    for _ in range(3):
        case = made.case(data.draw(some_answers(made.knowledge, differ=True, settle=True)))
        assert_presumptions_are_lawful(made.assessors[0], case)


def assert_presumptions_are_lawful(assessor: Assessor, case: Case) -> None:
    plain = without_presumptions(assessor).assess(case)
    assessed = assessor.assess(case)
    assert assessed.standing == plain.standing
    for one, other in zip(assessed.inferences, plain.inferences):
        facts = one.facts
        assert facts.certain_fact == other.facts.fact
        assert all(name.startswith(("timeline.", "=")) for name in facts.presumed_fields)
        assert not assessed.standing.disputed & facts.presumed.keys()
        assert not any(is_known(facts.answers.get(q)) or facts.asked.get(q) == -1 for q in facts.presumed)
        assert (one.certain, one.sure) == (other.certain, other.sure)
        for shown, certain in zip(one.shown, one.certain):
            assert all(sure in (0, value) for value, sure in zip(shown, certain))
        for diagnosis, verdict in one.verdicts.items():
            assert verdict.certain == other.verdicts[diagnosis].certain
            assert verdict.certain.low <= verdict.shown.low <= verdict.shown.high <= verdict.certain.high
    for diagnosis, verdict in plain.together.items():
        if verdict.settled:
            assert assessed.together[diagnosis].settled
            assert assessed.together[diagnosis].status.band == verdict.status.band


def without_presumptions(assessor: Assessor) -> Assessor:
    """The same rules and the same numbers, nothing presumed."""
    program = replace(assessor.program, presumptions={})
    return Assessor(program, assessor.engine, assessor.maker._points)


@pytest.mark.slow
@given(st.data())
def test_engines_what_ifs_and_columns_presume_alike(data: st.DataObject) -> None:
    """Both engines, incremental inference and columns give one result."""
    made = data.draw(some_presuming())
    assessor = made.assessors[0]
    cases = [made.case(data.draw(some_answers(made.knowledge, differ=True, settle=True))) for _ in range(4)]
    for other in made.assessors[1:]:
        assert [other.assess(case).together for case in cases] == [assessor.assess(case).together for case in cases]
    points = assessor.maker._points
    assert points is not None
    check(assessor, BlockJudge(assessor, BlockPoints(assessor, points)), cases)
    answers = given_in(made.knowledge, data.draw(some_answers(made.knowledge)))
    base = assessor.infer(answers, AS_OF)
    others = given_in(made.knowledge, data.draw(some_answers(made.knowledge)))
    some = data.draw(st.sets(st.sampled_from(sorted(made.knowledge.questions)), max_size=3))
    change = {q: others.get(q) for q in sorted(some)}
    (varied,) = assessor.vary(base, [Varying(change)])
    after = {q: g for q, g in {**answers, **change}.items() if g is not None}
    assert varied == assessor.infer(after, AS_OF, presumed=varied.facts.presumed)


@given(st.integers(0, 2**32))
def test_presumptions_of_the_shipped_pack_are_lawful(seed: int) -> None:
    """The same for the shipped pack, with its timeline."""
    world = shipped_world()
    assert_presumptions_are_lawful(world.advisors[0].what_ifs, world.case(world.some_case(seed)))


def test_the_empty_case_finds_nothing_and_recommends_nothing() -> None:
    """Whatever is presumed of it."""
    assessment = shipped_world().assess({})
    assert not [d for d, v in assessment.assessed.together.items() if v.status in (Status.CONFIRMED, Status.SUSPECTED)]
    assert assessment.decision is not None and assessment.decision.model == "undecided"


def test_a_presumption_gives_way_to_what_is_known() -> None:
    """To the answer, to an answer that it would set aside, to an answer that it would contradict."""
    assessor = shipped_world().assessor

    def presumed(answers: dict[str, Any]) -> set[str]:
        return set(assessor.infer(given_in(shipped_world().knowledge, answers), AS_OF).facts.presumed)

    assert {"contractors.state", "headcount.seats"} <= presumed({"contractors.state": {"unsure": True}})
    assert "contractors.state" not in presumed({"contractors.state": "now"})
    assert "contractors.state" not in presumed({"contractors.people": 3})


def test_nothing_is_said_of_a_company_by_presumptions_alone() -> None:
    """The shipped pack is clean; a sign that reads the timeline and nothing else is told."""
    knowledge = shipped_world().knowledge
    assert not list(faults_of_presumptions(Base(shipped_world().program)))
    entry = knowledge.diagnoses["date-before-capacity"]
    sign = entry.model.evidence[0].model_copy(
        update={"levels": (), "when": "timeline.contract.productive_p50_weeks < 500", "certainty": 30}
    )
    alone = replace(entry, model=entry.model.model_copy(update={"evidence": (sign, *entry.model.evidence[1:])}))
    program = program_of(replace(knowledge, diagnoses={**knowledge.diagnoses, "date-before-capacity": alone}))
    (found,) = faults_of_presumptions(Base(program))
    assert found.problem.code == "presumed-alone" and found.problem.path == "evidence.0.when"


# ---- what cannot be loaded -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("presume", "gate", "told"),
    [
        ({"value": "yellow"}, None, "no option"),
        ({"value": "red", "opposites": ["red"]}, None, "presumed value itself"),
        ({"value": "red", "when": "timeline.x > 1"}, None, "answers only"),
        ({"value": "red", "when": "q.a == red"}, None, "presumed only while it isn't known"),
        ({"value": "red", "when": "q.b"}, "q.a == red", "asked only once `q.a` is known"),
    ],
)
def test_a_faulty_presumption_is_told(presume: dict[str, Any], gate: str | None, told: str) -> None:
    with pytest.raises(PackError) as caught:
        _compiled(presume, gate)
    assert any(told in problem.message for problem in caught.value.problems), caught.value.problems


def test_a_gate_that_can_open_in_another_way_is_no_circle() -> None:
    _compiled({"value": "red", "when": "q.b"}, "q.c or q.a == red")
    _compiled({"value": "red", "when": "q.b"}, "unsure(q.a) or q.a == red")


def test_what_is_asked_because_nobody_knows_does_not_speak_against_it() -> None:
    """A question asked on "don't know" would be set aside by an answer, not by what is presumed in its place."""
    program = _compiled({"value": "red", "when": "q.b"}, "unsure(q.a) or q.a == red")
    said = {"q.a": DontKnow(), "q.b": Exactly(True)}
    assert FactMaker(program).facts(said, AS_OF).presumed == {"q.a": Exactly("red")}


def test_a_contradiction_cannot_read_the_timeline() -> None:
    asks, contradiction = contradiction_of("c-0", "q.a and timeline.x > 1", ("q.a", "q.b"))
    questions = (question_of(Term("q.a", Kind.YES_NO)), question_of(Term("q.b", Kind.YES_NO)), asks)
    with pytest.raises(PackError, match="between answers"):
        compile_program(Plan(questions, contradictions=(contradiction,)).knowledge(), points=frozenset({POINT}))


def _compiled(presume: dict[str, Any], gate: str | None) -> Program:
    first = question_of(Term("q.a", Kind.CHOICE, ("red", "green")))
    first["presume"] = {"grade": "D", "source": [{"judgement": "So."}], "says": "it is so", **presume}
    others = question_of(Term("q.b", Kind.YES_NO), gate), question_of(Term("q.c", Kind.YES_NO))
    return compile_program(Plan((first, *others)).knowledge(), points=frozenset({POINT}))
