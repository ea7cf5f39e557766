"""What all tests share: how much property tests try, the shipped rules, and what a missing library means.

pytest and the program's own dependencies are enough to run the suite. A test module that imports one of `OPTIONAL` is
skipped where that is not installed, and the reason names it; in a function, use `pytest.importorskip`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from advisor import Advisor
from testkit.effort import EXAMPLES, PROFILE
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
    # Making a counterexample small takes minutes; what fails on CI fails alike, and is made small, without `CI`.
    _PHASES = [Phase.explicit, Phase.generate, *([] if os.environ.get("CI") else [Phase.shrink])]
    settings.register_profile("ci", max_examples=EXAMPLES["ci"], derandomize=True, phases=_PHASES, **_COMMON)
    settings.register_profile("thorough", max_examples=EXAMPLES["thorough"], **_COMMON)
    # For a first look: no time is spent on making a counterexample small.
    settings.register_profile("hunt", max_examples=EXAMPLES["hunt"], phases=[Phase.generate], **_COMMON)
    settings.load_profile(PROFILE)


OPTIONAL = {
    *("dask", "distributed", "fastapi", "httpx", "hypothesis", "jsonschema", "mcp", "mcp_types", "openpyxl"),
    *("pexpect", "polars", "uvicorn", "z3", "zstandard"),
}


class _Module(pytest.Module):
    """A test module; not collected where one of the optional libraries that it imports is missing."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        try:
            return super().collect()
        except self.CollectError as error:
            missing = error.__cause__
            if isinstance(missing, ModuleNotFoundError) and missing.name in OPTIONAL:
                pytest.skip(f"{missing.name} is not installed", allow_module_level=True)
            raise


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module:
    return _Module.from_parent(parent, path=module_path)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their argument: what is packed holds the time, and each worker must collect the same names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def advisor() -> Advisor:
    """The shipped rules by the Python engine; assessing does not change it."""
    return shipped_advisor()
