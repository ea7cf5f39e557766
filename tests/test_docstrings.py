"""The examples in docstrings are true: what stands after `>>>` gives what stands below it."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from testkit.places import ROOT

_MISSING = re.compile(r"ModuleNotFoundError: No module named '(?P<name>\w+)")
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
        found = doctest.testmod(
            importlib.import_module(module), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        )
    except ModuleNotFoundError as missing:
        pytest.skip(f"{missing.name} is not installed")
    said = capsys.readouterr().out
    needed = _MISSING.search(said)
    if needed is not None and needed["name"] != "advisor":
        pytest.skip(f"{needed['name']} is not installed")
    assert found.attempted > 0 and found.failed == 0, said
