"""Answers on the command line as people write them: labels, any case, days in words; what is asked about likewise."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from advisor.explaining.differences.what_if import read_facts
from advisor.explaining.explainer import Explainer
from advisor.problems import CaseError

# One question of each type, as a machine writes an answer and as people do; days are counted from the day of the case.
WRITTEN = (
    ("role.stage=in_calls", "role.stage=In phone screens or interviews"),
    ("role.stage=in_calls", "Post.Stage=IN_CALLS"),
    ("role.parked=yes", "role.parked=Y"),
    ("milestone.need_by=2027-03-03", "milestone.need_by=Mar 3 2027"),
    ("milestone.need_by=2027-03-01..2027-03-31", "milestone.need_by=March 2027"),
    ("milestone.need_by=2027-03-03..2027-03-31", "milestone.need_by=3 March 2027 .. 31 March 2027"),
    ("loop.rounds=4", "loop.rounds=four"),
    ("role.open_days=20..30", "role.open_days=20-30 days"),
    ("team.spare_percent=unsure", "team.spare_percent=Not sure"),
)


@pytest.fixture
def explainer(explainers: Mapping[str, Explainer]) -> Explainer:
    """One case is enough: what is read is the same in all."""
    return explainers["textbook"]


@pytest.mark.parametrize(("plain", "typed"), WRITTEN)
def test_an_answer_is_taken_as_people_write_it(explainer: Explainer, plain: str, typed: str) -> None:
    assert read_facts(explainer.context, [typed]) == read_facts(explainer.context, [plain])


@pytest.mark.parametrize("typed", ["role.stage=calls maybe", "milestone.need_by=soonish", "loop.rounds=lots"])
def test_what_nobody_understands_is_still_refused(explainer: Explainer, typed: str) -> None:
    with pytest.raises(CaseError):
        read_facts(explainer.context, [typed])


def test_what_is_asked_about_is_found_whatever_its_capitals(explainer: Explainer) -> None:
    finding = explainer.context.assessment.found[0]
    assert {explainer.how(text) for text in (finding.id.upper(), finding.title.lower())} == {explainer.how(finding.id)}
    assert explainer.how("Model") == explainer.how("model")
