"""Why not: the nearest miss first, what is named flips the status, and the wrong question is answered the right way."""

from __future__ import annotations

import pytest

from advisor.explaining.explainer import Explainer, Otherwise
from advisor.explaining.reasons.why_not import WhyNot
from advisor.explaining.search.flipping import changes_as_answers
from advisor.explaining.subjects import UnknownSubjectError
from advisor.explaining.tree import DiagnosisNode
from advisor.inference.certainty import Status


def _absent(explainer: Explainer) -> list[str]:
    return [f.id for f in explainer.context.assessment.findings if f.status is not Status.CONFIRMED]


@pytest.mark.slow
def test_the_changes_named_flip_the_status(explainer: Explainer) -> None:
    """Assessed again with the answers named, the diagnosis is found; without one of them it is not."""
    flipped = 0
    for id in _absent(explainer)[::7]:
        found = explainer.why_not(id)
        assert isinstance(found, WhyNot)
        if found.searched.flip is None:
            continue
        flipped += 1
        changes = changes_as_answers(found.searched.flip.changes)
        context = explainer.context
        assert context.again(context.with_answers(changes)).status(id) is Status.CONFIRMED
        for left_out in changes if len(changes) > 1 else ():
            fewer = {q: g for q, g in changes.items() if q != left_out}
            assert context.again(context.with_answers(fewer)).status(id) is not Status.CONFIRMED
    assert flipped


@pytest.mark.slow
def test_the_nearest_miss_stands_first(explainer: Explainer) -> None:
    """Ways are ordered by what they lack."""
    for id in _absent(explainer)[::9]:
        found = explainer.why_not(id)
        assert isinstance(found, WhyNot)
        distances = [way.distance for way in found.ways]
        assert distances == sorted(distances)


@pytest.mark.slow
def test_a_model_is_chosen_with_the_changes_named(explainer: Explainer) -> None:
    """The same for a staffing model."""
    decision = explainer.context.assessment.decision
    assert decision is not None
    model = "descope" if decision.model != "descope" else "bridge-and-hire"
    found = explainer.why_not(model)
    assert isinstance(found, WhyNot)
    if found.searched.flip is not None:
        context = explainer.context
        after = context.again(context.with_answers(changes_as_answers(found.searched.flip.changes))).decision
        assert after is not None and after.model == model


def test_asked_of_something_found_it_shows_how(explainers: dict[str, Explainer]) -> None:
    """Why-not of what is there says that it is there."""
    found = explainers["textbook"].why_not("role-too-broad")
    assert isinstance(found, Otherwise) and isinstance(found.answer, DiagnosisNode)


def test_an_unknown_id_suggests_the_nearest(explainers: dict[str, Explainer]) -> None:
    """A slip of the pen is met with the right name."""
    with pytest.raises(UnknownSubjectError, match="role-too-broad"):
        explainers["textbook"].why_not("role-to-broad")


def test_a_distance_is_told_in_the_users_numbers(explainers: dict[str, Explainer]) -> None:
    """`needs 5 rounds or more, you said 4`: what is needed and what was said stand side by side."""
    context = explainers["textbook"].context
    fewer = explainers["textbook"].what_if(["role.open_days=20", "role.oldest_days=20"])
    assert any(change.id == "role-open-too-long" and change.way == "resolved" for change in fewer.difference.diagnoses)
    facts = {"role.open_days": 20, "role.oldest_days": 20}
    from advisor.cases.answers import Exactly

    again = Explainer(
        type(context)(context.again(context.with_answers({q: Exactly(v) for q, v in facts.items()})), context.rulebase)
    )
    found = again.why_not("role-open-too-long")
    assert isinstance(found, WhyNot)
    misses = [m for way in found.ways for sign in way.missing for m in sign.misses]
    assert any((m.said == "20" and "or more" in m.needed) or "more than" in m.needed for m in misses)
