"""Ways out of a date at risk: each holds when the case is assessed again with it, and none is told without need."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor, Assessment
from advisor.cases.answers import Exactly
from advisor.planning.ways.ways_out import WayOut, WaysOut, ways_out
from advisor.staffing.company_timeline import CompanyTimeline, number_of
from advisor.staffing.trials import chance_of
from testkit.companies.answers import AS_OF
from testkit.shipped import company, shipped_advisor

LIKELY, STEP = 0.5, 0.5
STAGES = ["nobody", "in_calls", "finalist", "offer_out", "signed"]
ONE_DAY = timedelta(days=1)


@st.composite
def companies(draw: st.DrawFn) -> dict[str, Any]:
    """Companies with a date ahead of which all is known that the timeline needs, or all but the work left."""
    stage = draw(st.sampled_from(STAGES))
    low = draw(st.integers(2, 60))
    return {
        **({"role.start_date": _day(draw(st.integers(7, 150)))} if stage == "signed" else {}),
        **({"contractors.state": draw(st.sampled_from(["none", "planned"]))} if draw(st.booleans()) else {}),
        "role.stage": stage,
        "role.open_days": draw(st.integers(5, 120)),
        "milestone.date_told": draw(st.sampled_from(["customer", "board", "team_only"])),
        "milestone.need_by": _day(draw(st.integers(10, 240))),
        "milestone.work_left_weeks": draw(st.sampled_from([low, {"from": low, "to": 2 * low}, {"unsure": True}])),
        "contractors.data_access": draw(st.sampled_from(["open", "regulated", "forbidden"])),
        "headcount.external_seats": draw(st.integers(1, 3)),
        "headcount.seats": draw(st.integers(1, 3)),
        "team.people_on_it": draw(st.integers(0, 4)),
        "team.share_percent": draw(st.integers(10, 100)),
        "team_load.unfinished_sprints": draw(st.integers(0, 3)),
        "team_load.seniors_pulled": draw(st.integers(0, 3)),
    }


def _day(ahead: int) -> str:
    return (AS_OF + timedelta(days=ahead)).isoformat()


def assessed(advisor: Advisor, answers: dict[str, Any]) -> Assessment:
    """A company by the shipped rules."""
    return advisor.assess(company(advisor, answers))


def found_in(assessment: Assessment) -> WaysOut | None:
    """The ways out of an assessment."""
    return None if assessment.ways_out is None else assessment.ways_out.found


def chance_with(advisor: Advisor, assessment: Assessment, way: WayOut, on: date) -> float:
    """The chance of a way's option where what it asks for is so, on a day, everything inferred anew."""
    inferred = advisor.what_ifs.infer(assessment.assessed.standing.answers, on, way.imagined)
    timeline = inferred.facts.points.detail
    assert isinstance(timeline, CompanyTimeline)
    made = timeline.options[way.option]
    assert made is not None and way.option not in timeline.barred
    return chance_of(made)


def option_chance(assessment: Assessment, option: str) -> float:
    """The chance of an option as an assessment has it."""
    assert assessment.timeline is not None
    made = assessment.timeline.options[option]
    assert made is not None
    return chance_of(made)


@given(answers=companies())
def test_each_way_holds_when_assessed_again_and_until_its_last_day(answers: dict[str, Any]) -> None:
    """The chance is the one that was told; decided on the last day it still holds, and that day lies ahead."""
    advisor = shipped_advisor()
    assessment = assessed(advisor, answers)
    found = found_in(assessment)
    for way in found.ways if found is not None else ():
        assert found is not None
        least = LIKELY if way.kind == "hands" else found.wanted
        assert way.chance >= way.holds >= least
        again = chance_with(advisor, assessment, way, way.starts)
        assert again >= way.chance, way
        if way.starts == AS_OF:
            assert again == way.chance, way
        wait = way.decide_by - AS_OF
        assert timedelta(0) <= wait <= (way.need_by or found.need_by) - AS_OF
        assert chance_with(advisor, assessment, way, way.starts + wait) >= way.holds, way
        if answers["role.stage"] != "signed":  # an agreed start comes nearer while you wait
            assert chance_with(advisor, assessment, way, way.starts + wait + ONE_DAY) < way.holds, way


@given(answers=companies())
def test_a_scope_is_the_greatest_and_a_day_the_first(answers: dict[str, Any]) -> None:
    """Given as answers of a new case they reach the chance; half a person-week more, or a day sooner, does not."""
    advisor = shipped_advisor()
    found = found_in(assessed(advisor, answers))
    for way in found.ways if found is not None else ():
        if way.kind == "scope":
            assert way.work_left is not None
            tried: list[dict[str, Any]] = [
                {"milestone.work_left_weeks": left} for left in (way.work_left, way.work_left + STEP)
            ]
        elif way.kind == "date":
            assert way.need_by is not None
            tried = [{"milestone.need_by": day.isoformat()} for day in (way.need_by, way.need_by - ONE_DAY)]
        else:
            continue
        reached, beyond = (option_chance(assessed(advisor, {**answers, **change}), way.option) for change in tried)
        assert found is not None
        assert reached == way.chance >= found.wanted > beyond, way


@given(answers=companies())
def test_nothing_is_said_where_an_option_makes_the_date(answers: dict[str, Any]) -> None:
    """And where something is said, no option whose chance is known likely makes it."""
    advisor = shipped_advisor()
    assessment = assessed(advisor, answers)
    timeline, known = assessment.timeline, assessment.decided_in.facts.points.known
    assert timeline is not None
    chances = [
        option_chance(assessment, option)
        for option in timeline.options
        if option not in timeline.barred and number_of(option, "chance_delivered") in known
    ]
    found = found_in(assessment)
    if any(chance >= LIKELY for chance in chances):
        assert found is None
    if found is not None and found.why == "none":
        assert found.chance is not None and found.chance < LIKELY
        assert len(chances) == len(timeline.options) - len(timeline.barred)
    if found is not None and found.why == "work_unknown":
        assert not chances and all(way.work_left is not None for way in found.ways)


@given(answers=companies(), pair=st.tuples(st.integers(50, 97), st.integers(50, 97)))
def test_a_higher_wanted_chance_never_gives_more_scope_or_an_earlier_day(
    answers: dict[str, Any], pair: tuple[int, int]
) -> None:
    """The less sure it has to be, the more may be left and the sooner it may be."""
    advisor = shipped_advisor()
    assessment = assessed(advisor, answers)
    recommender, decision = advisor.recommender, assessment.decision
    assert recommender is not None and decision is not None
    measurer = recommender.planner(assessment.assessed, decision)
    less, more = (
        ways_out(recommender.timeline_calculator, measurer, decision.model, assessment.break_evens, wanted / 100)
        for wanted in sorted(pair)
    )
    before = {way.kind: way for way in less.ways} if less is not None else {}
    for way in more.ways if more is not None else ():
        was = before.get(way.kind)
        if way.kind == "scope":
            assert was is not None
        if was is not None and way.work_left is not None:
            assert was.work_left is not None and was.work_left >= way.work_left
        if was is not None and way.need_by is not None:
            assert was.need_by is not None and was.need_by <= way.need_by


def test_a_date_that_is_disputed_or_gone_has_no_ways_out(advisor: Advisor) -> None:
    """Nor has a case without a date."""
    assert found_in(assessed(advisor, KNOWN)) is not None
    for change in ({"milestone.need_by": (AS_OF - ONE_DAY).isoformat()}, {"milestone.date_told": "no_date"}):
        case = {name: v for name, v in {**KNOWN, **change}.items() if change != NO_DATE or name != "milestone.need_by"}
        assert found_in(assessed(advisor, case)) is None
    both = [{"value": _day(80), "by": "cto"}, {"value": _day(90), "by": "founder"}]
    assert found_in(assessed(advisor, {**KNOWN, "milestone.need_by": {"differ": both}})) is None


NO_DATE = {"milestone.date_told": "no_date"}
KNOWN: dict[str, Any] = {
    "role.stage": "nobody",
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-03-01",
    "milestone.work_left_weeks": 30,
    "contractors.data_access": "open",
    "headcount.external_seats": 2,
    "headcount.seats": 2,
    "team.people_on_it": 2,
    "team.share_percent": 40,
}


def test_those_who_do_nothing_else_are_a_way_out_by_themselves(advisor: Advisor) -> None:
    """Two people at a fifth of their week miss the date; that they do nothing else is counted from a week on."""
    case = {
        **KNOWN,
        "milestone.need_by": _day(60),
        "milestone.work_left_weeks": 4,
        "team.share_percent": 20,
        "headcount.seats": 1,
    }
    case |= {"contractors.data_access": "forbidden", "team.shipped_before": True, "team_load.unfinished_sprints": 2}
    found = found_in(assessed(advisor, case))
    assert found is not None and found.why == "none"
    hands = next(way for way in found.ways if way.kind == "hands")
    assert hands.actions == ("focus-people",) and hands.option == "in-house" and hands.chance >= found.wanted
    assert hands.starts == AS_OF + timedelta(weeks=1) and hands.decide_by > AS_OF
    assert hands.imagined.answers["team.share_percent"] == Exactly(90)


def test_nobody_is_said_to_be_here_who_is_not(advisor: Advisor) -> None:
    """To bring people in is what an option does itself; no action stands in for the weeks that this takes."""
    found = found_in(assessed(advisor, KNOWN))
    assert found is not None
    assert all("contractors.state" not in way.imagined.answers for way in found.ways)


def test_ways_out_are_made_when_they_are_asked_for(advisor: Advisor) -> None:
    """Who looks at the model or the plan does not pay for them."""
    assessment = assessed(advisor, KNOWN)
    assert assessment.model is not None and assessment.plan is not None and assessment.first_actions(1)
    assert "ways_out" not in vars(assessment)
    assert assessment.ways_out is not None and "ways_out" in vars(assessment)
