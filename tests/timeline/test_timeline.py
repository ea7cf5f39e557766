"""What each number of a timeline means, on paths so simple that one can reckon along."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from advisor.timeline.distributions import TimelineError, Triangle, own_number, own_range
from advisor.timeline.options import Crew, OptionInputs, OptionTimeline, Price, Situation
from advisor.timeline.paths import Hiring, Joining, OwnDuration, Path, RoleStanding, Stage
from advisor.timeline.timeline import DAYS_PER_MONTH, Timeline
from testkit.timelines.usual import crew, hiring, option, outside, present

HORIZON = 546
TIMELINE = Timeline(HORIZON)


def days(length: float) -> Triangle:
    """A duration that is known exactly."""
    return Triangle(length, length, length)


def post(**changes: Any) -> Hiring:
    """Search 10, loop 20, close 5, notice 30 and ramp 40 days, and nothing ever goes wrong."""
    usual = {
        "source": days(10),
        "loop": days(20),
        "close": days(5),
        "notice": days(30),
        "after": (days(40),),
        "acceptance": 1.0,
        "joining": 1.0,
        "search_again": 0.5,
        "close_left": 0.4,
    }
    return Hiring(**{**usual, **changes})


def found(*crews: Crew, work_left: float | None = None, need_by: int | None = None, **changes: Any) -> OptionTimeline:
    """The timeline of one option."""
    return TIMELINE.of(Situation((option(*crews, **changes),), work_left, need_by))[0]


def chance(path: Path, day: int) -> float:
    """The chance to be productive by the end of a day."""
    by_need = found(crew(path), need_by=day).productive.by_need
    assert by_need is not None
    return by_need


def chances_after(path: Path, *expected: tuple[int, float]) -> None:
    """The chance reaches each value on its day. A day known exactly is half reached on that very day."""
    before = 0.0
    for day, total in expected:
        assert chance(path, day - 1) == pytest.approx(before, abs=1e-8), day
        assert chance(path, day) == pytest.approx((before + total) / 2, abs=1e-8), day
        assert chance(path, day + 1) == pytest.approx(total, abs=1e-8), day
        before = total


@pytest.mark.parametrize(
    ("standing", "day"),
    [
        (RoleStanding.NOBODY, 105),
        (RoleStanding.IN_CALLS, 95),
        (RoleStanding.FINALIST, 75),
        (RoleStanding.OFFER_OUT, 72),
    ],
)
def test_the_clock_starts_where_the_post_stands(standing: RoleStanding, day: int) -> None:
    """Stages that are behind are cut off; of the close some is left once an offer is out."""
    chances_after(post(standing=standing), (day, 1.0))


def test_somebody_who_signed_comes_on_the_start_date() -> None:
    """Notice and search do not matter any more."""
    chances_after(post(standing=RoleStanding.SIGNED, starts_in_days=17), (57, 1.0))


def test_a_refused_offer_repeats_loop_close_and_half_of_the_search() -> None:
    """Each time 20 + 5 + 10/2 days more, with the chance that so many refuse one after the other."""
    chances_after(post(acceptance=0.75), (105, 0.75), (135, 0.9375), (165, 0.984375))


def test_a_no_show_costs_the_notice_and_starts_the_loop_again() -> None:
    """Nobody on the day: then loop, close and notice again, 55 days."""
    chances_after(post(joining=0.6), (105, 0.6), (160, 0.84), (215, 0.936))
    signed = post(standing=RoleStanding.SIGNED, starts_in_days=10, joining=0.5)
    chances_after(signed, (50, 0.5), (105, 0.75))


def test_refusals_after_a_no_show_count_too() -> None:
    """A refusal costs 30 days, a no-show 55: by 135 days one refusal, by 160 one no-show and no refusal."""
    chances_after(post(acceptance=0.5, joining=0.5), (105, 0.25), (135, 0.375), (160, 0.4375))


def test_a_stage_that_comes_last_has_its_exact_chances() -> None:
    """But for half a day around, which evens out."""
    path = Joining((), (Triangle(10, 30, 60),))
    for day in (15, 22, 29, 37, 45, 58):
        exact = (day - 10) ** 2 / 1000 if day <= 30 else 1 - (60 - day) ** 2 / 1500
        assert chance(path, day) == pytest.approx(exact, abs=1e-4)


def test_own_durations_for_several_stages_replace_them() -> None:
    """Thirty days for loop and close together; of the close alone a fifth of them, as 5 of 25 days."""
    own = (OwnDuration((Stage.LOOP, Stage.CLOSE), days(30)),)
    chances_after(post(own=own), (110, 1.0))
    chances_after(post(own=own, standing=RoleStanding.FINALIST), (76, 1.0))
    chances_after(post(own=own, acceptance=0.5), (110, 0.5), (145, 0.75))


def test_what_an_own_number_means() -> None:
    """The spread is a figure; a range goes from end to end."""
    assert own_number(20, Triangle(0.75, 1, 1.5)) == Triangle(15, 20, 30)
    assert own_range(10, 20) == Triangle(10, 15, 20)


def test_delivery_is_the_work_after_the_middle_of_the_ramp() -> None:
    """Two people at half their time do 6 person-weeks in 6 weeks from there on; productive they are at its end."""
    timeline = found(crew(Joining((days(7),), (days(14),)), 2, 0.5, 0), work_left=6.0, need_by=56)
    assert timeline.delivered is not None
    assert timeline.productive.likely == pytest.approx(3)
    assert timeline.delivered.likely == pytest.approx(8)
    assert timeline.delivered.by_need == pytest.approx(0.5)
    assert found(crew(present(), 2, 0.5, 0), work_left=0.0, need_by=0).delivered == (0, 0, 1, 0)


def test_guiding_adds_to_the_work() -> None:
    """Two newcomers who ramp for two weeks and take a quarter of a senior each cost one person-week."""
    timeline = found(crew(Joining((), (days(14),)), 2, 1, 0.25), work_left=6.0)
    assert timeline.guiding_weeks == pytest.approx(1)
    assert timeline.delivered is not None and timeline.delivered.likely == pytest.approx(1 + 7 / 2)


def test_two_crews_share_the_work() -> None:
    """One from week 2, one from week 4: two person-weeks by week 4, the other four by week 6."""
    early, late = crew(Joining((days(14),), ()), 1, 1, 0), crew(Joining((days(28),), ()), 1, 1, 0)
    for crews in ((early, late), (late, early)):
        timeline = found(*crews, work_left=6.0)
        assert timeline.delivered is not None
        assert timeline.delivered.likely == pytest.approx(6, abs=0.1)
        assert timeline.all_productive.likely == pytest.approx(4, abs=0.1)
    assert found(early, late).productive.likely == pytest.approx(2)


def test_who_comes_too_late_is_not_waited_for() -> None:
    """A lead who comes when all is done changes nothing, not even by the guiding that the lead would take."""
    now = crew(outside(), 2, 1, 0.15)
    lead = crew(hiring("de", "leader"), 1, 1, 1)
    alone, split = found(now, work_left=4.0), found(now, lead, work_left=4.0)
    assert alone.delivered is not None and split.delivered is not None
    assert split.delivered.likely == pytest.approx(alone.delivered.likely, abs=1e-3)
    assert split.productive == alone.productive


def test_ownership_is_the_owners_day_and_a_handover() -> None:
    """For a split the permanent lead's; for people from outside nobody's."""
    now, lead = crew(Joining((), (days(14),))), crew(post())
    split = found(now, lead, owner=1, handover_days=21)
    assert split.owned is not None and split.owned.likely == pytest.approx((105 + 21) / 7)
    assert split.productive.likely == pytest.approx(2)
    assert found(now, owner=None).owned is None
    alone = found(lead)
    assert alone.owned == alone.productive


def test_lateness_is_the_mean_delay_after_the_date() -> None:
    """A fixed day is late by its distance; what comes before the date is not counted against it."""
    path = Joining((), (days(140),))
    assert found(crew(path, guiding=0), work_left=1.0, need_by=63).lateness_weeks == pytest.approx(2)
    assert found(crew(path, guiding=0), work_left=1.0, need_by=84).lateness_weeks == pytest.approx(0)
    assert found(crew(path, guiding=0), work_left=1.0).lateness_weeks is None
    assert found(crew(path, guiding=0), need_by=63).lateness_weeks is None
    never = found(crew(path, 1, 0, 0), work_left=1.0, need_by=46)
    assert never.lateness_weeks == pytest.approx((HORIZON - 46) / 7)


def test_costs_run_from_the_first_day_of_work() -> None:
    """Two people from day 10 on, with a fee each when they begin; ramping is paid like working."""
    team = Crew(Joining((days(10),), (days(21),)), 2, 1, 0, Price(3_000, 500))
    timeline = found(team, work_left=4.0, need_by=40)
    assert timeline.cost_per_month == 6_000
    assert timeline.cost_by_need == pytest.approx(30 / DAYS_PER_MONTH * 6_000 + 1_000)
    assert timeline.cost_to_deliver == pytest.approx((10.5 + 14) / DAYS_PER_MONTH * 6_000 + 1_000)
    early = found(team, work_left=4.0, need_by=5)
    assert early.cost_by_need == pytest.approx(0, abs=1e-3)
    unknown = found(team, replace(team, price=None), work_left=4.0, need_by=40)
    assert (unknown.cost_by_need, unknown.cost_to_deliver, unknown.cost_per_month) == (None, None, None)
    assert found(crew(post(), 1, 0), work_left=4.0).cost_to_deliver is None


def test_what_lies_beyond_the_horizon_is_later() -> None:
    """It is neither lost nor wrapped around into early days, however long it goes on."""
    for path in (Joining((), (Triangle(1200, 1400, 1800),)), Joining((Triangle(550, 550, 1500),), (days(50),))):
        timeline = found(crew(path), work_left=1.0, need_by=HORIZON)
        assert timeline.productive == (None, None, 0, 1)
        assert timeline.delivered == (None, None, 0, 1)
    unlucky = found(crew(hiring(acceptance=0.05, joining=0.3)), need_by=HORIZON).productive
    assert unlucky.by_need is not None and 0.05 < unlucky.by_need < 0.2
    assert unlucky.by_need + unlucky.later == pytest.approx(1)
    assert found(crew(hiring(acceptance=0.05)), need_by=35).productive.by_need == pytest.approx(0, abs=1e-8)
    assert found(crew(present()), need_by=10 * HORIZON).productive.by_need == 1


def test_nothing_asked_and_nothing_ahead() -> None:
    """No options, no situations, and a horizon of today."""
    assert TIMELINE.of(Situation((), None, None)) == ()
    assert TIMELINE.of_many([]) == []
    assert TIMELINE.of_many([Situation((), 1.0, 1)] * 3) == [(), (), ()]
    today = Timeline(0).of(Situation((option(crew(hiring()), crew(outside())), option(crew(present()))), 5.0, 10))
    for timeline in today:
        assert timeline.productive == (None, None, 0, 1)
        assert timeline.lateness_weeks == 0
        assert timeline.cost_by_need == 0
    at_once = Timeline(0).of(Situation((option(crew(Joining((), ()))),), 0.0, 0))[0]
    assert at_once.delivered == (0, 0, 1, 0)


def test_threads_share_a_timeline_that_forgets() -> None:
    """A tiny memory, asked by eight threads at once."""
    situations = [
        Situation((option(crew(hiring(acceptance=0.5 + number / 200)), crew(outside())),), 5.0 + number % 7, 90)
        for number in range(60)
    ]
    expected = Timeline(HORIZON).of_many(situations)
    shared = Timeline(HORIZON, cache_size=3)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shared.of, situations * 3)) == expected * 3


def test_results_and_inputs_can_be_pickled() -> None:
    """Batches send them to other processes."""
    situation = Situation((option(crew(hiring()), crew(outside())),), 5.0, 90)
    again = pickle.loads(pickle.dumps(situation))
    assert again == situation and hash(again.options[0].crews[0].path) == hash(situation.options[0].crews[0].path)
    result = TIMELINE.of(again)
    assert pickle.loads(pickle.dumps(result)) == TIMELINE.of(situation)


BAD: list[tuple[str, Any]] = [
    ("duration", lambda: Triangle(-1, 2, 3)),
    ("duration", lambda: Triangle(3, 2, 4)),
    ("duration", lambda: Triangle(1, 2, float("inf"))),
    ("duration", lambda: Triangle(1, float("nan"), 3)),
    ("duration", lambda: own_number(0, Triangle(0.75, 1, 1.5))),
    ("duration", lambda: own_number(-3, Triangle(0.75, 1, 1.5))),
    ("duration", lambda: own_number(float("nan"), Triangle(0.75, 1, 1.5))),
    ("duration", lambda: own_range(0, 0)),
    ("duration", lambda: own_range(9, 3)),
    ("acceptance", lambda: post(acceptance=0.0)),
    ("acceptance", lambda: post(acceptance=1e-300)),
    ("acceptance", lambda: post(acceptance=1.01)),
    ("acceptance", lambda: post(acceptance=float("nan"))),
    ("joining", lambda: post(joining=0)),
    ("joining", lambda: post(joining=-0.5)),
    ("search_again", lambda: post(search_again=1.5)),
    ("close_left", lambda: post(close_left=-0.1)),
    ("starts_in_days", lambda: post(standing=RoleStanding.SIGNED)),
    ("starts_in_days", lambda: post(standing=RoleStanding.SIGNED, starts_in_days=-1)),
    ("starts_in_days", lambda: post(starts_in_days=5)),
    ("own", lambda: OwnDuration((), days(1))),
    ("own", lambda: OwnDuration((Stage.LOOP, Stage.LOOP), days(1))),
    ("own", lambda: post(own=(OwnDuration((Stage.LOOP,), days(1)), OwnDuration((Stage.LOOP, Stage.CLOSE), days(9))))),
    ("people", lambda: crew(post(), 0)),
    ("output", lambda: crew(post(), 1, 1.2)),
    ("guiding", lambda: crew(post(), 1, 1, -0.1)),
    ("per_month", lambda: Price(-1, 0)),
    ("once", lambda: Price(1, float("nan"))),
    ("crews", lambda: OptionInputs("none", (), None, 0)),
    ("crews", lambda: OptionInputs("many", (crew(post()),) * 3, None, 0)),
    ("owner", lambda: OptionInputs("whose", (crew(post()),), 1, 0)),
    ("handover_days", lambda: OptionInputs("when", (crew(post()),), 0, -1)),
    ("work_left", lambda: Situation((), -1.0, None)),
    ("need_by_days", lambda: Situation((), None, -1)),
    ("horizon", lambda: Timeline(-1)),
    ("horizon", lambda: Timeline(10**9)),
]


@pytest.mark.parametrize(("field", "make"), BAD, ids=[f"{number}-{field}" for number, (field, _) in enumerate(BAD)])
def test_bad_input_is_named(field: str, make: Any) -> None:
    """An error that says which input is wrong, before anything is computed."""
    with pytest.raises(TimelineError) as caught:
        make()
    assert caught.value.field == field
    assert isinstance(caught.value, ValueError) and str(caught.value).startswith(f"{field}: ")
