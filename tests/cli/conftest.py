"""The command over a small pack of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from testkit.commands import Advise, run_here
from testkit.places import PLAIN


@pytest.fixture
def advise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Advise:
    """`advisor ...` in an empty folder, with the pack `plain` in place of the shipped rules."""
    monkeypatch.setattr("advisor.library.shipped_packs", lambda: [PLAIN])
    monkeypatch.chdir(tmp_path)
    return run_here
