"""What all tests share: how much the property tests try, and the shipped rules."""

from __future__ import annotations

import os

import pytest

from advisor import Advisor
from testkit.shipped import shipped_advisor

try:
    from hypothesis import HealthCheck, Phase, settings
except ImportError:
    pass
else:
    # `HYPOTHESIS_PROFILE=thorough` for a long search, `ci` (the default) otherwise.
    _COMMON = {
        "deadline": None,
        "print_blob": True,
        "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    }
    settings.register_profile("ci", max_examples=40, derandomize=True, **_COMMON)
    settings.register_profile("thorough", max_examples=2_000, **_COMMON)
    # For a first look: no time is spent on making a counterexample small.
    settings.register_profile("hunt", max_examples=500, phases=[Phase.generate], **_COMMON)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def advisor() -> Advisor:
    """The shipped rules by the Python engine; assessing does not change it."""
    return shipped_advisor()
