"""What a map of columns says that no table of a run has: a header that is written otherwise, words for nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.batch.runs.sources import TABLES, Sources
from advisor.batch.tables.headers import ColumnMap
from advisor.batch.tables.streams import STANDARD_INPUT, ending
from advisor.problems import FileError, did_you_mean

_KINDS = (*TABLES, ".xlsx", ".parquet")


def unused_lines(columns: ColumnMap, paths: Sequence[str]) -> Iterator[str]:
    """What to say of each line of the map that no table answers to; nothing where no table can be looked at first."""
    headers: dict[str, None] = {}
    looked = False
    for path in paths:
        if path != STANDARD_INPUT and ending(path)[0] in _KINDS:
            try:
                part = next(Sources([path], 1).parts(), None)
            except (FileError, OSError):  # told when it is its turn to be read
                continue
            looked = True
            headers |= dict.fromkeys(header.strip() for header in (part.headers if part is not None else ()))
    if not looked:
        return
    for header in (*columns.columns, *columns.ignore):
        if header not in headers:
            way = did_you_mean(header, headers) or "Check how the table writes it."
            yield f"The map's line `{header}` fits no column of the table. {way}"
    meant = {columns.columns.get(header, header) for header in headers}
    for question in columns.style.words:
        if question not in meant:
            yield f"The map has words for `{question}`, but no column is for that question."
