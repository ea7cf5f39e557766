"""The rooms of batch point one way, and nothing in them needs the public face of the library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = ["columns", "parquet", "tables", "runs", "suggesting", "portfolio"]
BATCH = Path(__file__).parents[2] / "advisor" / "batch"


def imported_by(path: Path) -> Iterator[str]:
    """Every module that a file imports from, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_those_before_it(room: str) -> None:
    """Local imports and those for types included."""
    allowed = {f"advisor.batch.{name}" for name in ROOMS[: ROOMS.index(room) + 1]}
    for path in (BATCH / room).glob("*.py"):
        for module in imported_by(path):
            if module.startswith("advisor.batch"):
                assert module.rpartition(".")[0] in allowed, f"{path.name} imports {module}"


def test_nothing_in_batch_imports_the_public_face() -> None:
    """Batches are given a rulebase."""
    for path in BATCH.rglob("*.py"):
        assert not {"advisor", "advisor.library"} & set(imported_by(path)), path
