"""JSON as it is read here: the same data as Python's own reader gives, and the place of every value."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from advisor.files.documents import UnreadableError
from advisor.files.json_text import read_json

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


@given(st.text('{}[]",:\\ \n\t01e-.+truefalsn', max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_json(text)
    except UnreadableError as error:
        assert error.problem.message.endswith(".")
