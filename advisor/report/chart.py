"""The options as one picture: for each a bar from likely to safe on an axis of months, the need-by day marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.report.layout import WIDTH, columns, wrapped

LABEL = 16
CHART = 40
MOST_WEEKS = 60


@dataclass(frozen=True)
class Bar:
    """One line of the picture: weeks until likely and safe (None beyond the horizon), and words for the right edge.

    A `note` stands in place of the bar, on as many lines as it takes; then nothing stands at the right edge.
    """

    label: str
    likely: float | None
    safe: float | None
    right: str
    note: str = ""


def chart(bars: Sequence[Bar], as_of: date, need_by_weeks: float | None, head: str) -> list[str]:
    """The picture in at most 80 columns, in fewer where the terminal has fewer, plain ASCII."""
    room = max(CHART + min(columns() - WIDTH, 0), CHART // 4)
    ends = [b.safe for b in bars if b.safe is not None] + [b.likely for b in bars if b.likely is not None]
    ends += [need_by_weeks] if need_by_weeks is not None else []
    weeks = min(max([*ends, 12.0]) + 2, MOST_WEEKS)

    def column(at: float) -> int:
        return min(int(at / weeks * room), room - 1)

    mark = column(need_by_weeks) if need_by_weeks is not None and need_by_weeks <= weeks else None
    lines = [(" " * LABEL + _months(as_of, weeks, room)).ljust(LABEL + room + 1) + head]
    for bar in bars:
        label = f"  {bar.label:<{LABEL - 2}}"
        if bar.note:
            lines += wrapped(bar.note, LABEL, label)
            continue
        cells = [" "] * room
        if mark is not None:
            cells[mark] = "!"
        if bar.likely is not None and bar.likely <= weeks:
            last = column(bar.safe) if bar.safe is not None else room - 1
            for place in range(column(bar.likely), last + 1):
                cells[place] = "="
        else:
            cells[room - 1] = ">"
        lines.append(f"{label}{''.join(cells)} {bar.right}")
    return [line.rstrip() for line in lines]


def _months(as_of: date, weeks: float, room: int) -> str:
    """The names of the months where they begin, in so many columns."""
    cells = [" "] * room
    day = date(as_of.year + as_of.month // 12, as_of.month % 12 + 1, 1)
    end = as_of + timedelta(weeks=weeks)
    free = 0
    while day < end:
        place = int((day - as_of).days / 7 / weeks * room)
        if place >= free and place + 3 <= room:
            cells[place : place + 3] = f"{day:%b}"
            free = place + 4
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return "".join(cells)


def chance_words(chance: float) -> str:
    """A chance as people say it."""
    for limit, words in (
        (0.05, "no"),
        (0.15, "1 in 10"),
        (0.28, "1 in 4"),
        (0.42, "1 in 3"),
        (0.58, "1 in 2"),
        (0.72, "2 in 3"),
        (0.88, "3 in 4"),
        (0.955, "9 in 10"),
    ):
        if chance < limit:
            return words
    return "yes"
