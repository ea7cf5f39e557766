"""One advisor for all tests of plans; assessing does not change it."""

import pytest

from advisor import Advisor


@pytest.fixture(scope="session")
def advisor() -> Advisor:
    """The shipped rules, with the engine that plans use."""
    return Advisor(engine="python")
