"""Results hold together: no text says what its numbers deny, no plan what its model or its own conditions forbid.

`benchmarks/coherence.py` tries the same laws on as many companies as wanted.
"""

from __future__ import annotations

import pytest

from advisor import Advisor
from testkit.coherence.draws import drawn_company
from testkit.coherence.laws import broken
from testkit.coherence.subjects import unasked_subjects
from testkit.effort import examples
from testkit.shipped import NAMES, shipped_case

AT_ONCE = 10  # companies in one test


@pytest.mark.parametrize("start", range(0, examples(2), AT_ONCE))
def test_results_hold_together(advisor: Advisor, start: int) -> None:
    """Every law, for companies drawn at random."""
    found = {seed: broken(advisor, drawn_company(advisor, seed)) for seed in range(start, start + AT_ONCE)}
    assert {seed: wrong for seed, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("seed", [1023, 5264, 5540, 5653, 5805, 6080, 20270, 20354, 20549, 21634])
def test_what_once_fell_apart(advisor: Advisor, seed: int) -> None:
    """Companies that once broke a law: each stands for its kind."""
    assert broken(advisor, drawn_company(advisor, seed)) == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_cases_hold_together(advisor: Advisor, name: str) -> None:
    """The situations that come with the program."""
    assert broken(advisor, shipped_case(advisor, name)) == {}


def test_no_action_speaks_of_what_nobody_was_asked_about(advisor: Advisor) -> None:
    """Contractors, a role, a date, whoever signed: an action that speaks of them asks for them."""
    assert list(unasked_subjects(advisor.program)) == []
