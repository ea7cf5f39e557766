"""The shipped cases, assessed once, each with its explainer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from advisor.cli.casefiles import read_cases
from advisor.explaining.explainer import Explainer
from advisor.library import Advisor
from advisor.shipped import shipped

NAMES = tuple(sorted(path.stem for path in shipped("cases").glob("*.yaml")))


@pytest.fixture(scope="session")
def advisor() -> Advisor:
    """The shipped rules, by the Python engine."""
    return Advisor(engine="python")


@pytest.fixture(scope="session")
def explainers(advisor: Advisor) -> Mapping[str, Explainer]:
    """An explainer of each shipped case, by name."""
    reads = read_cases(advisor, [str(shipped("cases") / f"{name}.yaml") for name in NAMES])
    return {read.case.id: advisor.explain(advisor.assess(read.case)) for read in reads if read.case is not None}


@pytest.fixture(params=NAMES)
def explainer(request: pytest.FixtureRequest, explainers: Mapping[str, Explainer]) -> Explainer:
    """Each shipped case in turn."""
    return explainers[request.param]
