"""What must hold for any company: nothing depends on company, and what is worse is never nearer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.timeline.distributions import Triangle
from advisor.timeline.options import Crew, OptionInputs, OptionTimeline, Situation, When
from advisor.timeline.paths import Hiring, Joining, RoleStanding
from advisor.timeline.timeline import Timeline
from testkit.timelines.strategies import DAYS, SHARES, SITUATIONS, hirings, options, sums, triangles

HORIZON = 546
TIMELINE = Timeline(HORIZON)
WORKS = st.floats(0.1, 100)
NEEDS = st.integers(0, 600)
STANDINGS = (RoleStanding.OFFER_OUT, RoleStanding.FINALIST, RoleStanding.IN_CALLS, RoleStanding.NOBODY)


@given(st.lists(SITUATIONS, max_size=30), st.integers(1, 7), st.randoms(use_true_random=False))
def test_no_result_depends_on_what_is_computed_beside_it(situations: list[Situation], size: int, random: Any) -> None:
    """Alone, together, in parts, in another order, remembered or not: the same to the last bit."""
    together = Timeline(HORIZON).of_many(situations)
    remembering = Timeline(HORIZON)
    assert [remembering.of(situation) for situation in situations] == together
    assert remembering.of_many(situations) == together
    forgetful = Timeline(HORIZON, cache_size=0)
    parts = [forgetful.of_many(situations[start : start + size]) for start in range(0, len(situations), size)]
    assert [result for part in parts for result in part] == together
    order = list(range(len(situations)))
    random.shuffle(order)
    assert forgetful.of_many([situations[number] for number in order]) == [together[number] for number in order]


@given(SITUATIONS)
def test_results_are_well_formed(situation: Situation) -> None:
    """Likely before safe, chances in 0..1, nothing beyond the horizon, costs and lateness from 0 up."""
    for way, found in zip(situation.options, TIMELINE.of(situation), strict=True):
        assert found.id == way.id
        assert (found.delivered is None) is (situation.work_left is None)
        assert (found.owned is None) is (way.owner is None)
        for when in (found.productive, found.all_productive, found.delivered, found.owned):
            if when:
                assert 0 <= (when.likely or 0) <= (when.safe or HORIZON / 7) <= HORIZON / 7
                assert (when.by_need is None) is (situation.need_by_days is None)
                assert 0 <= (when.by_need or 0) <= 1 and -1e-9 <= when.later <= 1
                assert when.safe is not None or when.later > 0.2 - 1e-6
        for amount in (found.lateness_weeks, found.cost_by_need, found.cost_to_deliver, found.cost_per_month):
            assert amount is None or 0 <= amount < inf
        assert found.lateness_weeks is None or found.lateness_weeks <= HORIZON / 7


def _single(way: OptionInputs, work_left: float, need_by: int) -> OptionTimeline:
    return TIMELINE.of(Situation((way,), work_left, need_by))[0]


def _assert_no_nearer(worse: OptionTimeline, better: OptionTimeline, *, owned: bool = True) -> None:
    """No date of `worse` is nearer, no chance higher."""
    pairs = [
        (worse.productive, better.productive),
        (worse.all_productive, better.all_productive),
        (worse.delivered, better.delivered),
        *([(worse.owned, better.owned)] if owned else []),
    ]
    for late, early in pairs:
        if late and early:
            _assert_later(late, early)
    assert worse.lateness_weeks is not None and better.lateness_weeks is not None
    assert worse.lateness_weeks >= better.lateness_weeks - 1e-6


def _assert_later(late: When, early: When) -> None:
    assert late.by_need is not None and early.by_need is not None
    assert late.by_need <= early.by_need + 5e-9
    assert late.later >= early.later - 5e-9
    for chance, weeks in ((0.5, early.likely), (0.8, early.safe)):
        found = late.likely if chance == 0.5 else late.safe
        assert (inf if found is None else found) >= (inf if weeks is None else weeks) - 1e-5


def _longer(stage: Triangle, more: tuple[float, float, float]) -> Triangle:
    low, mode, high = stage.low + more[0], stage.mode + more[1], stage.high + more[2]
    return Triangle(low, max(low, mode), max(low, mode, high))


MORE = st.tuples(*[st.one_of(st.just(0.0), DAYS)] * 3)
Worsening = Callable[[Hiring, tuple[float, float, float], float], Hiring]
WORSENINGS: dict[str, Worsening] = {
    "longer source": lambda post, more, _: replace(post, source=_longer(post.source, more)),
    "longer loop": lambda post, more, _: replace(post, loop=_longer(post.loop, more)),
    "longer close": lambda post, more, _: replace(post, close=_longer(post.close, more)),
    "longer notice": lambda post, more, _: replace(post, notice=_longer(post.notice, more)),
    "longer ramp": lambda post, more, _: replace(
        post, after=tuple(_longer(stage, more) for stage in post.after) or (Triangle(*sorted(more)),)
    ),
    "one stage more": lambda post, more, _: replace(post, after=(Triangle(*sorted(more)), *post.after)),
    "fewer accept": lambda post, _, share: replace(post, acceptance=post.acceptance * (0.05 + 0.95 * share)),
    "fewer join": lambda post, _, share: replace(post, joining=post.joining * (0.05 + 0.95 * share)),
    "more to search again": lambda post, _, share: replace(post, search_again=max(post.search_again, share)),
    "more of the close left": lambda post, _, share: replace(post, close_left=max(post.close_left, share)),
    "later start date": lambda post, more, _: replace(
        post, starts_in_days=None if post.starts_in_days is None else post.starts_in_days + int(more[0])
    ),
    "stands further back": lambda post, _, share: (
        post
        if post.standing is RoleStanding.SIGNED
        else replace(post, standing=STANDINGS[min(3, STANDINGS.index(post.standing) + round(3 * share))])
    ),
}


@given(
    hirings(),
    st.sampled_from(sorted(WORSENINGS)),
    MORE,
    SHARES,
    options(),
    st.booleans(),
    WORKS,
    NEEDS,
)
def test_a_slower_search_is_never_nearer(
    post: Hiring,
    how: str,
    more: tuple[float, float, float],
    share: float,
    way: OptionInputs,
    first: bool,
    work_left: float,
    need_by: int,
) -> None:
    """Alone, and beside another crew, first or second."""
    post = replace(post, own=())
    slower = WORSENINGS[how](post, more, share)
    crew = way.crews[0]

    def option(path: Hiring) -> OptionInputs:
        crews = (replace(crew, path=path), *way.crews[1:])
        return replace(way, crews=crews if first else crews[::-1], owner=0)

    _assert_no_nearer(_single(option(slower), work_left, need_by), _single(option(post), work_left, need_by))


@given(triangles(), sums(2), sums(2), MORE, options(), WORKS, NEEDS)
def test_later_access_is_never_nearer(
    access: Triangle,
    before: tuple[Triangle, ...],
    after: tuple[Triangle, ...],
    more: tuple[float, float, float],
    way: OptionInputs,
    work_left: float,
    need_by: int,
) -> None:
    """A longer gate before people from outside begin."""

    def option(gate: Triangle) -> OptionInputs:
        crew = replace(way.crews[0], path=Joining((*before, gate), after))
        return replace(way, crews=(crew, *way.crews[1:]), owner=0)

    late, early = option(_longer(access, more)), option(access)
    _assert_no_nearer(_single(late, work_left, need_by), _single(early, work_left, need_by))


@given(options(), WORKS, st.floats(0, 100), NEEDS, SHARES, SHARES, st.floats(0, 30))
def test_more_work_and_less_hands_are_never_nearer(
    way: OptionInputs, work_left: float, more: float, need_by: int, output: float, guiding: float, handover: float
) -> None:
    """More work left, less output, more guiding, a longer handover."""
    crew = way.crews[0]
    base = _single(way, work_left, need_by)
    _assert_no_nearer(_single(way, work_left + more, need_by), base)
    for worse in (
        replace(crew, output=crew.output * output),
        replace(crew, guiding=max(crew.guiding, guiding)),
        replace(crew, people=crew.people * (0.1 + 0.9 * output)),
    ):
        _assert_no_nearer(_single(replace(way, crews=(worse, *way.crews[1:])), work_left, need_by), base)
    late = replace(way, handover_days=way.handover_days + handover)
    _assert_no_nearer(_single(late, work_left, need_by), base)


@given(
    options(),
    st.builds(Crew, st.builds(Joining, sums(2), sums(2)), st.integers(1, 4), SHARES, SHARES, st.none()),
    WORKS,
    NEEDS,
)
def test_a_second_crew_never_delays(way: OptionInputs, second: Crew, work_left: float, need_by: int) -> None:
    """A split delivers no later than its crews do alone."""
    first = way.crews[0]
    both = _single(replace(way, crews=(first, second), owner=None), work_left, need_by).delivered
    for crew in (first, second):
        alone = _single(replace(way, crews=(crew,), owner=None), work_left, need_by).delivered
        assert alone and both
        _assert_later(alone, both)


@given(options(), WORKS, NEEDS, st.integers(0, 60))
def test_a_later_need_by_date_only_helps(way: OptionInputs, work_left: float, need_by: int, later: int) -> None:
    """Dates stay, chances rise, lateness falls."""
    assume(need_by + later <= HORIZON)
    tight, loose = _single(way, work_left, need_by), _single(way, work_left, need_by + later)
    assert tight.delivered and loose.delivered and tight.lateness_weeks is not None and loose.lateness_weeks is not None
    assert tight.delivered.likely == loose.delivered.likely and tight.delivered.safe == loose.delivered.safe
    assert (loose.delivered.by_need or 0) >= (tight.delivered.by_need or 0) - 1e-12
    assert tight.lateness_weeks - later / 7 - 1e-9 <= loose.lateness_weeks <= tight.lateness_weeks + 1e-9
