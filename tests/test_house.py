"""The house is in order: layers point one way, every package is shipped, importing is light, tests stand alone."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from testkit.house import MODULES, ORDER, OWN, ROOT, folder_of, imports_of

FOREIGN = {"click", "tabulate", "questionary", "polars", "dask", "z3", "openpyxl", "prompt_toolkit", "jinja2"}
CORE = ORDER[: ORDER.index("report")]
MOST_MODULES = 12


TESTS = {str(path.relative_to(ROOT / "tests")): path for path in (ROOT / "tests").rglob("*.py")}
KIT = {str(path.relative_to(ROOT / "testkit")): path for path in (ROOT / "testkit").rglob("*.py")}
STRATEGIES = {"packs/conditions.py", "packs/strategies.py", "packs/told.py", "timelines/strategies.py"}
SAMPLES = {"boundaries", "faults", "packs"}  # folders of tests that hold no tests


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_one_way(module: str) -> None:
    """A module imports from its own folder and from those above it; only the package itself points on."""
    folder = folder_of(module)
    if folder:
        for imported in OWN[module]:
            assert folder_of(imported) in ORDER[: ORDER.index(folder) + 1], f"{module} imports {imported}"


def test_no_files_import_each_other_in_a_circle() -> None:
    """Through however many files; the package itself, which looks its public names up on demand, stands outside."""
    done: set[str] = set()
    for start in MODULES:
        trail = [start]
        ways = [iter(OWN[start])]
        while trail:
            step = next((m for m in ways[-1] if m not in done and m != "advisor"), None)
            if step is None:
                done.add(trail.pop())
                ways.pop()
            else:
                assert step not in trail, " -> ".join([*trail[trail.index(step) :], step])
                trail.append(step)
                ways.append(iter(OWN[step]))


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES.values()}), ids=lambda path: path.name)
def test_a_folder_is_small(folder: Path) -> None:
    """At most a dozen modules, else it has rooms."""
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MOST_MODULES


@pytest.mark.parametrize("module", sorted(MODULES))
def test_files_and_functions_are_short(module: str) -> None:
    """No file over 300 lines, no function over 60."""
    text = MODULES[module].read_text()
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


@pytest.mark.parametrize("module", sorted(m for m in MODULES if folder_of(m) in CORE))
def test_the_core_knows_no_terminal_and_no_table(module: str) -> None:
    """What infers, reckons and plans loads no library of an edge, not even on demand."""
    for imported in imports_of(MODULES[module]):
        assert imported.split(".")[0] not in FOREIGN, f"{module} imports {imported}"


def test_every_package_is_shipped() -> None:
    """setup.cfg names each folder of code, and the two folders of data."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    named = set(config["options"]["packages"].split())
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "advisor").rglob("__init__.py")}
    assert named == found | {"advisor.shipped.rules", "advisor.shipped.cases"}


def test_importing_the_library_is_light() -> None:
    """`from advisor import Advisor` loads no terminal, table or columnar library."""
    code = f"from advisor import Advisor; import sys; print([m for m in {sorted(FOREIGN)!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_there() -> None:
    """Every name of `__all__` can be imported, and nothing else is promised."""
    import advisor

    for name in advisor.__all__:
        assert getattr(advisor, name) is not None
    with pytest.raises(AttributeError):
        advisor.nothing_of_the_kind  # noqa: B018


@pytest.mark.parametrize("test", sorted(TESTS))
def test_no_test_imports_another(test: str) -> None:
    """What two of them need stands in `testkit`."""
    for imported in imports_of(TESTS[test]):
        assert imported.split(".")[0] != "tests", f"{test} imports {imported}"


@pytest.mark.parametrize("module", sorted(KIT))
def test_the_testkit_serves_benchmarks_too(module: str) -> None:
    """It knows no test, and Hypothesis only where its strategies stand."""
    for imported in imports_of(KIT[module]):
        assert imported.split(".")[0] not in {"tests", "pytest"}, f"{module} imports {imported}"
        assert imported.split(".")[0] != "hypothesis" or module in STRATEGIES, f"{module} imports {imported}"


def test_tests_stand_as_the_program_does() -> None:
    """Each folder of tests has the name of the folder that it tests."""
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert folders - SAMPLES <= set(ORDER)
