"""Explanations as text of a bounded size: whole lines, and how many there was no room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from advisor.explaining.views import Structure, lines_of
from advisor.explaining.views.data import as_data
from advisor.explaining.views.lines import names_in
from advisor.knowledge.pack import Knowledge

MOST_BYTES = 20_000
_ROOM = 600  # for what stands beside the lines


def told(
    found: Sequence[Structure], knowledge: Knowledge, *, detail: bool = False, data: bool = False
) -> dict[str, Any]:
    """Explanations as lines of words; `detail` adds ids, decimals and sources, `data` the whole structure.

    The lines take at most 20 kB; without `data` nothing else does.
    """
    lines = [
        "  " * line.depth + ("- " if line.depth else "") + line.text
        for each in found
        for line in lines_of(each, names_in(knowledge))
        if detail or not line.detail
    ]
    kept, room = [], MOST_BYTES - _ROOM
    for line in lines:
        room -= len(line.encode()) + line.count('"') + line.count("\\") + 4
        if room < 0:
            break
        kept.append(line)
    answer: dict[str, Any] = {"says": kept}
    if len(kept) < len(lines):
        answer["left_out"] = len(lines) - len(kept)
    if data:
        whole = [as_data(each) for each in found]
        answer["data"] = whole[0] if len(whole) == 1 else whole
    return answer
