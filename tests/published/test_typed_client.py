"""A client's script passes the strictest type checking, and runs."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from testkit.places import ROOT

CLIENT = ROOT / "tests" / "published" / "typed_client.py"


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder from which the project isn't seen, so that what's installed is."""
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.slow
def test_the_client_runs(tmp_path: Path) -> None:
    """It asserts what it gets."""
    done = run(str(CLIENT), folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "type Write a number (days).\n"), done.stderr


@pytest.mark.slow
def test_the_client_passes_mypy_strict(tmp_path: Path) -> None:
    """Against what's installed, which here and in CI is the editable project; a slip in it is found."""
    pytest.importorskip("mypy")
    (tmp_path / "client.py").write_text(CLIENT.read_text(encoding="utf-8"), encoding="utf-8")
    slip = 'from advisor import Advisor\nAdvisor().brief("acme")["hedline"]\n'
    (tmp_path / "slip.py").write_text(slip, encoding="utf-8")
    done = run("-m", "mypy", "--strict", "client.py", "slip.py", folder=tmp_path)
    wrong = [line.partition(":")[0] for line in done.stdout.splitlines() if " error: " in line]
    assert wrong == ["slip.py", "slip.py"], done.stdout


def test_types_reach_editable_installs() -> None:
    """Such an install is a path, which type checkers follow, and the mark of a typed package is shipped."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    assert config["editable_wheel"]["mode"] == "compat"
    assert "py.typed" in config["options.package_data"]["advisor"]
    assert (ROOT / "advisor" / "py.typed").exists()
