"""Verdicts of an expert who had not read the rules, on companies other than the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor
from testkit.commands import run_here
from testkit.places import COMPANIES
from testkit.shipped import case_in

CASES = Path(__file__).parent / "verdicts"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
NAMED = ("confirmed", "suspected")


@pytest.mark.parametrize("name", NAMES)
def test_the_verdict_is_the_experts(advisor: Advisor, name: str) -> None:
    """Findings, what must not be found, the way of staffing and the first thing to do."""
    case = case_in(advisor, CASES / f"{name}.yaml")
    assert case.expect is not None
    result = advisor.assess(case).to_dict()
    status = {finding["id"]: finding["status"] for finding in result["diagnoses"]}
    assert [id for id in case.expect["found"] if status[id] != "confirmed"] == []
    assert [id for id in case.expect["likely"] if status[id] not in NAMED] == []
    assert [id for id in case.expect["absent"] if status[id] in NAMED] == []
    assert result["staffing"]["model"] == case.expect["model"]
    assert result["plan"][0]["id"] == case.expect["first"]


def test_what_experts_said_of_companies_learned_from_still_holds() -> None:
    """Findings, what must not be claimed and the way of staffing, of companies that the rules were judged on once."""
    done = run_here("rules", "test", "--cases", str(COMPANIES), "--engine", "python")
    assert done.code == 0, done.out


def test_the_command_says_the_same() -> None:
    """`advisor rules test --cases` reads the same expectations."""
    done = run_here("rules", "test", "--cases", str(CASES), "--engine", "python")
    assert done.code == 0, done.out
