"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from advisor.cases.written import days
from advisor.interview.faces import terminal


@pytest.mark.parametrize("module", [days, terminal], ids=lambda module: module.__name__)
def test_examples_hold(module: ModuleType) -> None:
    """As they stand there."""
    found = doctest.testmod(module)
    assert found.attempted > 0 and found.failed == 0
