"""An interviewer for the shipped rules."""

from __future__ import annotations

import pytest

from advisor import Advisor
from advisor.interview.choosing.interviewer import Interviewer


@pytest.fixture(scope="session")
def interviewer(advisor: Advisor) -> Interviewer:
    return advisor.interviewer
