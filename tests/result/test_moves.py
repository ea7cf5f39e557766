"""How an entry of the plan is done in this company: told only where it's so, and never with a hole in it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from advisor.cases.answers import DontKnow, Exactly, Partly, Range
from advisor.inference.assessor import Inference
from advisor.language.shown import small
from advisor.planning.measured import offered
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


def known(says: str, inferred: Inference) -> bool:
    """Whether everything that a sentence prints is known, read off its text."""
    printed = [
        name for each in re.findall(r"\{([^}]*)\}", says) for name in re.findall(r"[a-z_]+\.[a-z_0-9.]+", each.lower())
    ]
    answers = [name for name in printed if not name.startswith(("name.", "timeline.", "law."))]
    given = inferred.facts.answers
    points = [name for name in printed if name.startswith("timeline.")]
    return all(isinstance(given.get(name, DontKnow()), (Exactly, Partly, Range)) for name in answers) and all(
        name in inferred.facts.points.known for name in points
    )


def test_what_is_told_is_true_and_known() -> None:
    """Told are the first two of the action's own sentences that are true and print nothing that isn't known."""
    advisor, told = shipped_advisor(), 0
    for assessment in assessments():
        inferred, context = assessment.decided_in, advisor.explain(assessment).context
        plain = context.wording(inferred).plain
        for entry in assessment.plan.entries if assessment.plan is not None else ():
            assert len(entry.how) <= 3
            assert entry.title == titled(entry.short, entry.how)
            assert all("not answered" not in each and "{" not in each for each in entry.how)
            own = [each for each in entry.how if not each.startswith("Along with it, ")]
            hows = context.program.knowledge.actions[entry.id].model.how
            late = [context.program.late.hows.get(f"{entry.id}.{number}") for number in range(len(hows))]
            true = [how for how, when in zip(hows, late) if when is None or when.truth(inferred.shown) == 1]
            assert own == [plain(how.says) for how in true if known(how.says, inferred)][:2]
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
    found = along(entries, {entry.id for entry in entries})
    assert found[:3] == wanted and not any(found[3:])
    assert not any(along(entries, ())), "what makes no sense today goes along with nothing"


def test_what_goes_along_makes_sense_today() -> None:
    """Of a fix that today's answers forbid, or that waits for a gate, those who read three entries don't hear."""
    advisor, seen = shipped_advisor(), 0
    for assessment in assessments():
        plan, decision = assessment.plan, assessment.decision
        assert plan is not None and decision is not None
        short = {f"Along with it, {small(each.short)}.": each for each in plan.entries}
        for entry in plan.entries:
            for told in entry.how:
                if told in short:
                    seen += 1
                    beside = short[told]
                    assert not beside.after and entry.short != beside.short
                    assert offered(advisor.program, beside.id, assessment.decided_in, decision.model)
    assert seen > 10


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
