"""What if, levers, order, sensitivity, comparing and replay: their laws on the shipped cases."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from advisor.cases.answers import Differ
from advisor.explaining.context import Context
from advisor.explaining.differences.replaying import case_of, replay
from advisor.explaining.explainer import Explainer
from advisor.explaining.search.lever_sets import Goal
from advisor.explaining.search.levers import Lifting
from advisor.inference.assessor import Inference
from advisor.library import Advisor
from advisor.problems import CaseError


def test_what_if_with_the_present_answers_is_empty(explainer: Explainer) -> None:
    """Supposing what is so changes nothing, whether by the short way or assessed again."""
    answers = {q: a.said for q, a in explainer.context.case.answers.items() if not isinstance(a.said, Differ)}
    assert not explainer.what_if(answers).difference
    from advisor.explaining.differences.difference import difference

    assert not difference(explainer.context.assessment, explainer.context.again(explainer.context.case))


def test_every_lever_set_works_and_no_part_of_it_does(explainer: Explainer) -> None:
    """Minimal: each subset of each set leaves the goal out of reach."""
    lifting = Lifting(explainer.context)
    for levers in explainer.levers():
        for made in levers.sets:
            assert lifting.reaches(levers.goal, made.levers)
            for size in range(len(made.levers)):
                for part in itertools.combinations(made.levers, size):
                    assert not lifting.reaches(levers.goal, part), (levers.goal, [lever.id for lever in part])
        days = [made.days for made in levers.sets]
        assert days == sorted(days)


def test_the_levers_of_all_goals_take_at_most_a_thousand_what_ifs(
    explainer: Explainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sets are not tried that are known to be too small or larger than needed: somebody waits for the answer."""
    tried, infer = 0, Context.infer

    def counted(*arguments: Any) -> Inference:
        nonlocal tried
        tried += 1
        return infer(*arguments)

    monkeypatch.setattr(Context, "infer", counted)
    explainer.levers()
    assert 0 < tried <= 1_000


def test_levers_reach_a_chance(explainers: dict[str, Explainer]) -> None:
    """A date far off and little work give a chance; the set says so, and one that cannot be had is told as none."""
    textbook = explainers["textbook"]
    (found,) = textbook.levers(
        Goal("chance", chance=0.5), ["milestone.need_by=2027-12-01", "milestone.work_left_weeks=4"]
    )
    assert found.sets and all(made.levers for made in found.sets)
    (none,) = textbook.levers(Goal("chance", chance=1.0), ["role.region=uk"])
    assert not none.sets


def test_the_higher_entry_has_the_greater_sum(explainers: dict[str, Explainer]) -> None:
    """A stands above B because its sum is greater, and asking the other way round is noticed."""
    textbook = explainers["textbook"]
    plan = textbook.context.assessment.plan
    assert plan is not None
    letters = [
        letter for letter, e in zip("abcdefgh", plan.entries) if e.worth is not None and e.worth.place.why == "gain"
    ]
    found = textbook.above(*letters[:2])
    first, second = found.sums
    assert first is not None and second is not None and first.priority >= second.priority
    assert textbook.above(*letters[1::-1]).swapped and not found.swapped


def test_a_case_compared_with_itself_is_empty(explainer: Explainer) -> None:
    """Nothing happened between a day and the same day."""
    assert not explainer.compare(explainer)


def test_stale_answers_and_a_plan_that_was_done(advisor: Advisor, explainers: dict[str, Explainer]) -> None:
    """After 100 days unchanged answers are stale; what the first action should change is seen to be so."""
    context = explainers["textbook"].context
    plan = context.assessment.plan
    assert plan is not None
    entry = next(each for each in plan.entries if each.id == "rewrite-role")
    assert entry.worth is not None
    later = replace(
        context.with_answers(dict(entry.worth.measured.imagined.answers)), as_of=context.case.as_of + timedelta(100)
    )
    found = explainers["textbook"].compare(advisor.explain(advisor.assess(later)))
    assert entry.id in dict(found.done)
    assert found.days > context.figure("stale-after")[1]
    assert "loop.rounds" in dict(found.stale) and "jd.must_have_areas" not in dict(found.stale)
    assert any(change.id == "role-too-broad" and change.way == "resolved" for change in found.difference.diagnoses)


def test_replay_of_a_shipped_assessment_is_clean(advisor: Advisor, explainer: Explainer) -> None:
    """The JSON alone brings out the same result."""
    saved = json.loads(json.dumps(explainer.context.assessment.to_dict()))
    case, problems = case_of(saved, advisor.knowledge)
    assert case is not None, problems
    assert replay(saved, advisor.assess(case)).clean


def test_replay_names_what_was_tampered_with(advisor: Advisor, explainers: dict[str, Explainer]) -> None:
    """Another certainty, another pack: each is named; another engine is no difference."""
    saved = json.loads(json.dumps(explainers["textbook"].context.assessment.to_dict()))
    saved["run"]["engine"] = "another"
    saved["diagnoses"][0]["certainty"] = [0.1, 0.2]
    saved["packs"][0]["sha256"] = "0" * 64
    case, _ = case_of(saved, advisor.knowledge)
    assert case is not None
    found = replay(saved, advisor.assess(case))
    assert [d.path for d in found.differs] == [f"diagnoses.{saved['diagnoses'][0]['id']}.certainty"]
    assert found.packs[0].same_version


def test_a_bad_value_is_told_with_all_others(explainers: dict[str, Explainer]) -> None:
    """Every problem of several facts at once."""
    with pytest.raises(CaseError) as told:
        explainers["textbook"].what_if(["loop.rounds=many", "milestone.need_by=whenever"])
    assert len(told.value.problems) == 2
