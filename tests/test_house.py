"""The house is in order: layers point one way, every package is shipped, importing is light."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["problems", "language", "knowledge", "inference", "staffing", "planning", "explaining"]
FOREIGN = {"click", "tabulate", "questionary", "polars", "dask", "z3", "openpyxl", "prompt_toolkit"}


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a file imports when it is loaded (not those inside functions or for types only)."""
    tree = ast.parse(path.read_text())
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("layer", LAYERS[1:])
def test_a_layer_imports_only_what_lies_below(layer: str) -> None:
    """The core never imports the edges, nor a layer above its own, nor a terminal or table library."""
    allowed = {"advisor", *LAYERS[: LAYERS.index(layer) + 1], "version", "shipped"}
    allowed |= {"authoring"} if layer == "explaining" else set()  # minimal sets of signs are found in one place
    for path in (ROOT / "advisor" / layer).rglob("*.py"):
        if "views" in path.parts:
            continue  # texts of explanations are an edge
        for module in imports_of(path):
            first, _, rest = module.partition(".")
            assert first not in FOREIGN, f"{path.name} imports {module}"
            if first == "advisor" and rest:
                assert rest.split(".")[0] in allowed, f"{path.name} imports {module}"


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
