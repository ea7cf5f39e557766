"""Contradictions: which readings they leave, and what holds in all of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.answers import Differ, Given
from advisor.inference.assessor import Inference
from advisor.inference.certainty import Status
from advisor.inference.contradictions import MOST_CONTRADICTIONS, MOST_RESOLUTIONS
from advisor.language.vocabulary import Kind, Term
from testkit.companies.answers import AS_OF, Answers
from testkit.packs.conditions import condition_text, some_atoms, some_conditions
from testkit.packs.plan import Plan, contradiction_of, question_of
from testkit.packs.strategies import a_sign, an_answer, some_answers, some_completion, some_packs
from testkit.world import World

POSITIVE = {Status.CONFIRMED, Status.SUSPECTED}


def every_reading(world: World, answers: Answers) -> Iterator[Inference]:
    """Each case without contradictions: an answer left out for each contradiction, one person believed."""
    case = world.case(answers)
    standing = world.assessor.assess(case).standing
    kept = {q: a.said for q, a in case.answers.items() if q not in standing.withdrawn}
    differing = {q: said for q, said in kept.items() if isinstance(said, Differ)}
    plain: dict[str, Given] = {q: said for q, said in kept.items() if not isinstance(said, Differ)}
    contradictions = [[q for q in c.answers if q in kept] for c in standing.contradictions if not c.people_differ]
    for left_out in itertools.product(*filter(None, contradictions)):
        for believed in itertools.product(*(said.claims for said in differing.values())):
            claimed = {q: claim.given for q, claim in zip(differing, believed)}
            counting = {q: given for q, given in {**plain, **claimed}.items() if q not in left_out}
            yield world.assessor.infer(counting, AS_OF)


@pytest.mark.slow
@given(st.data())
def test_a_diagnosis_over_all_readings(data: st.DataObject) -> None:
    """The interval spans all readings; found is what is found in each; one status in all of them stands."""
    world = World(data.draw(some_packs(contradictions=3, questions=4, diagnoses=2, leaves=4)).knowledge())
    answers = data.draw(some_answers(world.knowledge, differ=True, settle=True))
    assessed = world.assessor.assess(world.case(answers))
    if assessed.standing.overloaded:
        return
    readings = list(every_reading(world, answers))
    for id, together in assessed.together.items():
        verdicts = [reading.verdicts[id] for reading in readings]
        assert together.certain.low == min(v.certain.low for v in verdicts)
        assert together.certain.high == max(v.certain.high for v in verdicts)
        assert together.shown.low == min(v.shown.low for v in verdicts)
        assert together.shown.high == max(v.shown.high for v in verdicts)
        statuses = {v.status for v in verdicts}
        if len(statuses) == 1:
            assert together.status in statuses and not together.only_if
        elif statuses & POSITIVE:
            assert together.status is Status.SUSPECTED and together.only_if
        else:
            assert together.status is (Status.OPEN if Status.OPEN in statuses else Status.NO_SIGN)


def disputed_pack(draw: st.DrawFn, count: int, other: int) -> Plan:
    """A pack of `count` yes-no questions in a ring, each two neighbours a contradiction, and `other` questions."""
    ring = [Term(f"q.r{i}", Kind.YES_NO) for i in range(count)]
    free = [Term(f"q.f{i}", Kind.YES_NO) for i in range(other)]
    pairs = [(a.id, b.id) for a, b in zip(ring, [*ring[1:], ring[0]])]
    both = [contradiction_of(f"c-{i}", f"{a} and {b}", (a, b)) for i, (a, b) in enumerate(pairs)]
    texts = some_conditions(some_atoms([*ring, *free]), 4).map(condition_text)
    diagnoses = [
        {
            "id": f"d-{i}",
            "title": f"D{i}",
            "impact": 2,
            "why": "So.",
            "evidence": [a_sign(draw, f"e-{j}", lambda: draw(texts), [*ring, *free]) for j in range(2)],
            "unless": [{"when": draw(texts), "says": "Out."}] if draw(st.booleans()) else [],
        }
        for i in range(2)
    ]
    questions = [*map(question_of, [*ring, *free]), *(settle for settle, _ in both)]
    return Plan(tuple(questions), (), tuple(diagnoses), tuple(contradiction for _, contradiction in both))


@st.composite
def disputed_cases(draw: st.DrawFn, least: int, most: int) -> tuple[World, Answers]:
    """Packs with a ring of contradictions of which all or most show."""
    plan = disputed_pack(draw, draw(st.integers(least, most)), 2)
    world = World(plan.knowledge())
    answers: Answers = {}
    for id, entry in world.knowledge.questions.items():
        if id.startswith("q.r"):
            answers[id] = draw(st.sampled_from([True, True, True, True, False, {"unsure": True}]))
        elif draw(st.booleans()):
            answers[id] = draw(an_answer(entry.model))
    return world, answers


@given(disputed_cases(3, 7))
def test_what_is_found_is_found_in_every_reading(found: tuple[World, Answers]) -> None:
    """With few contradictions and with many; and each certain interval holds that of every reading."""
    world, answers = found
    assessed = world.assessor.assess(world.case(answers))
    assert assessed.standing.overloaded is (len(assessed.standing.contradictions) > MOST_CONTRADICTIONS)
    for reading in every_reading(world, answers):
        for id, together in assessed.together.items():
            verdict = reading.verdicts[id]
            assert together.certain.low <= verdict.certain.low <= verdict.certain.high <= together.certain.high
            if together.status is Status.CONFIRMED:
                assert verdict.status is Status.CONFIRMED
            if together.settled:
                assert verdict.status.band == together.status.band


@given(st.data())
def test_settling_leaves_fewer_readings(data: st.DataObject) -> None:
    """Whatever is settled, in whatever order, and whatever else is answered: nothing settled is unsettled."""
    world, before = data.draw(disputed_cases(2, 6))
    for _ in range(3):
        after = data.draw(some_completion(world.knowledge, before))
        if world.contradicts(before, after):
            return
        old, new = (world.assessor.assess(world.case(answers)).together for answers in (before, after))
        for id, was in old.items():
            now = new[id]
            assert was.certain.low <= now.certain.low <= now.certain.high <= was.certain.high
            assert not was.settled or (now.settled and now.status.band == was.status.band)
        before = after


# ---- by example ------------------------------------------------------------------------------------------

A, B, C = (Term(f"q.{x}", Kind.YES_NO) for x in "abc")
SETTLE, DISPUTE = contradiction_of("a-or-b", "q.a and q.b", ("q.a", "q.b"))


def world_of(*evidence: str, unless: str | None = None) -> World:
    """One diagnosis, each evidence strong."""
    signs = [{"id": f"e-{i}", "when": when, "certainty": "strong", "says": "Sign."} for i, when in enumerate(evidence)]
    out = [{"when": unless, "says": "Out."}] if unless else []
    diagnosis = {"id": "d", "title": "D", "impact": 1, "why": "So.", "evidence": signs, "unless": out}
    return World(Plan((*map(question_of, (A, B, C)), SETTLE), (), (diagnosis,), (DISPUTE,)).knowledge())


BOTH: Answers = {"q.a": True, "q.b": True}


@pytest.mark.parametrize(
    ("evidence", "answers", "status", "settled"),
    [
        (("q.a",), BOTH, Status.SUSPECTED, False),  # true where q.b is left out, open where q.a is
        (("q.a", "q.b"), BOTH, Status.CONFIRMED, True),  # one of the two is left in each reading
        (("q.c",), {**BOTH, "q.c": True}, Status.CONFIRMED, True),
        (("not q.a",), BOTH, Status.OPEN, False),
        (("q.a",), {**BOTH, SETTLE["id"]: "reply_1"}, Status.CONFIRMED, True),
        (("q.a",), {**BOTH, SETTLE["id"]: "reply_0"}, Status.OPEN, False),
        (("q.a",), {**BOTH, SETTLE["id"]: "neither"}, Status.SUSPECTED, False),
        (("q.a",), {"q.a": True, "q.b": False, SETTLE["id"]: "reply_0"}, Status.CONFIRMED, True),  # nothing to settle
    ],
)
def test_a_contradiction_holds_a_diagnosis_back_until_it_is_settled(
    evidence: tuple[str, ...], answers: Answers, status: Status, settled: bool
) -> None:
    """One disputed answer is left out at a time, until the reply says which."""
    together = world_of(*evidence).assess(answers).assessed.together["d"]
    assert (together.status, together.settled) == (status, settled)


def differ(*values: Any) -> Mapping[str, Any]:
    return {"differ": [{"value": value, "by": by} for value, by in zip(values, ("cto", "recruiting"))]}


def test_where_two_people_differ_what_only_one_says_is_likely() -> None:
    """Found where both say so; likely, with the person named, where one does; not settled by one reading each."""
    world = world_of("q.a")
    finding = world.assess({"q.a": differ(True, False)}).findings[0]
    assert (finding.status, finding.settled, finding.as_far_as_you_know) == (Status.SUSPECTED, False, True)
    assert [reading["taken"] for reading in finding.only_if] == [{"q.a": "cto"}]
    assert world.assess({"q.a": differ(True, True)}).findings[0].status is Status.CONFIRMED


def test_a_reply_that_withdraws_an_answer_on_which_people_differ() -> None:
    """Neither person's word counts any more."""
    world = World(
        Plan(
            (*map(question_of, (A, B, C)), SETTLE),
            (),
            (
                {
                    "id": "d",
                    "title": "D",
                    "impact": 1,
                    "why": "So.",
                    "evidence": [{"id": "e", "when": "q.a", "certainty": "strong", "says": "Sign."}],
                },
            ),
            ({**DISPUTE, "when": "q.b and q.c"},),
        ).knowledge()
    )
    answers = {"q.a": differ(True, True), "q.b": True, "q.c": True}
    assert world.assess({**answers, SETTLE["id"]: "reply_0"}).status("d") is Status.OPEN
    answers["q.a"] = differ(True, False)
    assert world.assess({**answers, SETTLE["id"]: "reply_0"}).status("d") is Status.OPEN


def test_what_only_an_open_unless_holds_up_can_still_be_asked() -> None:
    """A diagnosis that rests on another one waits for the question that could rule that one out."""
    first = {
        "id": "d",
        "title": "D",
        "impact": 1,
        "why": "So.",
        "unless": [{"when": "q.c", "says": "Out."}],
        "evidence": [{"id": "e", "when": "q.a", "certainty": "strong", "says": "Sign."}],
    }
    second = {
        "id": "later",
        "title": "L",
        "impact": 1,
        "why": "So.",
        "evidence": [{"id": "e", "when": "diagnosed(d)", "certainty": "strong", "says": "Sign."}],
    }
    world = World(Plan((*map(question_of, (A, B, C)),), (), (first, second)).knowledge())
    findings = {f.id: f for f in world.assess({"q.a": True}).findings}
    for id in ("d", "later"):
        assert (findings[id].status, findings[id].settled) == (Status.CONFIRMED, False)
        assert findings[id].open_questions == ("q.c",) and not findings[id].as_far_as_you_know
        assert findings[id].assuming == ("Out.",)


def a_crowd(world: World, sizes: list[int]) -> Answers:
    """For each number a question to which so many people gave different answers."""
    return {
        f"q.n{number}": {"differ": [{"value": value, "by": f"p{value}"} for value in range(size)]}
        for number, size in enumerate(sizes)
    }


def crowded(count: int) -> World:
    """A pack with some numbers, and a diagnosis that rests on each."""
    terms = [Term(f"q.n{number}", Kind.WHOLE, low=0, high=99) for number in range(count)]
    signs = [{"id": f"e-{term.id[2:]}", "when": f"{term.id} >= 1", "certainty": 0.65, "says": "So."} for term in terms]
    diagnosis = {"id": "d", "title": "D", "impact": 2, "why": "So.", "evidence": signs}
    return World(Plan(tuple(map(question_of, terms)), (), (diagnosis,), ()).knowledge())


@pytest.mark.parametrize(
    ("sizes", "overloaded"), [([8, 8], False), ([4, 4, 4], False), ([8, 9], True), ([20] * 3, True)]
)
def test_readings_are_bounded(sizes: list[int], overloaded: bool) -> None:
    """Up to 64 readings are looked at one by one; where there are more, all that is disputed is left out."""
    world = crowded(len(sizes))
    assessed = world.assessor.assess(world.case(a_crowd(world, sizes)))
    assert assessed.standing.overloaded is overloaded
    assert len(assessed.inferences) <= MOST_RESOLUTIONS
    if overloaded:
        (resolution,) = assessed.standing.resolutions
        assert resolution.left_out == tuple(f"q.n{number}" for number in range(len(sizes)))
        assert assessed.together["d"].status is not Status.CONFIRMED


@given(st.lists(st.integers(2, 5), min_size=3, max_size=4))
def test_what_is_found_in_a_crowd_is_found_in_every_reading(sizes: list[int]) -> None:
    world = crowded(len(sizes))
    answers = a_crowd(world, sizes)
    assessed = world.assessor.assess(world.case(answers))
    together = assessed.together["d"]
    for reading in itertools.islice(every_reading(world, answers), 0, None, 7):
        verdict = reading.verdicts["d"]
        assert together.certain.low <= verdict.certain.low <= verdict.certain.high <= together.certain.high
        if together.status is Status.CONFIRMED:
            assert verdict.status is Status.CONFIRMED
