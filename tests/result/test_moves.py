"""How an entry of the plan is done in this company: told only where it's so, and never with a hole in it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from advisor.planning.plan import PlanEntry
from advisor.result.assessment import Assessment
from advisor.result.story.moves import along, titled, ways_of
from testkit.companies.drawn import plausible_company
from testkit.shipped import NAMES, shipped_advisor, shipped_case

SEEDS = range(25)


def assessments() -> list[Assessment]:
    """The shipped cases, and some drawn companies."""
    advisor = shipped_advisor()
    cases = [shipped_case(advisor, name) for name in NAMES]
    return advisor.assess_many([*cases, *(plausible_company(advisor, seed) for seed in SEEDS)])


def test_what_is_told_is_true_and_known() -> None:
    """Each sentence is one of the action's own whose condition is true, and prints no answer that wasn't given."""
    advisor, told = shipped_advisor(), 0
    for assessment in assessments():
        inferred = assessment.decided_in
        for entry in assessment.plan.entries if assessment.plan is not None else ():
            action = advisor.actions[entry.id]
            assert len(entry.how) <= 3
            assert entry.title == titled(entry.short, entry.how)
            assert all("not answered" not in each and "{" not in each for each in entry.how)
            true = 0
            for number, how in enumerate(action.how):
                late = advisor.program.late.hows.get(f"{entry.id}.{number}")
                assert (late is None) == (how.when is None)
                true += late is None or late.truth(inferred.shown) == 1
            own = [each for each in entry.how if not each.startswith("Along with it, ")]
            wording = advisor.explain(assessment).context.wording(inferred)
            possible = len(list(ways_of(advisor.program, entry.id, wording, inferred)))
            assert len(own) == min(2, possible) and possible <= true
            told += len(own)
    assert told > 100


def test_dont_know_tells_nothing_particular() -> None:
    """Without an answer only those sentences are told that stand without a condition."""
    advisor = shipped_advisor()
    assessment = advisor.assess(advisor.case({}, as_of="2026-11-22"))
    inferred = assessment.decided_in
    wording = advisor.explain(assessment).context.wording(inferred)
    for action, model in advisor.actions.items():
        plain = [how for how in model.how if how.when is None and not re.search(r"\{(?!name\.)", how.says.lower())]
        assert len(list(ways_of(advisor.program, action, wording, inferred))) == len(plain)


def entry(name: str, *treats: str, kind: str = "fix") -> PlanEntry:
    """An entry of a plan that treats some findings."""
    day: Any = date(2026, 12, 1)
    return PlanEntry(name, name, kind, "cto", day, day, 0.5, 1.0, 1.0, 0.0, 1.0, treats, ())


@pytest.mark.parametrize(
    ("later", "wanted"),
    [
        ([], [None, None, None]),
        ([entry("d", "x")], ["d", None, None]),  # the first that shares a finding
        ([entry("d", "x"), entry("e", "x")], ["d", None, None]),  # one each
        ([entry("d", "y", "x")], ["d", None, None]),
        ([entry("d", "z")], [None, None, None]),  # nothing in common
        ([entry("d", "x", kind="gate")], [None, None, None]),
        ([entry("d", "x"), entry("e", "y")], ["d", "e", None]),
    ],
)
def test_what_goes_along_shares_a_finding(later: list[PlanEntry], wanted: list[str | None]) -> None:
    """A fix beyond the third goes along with the first of those that everybody reads which works on the same."""
    entries = [entry("a", "x"), entry("b", "y"), entry("c", "w", kind="gate"), *later]
    assert along(entries)[:3] == wanted and not any(along(entries)[3:])


def test_a_plan_of_few_keeps_up_what_works() -> None:
    """Upkeep stands beside fixes only where fewer than three entries come before it, and never in their place."""
    seen = 0
    for assessment in assessments():
        entries = assessment.plan.entries if assessment.plan is not None else ()
        fixes = [place for place, each in enumerate(entries) if each.kind == "fix"]
        kept = [place for place, each in enumerate(entries) if each.kind == "upkeep"]
        if fixes and kept:
            assert max(fixes) < min(kept) and max(kept) < 3
            seen += 1
    assert seen
