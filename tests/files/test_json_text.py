"""JSON as it is read here: the same data as Python's own reader gives, and the place of every value."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.files.documents import UnreadableError
from advisor.files.json_text import as_shown, read_json

SCALARS = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=6)
KEYS = st.text(max_size=4)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def at(text: str, line: int, column: int) -> str:
    """The text from a place on; only line feeds end a line here."""
    return text.split("\n", line - 1)[-1][column - 1 :]


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_data_and_places_are_those_of_the_text(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = read_json(text)
    assert document.data == value

    def check(inner: Any, path: tuple[str | int, ...]) -> None:
        mark = document.mark(path)
        found, _ = json.JSONDecoder().raw_decode(at(text, mark.line, mark.column))
        assert found == inner
        parts = inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
        for key, part in parts:
            check(part, (*path, key))

    check(value, ())


NUMBERS = st.sampled_from(["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" * 31, "1" * 31 + ".5", "0", "-"])
PIECES = NUMBERS | st.sampled_from(list('{}[]",:\\ \n\t01e-.+truefalsn')) | st.sampled_from(['"a":', '{"a":', "\u0661"])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_json(text)
    except UnreadableError as error:
        assert error.problem.message.endswith(".")


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" * 31])
@pytest.mark.parametrize("after", ["", "x", "1x", "-", "\u0661"])
def test_a_refused_number_is_told_with_its_place_whatever_follows_it(token: str, after: str) -> None:
    if token[-1].isdigit() and after[:1] == "1":
        after = after[1:]
    with pytest.raises(UnreadableError) as caught:
        read_json(f'{{"a": ["{token}", {"1" * 31}.5],\n "b": {token}{after}}}')
    problem = caught.value.problem
    assert (problem.code in ("not-finite", "huge-number"), problem.line, problem.column) == (True, 2, 7)


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=3))
def test_json_that_is_shown_moves_no_cursor_and_is_read_as_it_was(data: dict[str, str]) -> None:
    text = as_shown(data)
    assert json.loads(text) == data
    assert not {unicodedata.category(letter) for letter in text} & {"Cc", "Zl", "Zp"}
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(text)
