"""Numbers known as ranges: whatever the number turns out to be, its results lie in the range computed before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.language.intervals import EVERYTHING, Interval, compare, declared_interval, interval_of
from advisor.language.tree import Amount, Constant, Count, Number, Operator, Point, WeeksUntil
from testkit.packs.conditions import a_vocabulary, some_numbers

ENDS = st.sampled_from([-4.0, -1.0, -0.1, 0.0, 0.3, 1.0, 2.0, 7.0])
TWO_ENDS = st.lists(ENDS, min_size=2, max_size=2).map(sorted)
OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


@st.composite
def a_range_inside(draw: st.DrawFn, outer: Interval) -> Interval:
    low, high = max(outer[0], -50.0), min(outer[1], 50.0)
    ends = sorted(draw(st.lists(st.floats(low, high), min_size=2, max_size=2)))
    return (ends[0], ends[0]) if draw(st.booleans()) else (ends[0], ends[1])


@given(st.data())
def test_narrower_operands_give_narrower_results(data: st.DataObject) -> None:
    """To the last bit, for + - * / min and max of any depth; and a comparison once decided stays so."""
    vocabulary = data.draw(a_vocabulary())
    numbers = some_numbers(list(vocabulary.terms.values()), sorted(vocabulary.points))
    left, right, op = data.draw(numbers), data.draw(numbers), data.draw(OPERATORS)
    wide: dict[Number, Interval] = {}
    narrow: dict[Number, Interval] = {}

    def outer(leaf: Amount | Count | WeeksUntil | Point) -> Interval:
        if leaf not in wide:
            unlimited = isinstance(leaf, (WeeksUntil, Point)) and data.draw(st.booleans())
            declared = declared_interval(leaf, vocabulary.terms)
            wide[leaf] = EVERYTHING if unlimited else data.draw(a_range_inside(declared))
            narrow[leaf] = data.draw(a_range_inside(wide[leaf]))
        return wide[leaf]

    results = [(interval_of(n, outer), interval_of(n, narrow.__getitem__)) for n in (left, right)]
    for (low, high), (inner_low, inner_high) in results:
        assert low <= inner_low <= inner_high <= high
    value = compare(results[0][0], op, results[1][0])
    assert value == 0 or compare(results[0][1], op, results[1][1]) == value


@given(TWO_ENDS, OPERATORS, TWO_ENDS)
def test_a_comparison_is_decided_where_all_numbers_agree(left: list[float], op: Operator, right: list[float]) -> None:
    """`==` is true only of a point, false only of disjoint ranges; the rest by the ends (and what lies between)."""
    between = [(a, b) for a in (*left, sum(left) / 2) for b in (*right, sum(right) / 2)]
    between += [(x, x) for x in (*left, *right) if left[0] <= x <= left[1] and right[0] <= x <= right[1]]
    values = {compare((a, a), op, (b, b)) for a, b in between}
    assert compare((left[0], left[1]), op, (right[0], right[1])) == (values.pop() if len(values) == 1 else 0)


def test_a_divisor_that_may_be_zero_gives_everything() -> None:
    """Such a condition does not load; a reader that meets it all the same decides nothing."""
    from advisor.language.tree import Arithmetic

    ranges: dict[Number, Interval] = {Amount("x"): (1.0, 2.0), Amount("y"): (-1.0, 1.0)}
    assert interval_of(Arithmetic("/", Amount("x"), Amount("y")), ranges.__getitem__) == EVERYTHING
    assert interval_of(Arithmetic("*", Constant(0.0), Amount("x")), lambda _: EVERYTHING) == (0.0, 0.0)
