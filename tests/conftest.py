"""How much the property tests try: `HYPOTHESIS_PROFILE=thorough` for a long search, `ci` (the default) otherwise."""

import os

from hypothesis import HealthCheck, Phase, settings

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
