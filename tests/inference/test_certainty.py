"""How signs add up: exactly, rounded once, with both ends of what is open."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference.certainty import Bounds, Status, combine, concluded, settled_within, status_of
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED
from advisor.language.vocabulary import Kind, Term
from testkit.companies.answers import AS_OF
from testkit.packs.plan import Plan, given_in, question_of
from testkit.world import World

CERTAINTIES = st.lists(st.integers(0, 99), max_size=14)


@given(CERTAINTIES)
def test_certainties_combine_exactly_and_are_rounded_half_up_once(certainties: list[int]) -> None:
    """1 - product(1 - c), as MYCIN combines them, to four decimals; no order, no floating point."""
    left = Fraction(1)
    for certainty in certainties:
        left *= 1 - Fraction(certainty, 100)
    assert combine(certainties) == math.floor((1 - left) * 10_000 + Fraction(1, 2))
    assert combine(reversed(certainties)) == combine(sorted(certainties)) == combine(certainties)


@given(CERTAINTIES, st.integers(0, 99))
def test_another_sign_never_lowers_the_certainty(certainties: list[int], another: int) -> None:
    """And no sign at all is no certainty."""
    assert combine([*certainties, another]) >= combine(certainties)
    assert combine([]) == 0 and combine([another]) == 100 * another


@pytest.mark.parametrize(
    ("certainties", "expected"),
    [([65], 6_500), ([45, 45], 6_975), ([30, 30, 30], 6_570), ([30, 30], 5_100), ([45, 20], 5_600), ([1, 1, 1], 297)],
)
def test_one_strong_two_fair_or_three_weak_signs_confirm(certainties: list[int], expected: int) -> None:
    """One strong, two fair or three weak confirm; two weak, or a fair one and a hint, do not."""
    assert combine(certainties) == expected
    assert (expected >= CONFIRMED) is (len(certainties) != 2 or certainties == [45, 45]) or expected == 297


def test_half_is_rounded_up() -> None:
    """1 - .5 * .5 * .9999.. ends beyond four decimals: .93755 is .9376, never .9375."""
    assert combine([50, 50, 50, 50, 2]) == 9_388  # .93875
    assert combine([5, 5, 5]) == 1_426  # .142625


BOUNDS = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(lambda ends: Bounds(min(ends), max(ends)))


@given(BOUNDS)
def test_the_status_of_an_interval(bounds: Bounds) -> None:
    """Confirmed from .60, suspected from .25, open while that can still be reached."""
    expected = (
        Status.CONFIRMED
        if bounds.low >= CONFIRMED
        else Status.SUSPECTED
        if bounds.low >= SUSPECTED
        else Status.OPEN
        if bounds.high >= SUSPECTED
        else Status.NO_SIGN
    )
    assert status_of(bounds) is expected
    ends = {status_of(Bounds(end, end)) for end in (bounds.low, bounds.high)}
    assert settled_within(bounds) is (len(ends) == 1)
    for threshold in (CONFIRMED, SUSPECTED):
        value = concluded(bounds, threshold)
        assert value is (True if bounds.low >= threshold else False if bounds.high < threshold else None)


@given(st.data())
def test_the_interval_of_a_diagnosis(data: st.DataObject) -> None:
    """Low from the signs that fired; high as if all open signs held at the strongest level still possible."""
    levels_of_a_sign = st.lists(st.integers(1, 99), min_size=1, max_size=3, unique=True)
    signs = data.draw(st.lists(levels_of_a_sign, min_size=1, max_size=4))
    unless = data.draw(st.sampled_from([None, True, False, "open"]))
    questions, evidence, raw = [], [], {}
    expected: list[tuple[int, int]] = []
    for i, levels in enumerate(signs):
        levels.sort(reverse=True)
        told = [data.draw(st.sampled_from([True, False, None])) for _ in levels]
        names = [f"q.s{i}l{j}" for j in range(len(levels))]
        questions += names
        raw |= {name: value for name, value in zip(names, told) if value is not None}
        written = [{"when": name, "certainty": c / 100} for name, c in zip(names, levels)]
        evidence.append({"id": f"e-{i}", "says": "Sign.", "levels": written})
        high = next((c for c, value in zip(levels, told) if value is not False), 0)
        firm = next(((c, value) for c, value in zip(levels, told) if value), (0, None))[0]
        expected.append((firm, high))
    if unless is not None:
        questions.append("q.out")
        raw |= {} if unless == "open" else {"q.out": unless}
    diagnosis = {"id": "d-0", "title": "D", "impact": 1, "why": "So.", "evidence": evidence}
    diagnosis["unless"] = [{"when": "q.out", "says": "Out."}] if unless is not None else []
    plan = Plan(tuple(question_of(Term(q, Kind.YES_NO)) for q in questions), (), (diagnosis,))
    world = World(plan.knowledge())
    verdict = world.assessor.infer(given_in(world.knowledge, raw), AS_OF).verdicts["d-0"]
    low, high = combine(low for low, _ in expected), combine(high for _, high in expected)
    if unless is True:
        assert (verdict.status, verdict.shown, verdict.certain) == (Status.RULED_OUT, Bounds(0, 0), Bounds(0, 0))
    else:
        assert verdict.shown == Bounds(low, high) and verdict.status is status_of(verdict.shown)
        assert verdict.certain == Bounds(0 if unless == "open" else low, high)
        assert verdict.assuming == ((0,) if unless == "open" else ())
