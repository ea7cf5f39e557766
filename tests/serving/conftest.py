"""A desk over the shipped rules, and the shipped cases as plain data."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import Advisor
from advisor.interview.state import State
from advisor.serving.desk import Desk
from testkit.serving import TODAY
from testkit.shipped import shipped_case


@pytest.fixture(scope="session")
def desk(advisor: Advisor) -> Desk:
    return Desk(advisor, lambda: TODAY)


@pytest.fixture
def textbook(advisor: Advisor) -> dict[str, Any]:
    """The case as a client would send it."""
    return State.of_case(shipped_case(advisor, "textbook")).to_dict()
