"""Laws of lists known in part: they stand between nothing given and every whole list that completes them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.authoring.checks.base import Base
from advisor.authoring.checks.upkeep import faults_of_upkeep
from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Given, Partly, joined, plain_answer, read_answer
from advisor.cases.case import Case, join_cases, read_case
from advisor.cases.values import AnswerError
from advisor.explaining.differences.what_if import read_facts
from advisor.inference.certainty import Status
from advisor.inference.hypothetical import changed
from advisor.knowledge.models import Question
from advisor.knowledge.planmodels import Change
from advisor.language.vocabulary import Kind, Term
from advisor.result.wording import Wording, given_text
from testkit.companies.answers import AS_OF, Answers, known_answers, partly_known
from testkit.effort import examples
from testkit.packs.plan import Plan, question_of
from testkit.packs.strategies import some_answers, some_packs
from testkit.world import World, shipped_world

OPTIONS = ("red", "green", "blue")
QUESTION = Question.model_validate(question_of(Term("q.colours", Kind.CHOICES, OPTIONS)))
WHOLE = [read_answer(QUESTION, raw).said for raw in known_answers(QUESTION)]
PARTS = [read_answer(QUESTION, raw).said for raw in partly_known(QUESTION)]


# ---- what an answer is -----------------------------------------------------------------------------------


def test_an_answer_in_part_is_sorted_and_read_back_as_written() -> None:
    """In the questionnaire's order, with a note too; all options named are the plain list, none are "don't know"."""
    raw = {"has": ["blue"], "lacks": ["green", "green"], "note": "by mail"}
    answer = read_answer(QUESTION, raw)
    assert answer == Answer(Partly(("blue",), ("green",)), "by mail")
    assert plain_answer(answer) == {"has": ["blue"], "lacks": ["green"], "note": "by mail"}
    assert read_answer(QUESTION, {"has": ["blue", "red"]}).said == Partly(("red", "blue"), ())
    assert read_answer(QUESTION, {"has": ["blue", "red"], "lacks": ["green"]}).said == Exactly(("red", "blue"))
    assert read_answer(QUESTION, {"has": [], "lacks": []}).said == DontKnow()


@pytest.mark.parametrize(
    ("raw", "at", "told"),
    [
        ({"has": ["red"], "lacks": ["red"]}, ("lacks",), "under both `has:` and `lacks:`"),
        ({"has": ["rd"]}, ("has", 0), "There's no option 'rd'"),
        ({"has": "red"}, ("has",), "A list of options is expected"),
        ({"has": ["red"], "value": ["red"]}, ("has",), "exclude each other"),
        ({"lacks": ["red"], "unsure": True}, ("lacks",), "exclude each other"),
        ({"has": ["red"], "ask": "cto"}, ("ask",), "`ask` belongs to"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place_and_a_way_out(raw: Any, at: tuple[Any, ...], told: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(AnswerError) as caught:
        read_answer(QUESTION, raw)
    assert caught.value.at == at and told in str(caught.value) and caught.value.suggestion


def test_only_a_list_is_known_in_part() -> None:
    """A yes or no has no `has:`."""
    with pytest.raises(AnswerError, match="only a list"):
        read_answer(Question.model_validate(question_of(Term("q.a", Kind.YES_NO))), {"has": [True]})


# ---- putting together ------------------------------------------------------------------------------------


def members(said: Given) -> tuple[set[str], set[str]]:
    if isinstance(said, Partly):
        return {*said.has}, {*said.lacks}
    assert isinstance(said, Exactly) and isinstance(said.value, tuple)
    return {*said.value}, {*OPTIONS} - {*said.value}


@given(st.lists(st.sampled_from([*WHOLE, *PARTS]), min_size=1, max_size=3))
def test_lists_are_put_together_unless_one_has_what_another_lacks(said: list[Given]) -> None:
    """The union of what is there and of what is not, in any order; a whole list that agrees stands."""
    has = set().union(*(members(s)[0] for s in said))
    lacks = set().union(*(members(s)[1] for s in said))
    together = joined(QUESTION, said)
    if has & lacks:
        assert together is None
        return
    assert together is not None and members(together) == (has, lacks)
    assert joined(QUESTION, said[::-1]) == together
    for one in said:
        assert not isinstance(one, Exactly) or together == one


def test_files_and_claims_of_one_case_are_put_together() -> None:
    """They differ only where they exclude each other, and then each part stands as it was said."""
    knowledge = shipped_world().knowledge

    def case(raw: Any) -> Case:
        whole = {"case": "a", "as_of": "2026-11-22", "answers": {"milestone.written": raw}}
        found, problems = read_case(whole, knowledge)
        assert found is not None, problems
        return found

    def both(one: Any, other: Any) -> Any:
        return join_cases([case(one), case(other)], knowledge)[0].plain_answers()["milestone.written"]

    assert both({"has": ["owner"]}, {"lacks": ["metric"]}) == {"has": ["owner"], "lacks": ["metric"]}
    assert both({"has": ["owner"]}, ["owner", "metric"]) == ["owner", "metric"]
    assert both({"has": ["owner"]}, {"unsure": True}) == {"has": ["owner"], "lacks": []}
    claims = both({"has": ["owner"]}, {"lacks": ["owner"]})["differ"]
    assert claims == [
        {"has": ["owner"], "lacks": [], "by": "file 1"},
        {"has": [], "lacks": ["owner"], "by": "file 2"},
    ]
    assert isinstance(case({"differ": claims}).answers["milestone.written"].said, Differ)
    agreeing = [{"has": ["owner"], "by": "cto"}, {"value": ["owner", "metric"], "by": "recruiting"}]
    assert case({"differ": agreeing}).answers["milestone.written"].said == Exactly(("owner", "metric"))


def test_an_action_moves_one_member() -> None:
    """What is added is there from then on, what is removed is not, and nothing is said of the others."""
    known = Partly(("red",), ("green",))
    assert changed(known, Change(question="q.colours", add=("green",)), QUESTION) == Partly(("red", "green"), ())
    assert changed(known, Change(question="q.colours", remove=("red",)), QUESTION) == Partly((), ("red", "green"))
    assert changed(known, Change(question="q.colours", remove=("green",)), QUESTION) is known
    assert changed(known, Change(question="q.colours", add=("blue",)), QUESTION) == Exactly(("red", "blue"))
    assert changed(None, Change(question="q.colours", add=("red",)), QUESTION) == Partly(("red",), ())
    assert changed(known, Change(question="q.colours", at_most=1), QUESTION) == Exactly(("red",))


# ---- what follows from it --------------------------------------------------------------------------------


def completed(world: World, answers: Answers, rng: random.Random, most: int = 8) -> Iterator[Answers]:
    """The same answers with one list in part made more of: some of the ways to know more of it."""
    for name, raw in answers.items():
        if not isinstance(raw, dict) or not {"has", "lacks"} & raw.keys():
            continue
        model = world.knowledge.questions[name].model
        options = [o.id for o in model.options]
        maybe = [o for o in options if o not in (*raw.get("has", ()), *raw.get("lacks", ()))]
        ways = list(itertools.product("+-?", repeat=len(maybe))) if len(maybe) < 5 else []
        ways = ways or [tuple(rng.choice("+-?") for _ in maybe) for _ in range(most)]
        for way in rng.sample(ways, min(most, len(ways))):
            more = {side: [o for o, w in zip(maybe, way) if w == sign] for side, sign in (("has", "+"), ("lacks", "-"))}
            if model.most is not None and len(raw.get("has", ())) + len(more["has"]) > model.most:
                continue
            yield {**answers, name: {side: [*raw.get(side, ()), *more[side]] for side in more}}


def assert_knows_more(world: World, before: Answers, after: Answers) -> None:
    """The certain interval narrows, what is settled stays; only a contradiction that is new may change that.

    What rests on an answer that came in addition and could still cease to count is not called settled.
    """
    old, new = world.case(before), world.case(after)
    if not world.found(new) <= world.found(old):
        return
    assessment = world.assess(after)
    was, now = world.assess(before).assessed.together, assessment.assessed.together
    for name, verdict in was.items():
        later = now[name]
        assert verdict.certain.low <= later.certain.low <= later.certain.high <= verdict.certain.high, name
        if verdict.settled:
            assert later.status.band == verdict.status.band, name
            assert later.settled or (after.keys() > before.keys() and world.loose(assessment, name)), name


@pytest.mark.slow
@given(st.data())
def test_what_a_list_in_part_settles_holds_for_every_list_that_completes_it(data: st.DataObject) -> None:
    """On generated packs; and a list in part takes back nothing that nothing given had settled."""
    world = World(data.draw(some_packs(contradictions=0, questions=4, diagnoses=2)).knowledge())
    answers = data.draw(some_answers(world.knowledge))
    for more in completed(world, answers, random.Random(0)):
        assert_knows_more(world, answers, more)
    for name, entry in world.knowledge.questions.items():
        if name not in answers:
            for raw in partly_known(entry.model)[:6]:
                after = {**answers, name: raw}
                if not world.contradicts(answers, after):
                    assert_knows_more(world, answers, after)


@settings(max_examples=examples(0.6))
@given(st.integers(0, 2**32))
def test_so_it_is_in_the_shipped_pack(seed: int) -> None:
    """On drawn companies near the thresholds."""
    world = shipped_world()
    answers = world.some_case(seed)
    for more in itertools.islice(completed(world, answers, random.Random(seed), most=2), 6):
        assert_knows_more(world, answers, more)


def test_one_channel_known_is_not_the_only_one() -> None:
    """Somebody names one channel and cannot say whether it is all: that there is only one is not found."""
    told: Answers = {
        "company.ai_native": True,
        "role.stage": "in_calls",
        "role.kind": "research",
        "role.region": "us",
        "jd.profile_asked": "research",
        "scope.model": "own_new_method",
        "sourcing.first_sift": "engineer",
        "loop.stages": ["experience_talk", "job_exercise"],
        "jd.pedigree_required": [],
    }
    world = shipped_world()
    whole = world.assess({**told, "sourcing.channels": ["inbound"]})
    part = world.assess({**told, "sourcing.channels": {"has": ["inbound"]}})
    nothing = world.assess(told)
    assert whole.status("narrow-search") is Status.SUSPECTED and nothing.status("narrow-search") is Status.OPEN
    assert part.status("narrow-search") is Status.OPEN
    before = {finding.id: finding.certainty for finding in nothing.findings}
    for finding in part.findings:
        assert before[finding.id][0] <= finding.certainty[0] and finding.certainty[1] <= before[finding.id][1]


# ---- how it is told --------------------------------------------------------------------------------------


def test_a_list_in_part_is_told_as_such(advisor: Advisor) -> None:
    """In sentences what is there and perhaps more, and a count as the least; on screens also what is not there."""
    areas = {"has": ["backend", "llm", "evals", "devops", "product"], "lacks": ["frontend"]}
    question = advisor.program.question("jd.must_have_areas")
    options = [option.id for option in question.options]
    areas["lacks"] = [option for option in options if option not in areas["has"]][:1]
    answers = {"jd.must_have_areas": areas}
    case, problems = advisor.read({"case": "a", "as_of": AS_OF.isoformat(), "answers": answers})
    assert case is not None and not problems
    wording = Wording.of_case(advisor.program, advisor.assessor.maker, case)
    labels = advisor.knowledge.labels(question.id)
    told = ", ".join(labels[option] for option in options if option in areas["has"]) + " and perhaps more"
    assert wording.plain("{jd.must_have_areas}") == told
    assert given_text(case.answers[question.id].said, labels) == f"{told}, but not {labels[areas['lacks'][0]]}"
    assert wording.plain("{count(jd.must_have_areas)}") == f"5 to {len(options) - 1}"
    has = Wording.of_case(
        advisor.program, advisor.assessor.maker, world_case(advisor, {question.id: {"has": areas["has"]}})
    )
    assert has.plain("{count(jd.must_have_areas)}") == "at least 5"


def world_case(advisor: Advisor, answers: Answers) -> Case:
    case, problems = advisor.read({"case": "a", "as_of": AS_OF.isoformat(), "answers": answers})
    assert case is not None, problems
    return case


def test_a_what_if_may_suppose_a_part(advisor: Advisor) -> None:
    """`a;!b;...` on the command line, as in a cell of a table."""
    context = advisor.explain(advisor.assess(world_case(advisor, {}))).context
    read = read_facts(context, ["milestone.written=owner;!metric;..."])
    assert read == {"milestone.written": Partly(("owner",), ("metric",))}
    assert read_facts(context, ["milestone.written=owner,metric"]) == {
        "milestone.written": Exactly(("owner", "metric"))
    }


def test_a_condition_that_asks_both_is_warned_of() -> None:
    """Whether nobody knows a list, and what is on it, in one condition."""
    signs = [{"id": "e", "when": "unsure(q.colours) or red in q.colours", "certainty": "strong", "says": "Sign."}]
    diagnosis = {"id": "d", "title": "D", "impact": 1, "why": "So.", "evidence": signs}
    plan = Plan((question_of(Term("q.colours", Kind.CHOICES, OPTIONS)),), (), (diagnosis,))
    base = Base(World(plan.knowledge()).program)
    warned = [found for found in faults_of_upkeep(base) if found.problem.code == "unsure-and-members"]
    assert len(warned) == 1 and warned[0].warning
