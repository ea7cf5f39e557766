"""The options on an axis of months, as the places of bars in a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from advisor.report.chart import MOST_WEEKS, chance_words
from advisor.report.told import Told
from advisor.report.work_left import need_by_day, not_known, ships, short_day, start_waits_for
from advisor.timeline.options import When

_LETTER = 6.6  # of the width that a letter takes at most, in units of the picture

_MARGIN = 8
_NOW = 30  # the room that `now` takes


@dataclass(frozen=True)
class Stretch:
    """A bar from likely to safe; `on` where safe lies beyond the picture."""

    x: float
    width: float
    on: bool


@dataclass(frozen=True)
class Line:
    """One option: bars, or a note in their place; `says` is the whole line in words."""

    y: float
    label: str
    chosen: bool
    start: Stretch | None
    ship: Stretch | None
    note: str
    right: str
    says: str


@dataclass(frozen=True)
class Picture:
    """The picture: `left` and `right` are where the axis begins and ends."""

    kind: str
    width: float
    height: float
    left: float
    right: float
    months: tuple[tuple[float, str], ...]
    need_by: float | None
    need_by_text: str
    head: str
    lines: tuple[Line, ...]
    ships: bool

    @property
    def says(self) -> str:
        """The picture in words, for those who cannot see it."""
        return " ".join(line.says for line in self.lines)


@dataclass(frozen=True)
class _Frame:
    """How a picture is laid out: labels beside the bars, or above them where it is narrow."""

    kind: str
    width: float
    left: float
    right: float
    top: float
    step: float
    above: bool


WIDE = _Frame("wide", 900, 150, 760, 40, 34, False)
NARROW = _Frame("narrow", 360, 4, 356, 34, 50, True)


def pictures(told: Told) -> tuple[Picture, ...]:
    """The picture for a desktop and the one for a phone; none where the packs have no timeline."""
    if told.timeline is None or not told.timeline.options:
        return ()
    return tuple(_picture(told, frame) for frame in (WIDE, NARROW))


def _picture(told: Told, frame: _Frame) -> Picture:
    timeline, day, as_of = told.timeline, need_by_day(told), told.case.as_of
    assert timeline is not None
    if day is None and not frame.above:  # nothing stands beside the bars
        frame = replace(frame, right=frame.width - _MARGIN)
    weeks = _weeks_shown(told)
    scale = (frame.right - frame.left) / weeks
    lines = tuple(_lines(told, frame, scale))
    need_by = timeline.need_by_weeks
    return Picture(
        frame.kind,
        frame.width,
        frame.top + frame.step * len(lines) + 6,
        frame.left,
        frame.right,
        tuple((round(frame.left + at * scale, 1), name) for at, name in _months(as_of, weeks, scale)),
        round(frame.left + need_by * scale, 1) if need_by is not None and need_by <= weeks else None,
        "" if day is None else short_day(told, day),
        "" if day is None else f"by {short_day(told, day)}",
        lines,
        any(line.ship is not None for line in lines),
    )


def _weeks_shown(told: Told) -> float:
    """How many weeks the axis has: what is drawn and the need-by day, and twelve at least."""
    timeline = told.timeline
    assert timeline is not None
    whens = [when for option in timeline.options for when in _whens(told, option) if when is not None]
    ends = [end for when in whens for end in (when.likely, when.safe) if end is not None]
    ends += [timeline.need_by_weeks] if timeline.need_by_weeks is not None else []
    return min(max([*ends, 12.0]) + 2, MOST_WEEKS)


def _whens(told: Told, option: str) -> tuple[When | None, When | None]:
    """When an option is productive and when it delivers, each None where that is not known."""
    timeline = told.timeline
    found = timeline.options[option] if timeline is not None else None
    if timeline is None or found is None or option in timeline.barred or start_waits_for(told, option):
        return None, None
    return found.productive, None if timeline.waits_for[option] else found.delivered


def _lines(told: Told, frame: _Frame, scale: float) -> Iterator[Line]:
    timeline, model = told.timeline, told.assessment.model
    assert timeline is not None
    for number, option in enumerate(timeline.options):
        short = told.knowledge.options[option].model.short
        start, ship = _whens(told, option)
        note = ""
        if option in timeline.barred:
            note = "not possible here"
        elif start is None:
            note = not_known(told, start_waits_for(told, option) or timeline.waits_for[option])
        chances = [
            f"{word} {chance_words(when.by_need)}"
            for word, when in (("start:", start), ("ship:", ship))
            if when is not None and when.by_need is not None
        ]
        yield Line(
            frame.top + frame.step * number,
            short,
            model is not None and model.model == option,
            _stretch(start, frame, scale),
            _stretch(ship, frame, scale),
            _cut(note, frame.right - frame.left),
            ", ".join(chances),
            _says(told, option, note, start, ship, chances),
        )


def _cut(text: str, room: float) -> str:
    """A note as far as it fits; it stands whole in the table below the picture."""
    most = int(room / _LETTER)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _stretch(when: When | None, frame: _Frame, scale: float) -> Stretch | None:
    end = frame.right - frame.left
    if when is None or when.likely is None or when.likely * scale > end:
        return None
    begin = when.likely * scale
    on = when.safe is None or when.safe * scale > end
    to = end if on or when.safe is None else when.safe * scale
    begin, to = min(begin, end - 8), max(to, min(begin, end - 8) + 8)
    return Stretch(round(frame.left + begin, 1), round(to - begin, 1), on)


def _says(told: Told, option: str, note: str, start: When | None, ship: When | None, chances: list[str]) -> str:
    short = told.knowledge.options[option].model.short
    if start is None:
        return f"{short}: {note}."
    parts = [f"productive likely {_by(told, start.likely)}, safe {_by(told, start.safe)}"]
    if ship is not None:
        parts.append(f"ships likely {_by(told, ship.likely)}, safe {_by(told, ship.safe)}")
    elif (hangs_on := ships(told, option)) is not None:
        parts.append(hangs_on)
    day = need_by_day(told)
    if chances and day is not None:
        parts.append(f"by {short_day(told, day)} {', '.join(chances)}")
    return f"{short}: {'; '.join(parts)}."


def _by(told: Told, weeks: float | None) -> str:
    if weeks is None:
        return "later than we can see"
    return f"by {short_day(told, told.case.as_of + timedelta(weeks=weeks))}"


def _months(as_of: date, weeks: float, scale: float) -> Iterator[tuple[float, str]]:
    """The weeks at which months begin, with their names where there is room for one; before them, now."""
    day, free = date(as_of.year + as_of.month // 12, as_of.month % 12 + 1, 1), 0.0
    yield 0.0, "now" if (day - as_of).days / 7 * scale >= _NOW else ""
    while (at := (day - as_of).days / 7) < weeks:
        roomy = at * scale >= free and at * scale + 24 <= weeks * scale
        yield at, f"{day:%b}" if roomy else ""
        free = at * scale + 34 if roomy else free
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
