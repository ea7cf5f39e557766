"""Sensitivity: what is named changes what it says; how far a step goes is a figure of the rules."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from advisor.cases.answers import Exactly, Given, Range
from advisor.explaining.explainer import Explainer
from advisor.explaining.search.sensitivity import Steps
from advisor.library import Advisor

FIGURES = """figures:
  - id: step-number
    extends: staffing
    values: [{value: 0.5}]
  - id: stale-after
    extends: staffing
    values: [{value: 10}]
"""


def test_what_is_named_changes_something_and_few_steps_are_tried(explainer: Explainer) -> None:
    """Every answer and every figure of a case, each one step off; somebody waits for it."""
    found = explainer.sensitivity()
    assert all(step.model or step.first for step in found.found)
    assert 0 < found.tried <= 200


def test_what_is_named_comes_out_when_it_is_assessed(explainer: Explainer) -> None:
    """The model that a step is said to give is the model of the case with that step; so is the first action."""
    context = explainer.context
    steps = Steps(context.figure("step-number")[1], timedelta(context.figure("step-date")[1]))
    for found in explainer.sensitivity().found:
        if found.kind != "answer":
            continue
        given = context.case.answers[found.id].said
        assert isinstance(given, (Exactly, Range))
        tried = steps.of(context.program.question(found.id), given)
        again = [context.again(context.with_answers({found.id: step})) for step in tried]
        models = {made.decision.model for made in again if made.decision is not None}
        plans = [made.plan.entries for made in again if made.plan is not None]
        firsts = {entries[0].short if entries else None for entries in plans}
        assert found.model is None or found.model[1] in models
        assert found.first is None or found.first[1] in firsts, (found, firsts)


def test_figures_are_tried_against_the_model_and_the_first_action(explainers: dict[str, Explainer]) -> None:
    """The ramp at its longest makes the hire too late in one case: another model, and another first action."""
    found = [s for s in explainers["nothing-to-fix"].sensitivity().found if s.kind == "figure"]
    assert any(s.id == "ramp" and s.model == ("hire", "bridge-and-hire") and s.first is not None for s in found)


def test_steps_go_as_far_as_the_figures_say(explainers: dict[str, Explainer]) -> None:
    """A tenth of a number (of a count at least one), two weeks of a day, the neighbours of a choice."""
    context = explainers["textbook"].context

    def of(id: str, given: Given) -> list[object]:
        steps = Steps(context.figure("step-number")[1], timedelta(context.figure("step-date")[1]))
        return [s.value for s in steps.of(context.program.question(id), given) if isinstance(s, Exactly)]

    assert of("role.open_days", Exactly(58)) == [52, 64]
    assert of("loop.rounds", Exactly(6)) == [5, 7]
    assert of("loop.rounds", Range(4, 6)) == [4, 6]
    day = context.case.answers["milestone.need_by"].said
    assert isinstance(day, Exactly)
    assert of("milestone.need_by", day) == [day.value - timedelta(14), day.value + timedelta(14)]  # type: ignore[operator]
    assert of("jd.must_haves_separated", Exactly(False)) == [True]


def test_figures_of_ones_own_count(tmp_path: Path, explainers: dict[str, Explainer]) -> None:
    """A longer step is taken as it stands; answers grow stale as soon as the figure says."""
    file = tmp_path / "ours.yaml"
    file.write_text(FIGURES)
    ours = Advisor(engine="python", figures=[str(file)])
    case = explainers["textbook"].context.case
    own = ours.explain(ours.assess(case))
    assert own.context.figure("step-number")[1] == 0.5
    from dataclasses import replace

    later = ours.explain(ours.assess(replace(case, as_of=case.as_of + timedelta(11))))
    assert own.compare(later).stale
