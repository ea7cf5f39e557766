"""The desk: questions that matter, explanations of a bounded size, interviews that go on anywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor import Advisor
from advisor.cases.answers import Exactly
from advisor.interview.state import State
from advisor.serving import lookup, telling
from advisor.serving.brief import size
from advisor.serving.desk import Desk
from advisor.serving.refused import RefusedError
from testkit.shipped import NAMES, shipped_case


@pytest.mark.parametrize("name", NAMES)
def test_explanations_are_under_20_kb(advisor: Advisor, desk: Desk, name: str) -> None:
    """With every detail, of whatever was found."""
    case = shipped_case(advisor, name)
    result = desk.assess(case)
    shown = [*result.found, *result.likely]
    asked: list[tuple[str, str | None]] = [("how", "model"), *[("how", finding.id) for finding in shown[:2]]]
    asked += [("why_not", finding.id) for finding in result.findings[:1]]
    asked += [("sensitivity", None)] if name == "textbook" else []
    for way, subject in asked:
        found = desk.explain(case, way, subject, detail=True)
        assert found["says"], (way, subject)
        assert size(found) <= telling.MOST_BYTES


def test_what_has_no_room_is_counted(
    advisor: Advisor, desk: Desk, textbook: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole lines go, from the end."""
    case = desk.read(textbook).case
    whole = desk.explain(case, "how", "model", detail=True)["says"]
    monkeypatch.setattr(telling, "MOST_BYTES", 1_500)
    found = desk.explain(case, "how", "model", detail=True)
    assert size(found) <= 1_500
    assert found["says"] == whole[: len(found["says"])]
    assert found["left_out"] == len(whole) - len(found["says"]) > 0


def test_the_questions_that_matter_most_come_in_the_order_of_the_interview(desk: Desk) -> None:
    """The first is the one that the interview asks; all can be asked, and none twice."""
    case = desk.read({"answers": {"role.open_days": 58}}).case
    ahead = desk.ahead(case, 12)
    ids = [each["id"] for each in ahead]
    assert len(set(ids)) == len(ids) == 12
    assert ids[0] == desk.next(State.of_case(case))["question"]["id"]
    assert "role.open_days" not in ids
    assert all(each["help"] and ("options" in each or "takes" in each or each["type"] == "yes-no") for each in ahead)
    assert size(ahead) < 8_000


def test_an_interview_goes_on_from_its_state_wherever_that_was(advisor: Advisor, desk: Desk) -> None:
    """The same questions come whether the state was kept or went through JSON and another desk."""
    here = there = desk.state(desk.read({"case": "acme"}).case)
    for _ in range(6):
        step = desk.next(here)
        there = Desk(advisor, desk.today).state(desk.case(json.loads(json.dumps(there.to_dict())))[0])
        assert desk.next(there) == step
        question = step["question"]["id"]
        here, there = (desk.answer(state, question, "unsure")[0] for state in (here, there))
    assert here.answers == there.answers


def test_an_answer_that_is_not_understood_says_what_would_be(desk: Desk, textbook: dict[str, Any]) -> None:
    """And changes nothing."""
    state = desk.state(desk.read(textbook).case)
    with pytest.raises(RefusedError) as refused:
        desk.answer(state, "loop.rounds", "plenty")
    (problem,) = refused.value.problems
    assert problem.path == "loop.rounds" and problem.suggestion is not None
    with pytest.raises(RefusedError, match=r"Did you mean `loop\.rounds`"):
        desk.answer(state, "loop.round", 3)
    assert desk.answer(state, "loop.rounds", "4")[0].answers["loop.rounds"].said != state.answers["loop.rounds"].said
    assert "loop.rounds" not in desk.answer(state, "loop.rounds", None)[0].answers


def test_what_could_mean_two_things_is_asked_about_unless_it_is_written_as_in_a_case(
    desk: Desk, textbook: dict[str, Any]
) -> None:
    """An assistant that says 0.2 may mean a fifth; a program that says it means 0.2 percent."""
    state = desk.state(desk.read(textbook).case)
    with pytest.raises(RefusedError, match="could be a share or a percentage"):
        desk.answer(state, "team.share_percent", 0.2)
    assert desk.answer(state, "team.share_percent", 0.2, exactly=True)[0].answers["team.share_percent"].said == Exactly(
        0.2
    )
    assert desk.answer(state, "loop.rounds", "four", exactly=True)[1] is not None


def test_what_if_says_all_that_is_wrong_at_once(desk: Desk, textbook: dict[str, Any]) -> None:
    """Each at its place."""
    case = desk.read(textbook).case
    with pytest.raises(RefusedError) as refused:
        desk.what_if(case, {"loop.rounds": "plenty", "nope": 1, "milestone.need_by": "some day"})
    places = [each.path for each in refused.value.problems]
    assert places == ["changes.loop.rounds", "changes.nope", "changes.milestone.need_by"]
    assert desk.what_if(case, {"loop.rounds": "three"}) == desk.what_if(case, {"loop.rounds": 3})


def test_questions_are_found_by_words(advisor: Advisor) -> None:
    """By what they ask before what their help says."""
    found = lookup.by_words(advisor.knowledge, "how many interview rounds")
    assert "loop.rounds" in found[:3]
    assert lookup.by_words(advisor.knowledge, "zzzz qqqq") == []


def test_one_case_is_never_taken_for_another(advisor: Advisor, desk: Desk) -> None:
    """What is remembered is found by all that it was made of: name, day and every answer."""
    for change in ({"case": "b"}, {"as_of": "2026-11-23"}, {"answers": {"role.open_days": 59}}):
        raw = {"case": "a", "as_of": "2026-11-22", "answers": {"role.open_days": 58}}
        one, other = desk.read(raw).case, desk.read({**raw, **change}).case
        assert desk.brief(one) != desk.brief(other)
        assert desk.full(other) == advisor.assess(other).to_dict()
