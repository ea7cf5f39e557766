"""From text to tree: what is printed is read again, and nothing but ConditionError ever comes out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_condition, parse_number
from advisor.language.vocabulary import Kind, Macro, Term, Vocabulary
from testkit.packs.conditions import (
    a_vocabulary,
    condition_text,
    number_text,
    some_atoms,
    some_conditions,
    some_numbers,
)


@given(st.data())
def test_a_printed_condition_is_read_again_as_the_same_tree(data: st.DataObject) -> None:
    """Every kind of atom, join and number."""
    vocabulary = data.draw(a_vocabulary())
    atoms = some_atoms(list(vocabulary.terms.values()), sorted(vocabulary.diagnoses), sorted(vocabulary.points))
    tree = data.draw(some_conditions(atoms, leaves=10))
    assert parse_condition(condition_text(tree), vocabulary) == tree


@given(st.data())
def test_a_printed_number_is_read_again_as_the_same_tree(data: st.DataObject) -> None:
    """As in a derived fact's `value` or a placeholder."""
    vocabulary = data.draw(a_vocabulary())
    number = data.draw(some_numbers(list(vocabulary.terms.values()), sorted(vocabulary.points)))
    assert parse_number(number_text(number), vocabulary) == number


@given(st.data())
def test_line_breaks_and_spaces_do_not_matter(data: st.DataObject) -> None:
    """A condition may stand in a folded block of YAML."""
    vocabulary = data.draw(a_vocabulary())
    tree = data.draw(some_conditions(some_atoms(list(vocabulary.terms.values()))))
    words = condition_text(tree).split(" ")
    gaps = data.draw(st.lists(st.sampled_from([" ", "  ", "\n", "\n    "]), min_size=len(words), max_size=len(words)))
    assert parse_condition("".join(word + gap for word, gap in zip(words, gaps)), vocabulary) == tree


KNOWN = Vocabulary(
    {
        t.id: t
        for t in (
            Term("role.stage", Kind.CHOICE, ("nobody", "offer_out")),
            Term("role.areas", Kind.CHOICES, ("backend", "llm")),
            Term("role.open_days", Kind.WHOLE, (), 0.0, 1500.0),
            Term("milestone.need_by", Kind.DATE),
            Term("role.separated", Kind.YES_NO),
            Term("role.note", Kind.TEXT),
        )
    },
    {
        "date.near": Macro("date.near", "weeks_until(milestone.need_by) <= 13", True),
        "date.odd": Macro("date.odd", "date.even", True),
        "date.even": Macro("date.even", "not date.odd", True),
        "days.twice": Macro("days.twice", "2 * role.open_days", False),
    },
    frozenset({"role-too-broad"}),
    frozenset({"timeline.weeks"}),
)
_WORDS = [
    *("and", "or", "not", "in", "is", "if", "else", "for", "lambda", "true", "false", "True", "None", "yes", "no"),
    *(
        "nobody",
        "llm",
        "offer_out",
        "role.stage",
        "role.areas",
        "role.open_days",
        "milestone.need_by",
        "role.separated",
    ),
    *("role.note", "date.near", "date.odd", "days.twice", "timeline.weeks", "post", "x", "count", "min", "max"),
    *("weeks_until", "weeks_since", "unsure", "at_least", "diagnosed", "suspected", "role_too_broad", "role-too-broad"),
    *("print", "__import__", "0", "1", "3", "-1", "0.5", "07", "1e5", "1e999", "0x1f", "1_000", "1j", "9" * 20),
    *("'nobody'", '"x"', "b'x'", "f'{x}'", "==", "!=", "<", "<=", ">", ">=", "=", "=>", "=<", "<>", "!", "&", "&&"),
    *("|", "||", "~", "+", "-", "*", "/", "**", "//", "%", "@", "(", ")", "[", "]", "{", "}", ",", ":", ";", "."),
    *("..", "...", ":=", "->", "#", "\\", "`", "$", "?", "^", "\n", "\t", "\0", "\u201cnobody\u201d", "\u2265"),
    *("\u00a0", "70%", "0,7", "\ud800", "\U0001f600", "\u00e9", "\u0661"),
]
SOUPS = st.lists(st.sampled_from(_WORDS), max_size=14)
ENDLESS = st.sampled_from(["", "role.open_days > 3", "not " * 900, "-" * 3_000])


def read_or_refused(text: str) -> None:
    """ConditionError with a code, a sentence, and a place in the text; or a tree."""
    for read in (parse_condition, parse_number):
        try:
            read(text, KNOWN)
        except ConditionError as error:
            assert error.code and error.message[-1] in ".?!`", error.message
            assert error.line <= text.count("\n") + 1 and error.column <= max(map(len, text.split("\n"))) + 1
            str(error)


@given(SOUPS, st.sampled_from([" ", "", "\n"]))
def test_any_words_are_read_or_refused(words: list[str], gap: str) -> None:
    """The words of the language and of its neighbours in any order."""
    read_or_refused(gap.join(words))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever characters it holds."""
    read_or_refused(text)


@given(st.sampled_from("([{"), st.integers(0, 5_000), ENDLESS)
def test_deep_and_long_text_is_read_or_refused(opening: str, depth: int, inside: str) -> None:
    """Brackets, `not` and signs without end: refused in time, and the process survives."""
    read_or_refused(opening * depth + inside + {"(": ")", "[": "]", "{": "}"}[opening] * depth)
