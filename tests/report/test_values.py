"""Results are plain values: they compare, copy and pickle, and hold nothing that makes them."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
import yaml

from advisor import Advisor, Assessment
from advisor.report.text import text
from advisor.report.told import Told

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    """The shipped packs."""
    return Advisor()


def assessed(advisor: Advisor, path: Path) -> Assessment:
    case, _ = advisor.read(yaml.safe_load(path.read_text()))
    assert case is not None
    return advisor.assess(case)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_result_comes_back_whole_from_pickle_and_copies(advisor: Advisor, path: Path) -> None:
    """Equal in every part, as JSON and as a page, without packs, engine or advisor in what was kept."""
    result = assessed(advisor, path)
    kept = pickle.dumps(result)
    for machinery in (b"Rulebase", b"Program", b"Assessor", b"Recommender", b"AssessmentParts", b"Compiled"):
        assert machinery not in kept
    for again in (pickle.loads(kept), copy.copy(result), copy.deepcopy(result)):
        assert again == result and again is not result
        assert again.to_dict() == result.to_dict()
        assert (again.findings, again.decision, again.plan) == (result.findings, result.decision, result.plan)
        assert text(Told(again, advisor.rulebase), verbose=True) == text(Told(result, advisor.rulebase), verbose=True)


def test_results_of_different_cases_differ(advisor: Advisor) -> None:
    """Equality looks at the result, not at the object."""
    first, second = (assessed(advisor, path) for path in CASES[:2])
    assert first != second and first == assessed(advisor, CASES[0])
    assert len({first, assessed(advisor, CASES[0])}) == 1


def test_what_to_dict_gives_is_the_callers_own(advisor: Advisor) -> None:
    """Changing it changes no result."""
    result = assessed(advisor, CASES[0])
    result.to_dict()["diagnoses"].clear()
    assert result.to_dict()["diagnoses"]


def test_explanations_are_values(advisor: Advisor) -> None:
    """How, why not and levers come back from pickle as they were; a result from pickle can be explained."""
    result = assessed(advisor, next(path for path in CASES if path.stem == "textbook"))
    for which in (result, pickle.loads(pickle.dumps(result))):
        explainer = advisor.explain(which)
        found = [
            explainer.how(result.found[0].id),
            explainer.why_not("contractors-as-ticket-takers"),
            explainer.levers(),
        ]
        assert pickle.loads(pickle.dumps(found)) == found


def test_an_advisor_pickles_by_its_packs(advisor: Advisor) -> None:
    """What comes back assesses the same."""
    again = pickle.loads(pickle.dumps(advisor))
    assert assessed(again, CASES[0]) == assessed(advisor, CASES[0])
    assert again.packs == advisor.packs
