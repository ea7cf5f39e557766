"""The guide for embedders is true: each block runs, and shows what it says."""

from __future__ import annotations

import ast
import doctest
import re

import pytest

import advisor
from testkit.places import ROOT
from testkit.shipped import shipped_advisor

GUIDE = ROOT / "docs" / "library.md"
TEXT = GUIDE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_guide_does_what_it_says() -> None:
    """One session from the top to the end; `...` stands for anything."""
    done = doctest.testfile(
        str(GUIDE), module_relative=False, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert done.attempted > 30
    assert done.failed == 0


def test_the_guide_imports_public_names_only() -> None:
    """From the package itself, and nothing that it doesn't promise."""
    code = "\n".join(example.source for example in doctest.DocTestParser().get_examples(TEXT))
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            assert node.module == "advisor" and {alias.name for alias in node.names} <= set(advisor.__all__)


def test_what_the_guide_names_is_there() -> None:
    """Methods in running text and in tables, the types beside them, and every schema."""
    public = advisor.Advisor
    named = {name for found in re.findall(r"`(advisor\.[^`]+)`", TEXT) for name in re.findall(r"advisor\.(\w+)", found)}
    assert {"brief", "what_if", "skip", "schema"} & named
    assert [name for name in sorted(named) if not hasattr(public, name) and not hasattr(advisor, name)] == []
    rows = re.findall(r"^\| `[^|]*\| `([\w-]+)` \| `(\w+)` \|$", TEXT, re.MULTILINE)
    schemas = shipped_advisor().schemas()
    assert len(rows) >= 9
    for schema, shape in rows:
        assert schema in schemas and shape in advisor.__all__
