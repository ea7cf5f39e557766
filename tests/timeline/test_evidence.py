"""The shipped figures lead to the weeks that evidence 1.9 found by its own simulation."""

from __future__ import annotations

import pytest

from advisor.timeline.options import Situation
from advisor.timeline.paths import Path
from advisor.timeline.timeline import Timeline
from testkit.timelines.usual import crew, figures, hiring, option, outside, present

TIMELINE = Timeline(figures()["horizon"]["values"][0]["value"])

# Weeks to productive, likely and safe.
EVERYBODY_JOINS = {
    "us": (22, 27),
    "uk": (28, 34),
    "de": (29, 34),
    "fr": (30, 35),
    "pl": (28, 33),
    "br": (23, 29),
    "ar": (22, 27),
    "mx": (22, 27),
}
# What people who sign and do not come cost on top: recorded, not from evidence.
WITH_NO_SHOWS = {
    "us": (22.1, 27.8),
    "uk": (28.6, 34.8),
    "de": (29.0, 35.1),
    "fr": (30.0, 36.1),
    "pl": (28.1, 34.2),
    "india": (31.8, 46.4),
    "br": (23.5, 29.3),
    "ar": (22.1, 27.8),
    "mx": (21.8, 27.4),
    "any": (26.4, 32.6),
}
OTHERS = [
    (outside(), (8, 9)),
    (outside(ready=False), (10, 12)),
    (outside(regulated=True), (11, 12)),
    (outside(regulated=True, ready=False), (13, 15)),
    (present(), (6, 7)),
]


def _weeks(path: Path) -> tuple[float | None, float | None]:
    when = TIMELINE.of(Situation((option(crew(path)),), None, None))[0].productive
    return when.likely, when.safe


@pytest.mark.parametrize("region", EVERYBODY_JOINS)
def test_a_permanent_engineer_where_everybody_joins(region: str) -> None:
    """Within a week. India is missing: its figure in evidence counts those who do not come."""
    assert _weeks(hiring(region, joining=1.0)) == pytest.approx(EVERYBODY_JOINS[region], abs=1)


@pytest.mark.parametrize("region", WITH_NO_SHOWS)
def test_who_signs_and_does_not_come_costs_days(region: str) -> None:
    """Most regions lose days; India, where three in ten stay away, loses months on the safe side."""
    assert _weeks(hiring(region)) == pytest.approx(WITH_NO_SHOWS[region], abs=0.06)


@pytest.mark.parametrize(("path", "weeks"), OTHERS)
def test_people_from_outside_and_the_present_team(path: Path, weeks: tuple[int, int]) -> None:
    """Within a week, ready or not, with and without a procedure for access."""
    assert _weeks(path) == pytest.approx(weeks, abs=1)
