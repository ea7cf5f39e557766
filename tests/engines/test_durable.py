"""durable-rules in its safe subset: fires what `holds` says, and refuses the rest."""

from __future__ import annotations

from typing import Any as Anything

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.engines.durable import layout as durable_layout
from advisor.engines.durable import session as durable
from advisor.engines.durable.engine import DurableEngine
from advisor.engines.durable.regions import AllFields, AnyField, Leaf, Operator, Pattern, Value
from advisor.engines.durable.session import DurableRules, FactError, SubsetError
from advisor.language.patterns import NEVER, AtLeastFields, holds
from advisor.problems import EngineError
from testkit.effort import examples
from testkit.rule_sets import ALL_TRUE, expected, many, yes

needs_engine = pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")


# --- the engine fires exactly what the patterns mean ---

EXTREMES = [
    0,
    -0.0,
    1,
    1.0,
    -1,
    0.1,
    1e16,
    1e-05,
    5e-324,
    1.7e308,
    -1.7e308,
    2**53,
    2.0**53,
    2**53 + 1,
    2**63 - 1,
    -(2**63),
    2.0**63,
    -(2.0**63),
]
NUMBERS = st.one_of(
    st.sampled_from(EXTREMES),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-3, 3),
    st.floats(allow_nan=False, allow_infinity=False),
)
ODD_TEXTS = ["", "0", "1", "true", "nil", '"', "\\", "a\x00b", "ä", "\U0001f600", "$m", "sid"]
TEXTS = st.sampled_from(ODD_TEXTS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FIELDS: dict[str, st.SearchStrategy[Value]] = {
    "id": st.booleans(),
    "$s": st.booleans(),
    "yes?": st.booleans(),
    "sid": TEXTS,
    "färbe": TEXTS,
    "": TEXTS,
    "k": NUMBERS,
    "one": NUMBERS,
    "role.must_have \U0001f600": NUMBERS,
}


@st.composite
def leaf(draw: st.DrawFn) -> Leaf:
    field = draw(st.sampled_from(sorted(FIELDS)))
    value = draw(FIELDS[field])
    either: list[Operator] = ["==", "!="]
    ordered: list[Operator] = [] if isinstance(value, (str, bool)) else ["<", "<=", ">", ">="]
    return Leaf(field, draw(st.sampled_from(either + ordered)), value)


def several(parts: st.SearchStrategy[Pattern]) -> st.SearchStrategy[Pattern]:
    tuples = st.lists(parts, max_size=3).map(tuple)
    return st.one_of(tuples.map(AllFields), tuples.map(AnyField))


PATTERNS = several(several(several(leaf()) | leaf()) | leaf()) | leaf()


@st.composite
def scenario(draw: st.DrawFn) -> tuple[dict[str, Pattern], list[dict[str, Value]]]:
    """Rules, and facts whose values are often the rules' own constants; some fields missing, one unknown."""
    rules = draw(st.dictionaries(st.text(max_size=4), PATTERNS, max_size=12))
    constants: dict[str, list[Value]] = {}

    def collect(pattern: Pattern) -> None:
        if isinstance(pattern, Leaf):
            constants.setdefault(pattern.field, []).append(pattern.value)
        else:
            for part in pattern.parts:
                collect(part)

    for pattern in rules.values():
        collect(pattern)
    values = {
        field: st.sampled_from(constants[field]) | every if field in constants else every
        for field, every in FIELDS.items()
    }
    facts = st.fixed_dictionaries({}, optional={**values, "no rule reads this": st.text()})
    return rules, draw(st.lists(facts, min_size=1, max_size=6))


@pytest.mark.slow
@needs_engine
@settings(max_examples=examples(6))
@given(scenario())
def test_what_fires_is_what_holds(case: tuple[dict[str, Pattern], list[dict[str, Value]]]) -> None:
    """Any rules over any texts and extreme numbers, any facts, one after another on the same rule sets."""
    rules, sequence = case
    compiled = DurableRules(rules)
    for facts in sequence:
        assert compiled.fire(facts) == expected(rules, facts)
    compiled.close()


@needs_engine
@pytest.mark.parametrize("count", [1, 29, 31, 300, 2000])
def test_all_rules_may_fire_at_once(count: int) -> None:
    rules = many(count)
    assert DurableRules(rules).fire(ALL_TRUE) == set(rules)


@needs_engine
def test_none_may_fire() -> None:
    """No rules, no facts, a rule that never holds: no crash, though such sessions cannot be deleted."""
    assert DurableRules({}).fire({}) == set()
    assert DurableRules(many(40)).fire({}) == set()
    assert DurableRules({"never": AllFields((yes("a"), Leaf("a", "==", False)))}).fire({"a": True}) == set()


@needs_engine
def test_a_rule_without_conditions_always_fires() -> None:
    rules: dict[str, Pattern] = {"always": AllFields(()), "never": AnyField(())}
    assert DurableRules(rules).fire({}) == {"always"}


@needs_engine
def test_an_id_given_twice_holds_where_either_pattern_does() -> None:
    rules = DurableRules([("r", yes("a")), ("r", yes("b"))])
    assert [rules.fire(facts) for facts in ({"a": True}, {"b": True}, {"a": False})] == [{"r"}, {"r"}, set()]


@needs_engine
@pytest.mark.parametrize(
    "pattern",
    [
        AnyField(tuple(AllFields((yes(f"a{i}"), Leaf("n", ">", i))) for i in range(60))),
        AnyField(tuple(yes(f"a{i}") for i in range(69))),
        AnyField(tuple(yes(f"a{i}") for i in range(500))),
        AllFields((yes("a1"), AnyField(tuple(AllFields((yes(f"a{i}"), Leaf("n", "!=", i))) for i in range(90))))),
        AllFields(tuple(AnyField((yes(f"a{i}"), AllFields((yes(f"a{i + 1}"), Leaf("n", "<", i))))) for i in range(10))),
        AnyField(
            (
                yes("z"),
                AllFields((yes("y"), AnyField(tuple(AllFields((yes(f"a{i}"), yes(f"b{i}"))) for i in range(20))))),
            )
        ),
        AllFields(tuple(Leaf("n", "!=", i) for i in range(700))),
        AnyField(tuple(Leaf("t", "==", f"{i}") for i in range(0, 400, 3))),
    ],
    ids=["alternatives", "waiting conditions", "fields", "nested", "combinations", "deep", "holes", "texts"],
)
def test_patterns_too_large_for_the_engine_are_divided(pattern: Pattern) -> None:
    """Each holds by one alternative alone, by all at once, and not at all, as it should."""
    rules = {"large": pattern, "small": yes("a0"), **many(40)}
    compiled = DurableRules(rules)
    facts: list[dict[str, Value]] = [
        {"n": n, f"a{i}": True, f"b{i}": True, "t": f"{i}", "y": True} for i in range(0, 500, 7) for n in (0, 100, 0.5)
    ]
    facts.append({"n": 5, "z": False} | {f"{x}{i}": True for x in "ab" for i in range(500)} | ALL_TRUE)
    for each in facts:
        assert compiled.fire(each) == expected(rules, each)


@needs_engine
def test_more_fields_than_one_fact_can_have() -> None:
    rules: dict[str, Pattern] = {f"r{i}": AllFields((yes(f"f{i}"), yes(f"f{(i * 7) % 600}"))) for i in range(600)}
    facts: dict[str, Value] = {f"f{i}": i % 11 != 0 for i in range(600)}
    assert DurableRules(rules).fire(facts) == expected(rules, facts)


def test_generated_names_have_hashes_of_their_own() -> None:
    """The engine knows names by 32-bit FNV-1a only."""
    words = {
        "k",
        "one",
        "m",
        "id",
        "sid",
        "all",
        "any",
        "pri",
        "count",
        "cap",
        "dist",
        "name",
        "$s",
        "$m",
        "$i",
        "$l",
        "$r",
        "$and",
        "$or",
        "$eq",
        "$neq",
        "$lt",
        "$lte",
        "$gt",
        "$gte",
        "$ex",
        "$nex",
        "$mt",
        "$imt",
        "$iall",
        "$iany",
        "$add",
        "$sub",
        "$mul",
        "$div",
        "$forward",
        "$time",
        "$not",
        "$all",
        "$any",
    }

    def fnv(name: str) -> int:
        value = 0x811C9DC5
        for byte in name.encode():
            value = (value ^ byte) * 16777619 % 2**32
        return value

    names = [*words, *(f"f{i}" for i in range(durable_layout.FIELDS))]
    assert len(set(map(fnv, names))) == len(names)


@needs_engine
def test_a_part_too_large_inside_a_part_too_large_is_what_it_means() -> None:
    """Both are computed before the engine is asked, and neither waits for the other."""

    def wide(name: str) -> Pattern:
        return AnyField(tuple(Leaf(f"{name}{number}", "==", True) for number in range(12)))

    counted = AtLeastFields(2, tuple(Leaf(f"n{number}", "==", True) for number in range(3)))
    inner = AllFields((counted, wide("a"), wide("b"), wide("c")))
    outer = AllFields((AnyField((inner, wide("d"))), AnyField((counted, wide("e"))), wide("f")))
    engine = DurableEngine([[(outer, NEVER), (NEVER, outer)]])
    fact = {"n0": True, "n2": True, "a1": True, "b2": True, "c3": True, "f11": True}
    assert engine.truths(0, fact) == (1, -1)
    assert engine.truths(0, {**fact, "c3": False}) == (0, 0)
    assert engine.truths(0, {**fact, "c3": False, "d0": True}) == (1, -1)


# --- what is outside the subset is refused, with the way out ---

NESTED: Pattern = yes("a")
for _ in range(70):
    NESTED = AllFields((NESTED, AnyField((yes("b"),))))

REFUSED: dict[str, tuple[Anything, str, str]] = {
    "text against number": (AnyField((Leaf("a", "==", "x"), Leaf("a", "==", 1))), "text", "one type"),
    "yes or no against number": (AnyField((Leaf("a", "==", True), Leaf("a", "==", 1))), "yes or no", "one type"),
    "text less than": (Leaf("a", "<", "x"), "with text", "use == or !="),
    "yes or no at least": (Leaf("a", ">=", True), "with yes or no", "use == or !="),
    "unknown relation": (Leaf("a", "=~", "x"), "'=~'", "use one of =="),  # type: ignore[arg-type]
    "no constant": (Leaf("a", "==", None), "None", "constant is"),  # type: ignore[arg-type]
    "list": (Leaf("a", "==", ["x"]), "['x']", "constant is"),  # type: ignore[arg-type]
    "another field": (Leaf("a", "==", {"$m": "y"}), "$m", "constant is"),  # type: ignore[arg-type]
    "not a number": (Leaf("a", "<", float("nan")), "nan", "a finite number"),
    "infinity": (Leaf("a", "<", float("inf")), "inf", "a finite number"),
    "long integer": (Leaf("a", "<", 2**63), "9223372036854775808", "64 bits"),
    "surrogate": (Leaf("a", "==", "\ud800"), "ud800", "surrogates"),
    "long text": (Leaf("a", "==", "ä" * 30_000), "ä", "60000 bytes"),
    "field that is no text": (Leaf(3, "==", True), "3", "by name"),  # type: ignore[arg-type]
    "not a pattern": ({"$not": yes("a")}, "$not", "use Leaf"),
    "parts in a list": (AllFields([yes("a")]), "Leaf", "tuple"),  # type: ignore[arg-type]
    "nesting": (NESTED, "60 deep", "flatter"),
    "combinations": (AllFields(tuple(AnyField((yes(f"a{i}"), yes(f"b{i}"))) for i in range(11))), "2,048", "derived"),
    "count": (AtLeastFields(2, (yes("a"), yes("b"), yes("c"))), "AtLeastFields", "derived fact"),
    "fields at once": (AllFields(tuple(yes(f"a{i}") for i in range(241))), "241 fields", "derived fact"),
}


@needs_engine
@pytest.mark.parametrize("case", REFUSED)
def test_a_rule_outside_the_subset_is_refused(case: str) -> None:
    """The message names the rule, what is wrong and what to do."""
    pattern, problem, remedy = REFUSED[case]
    with pytest.raises(SubsetError) as caught:
        DurableRules({"good": yes("g"), "bad-rule": pattern})
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, EngineError)
    for words in ("rule 'bad-rule'", problem, remedy):
        assert words in str(caught.value)


@needs_engine
def test_two_rules_that_disagree_on_a_type_are_both_named() -> None:
    with pytest.raises(SubsetError, match=r"rule 'b'.*'x'.*number.*rule 'a'.*text"):
        DurableRules({"a": Leaf("x", "==", "1"), "b": Leaf("x", "==", 1)})


@needs_engine
def test_more_fields_than_there_are_names_is_refused() -> None:
    with pytest.raises(SubsetError, match=r"'stratum 1'.*10,001 fields.*divide"):
        DurableRules({f"{i}": yes(f"{i}") for i in range(10_001)}, name_hint="stratum 1")


@needs_engine
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("yes", 1, "True or False"),
        ("yes", "true", "True or False"),
        ("yes", None, "leave out"),
        ("text", 1, "text"),
        ("text", True, "text"),
        ("text", "\udfff", "surrogates"),
        ("text", ["x"], "text"),
        ("text", "x" * 60_000, "60000 bytes"),
        ("text", "ä" * 30_000, "60000 bytes"),
        ("text", None, "leave out"),
        ("number", True, "a number"),
        ("number", "1", "a number"),
        ("number", None, "leave out"),
        ("number", float("nan"), "finite"),
        ("number", float("-inf"), "finite"),
        ("number", 2**63, "64 bits"),
        ("number", -(2**63) - 1, "64 bits"),
        ("number", 1 + 0j, "a number"),
    ],
)
def test_a_value_that_the_engine_must_not_see_is_refused(field: str, value: Anything, words: str) -> None:
    """The message names the field; the rules are as usable as before."""
    rules = DurableRules({"y": yes("yes"), "t": Leaf("text", "!=", "q"), "n": Leaf("number", "<=", 5)})
    with pytest.raises(FactError, match=f"{field}.*{words}"):
        rules.fire({"other": object(), field: value})  # type: ignore[dict-item]
    assert rules.fire({"yes": True, "text": "x" * 59_999, "number": -(2**63)}) == {"y", "t", "n"}


@needs_engine
@given(st.lists(st.sampled_from([True, True, True, False]), min_size=9, max_size=9))
def test_counts_hold_in_parts_that_are_computed_themselves(values: list[bool]) -> None:
    """A part with too many ways to hold is computed beforehand, and so is a count: also where one holds the other."""
    leaves = [yes(f"f{number}") for number in range(9)]
    halves = [AllFields((AtLeastFields(2, tuple(leaves[at : at + 3])), AnyField(tuple(leaves)))) for at in (0, 3, 6)]
    others = [yes(f"g{number}") for number in range(6)]
    pattern = AllFields(tuple(AnyField((half, *others)) for half in halves))
    fact: dict[str, Value] = {f"f{number}": value for number, value in enumerate(values)}
    assert DurableEngine([[(pattern, NEVER)]]).truths(0, fact) == (int(holds(pattern, fact)),)
