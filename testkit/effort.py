"""How much the tests try: `HYPOTHESIS_PROFILE=thorough` tries at length what is tried shortly before each change."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def examples(share: float) -> int:
    """So many times the examples of the profile, for laws whose examples are dear or cheap."""
    from hypothesis import settings  # not everybody who asks for THOROUGH has it

    return max(1, round(settings.default.max_examples * share))
