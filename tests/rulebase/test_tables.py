"""Tables of plain data: what is written is read back, whatever it is made of."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from advisor.language.patterns import Leaf
from advisor.language.vocabulary import Kind
from advisor.rulebase.store import _class_of, _States
from advisor.rulebase.tables import Writer, read

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.sampled_from(Kind),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text("ab"), inner)
        | st.frozensets(st.text(), max_size=1)
        | st.builds(Leaf, st.text("ab"), st.just("=="), st.integers())
    ),
)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    """Types included: 1, 1.0 and True are three values, and so are 0.0 and -0.0."""
    states = _States()
    again = read(Writer(states.stands_in, states.state, {}).write(value), _class_of, {})
    assert again == value and repr(again) == repr(value)


def test_equal_parts_that_never_change_are_one_again() -> None:
    states = _States()
    first, second = read(Writer(states.stands_in, states.state, {}).write([("a", 1), ("a", 1)]), _class_of, {})
    assert first is second
