"""What coverage found, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from advisor.authoring.examples.boundaries import HEADER, Boundary, as_file
from advisor.authoring.examples.coverage import Covered
from advisor.authoring.examples.obligations import Obligation
from advisor.files.writing import write_whole
from advisor.inference.compiled.written import Written
from advisor.problems import FileError


def as_text(covered: Covered, *, ready: bool) -> str:
    """A count, what no test shows, and (where `ready`) the cases to paste."""
    lines = [
        f"{covered.shown} shown, {len(covered.missing)} missing, "
        f"{len(covered.unreachable)} that no case can show, {len(covered.undecided)} not decided"
    ]
    groups = (
        ("missing", covered.missing),
        ("no case can show (a test that never matters may be left out)", covered.unreachable),
        ("not decided (they rest on the timeline, or the solver found nothing in time)", covered.undecided),
    )
    for title, found in groups:
        if found:
            lines += [f"{title}:", *(f"  {line}" for line in told(found))]
    if ready:
        for about, boundaries in by_file(covered.boundaries):
            lines += [f"# --- {about}.yaml", as_file(about, boundaries).rstrip()]
    return "\n".join(lines)


def told(found: Sequence[tuple[Written, Obligation]]) -> Iterator[str]:
    """Each obligation in words, with the owner of its condition."""
    for written, obligation in found:
        owner = f"{written.owner}: " if written.part in ("evidence", "unless") else ""
        yield owner + obligation.told(written)


def as_data(covered: Covered) -> dict[str, Any]:
    """What coverage found, for other programs: counts, texts, and the generated cases as plain data."""
    return {
        "shown": covered.shown,
        "missing": list(told(covered.missing)),
        "unreachable": list(told(covered.unreachable)),
        "undecided": list(told(covered.undecided)),
        "boundaries": [vars(boundary) for boundary in covered.boundaries],
    }


def by_file(boundaries: Sequence[Boundary]) -> Iterator[tuple[str, list[Boundary]]]:
    """Boundaries sorted into files."""
    for about in dict.fromkeys(boundary.about for boundary in boundaries):
        yield about, [boundary for boundary in boundaries if boundary.about == about]


def write_boundaries(folder: Path, boundaries: Sequence[Boundary]) -> int:
    """Write all files of boundaries, and remove generated ones that are no longer needed; how many there are."""
    files = {f"{about}.yaml": as_file(about, found) for about, found in by_file(boundaries)}
    for name, text in files.items():
        write_whole(folder / name, text)
    for path in folder.glob("*.yaml"):
        if path.name not in files and path.read_text(encoding="utf-8").startswith(HEADER[:30]):
            try:
                path.unlink()
            except OSError as error:
                raise FileError(f"{path}: Cannot be removed: {error.strerror}.") from None
    return len(files)
