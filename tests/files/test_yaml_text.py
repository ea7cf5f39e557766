"""YAML as it is read here: what is taken, what is refused, and what people are told who slipped."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.files.documents import Document, Mark, UnreadableError
from advisor.files.scalars import mark_inside
from advisor.files.yaml_text import deep_bracket, read_yaml


def complaint(text: str) -> str:
    with pytest.raises(UnreadableError) as raised:
        read_yaml(text)
    return str(raised.value.problem)


QUOTES = "This isn't YAML: a colon stands in a text without quotes. Put the text in quotes:"
NO_VALUE = "stands in curly brackets without a value."
BEGINS = "This isn't YAML: a text that begins with"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # a colon
        ("a: x: y", f":1:5: {QUOTES} `a: 'x: y'`."),
        ("- id: x\n  says: it's x: y", f':2:15: {QUOTES} `says: "it\'s x: y"`.'),
        ("""a: x's "y": z""", f""":1:11: {QUOTES} `a: 'x''s "y": z'`."""),
        ("a: {b: c: d, e: f}", f":1:9: {QUOTES} `a: {{b: 'c: d', e: f}}`."),
        ("a: [b, c: d: e]", f":1:12: {QUOTES} `a: [b, c: 'd: e']`."),
        ("impact:3\nwhy: x", ":1:8: This isn't YAML: a space is missing after the colon. Write `impact: 3`."),
        ("a: 1\nimpact:3\nwhy: x", ":2:8: This isn't YAML: a space is missing after the colon. Write `impact: 3`."),
        ("why\nx: y", ":2:2: This isn't YAML: the line above this has no colon."),
        (": a", ":1:1: This isn't YAML: a name is missing before the colon."),
        # a comma in brackets
        ("- {id: x, label: this, or that}", ":1:24: `or that` is read as a new field, because the text of `label` "
         "holds a comma. Put the text in quotes: `- {id: x, label: 'this, or that'}`."),
        ("{label: a, b, c, help: d}", ":1:12: `b` is read as a new field, because the text of `label` holds a comma. "
         "Put the text in quotes: `{label: 'a, b, c', help: d}`."),
        ("{label: it's, so}", ":1:15: `so` is read as a new field, because the text of `label` holds a comma. "
         "Put the text in quotes: `{label: \"it's, so\"}`."),
        ("{a: 'x', y}", f":1:10: `y` {NO_VALUE} If it belongs to the text before it, put that text in quotes."),
        ("{a: [x], y}", f":1:10: `y` {NO_VALUE} If it belongs to the text before it, put that text in quotes."),
        ("x: {a, b}", f":1:5: `a` {NO_VALUE} A list stands in square brackets, as in `[a, b]`."),
        ("says: {plan.pages}", f":1:8: `plan.pages` {NO_VALUE} Put the text in quotes: `says: '{{plan.pages}}'`."),
        ("says: {plan.pages} are there",
         f":1:8: `plan.pages` {NO_VALUE} Put the text in quotes: `says: '{{plan.pages}} are there'`."),
        ("says: [a] are there", ":1:11: This isn't YAML: something follows the closing bracket. "
         "Put the text in quotes: `says: '[a] are there'`."),
        # a hash
        ("says: we are the #1", ":1:18: The text is cut here: without quotes, `#` begins a comment. "
         "Put the text in quotes: `says: 'we are the #1'`."),
        # first characters
        ("a: @x y", f":1:4: {BEGINS} `@` stands in quotes. Put the text in quotes: `a: '@x y'`."),
        ("a: {b: @x, c: d}", f":1:8: {BEGINS} `@` stands in quotes. Put the text in quotes: `a: {{b: '@x', c: d}}`."),
        ("a: `x`", f":1:4: {BEGINS} ``` stands in quotes. Put the text in quotes: `a: '`x`'`."),
        ("a: %x", f":1:4: {BEGINS} `%` stands in quotes. Put the text in quotes: `a: '%x'`."),
        ("%x\na: b", f":1:1: {BEGINS} `%` stands in quotes. Put the text in quotes: `'%x'`."),
        ("a: * x", f":1:4: {BEGINS} `*` stands in quotes. Put the text in quotes: `a: '* x'`."),
        ("a: & x", f":1:4: {BEGINS} `&` stands in quotes. Put the text in quotes: `a: '& x'`."),
        ("a: !!", f":1:4: {BEGINS} `!` stands in quotes. Put the text in quotes: `a: '!!'`."),
        ("a: ]", ":1:4: This isn't YAML: a value can't begin with `]`. Put the text in quotes: `a: ']'`."),
        # quotes
        ("a: 'x\nb: y", ":1:4: This isn't YAML: the quote that opens here isn't closed."),
        ('a: "x', ":1:4: This isn't YAML: the quote that opens here isn't closed."),
        ("a: 'it's'", ":1:8: This isn't YAML: the quoted text ends before this. "
         "Write '' for an apostrophe inside single quotes."),
        ('a: "C:\\q"', ":1:7: This isn't YAML: a backslash in double quotes begins a code that YAML doesn't know. "
         "Use single quotes."),
        # brackets
        ("a: [1, 2\nb: 3", ":1:4: This isn't YAML: the `[` that opens here isn't closed, or a comma is missing after "
         "it."),
        ("{a", ":1:1: This isn't YAML: the `{` that opens here isn't closed, or a comma is missing after it."),
        ("a: [", ":2:1: This isn't YAML: it ends too early; a bracket may be open, or a value missing."),
        ("{a: 1}}", ":1:7: This isn't YAML: something follows the closing bracket."),
        # indentation
        ("a:\n\t- b", ":2:1: This isn't YAML: a tab stands at the beginning of the line. Use spaces to indent."),
        ("a: b\n\tc: d", ":2:1: This isn't YAML: a tab stands at the beginning of the line. Use spaces to indent."),
        ("a: b\n  c: d", ":2:3: This isn't YAML: this line is indented further than the one above it, which has a "
         "value already. Line the two up."),
        ("a:\n  b: c\n d: e", ":3:2: This isn't YAML: this line isn't indented like those that it belongs to. "
         "Line it up with them, using spaces."),
        ("a: b\n- c", ":2:1: This isn't YAML: this line isn't indented like those that it belongs to. "
         "Line it up with them, using spaces."),
        ("a: >-\nfoo", ":2:1: This isn't YAML: this line has no colon. A field is written `name: value`; a text that "
         "goes on is indented further than its name."),
        ("a: |x\n y", ":1:5: This isn't YAML: after `|` or `>` the text begins on the next line, indented."),
        ("a: -", ":1:4: This isn't YAML: a list begins on a line of its own."),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_the_corrected_line(text: str, said: str) -> None:
    assert complaint(text) == said


@pytest.mark.parametrize("length", [1_000, 1_000_000])
def test_a_very_long_line_is_not_repeated_in_the_message(length: int) -> None:
    for text in ("a: " + "x" * length + ": y", "{a: " + "x" * length + ", y}", "a: @" + "x" * length):
        assert len(complaint(text)) < 200


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("Yes", "Yes"),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None), ("'true'", "true"),
        ("2026-11-22", "2026-11-22"), ("12:30", "12:30"), ("1_000", "1_000"), ("0x1F", "0x1F"), ("0o17", "0o17"),
        ("007", "007"), ("0", 0), ("-3", -3), ("+3", 3), ("3.0", 3.0), ("1e2", 100.0), (".5", 0.5), ("1.", 1.0),
        ("1,5", "1,5"), ("a # remark", "a"), ("a b # remark", "a b"), ("a#b", "a#b"), ("'#1'", "#1"),
        ("=", "="), ("<<", "<<"), ("! x", "x"), ("{b: , c: 1}", {"b": None, "c": 1}), ("[a, b]", ["a", "b"]),
        (">-\n  a: b #1\n  c", "a: b #1 c"), ("|\n  a\n", "a\n"),
    ],
)  # fmt: skip
def test_what_plain_values_mean(written: str, value: Any) -> None:
    found = read_yaml(f"a: {written}\n").data["a"]
    assert (found, type(found)) == (value, type(value))


def test_every_value_has_its_place() -> None:
    document = read_yaml("a: 1\nb:\n  - c: [x,\n     y]\n  - {d: 'e'}\n")
    places = {path: (mark.line, mark.column) for path, mark in document.marks.items()}
    assert places == {
        (): (1, 1), ("a",): (1, 4), ("b",): (3, 3), ("b", 0): (3, 5), ("b", 0, "c"): (3, 8), ("b", 0, "c", 0): (3, 9),
        ("b", 0, "c", 1): (4, 6), ("b", 1): (5, 5), ("b", 1, "d"): (5, 9),
    }  # fmt: skip
    assert document.mark(("b", 1, "nothing", 7)) == Mark(5, 5)


# --- places inside texts ------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["plan.a", "and", "not", "(x", "y)", ">=", "3", "it's", '"q"', "\\", "ä"]), min_size=2)


def styles(words: list[str], breaks: list[bool]) -> list[str]:
    """One text in every way in which YAML can write it, with line breaks between some words."""
    parts = [("\n      " if cut else " ") + word for word, cut in zip(words[1:], breaks, strict=True)]
    joined = words[0] + "".join(parts)
    double = joined.replace("\\", "\\\\").replace('"', '\\"')
    return [f">-\n      {joined}", f"|\n      {joined}", "'" + joined.replace("'", "''") + "'", f'"{double}"',
            f"x {joined}"]  # fmt: skip


@given(WORDS, st.data())
def test_a_place_inside_a_text_is_found_however_it_is_written(words: list[str], data: st.DataObject) -> None:
    """The place of each word leads to that word in the file."""
    breaks = data.draw(st.lists(st.booleans(), min_size=len(words) - 1, max_size=len(words) - 1))
    for style in styles(words, breaks):
        text = f"top: 1\nlist:\n  - when: {style}\n    more: 2\n"
        document: Document = read_yaml(text)
        value = document.data["list"][0]["when"]
        position = 2 if style.startswith("x ") else 0
        for word in words:
            position = value.index(word, position)
            line, column = value.count("\n", 0, position), position - (value.rfind("\n", 0, position) + 1)
            mark = mark_inside(document, ("list", 0, "when"), value, line, column)
            at = text.splitlines()[mark.line - 1][mark.column - 1 :]
            assert at.replace("''", "'").replace('\\"', '"').replace("\\\\", "\\").startswith(word)
            position += len(word)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 45, 40),
        ("a: 'x [[ y'\nb: " + "[" * 41, 55),
        ('"' + "[" * 50 + '"', None),
        ("# " + "[" * 50 + "\na: 1", None),
        ("it's [" + "{" * 41, 45),
        ("[]" * 50, None),
    ],
)
def test_brackets_that_nest_too_deeply_are_found_without_the_parser(text: str, place: int | None) -> None:
    """Those in quotes and in comments do not count, and those that are closed neither."""
    assert deep_bracket(text, 0, 40) == place
