"""How much work may be left: as much as the timeline itself lets through, never less for more time or more people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor
from advisor.staffing.break_even import BreakEven, OptionBreakEven, break_evens, greatest_steps
from advisor.staffing.company_timeline import CompanyTimeline, rounded
from testkit.companies.answers import AS_OF
from testkit.shipped import company, shipped_advisor

CHANCES = {"likely": 0.5, "safe": 0.8}


def answers_of(advisor: Advisor, given_answers: dict[str, Any]) -> tuple[CompanyTimeline, dict[str, OptionBreakEven]]:
    """The timeline of a company and its break-evens."""
    facts = advisor.assess(company(advisor, given_answers)).decided_in.facts
    calculator, timeline = advisor.rulebase.timeline_calculator, facts.points.detail
    assert calculator is not None and isinstance(timeline, CompanyTimeline)
    return timeline, break_evens(calculator, facts.answers, facts.as_of, {})


def worth(found: dict[str, OptionBreakEven]) -> dict[str, tuple[float, float]]:
    """Likely and safe of each option that has a break-even."""
    return {option: (e.together.likely, e.together.safe) for option, e in found.items() if e.together is not None}


@st.composite
def companies(draw: st.DrawFn) -> dict[str, Any]:
    """Companies of which all but the work left is known that the timeline needs."""
    stage = draw(st.sampled_from(["nobody", "in_calls", "finalist", "offer_out", "signed"]))
    starts = {"role.start_date": day(draw(st.integers(7, 150)))} if stage == "signed" else {}
    ramp = {"onboarding.last_ramp_days": draw(st.integers(5, 120))} if draw(st.booleans()) else {}
    return {
        **starts,
        **ramp,
        "role.stage": stage,
        "milestone.date_told": "customer",
        "milestone.need_by": day(draw(st.integers(14, 400))),
        "contractors.data_access": draw(st.sampled_from(["open", "regulated"])),
        "headcount.external_seats": draw(st.integers(1, 4)),
        "headcount.seats": draw(st.integers(1, 4)),
        "team.people_on_it": draw(st.integers(1, 6)),
        "team.share_percent": draw(st.integers(10, 100)),
    }


def day(ahead: int) -> str:
    """A day from the day of the answers on."""
    return (AS_OF + timedelta(days=ahead)).isoformat()


@given(known=companies())
def test_so_much_may_be_left_and_not_half_a_week_more(known: dict[str, Any]) -> None:
    """Answered with the break-even, the chance that is shown is high enough; with half a week more it is not."""
    advisor = shipped_advisor()
    found = worth(answers_of(advisor, known)[1])
    assert found
    for option, (likely, safe) in found.items():
        for weeks, chance in ((likely, CHANCES["likely"]), (safe, CHANCES["safe"])):
            for left, reached in ((weeks, True), (weeks + 0.5, False)):
                if 0 < left <= 500:
                    timeline, none = answers_of(advisor, {**known, "milestone.work_left_weeks": left})
                    made = timeline.options[option]
                    assert made is not None and made.delivered is not None and made.delivered.by_need is not None
                    assert (rounded(made.delivered.by_need, 3) >= chance) is reached, (option, left)
                    assert not none


@given(known=companies(), later=st.integers(0, 60), more=st.integers(0, 3), less=st.integers(0, 60))
def test_more_time_and_people_and_a_shorter_ramp_never_lower_it(
    known: dict[str, Any], later: int, more: int, less: int
) -> None:
    """And what is safe is never more than what is likely."""
    advisor = shipped_advisor()
    before = worth(answers_of(advisor, known)[1])
    assert all(likely >= safe for likely, safe in before.values())
    need_by = AS_OF.fromisoformat(known["milestone.need_by"])
    changes: list[dict[str, Any]] = [
        {"milestone.need_by": (need_by + timedelta(days=later)).isoformat()},
        *({name: known[name] + more} for name in ("headcount.external_seats", "headcount.seats", "team.people_on_it")),
    ]
    if "onboarding.last_ramp_days" in known:
        changes.append({"onboarding.last_ramp_days": max(known["onboarding.last_ramp_days"] - less, 1)})
    for change in changes:
        after = worth(answers_of(advisor, {**known, **change})[1])
        for option, (likely, safe) in before.items():
            assert after[option][0] >= likely and after[option][1] >= safe, (option, change)


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([0.5, 0.8])), max_size=4), st.integers(1, 40), st.data())
def test_the_search_finds_what_trying_each_number_would(
    rows: Sequence[tuple[int, float]], most: int, data: st.DataObject
) -> None:
    """Whatever number is tried first."""
    first = [data.draw(st.integers(1, 60)) for _ in rows]

    def chance(row: int, number: int) -> float:
        return max(0.0, 1.0 - 0.02 * number * (1 + rows[row][0] / 10))

    found = greatest_steps(
        [(n, least) for n, (_, least) in enumerate(rows)],
        lambda asked: [chance(row, number) for row, number in asked],
        most,
        first,
    )
    for row, (_, least) in enumerate(rows):
        assert found[row] == max((n for n in range(1, most + 1) if chance(row, n) >= least), default=0)


KNOWN = {
    "role.stage": "nobody",
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-03-22",
    "contractors.data_access": "open",
    "headcount.external_seats": 2,
    "headcount.seats": 2,
    "team.people_on_it": 2,
    "team.share_percent": 100,
}


@pytest.mark.parametrize("missing", ["team.people_on_it", "team.share_percent"])
def test_the_present_team_is_told_per_person(advisor: Advisor, missing: str) -> None:
    """Where nobody said how many they are, or how much of their week is free: as one person alone at full time."""
    found = answers_of(advisor, {name: value for name, value in KNOWN.items() if name != missing})[1]
    alone = answers_of(advisor, {**KNOWN, "team.people_on_it": 1})[1]
    assert found["in-house"] == OptionBreakEven(each=alone["in-house"].together)
    known = answers_of(advisor, {**KNOWN, missing: {"unsure": True}, "milestone.work_left_weeks": 9})[1]
    assert known == {"in-house": found["in-house"]}


def test_without_a_date_nothing_may_be_left_by_it(advisor: Advisor) -> None:
    """No break-even where the need-by day is not known, nor where something else is missing too."""
    assert answers_of(advisor, {name: v for name, v in KNOWN.items() if name != "milestone.need_by"})[1] == {}
    found = answers_of(advisor, {name: v for name, v in KNOWN.items() if name != "contractors.data_access"})[1]
    assert set(found) == {"hire", "in-house"}


def test_the_ends_have_words_of_their_own() -> None:
    """However little fails, no matter how much is left passes, and what lies between."""
    assert [BreakEven(0, 0, 500).meaning(weeks) for weeks in (0, 7.5, 500)] == ["not-by-then", "at-most", "whatever"]


def test_whatever_is_left_passes_where_time_is_long_and_people_are_many(advisor: Advisor) -> None:
    """The end of the declared range of the question stands for all that is beyond it."""
    many = {**KNOWN, "team.people_on_it": 40, "milestone.need_by": "2027-11-01"}
    assert worth(answers_of(advisor, many)[1])["in-house"] == (500.0, 500.0)
