"""The examples in docstrings are true: what stands after `>>>` gives what stands below it."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from testkit.places import ROOT

SHOWN = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "advisor").rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", SHOWN)
def test_the_examples_of_a_module_are_true(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run in an empty folder; `...` stands for anything, and how lines are broken does not matter."""
    monkeypatch.chdir(tmp_path)
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as missing:
        pytest.skip(f"{missing.name} is not installed")
    found = doctest.testmod(loaded, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 0 and found.failed == 0, capsys.readouterr().out
