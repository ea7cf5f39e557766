"""The shipped cases, assessed once, each with its explainer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from advisor import Advisor
from advisor.explaining.explainer import Explainer
from testkit.shipped import NAMES, shipped_cases


@pytest.fixture(scope="session")
def explainers(advisor: Advisor) -> Mapping[str, Explainer]:
    """An explainer of each shipped case, by name."""
    return {case.id: advisor.explain(advisor.assess(case)) for case in shipped_cases(advisor)}


@pytest.fixture(params=NAMES)
def explainer(request: pytest.FixtureRequest, explainers: Mapping[str, Explainer]) -> Explainer:
    """Each shipped case in turn."""
    return explainers[request.param]
