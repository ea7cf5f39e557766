"""durable-rules in its safe subset: fires what `holds` says, refuses the rest, neither leaks nor crashes."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any as Anything

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.engines.durable import layout as durable_layout
from advisor.engines.durable import session as durable
from advisor.engines.durable.regions import AllFields, AnyField, Leaf, Operator, Pattern, Value, holds
from advisor.engines.durable.session import DurableRules, FactError, SubsetError
from advisor.language.patterns import AtLeastFields
from advisor.problems import EngineError

needs_engine = pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")


def expected(rules: dict[str, Pattern], facts: dict[str, Value]) -> set[str]:
    return {rule for rule, pattern in rules.items() if holds(pattern, facts)}


def yes(field: str) -> Leaf:
    return Leaf(field, "==", True)


def many(count: int) -> dict[str, Pattern]:
    """Rules that all hold where every field is true and `size` is 7."""
    return {
        f"rule-{i}": AllFields((yes(f"field {i % 40}"), AnyField((Leaf("size", ">", i % 7), yes(f"field {i % 13}")))))
        for i in range(count)
    }


ALL_TRUE: dict[str, Value] = {"size": 7, **{f"field {i}": True for i in range(40)}}

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


@needs_engine
@settings(max_examples=250, deadline=None)
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
    "count": (AtLeastFields(2, (yes("a"), yes("b"), yes("c"))), "Several", "derived fact"),
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


# --- sessions, threads, processes, memory ---


class Faulty(SimpleNamespace):
    """The engine, with functions that tests replace, and a record of what was called."""

    def __init__(self) -> None:
        engine = importlib.import_module("durable_rules_engine")
        super().__init__(**{name: getattr(engine, name) for name in dir(engine) if not name.startswith("_")})
        self.deleted: list[int] = []
        self.made: list[str] = []

        def create_ruleset(name: str, rules: str) -> Anything:
            self.made.append(rules)
            return engine.create_ruleset(name, rules)

        def delete_state(handle: int, session: str) -> None:
            self.deleted.append(handle)
            engine.delete_state(handle, session)

        self.create_ruleset, self.delete_state = create_ruleset, delete_state


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    if not durable.available():
        pytest.skip("durable-rules cannot be imported here")
    engine = Faulty()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", engine)
    return engine


def fails(problem: BaseException) -> Anything:
    def function(*arguments: object) -> object:
        raise problem

    return function


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("function", ["assert_fact", "start_action_for_state", "complete_and_start_action"])
def test_an_interrupted_firing_does_no_harm(faulty: Faulty, function: str, problem: BaseException) -> None:
    """The session is deleted where that is safe, given up with its rule set where not; then all is well."""
    rules = DurableRules(many(40))
    works = getattr(faulty, function)
    setattr(faulty, function, fails(problem))
    with pytest.raises(type(problem)):
        rules.fire(ALL_TRUE)
    setattr(faulty, function, works)
    assert len(faulty.deleted) == (function == "complete_and_start_action")
    assert rules.fire({}) == set()
    assert rules.fire(ALL_TRUE) == set(many(40))


def test_an_error_of_the_engine_is_ours_and_passes(faulty: Faulty) -> None:
    rules = DurableRules(many(3), name_hint="stratum 2")
    works = faulty.assert_fact
    faulty.assert_fact = fails(faulty.error("error code: 303"))
    with pytest.raises(EngineError, match="stratum 2: error code: 303"):
        rules.fire(ALL_TRUE)
    assert not faulty.deleted
    faulty.assert_fact = works
    assert rules.fire(ALL_TRUE) == set(many(3))


def test_rules_that_the_engine_refuses_are_an_error(faulty: Faulty) -> None:
    faulty.create_ruleset = fails(faulty.error("error code: 106"))
    with pytest.raises(EngineError, match="rules: error code: 106"):
        DurableRules(many(3))


def test_a_session_in_which_nothing_fires_is_never_deleted(faulty: Faulty) -> None:
    rules = DurableRules(many(3))
    faulty.start_action_for_state = lambda handle, state: None
    with pytest.raises(EngineError, match="always fires"):
        rules.fire(ALL_TRUE)
    assert not faulty.deleted


def test_an_engine_that_fires_for_ever_is_stopped(faulty: Faulty) -> None:
    rules = DurableRules(many(3))
    faulty.complete_and_start_action = lambda handle, state: '{"r0":{"m":{}}}'
    with pytest.raises(EngineError, match="more often"):
        rules.fire(ALL_TRUE)
    assert len(faulty.deleted) == 1


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads that take turns every few microseconds."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("eager_threads")
def test_threads_get_the_same_firings_from_one_rule_set(faulty: Faulty) -> None:
    rules = many(60)
    compiled = DurableRules(rules)
    facts = [{field: value for field, value in ALL_TRUE.items() if len(field) % 3 or i % 2} for i in range(4)]
    facts += [{"size": i, "field 3": True, "field 5": True} for i in range(4)]
    right = [expected(rules, each) for each in facts]

    def fire(start: int) -> bool:
        return all(compiled.fire(facts[i % 8]) == right[i % 8] for i in range(start, start + 250))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(fire, range(8)))
    assert len(faulty.made) == 1


@needs_engine
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_fires_with_rule_sets_of_its_own() -> None:
    """Also if another thread of the parent was firing, and held the lock, at the moment of the fork."""
    rules = many(60)
    compiled = DurableRules(rules)
    stop = threading.Event()

    def keep_firing() -> None:
        while not stop.is_set():
            compiled.fire(ALL_TRUE)

    thread = threading.Thread(target=keep_firing)
    thread.start()
    try:
        for _ in range(12):
            time.sleep(0.003)
            child = os.fork()
            if not child:
                signal.alarm(20)
                right = compiled.fire(ALL_TRUE) == set(rules) and compiled.fire({}) == set()
                compiled.close()
                os._exit(0 if right else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()
    assert compiled.fire(ALL_TRUE) == set(rules)


def resident_kilobytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


@needs_engine
@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read from /proc")
def test_memory_stays_flat() -> None:
    """2,000 rule sets made and freed, closed or let go; 20,000 firings."""
    rules = many(8)
    kept = DurableRules(rules)

    def work(makes: int, fires: int) -> None:
        for i in range(makes):
            compiled = DurableRules(rules)
            compiled.fire(ALL_TRUE)
            if i % 2:
                compiled.close()
        for _ in range(fires):
            kept.fire(ALL_TRUE)

    work(400, 2000)
    before = resident_kilobytes()
    work(2000, 20_000)
    assert resident_kilobytes() - before < 2000


@needs_engine
def test_closed_rules_do_not_fire() -> None:
    rules = DurableRules(many(3), name_hint="stratum 1")
    rules.close()
    rules.close()
    with pytest.raises(EngineError, match=r"stratum 1.*closed"):
        rules.fire(ALL_TRUE)


# --- the engine may be missing ---


def test_a_missing_engine_is_told_not_suffered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    assert not durable.available()
    with pytest.raises(EngineError, match=r"cannot be imported.*install"):
        DurableRules(many(1))


def test_the_module_loads_without_the_engine() -> None:
    program = (
        "import sys; sys.modules['durable_rules_engine'] = None; "
        "from advisor.engines.durable import session; print(session.available())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert run.stdout == "False\n"


@needs_engine
def test_the_engine_names_its_version() -> None:
    assert durable.version().startswith("durable-rules 2.0.")


def test_the_version_of_an_engine_not_installed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = fails(importlib.metadata.PackageNotFoundError("durable-rules"))
    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(EngineError, match="not installed"):
        durable.version()
