"""The timeline agrees with a Monte Carlo simulation of the same model in continuous time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import numpy as np
import pytest

from advisor.timeline.distributions import Triangle, own_number, own_range
from advisor.timeline.options import Crew, OptionInputs, Situation, When
from advisor.timeline.paths import Joining, OwnDuration, Path, RoleStanding, Stage
from advisor.timeline.timeline import Timeline
from testkit.timelines.simulation import Draws, Lots, delivered
from testkit.timelines.usual import REGIONS, crew, hiring, option, outside, present, ramp, stage

HORIZON = 546
WEEKS, POINTS = 0.15, 0.005
NOISE, BESIDE, BESIDE_SAFE = 0.03, 0.1, 0.2  # weeks
FEW = 200_000
SPREAD = Triangle(0.75, 1, 1.5)

Case = tuple[str, OptionInputs, float, int]


def _cases() -> Iterator[Case]:
    """Name, option, person-weeks of work left, need-by day."""
    work = cycle((6.0, 12.5, 3.0, 21.0, 40.0, 9.25))
    accepted = cycle((0.75, 0.4, 1.0, 0.6, 0.85))
    joined = cycle((0.95, 1.0, 0.7, 0.5))
    for region, days in zip(REGIONS, (168, 200, 230, 260, 190, 250, 175, 140, 160)):
        yield f"one post, {region}", option(crew(hiring(region, joining=next(joined)))), next(work), days
    for seats, region, days in ((2, "us", 180), (3, "de", 240), (4, "uk", 240), (6, "br", 170), (3, "us", 150)):
        path = hiring(region, acceptance=next(accepted), joining=next(joined))
        yield f"{seats} posts, {region}", option(crew(path), crew(path, seats - 1)), next(work) * 2, days
    for standing, days in ((RoleStanding.IN_CALLS, 150), (RoleStanding.FINALIST, 110), (RoleStanding.OFFER_OUT, 100)):
        path = hiring(standing=standing, acceptance=next(accepted), joining=next(joined))
        yield f"one post, {standing.value}", option(crew(path)), next(work), days
        yield f"three posts, {standing.value}", option(crew(path), crew(hiring(), 2)), next(work), days + 30
    for wait, joining in ((0, 0.6), (20, 1.0), (75, 0.7), (200, 0.9)):
        path = hiring("uk", standing=RoleStanding.SIGNED, starts_in_days=wait, joining=joining)
        yield f"signed, starts in {wait} days", option(crew(path)), next(work), wait + 70
        yield f"signed, and a second post, {wait}", option(crew(path), crew(hiring())), next(work), wait + 90
    for acceptance, joining in ((0.05, 1.0), (0.1, 0.4), (0.3, 0.6), (0.95, 0.3)):
        path = hiring(acceptance=acceptance, joining=joining)
        yield f"unlucky, {acceptance} and {joining}", option(crew(path)), next(work), 365
        yield f"unlucky twice, {acceptance} and {joining}", option(crew(path), crew(path)), next(work), 300
    for regulated in (False, True):
        for ready in (False, True):
            for people, days in ((1, 75), (3, 90)):
                days += 20 * regulated + 16 * (not ready)
                name = f"{people} outside, regulated {regulated}, ready {ready}"
                team = crew(outside(regulated=regulated, ready=ready), people)
                yield name, option(team, owner=None), next(work), days
    for people, output, days in ((1, 1.0, 100), (2, 0.5, 130), (2, 1.0, 90), (4, 1.0, 80)):
        path = hiring("us", "leader", acceptance=next(accepted), joining=next(joined))
        now, later = crew(outside(regulated=people == 2), people, output), crew(path)
        yield f"split, {people} at {output}", option(now, later, owner=1, handover_days=21), next(work), days
        now, later = crew(outside(ready=False), people, output), crew(hiring(standing=RoleStanding.FINALIST))
        yield f"split, finalist, {people} at {output}", option(now, later, owner=1, handover_days=21), 30.0, days + 60
        signed = hiring("de", standing=RoleStanding.SIGNED, starts_in_days=30, joining=0.86)
        now, later = crew(outside(), people, output), crew(signed)
        yield f"split, signed, {people} at {output}", option(now, later, owner=1, handover_days=21), 18.0, days
    for people, share, days in ((1, 0.25, 60), (2, 0.4, 90), (3, 0.65, 45), (5, 0.13, 70)):
        yield f"present team, {people} at {share}", option(crew(present(), people, share, 0)), next(work), days
    for number in (5, 14, 30):
        own = own_number(number, SPREAD)
        path = hiring(loop=own, close=own, notice=own, after=(own,))
        yield f"own numbers, {number} days", option(crew(path)), next(work), 5 * number + 60
        yield f"outside, own numbers, {number} days", option(crew(Joining((own, own), (own,)))), 2.0, 4 * number
    both = OwnDuration((Stage.LOOP, Stage.CLOSE), own_number(35, SPREAD))
    for standing in (RoleStanding.NOBODY, RoleStanding.FINALIST):
        post = hiring(standing=standing, own=(both,))
        yield f"own number for two stages, {standing.value}", option(crew(post)), 8.0, 150
    whole = OwnDuration((Stage.SOURCE, Stage.LOOP, Stage.CLOSE), own_range(40, 90))
    yield "own range for three stages", option(crew(hiring(own=(whole,), acceptance=0.5))), 8.0, 190
    for people, share, (seats, days) in ((3, 0.3, (1, 90)), (2, 0.5, (2, 80)), (1, 0.65, (3, 75)), (4, 0.2, (1, 110))):
        team = crew(present(), people, share, 0)
        yield f"outside beside {people} at {share}", option(crew(outside(), seats), owner=None, beside=team), 14.0, days
        lead = crew(hiring(standing=RoleStanding.FINALIST))
        split = option(crew(outside(ready=False), seats), lead, owner=1, handover_days=21, beside=team)
        yield f"split beside {people} at {share}", split, 25.0, days + 30
    free_only = Joining((stage("team-freeing"),), ())
    yield "no learning", option(crew(free_only, 2, 0.5, 0)), 4.0, 35


CASES = list(_cases())
MATTERS = 2.0  # person-weeks: below, what is done while ramping is all
LATE_OUTSIDE, LATE_HIRED = 0.3, 0.5  # weeks


def test_there_are_enough_cases() -> None:
    """The bar of the issue is sixty."""
    assert len({name for name, *_ in CASES}) == len(CASES) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[name for name, *_ in CASES])
def test_quantiles_and_chances_agree(case: Case) -> None:
    """Weeks within 0.15, chances within half a point; the present team beside others moves them by its mean day."""
    name, way, work_left, need_by = case
    found = Timeline(HORIZON).of(Situation((way,), work_left, need_by))[0]
    lots = Lots(sum(name.encode()))
    crews = [lots.crew(crew, HORIZON) for crew in way.crews]
    team = [lots.crew(way.beside, HORIZON)] if way.beside else []
    for drawn in team:
        drawn.start[:] = (drawn.start + drawn.ramp / 2).mean()
        drawn.ramp[:] = 0
    done = delivered([*crews, *team], work_left, HORIZON)
    assert found.delivered is not None and found.lateness_weeks is not None
    arrivals = [drawn.productive for drawn in crews]
    _agrees(found.productive, arrivals[0], need_by)
    if len(arrivals) > 1:
        _agrees(found.all_productive, np.maximum(*arrivals), need_by)
    _agrees(found.delivered, done, need_by)
    if way.owner is not None and found.owned != found.productive:
        assert found.owned is not None
        _agrees(found.owned, arrivals[way.owner] + way.handover_days, need_by)
    lateness = np.maximum(np.minimum(done, HORIZON) - need_by, 0).mean() / 7
    assert found.lateness_weeks == pytest.approx(lateness, abs=WEEKS)


@pytest.mark.slow
@pytest.mark.parametrize("work_left", [MATTERS, 5.0, 20.0])
@pytest.mark.parametrize(
    ("path", "most"),
    [
        (outside(), LATE_OUTSIDE),
        (outside(ready=False), LATE_OUTSIDE),
        (hiring(), LATE_HIRED),
        (hiring("de", ready=False), LATE_HIRED),
        (hiring(standing=RoleStanding.SIGNED, starts_in_days=30), LATE_HIRED),
        (present(), LATE_OUTSIDE),
        *((Joining((), ramp("ramp-external", ready=True), days), LATE_OUTSIDE) for days in (0, 10, 25, 60)),
        *((Joining((), ramp("ramp", ready=True), days), LATE_HIRED) for days in (0, 14, 56, 100)),
    ],
)
def test_full_rate_from_the_middle_of_a_ramp_is_output_that_rises(path: Path, most: float, work_left: float) -> None:
    """Told a little late at most, never early."""
    one = crew(path, guiding=0 if path == present() else 0.15)
    found = Timeline(HORIZON).of(Situation((option(one),), work_left, None))[0].delivered
    assert found is not None and found.likely is not None and found.safe is not None
    done = delivered([Lots(7, FEW).crew(one, HORIZON)], work_left, HORIZON, rising=True)
    for weeks, drawn in zip((found.likely, found.safe), np.quantile(done, (0.5, 0.8)) / 7, strict=True):
        assert -NOISE <= weeks - drawn <= most


@pytest.mark.slow
@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("share", [0.2, 0.5])
@pytest.mark.parametrize(
    "others",
    [(crew(outside()),), (crew(outside(), 2),), (crew(outside()), crew(hiring(standing=RoleStanding.OFFER_OUT)))],
)
def test_the_present_team_beside_others_enters_on_its_mean_day(
    others: tuple[Crew, ...], share: float, people: int
) -> None:
    """Little is lost by leaving out how far that day spreads, and next to nothing of the likely day."""
    team = crew(present(), people, share, 0)
    way = option(*others, owner=None, beside=team)
    found = Timeline(HORIZON).of(Situation((way,), 14.0, None))[0]
    lots = Lots(11, FEW)
    done = delivered([lots.crew(one, HORIZON) for one in (*others, team)], 14.0, HORIZON)
    assert found.delivered is not None and found.team_weeks == people * share
    assert found.delivered.likely == pytest.approx(np.quantile(done, 0.5) / 7, abs=BESIDE)
    assert found.delivered.safe == pytest.approx(np.quantile(done, 0.8) / 7, abs=BESIDE_SAFE)


def _agrees(when: When, days: Draws, need_by: int) -> None:
    assert when.by_need == pytest.approx(np.mean(days <= need_by), abs=POINTS)
    assert when.later == pytest.approx(np.mean(days > HORIZON), abs=POINTS)
    half, most = round(len(days) * 0.5), round(len(days) * 0.8)
    ordered = np.partition(days, [half, most])
    for found, drawn in ((when.likely, ordered[half]), (when.safe, ordered[most])):
        if abs(drawn - HORIZON) < 7 * WEEKS:
            continue
        if drawn > HORIZON:
            assert found is None
        else:
            assert found == pytest.approx(drawn / 7, abs=WEEKS)
