"""Days on the command line, as a machine writes them or as people do."""

from __future__ import annotations

from datetime import date

from advisor.cases.values import AnswerError, read_date


def day_typed(text: str) -> date:
    """The day that a text names, such as `2026-11-22`, `Nov 22` or `yesterday`; AnswerError where it names none.

    A day without a year is the last one.
    """
    from advisor.cases.written.days import DayError, read_day  # here, since most days are written as they should be
    from advisor.cases.written.words import in_english

    try:
        return read_date(text)
    except AnswerError as error:
        if error.code == "out-of-range":
            raise
        try:
            day = read_day(in_english(text), date.today(), "behind")
        except DayError:
            raise error from None
        if not isinstance(day, date):
            way = f"It could be any day from {day[0]} to {day[1]}: write one of them."
            raise AnswerError("type", f"`{text[:40]}` isn't one day.", way) from None
        return read_date(day)
