"""The rooms of the interview stand in an order, as its package says."""

from __future__ import annotations

from pathlib import Path

import advisor.interview
from testkit.house import OWN

ORDER = [
    "shapes",
    "questions",
    "state",
    "screening",
    "moves",
    "words",
    "pool",
    "choosing",
    "sheets",
    "faces",
    "sitting",
]


def test_the_rooms_lean_on_those_before_them() -> None:
    """No module of the interview imports one of a later room; every room has its place."""
    here = Path(advisor.interview.__file__).parent
    assert set(ORDER) == {
        p.stem
        for p in here.iterdir()
        if p.stem != "__init__" and (p.is_dir() or p.suffix == ".py") and p.stem != "__pycache__"
    }
    for module, imported in OWN.items():
        if module.startswith("advisor.interview."):
            rooms = ORDER[: ORDER.index(module.split(".")[2]) + 1]
            later = [m for m in imported if m.startswith("advisor.interview.") and m.split(".")[2] not in rooms]
            assert not later, f"{module} imports {later}"
