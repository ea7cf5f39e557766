"""Whole numbers as people type them."""

from __future__ import annotations

_MOST_DIGITS = 9


def small_number(text: str) -> int | None:
    """The number that digits alone say; None for anything else, and for more than nine digits.

    Not every character that Python calls a digit makes a number (a superscript two), and Python refuses to read
    numbers of thousands of digits: who asks `isdigit` and then `int` breaks on both.

    >>> small_number("12"), small_number("\\u00b2"), small_number("9" * 5000)
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
