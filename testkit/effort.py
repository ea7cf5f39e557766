"""How much the tests try: `HYPOTHESIS_PROFILE=thorough` tries at length what is tried shortly before each change."""

from __future__ import annotations

import os

EXAMPLES = {"ci": 40, "hunt": 500, "thorough": 2_000}  # of a property, by profile
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
THOROUGH = PROFILE == "thorough"


def examples(share: float) -> int:
    """So many times the examples of the profile, for laws whose examples are dear or cheap."""
    return max(1, round(EXAMPLES[PROFILE] * share))
