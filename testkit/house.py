"""The house as the code has it: its modules, what each imports, and the order of its folders."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ORDER = [
    "version",
    "problems",
    "memory",
    "shipped",
    "files",
    "language",
    "knowledge",
    "cases",
    "engines",
    "inference",
    "timeline",
    "staffing",
    "planning",
    "rulebase",
    "result",
    "report",
    "explaining",
    "interview",
    "published",
    "authoring",
    "batch",
    "library",
    "serving",
    "cli",
    "__main__",
]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "advisor").rglob("*.py")
}


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports: at the top, in functions, and for types only."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: imports are written out"
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield inside if inside in MODULES else node.module


OWN = {name: sorted({m for m in imports_of(path) if m in MODULES and m != name}) for name, path in MODULES.items()}


def folder_of(module: str) -> str:
    """The folder or file at the top in which a module stands; empty for the package itself."""
    return module.split(".")[1] if "." in module else ""
