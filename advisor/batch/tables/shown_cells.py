"""Cells of a workbook as whoever made it sees them: 0.3 that is shown as 30%, and a formula that shows nothing."""

from __future__ import annotations

import re
from typing import Any

_NO_SIGN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # quoted, escaped, blanks, fillers, colors in a number format
_FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"


class Unreadable:
    """Stands in a row for a cell that cannot be read."""

    def __init__(self, reason: str):
        self.reason = reason

    def __repr__(self) -> str:
        return f"Unreadable({self.reason!r})"

    def __str__(self) -> str:
        return "a formula" if "formula" in self.reason else "a damaged cell"


def as_shown(cell: dict[str, Any], element: Any, percents: frozenset[int]) -> dict[str, Any]:
    """A cell that openpyxl read from an element, its value as it is shown; `percents` are styles that show percent."""
    value = cell["value"]
    if value is None:
        # A formula whose result is no text at all has the type of a text; one that nothing has computed has none.
        if element.find(_FORMULA) is not None and element.get("t") != "str":
            way = "Open the workbook in a spreadsheet program, save it, and try again."
            return {**cell, "value": Unreadable(f"holds a formula without a saved result. {way}")}
    elif cell["style_id"] in percents and isinstance(value, (int, float)) and not isinstance(value, bool):
        return {**cell, "value": f"{value * 100:.10f}".rstrip("0").rstrip(".") + "%"}
    return cell


def percent_styles(book: Any) -> frozenset[int]:
    """The styles of a workbook's cells in which a number is shown times 100 with a % behind it."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    found = set()
    for place, style in enumerate(book._cell_styles):
        own = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
        known = book._number_formats[own] if 0 <= own < len(book._number_formats) else None
        shown = BUILTIN_FORMATS.get(style.numFmtId, "General") if own < 0 else known or "General"
        if "%" in _NO_SIGN.sub("", shown):
            found.add(place)
    return frozenset(found)
