"""Verdicts a second, of ours and of others, on the shipped pack or on one that was drawn: `batch.py verdicts`.

Everybody starts from the same tables and ends with the conditions that fire; ours also gives certainty bounds and
statuses of all strata. Measured twice: from flat facts, in which gates, counts and ranges are worked out already, and
from the answers themselves. All must agree before anything is timed.

Ours come as codes with a table of bounds and statuses for each diagnosis, as in a column of text with few different
values. What it costs to look all of them up as well, for every case and diagnosis, is told too.
"""

from __future__ import annotations

import contextlib
import copy
import ctypes
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import checkout  # noqa: F401  (finds testkit and tools)
import numpy as np
import polars as pl
from byhand import by_hand
from translated import Rules, by_cel, by_clips, by_duckdb, by_numpy, by_polars, by_zen

from advisor import Advisor
from advisor.batch.columns.block import Block, answers_of
from advisor.batch.columns.coded import ContestedVerdicts, Verdicts
from advisor.batch.columns.masks import Memory, unpacked
from advisor.batch.columns.verdicts import AT_ONCE, BlockJudge
from advisor.batch.tables.encode import TableReader
from advisor.batch.tables.headers import ColumnMap, read_headers
from advisor.engines.durable.session import DurableRules
from advisor.inference.computed_numbers import ComputedNumbers
from advisor.inference.facts import FactMaker
from testkit.companies.tables import sampled_table

OURS = "advisor, bounds and statuses as codes"
LOOKED_UP = "advisor, each of them looked up as well"


def keep_memory() -> None:
    """Let this process keep memory that it frees, so that nobody's time depends on what the system takes back and gives
    anew, which is a matter of what ran before.
    """
    with contextlib.suppress(OSError, AttributeError):  # there is no glibc
        tell = ctypes.CDLL(None).mallopt
        tell(-1, 1 << 30)  # M_TRIM_THRESHOLD
        tell(-3, 1 << 25)  # M_MMAP_THRESHOLD


def rate(function: Callable[[], object], cases: int, rounds: int = 3) -> float:
    """Cases per second of processor time, the best of some rounds."""
    return in_turns({"": (function, cases)}, rounds)[""]


def in_turns(functions: Mapping[str, tuple[Callable[[], object], int]], rounds: int = 9) -> dict[str, float]:
    """Cases per second of processor time, by name, each the best of its rounds; given are functions and their cases.

    They take turns, so that a moment at which others use the machine is not one of them's alone.
    """
    best = dict.fromkeys(functions, float("inf"))
    for _ in range(rounds):
        for name, (function, _) in functions.items():
            start = time.process_time()
            function()
            best[name] = min(best[name], time.process_time() - start)
    return {name: cases / best[name] for name, (_, cases) in functions.items()}


def fired_in(columns: list[Any]) -> list[set[int]]:
    """Fired conditions by case, from one mask a condition."""
    return [{i for i, mask in enumerate(columns) if mask[row]} for row in range(len(columns[0]))]


def verdicts(advisor: Advisor, name: str, rows: int, slow: int) -> None:
    """Verdicts of every engine; timeline facts stand in the table."""
    keep_memory()
    program, assessor = advisor.program, advisor.what_ifs
    block = sampled_block(advisor, rows)
    conditions = program.strata[0].conditions
    rules = Rules([c.true for c in conditions])
    facts = flat_facts(advisor, block, slow)
    expected = rules.expected(facts)
    judge = BlockJudge(assessor, decides=False)
    few = block.slice(0, slow)
    check("ours", fired_in([unpacked(m, slow) for m in judge.layers[0].fired(judge.facts(few))]), expected)
    check("by hand from answers", fired_in(joined(by_hand(program, assessor.maker, few)())), expected)
    small = rules.frame(facts)
    check("numpy", fired_in(joined(by_numpy(rules, small)())), expected)
    check("polars", fired_in(by_polars(rules, small)().to_numpy().T), expected)
    check("duckdb", fired_in(pl.from_arrow(by_duckdb(rules, small)()).to_numpy().T), expected)

    whole = block.take(np.arange(rows) % slow)
    big = pl.concat([small] * (rows // slow))
    print(
        f"\n{name} pack: {len(conditions)} conditions on answers, {rows:,} cases ({slow:,} for engines of single "
        f"cases), {statistics.mean(map(len, expected)):.1f} fire"
    )
    rates = in_turns(
        {
            "numpy by hand": (by_numpy(rules, big), big.height),
            "polars by hand": (by_polars(rules, big), big.height),
            OURS: (from_facts(judge, whole), rows),
            LOOKED_UP: (from_facts(judge, whole, look_up=True), rows),
        }
    )
    rates["DuckDB"] = rate(by_duckdb(rules, big), big.height)
    for engine, make in (("CEL", by_cel), ("zen-engine", by_zen), ("clipspy", by_clips), ("durable-rules", by_durable)):
        try:
            fire = make(rules, facts)
            check(engine, fire(), expected)
            rates[engine] = rate(fire, slow, 2)
        except Exception as error:
            print(f"{engine}: not timed: {type(error).__name__}: {str(error)[:200]}")
    single = max(rates.get(n, 0) for n in ("CEL", "zen-engine", "clipspy", "durable-rules"))
    told("from flat facts", rates)
    hand = max(rates["numpy by hand"], rates["polars by hand"])
    print(
        f"    {rates[OURS] / hand:.2f} x the better columns by hand (bar 0.5), {rates[LOOKED_UP] / hand:.2f} looked up"
    )

    flagged = judge.judge(whole).contradictions.rows
    plain = whole.take(np.setdiff1d(np.arange(rows), flagged))
    functions: dict[str, tuple[Callable[[], object], int]] = {
        "numpy by hand": (by_hand(program, assessor.maker, whole), rows),
        "advisor, every resolution": (lambda: judge.judge(whole), rows),
        LOOKED_UP: (lambda: [one.records() for one in judge.judge(whole).verdicts.values()], rows),
    }
    if len(flagged):
        functions["advisor, cases without contradictions"] = (lambda: judge.judge(plain), plain.size)
    answers = in_turns(functions)
    told("from answers", answers)
    ours = answers["advisor, every resolution"]
    print(
        f"    {ours / answers['numpy by hand']:.2f} x columns by hand (bar 0.5), "
        f"{answers[LOOKED_UP] / answers['numpy by hand']:.2f} looked up; {ours / single:.0f} x the fastest rule "
        f"engine (bar 20), {ours / rates['DuckDB']:.1f} x DuckDB (bar 1), which both start from flat facts; "
        f"{len(flagged) / rows:.0%} of the cases contradict themselves"
    )


def told(title: str, rates: dict[str, float]) -> None:
    """One line each, the fastest first."""
    print(f"  {title}")
    for name, value in sorted(rates.items(), key=lambda item: -item[1]):
        print(f"    {name:38} {value:12,.0f} cases/s")


def sampled_block(advisor: Advisor, rows: int) -> Block:
    """Sampled cases, encoded."""
    table = sampled_table(advisor, rows, timeline=True)
    headers = read_headers(table.columns, advisor.knowledge, ColumnMap(), "t", advisor.program.vocabulary.points)
    terms = advisor.program.vocabulary.terms
    return TableReader(advisor.knowledge, terms, ColumnMap().style, None).read(table, headers).block


def from_facts(judge: BlockJudge, block: Block, *, look_up: bool = False) -> Callable[[], object]:
    """Our verdicts from facts in which gates, counts and ranges are decided, one resolution a case; with `look_up` the
    bounds and the status of every case and diagnosis too.
    """
    memory = Memory()
    parts = [judge.facts(block.slice(start, start + AT_ONCE), memory) for start in range(0, block.size, AT_ONCE)]

    none_held = ContestedVerdicts.joined([], len(judge._ids))

    def run() -> object:
        verdicts, winner = judge._room(block.size)
        for number, part in enumerate(parts):
            facts = copy.copy(part)
            facts._known, facts.decided, facts.sure = {}, dict(part.decided), {}
            start = number * AT_ONCE
            judge._infer(facts, verdicts.slice(start, start + part.size), winner[start : start + part.size])
        both = enumerate(zip(verdicts.shown, verdicts.certain))
        made = [Verdicts(shown, certain, none_held, place) for place, (shown, certain) in both]
        return [one.records() for one in made] if look_up else made

    return run


def joined(parts: list[list[Any]]) -> list[Any]:
    """One mask a condition, from those of pieces."""
    return [np.concatenate(masks) for masks in zip(*parts)]


def flat_facts(advisor: Advisor, block: Block, number: int) -> list[dict[str, Any]]:
    """What the row engine's rules read, for engines of single cases; the timeline as it stands in the table."""
    terms = advisor.program.vocabulary.terms
    made = []
    for row in range(number):
        ends = {name: (float(low[row]), float(high[row])) for name, (low, high) in block.points.items()}
        points = AsInTheTable({name: both for name, both in ends.items() if both[0] == both[0]})
        maker = FactMaker(advisor.program, points)
        day = date.fromordinal(int(block.as_of[row]))
        made.append(dict(maker.facts(answers_of(block, row, terms), day).fact))
    return made


class AsInTheTable:
    """Computed numbers that are not computed."""

    questions: frozenset[str] = frozenset()

    def __init__(self, known: dict[str, tuple[float, float]]):
        self._points = ComputedNumbers(known)

    def __call__(self, *_: Any) -> ComputedNumbers:
        """Those of the one case."""
        return self._points

    def of_many(self, cases: Sequence[Any]) -> list[ComputedNumbers]:
        """Those of the one case, for each."""
        return [self._points for _ in cases]


def by_durable(rules: Rules, facts: list[dict[str, Any]]) -> Callable[[], list[set[int]]]:
    """durable-rules, one rule a condition, one flat fact a case."""
    from advisor.language.patterns import AllFields, Leaf, Pattern, holds
    from advisor.language.patterns import AnyField as AnyOf

    counted: dict[Any, str] = {}

    def without_counts(pattern: Pattern) -> Pattern:
        if isinstance(pattern, Leaf):
            return pattern
        if not isinstance(pattern, (AllFields, AnyOf)):
            return Leaf(counted.setdefault(pattern, f"count{len(counted)}"), "==", True)
        return type(pattern)(tuple(without_counts(part) for part in pattern.parts))

    engine = DurableRules({f"+{i}": without_counts(p) for i, p in enumerate(rules.patterns)}, name_hint="benchmark")

    def fire() -> list[set[int]]:
        found = []
        for fact in facts:
            whole = {**fact, **{name: holds(several, fact) for several, name in counted.items()}}
            found.append({int(name[1:]) for name in engine.fire(whole)})
        return found

    return fire


def check(name: str, found: list[set[int]], expected: list[set[int]]) -> None:
    """Stop where an engine disagrees."""
    wrong = sum(a != b for a, b in zip(found, expected))
    if wrong or len(found) != len(expected):
        raise SystemExit(f"{name} disagrees on {wrong} of {len(expected)} cases")
