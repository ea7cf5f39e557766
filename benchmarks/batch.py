"""How fast batches are: `python benchmarks/batch.py [verdicts] [stages] [endtoend] [cluster] [memory]`.

Everything in one run on one machine. Rules are translated mechanically, and all engines must agree on which
conditions fire before anything is timed. Times are processor time of this process where nothing else is said, so
that a busy machine disturbs less; compare ratios, not machines.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from batchdata import sampled_table
from translated import Rules, by_cel, by_clips, by_duckdb, by_numpy, by_polars, by_zen

from advisor import Advisor
from advisor.batch.circuit import Circuit
from advisor.batch.encode import TableReader
from advisor.batch.headers import ColumnMap, read_headers
from advisor.batch.pool import Alone, Processes
from advisor.batch.results import verdict_columns
from advisor.batch.run import run
from advisor.batch.sources import Sources
from advisor.batch.verdicts import BlockJudge
from advisor.batch.work import Job, Worker
from advisor.inference.durable import DurableRules

ROWS = 200_000


def rate(function: Callable[[], object], cases: int, rounds: int = 3) -> float:
    """Cases per second of processor time, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        function()
        best = min(best, time.process_time() - start)
    return cases / best


def fired_in(columns: list[Any]) -> list[set[int]]:
    """Fired conditions by case, from one mask a condition."""
    return [{i for i, mask in enumerate(columns) if mask[row]} for row in range(len(columns[0]))]


def verdicts(advisor: Advisor, rows: int, slow: int) -> None:
    """Verdicts of every engine; timeline facts stand in the table."""
    table = sampled_table(advisor, rows, timeline=True)
    headers = read_headers(table.columns, advisor.knowledge, ColumnMap(), "t", advisor.program.vocabulary.points)
    reader = TableReader(advisor.knowledge, advisor.program.vocabulary.terms, ColumnMap().style, None)
    block = reader.read(table, headers).block
    judge = BlockJudge(advisor.what_ifs, decides=False)
    judged_facts = judge.facts(block.slice(0, slow))
    conditions = advisor.program.strata[0].conditions
    rules = Rules([c.true for c in conditions])
    facts = flat_facts(rules, judged_facts, slow)
    expected = rules.expected(facts)
    masks = Circuit(rules.patterns).masks(judged_facts.leaf)
    ours = fired_in([np.broadcast_to(np.asarray(m), (slow,)) for m in masks])
    check("ours", ours, expected)
    small = rules.frame(facts)
    check("numpy", fired_in(by_numpy(rules, small)()[0]), expected)
    check("polars", fired_in(by_polars(rules, small)().to_numpy().T), expected)
    check("duckdb", fired_in(pl.from_arrow(by_duckdb(rules, small)()).to_numpy().T), expected)
    big = pl.concat([small] * (rows // slow))
    rates = {
        "numpy by hand": rate(by_numpy(rules, big), big.height),
        "polars by hand": rate(by_polars(rules, big), big.height),
        "DuckDB": rate(by_duckdb(rules, big), big.height),
    }
    for name, make in (("CEL", by_cel), ("zen-engine", by_zen), ("clipspy", by_clips), ("durable-rules", by_durable)):
        try:
            fire = make(rules, facts)
            check(name, fire(), expected)
            rates[name] = rate(fire, slow, 2)
        except Exception as error:
            print(f"{name}: not timed: {type(error).__name__}: {str(error)[:200]}")
    whole = block.take(np.arange(rows) % slow)
    conflicts = len(judge.judge(whole).conflicts) / rows
    rates["advisor, columns"] = rate(lambda: judge.judge(whole), rows)
    plain = np.flatnonzero(~np.isin(np.arange(rows), list(judge.judge(whole).conflicts)))
    without = whole.take(plain)
    rates["advisor, without contradictions"] = rate(lambda: judge.judge(without), without.size)
    print(
        f"\nverdicts, {len(conditions)} conditions in the first stratum, {rows:,} cases "
        f"({slow:,} for engines of single cases), "
        f"{statistics.mean(map(len, expected)):.1f} fire, {conflicts:.0%} with contradictions"
    )
    for name, value in sorted(rates.items(), key=lambda item: -item[1]):
        print(f"  {name:34} {value:12,.0f} cases/s")
    engine = max(rates.get(n, 0) for n in ("CEL", "zen-engine", "clipspy", "durable-rules"))
    hand = max(rates["numpy by hand"], rates["polars by hand"])
    for name in ("advisor, columns", "advisor, without contradictions"):
        print(
            f"  {name}: {rates[name] / engine:.0f} x the fastest rule engine (bar 20), "
            f"{rates[name] / rates['DuckDB']:.1f} x DuckDB (bar 1), "
            f"{rates[name] / hand:.2f} x hand-written columns (bar 0.5)"
        )


def flat_facts(rules: Rules, facts: Any, number: int) -> list[dict[str, Any]]:
    """The fields that rules read, back from columns, for engines of single cases."""
    made: list[dict[str, Any]] = [{} for _ in range(number)]
    for field in rules.names:
        stem, _, end = field.rpartition("#")
        for row, value in enumerate(values_of(facts, field, stem, end, number)):
            if value is not None:
                made[row][field] = value
    return made


def values_of(facts: Any, field: str, stem: str, end: str, number: int) -> list[Any]:
    """One field of every case."""
    from advisor.language.patterns import Leaf

    def mask(test: Leaf) -> Any:
        return np.broadcast_to(np.asarray(facts.leaf(test)), (number,))

    if end in ("low", "high") and stem:
        ends = facts.ends(stem) or facts.points.get(stem)
        return (
            [None] * number if ends is None else [None if v != v else float(v) for v in ends[0 if end == "low" else 1]]
        )
    term = facts.terms.get(field)
    if term is not None and term.options:
        named = [(option, mask(Leaf(field, "==", option))) for option in term.options]
        return [next((option for option, m in named if m[row]), None) for row in range(number)]
    yes, no = mask(Leaf(field, "==", True)), mask(Leaf(field, "==", False))
    return [True if yes[row] else False if no[row] and end != "off" else None for row in range(number)]


def by_durable(rules: Rules, facts: list[dict[str, Any]]) -> Callable[[], list[set[int]]]:
    """durable-rules, one rule a condition, one flat fact a case."""
    from advisor.language.patterns import All, Leaf, Pattern, holds
    from advisor.language.patterns import Any as AnyOf

    counted: dict[Any, str] = {}

    def without_counts(pattern: Pattern) -> Pattern:
        if isinstance(pattern, Leaf):
            return pattern
        if not isinstance(pattern, (All, AnyOf)):
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


def stages(advisor: Advisor) -> None:
    """What each stage costs, how that grows with the number of cases, and what distinct timelines and plans cost."""
    print("\nmicroseconds a case by stage (processor time)")
    worker = Worker(Job(detail="verdicts"), advisor)
    for rows in (1_000, 10_000, 100_000, 300_000):
        spent = stages_of(worker, sampled_table(advisor, rows, timeline=True))
        print(f"  {rows:>9,} cases: " + ", ".join(f"{name} {1e6 * value / rows:.1f}" for name, value in spent.items()))
    few = sampled_table(advisor, 200)
    for detail in ("verdicts", "model", "plan"):
        deep = Worker(Job(detail=detail))  # type: ignore[arg-type]  # one of the three
        headers = deep.headers(few.columns, "t")
        encoded = TableReader(deep.advisor.knowledge, deep.terms, ColumnMap().style, None).read(few, headers)
        start = time.process_time()
        deep.table(encoded, [("", "")] * 200, deep.advised(encoded)[0])
        print(f"  distinct parameters, {detail}: {200 / (time.process_time() - start):,.0f} cases/s of one core")


def stages_of(worker: Worker, table: pl.DataFrame) -> dict[str, float]:
    """Seconds of each stage for one table."""
    spent: dict[str, float] = {}

    def timed(name: str, function: Callable[[], Any]) -> Any:
        start = time.process_time()
        value = function()
        spent[name] = time.process_time() - start
        return value

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.parquet"
        table.write_parquet(path)
        read = timed("read", lambda: pl.read_parquet(path))
        headers = worker.headers(read.columns, "t")
        reader = TableReader(worker.advisor.knowledge, worker.terms, ColumnMap().style, None)
        encoded = timed("encode", lambda: reader.read(read, headers))
        judged = timed("verdicts", lambda: worker.judge.judge(encoded.block))
        made = timed("columns", lambda: pl.DataFrame(list(verdict_columns(worker.program, judged).values())))
        timed("write", lambda: made.write_ipc(io.BytesIO(), compression="lz4"))
    return spent


def end_to_end(advisor: Advisor, rows: int, processes: int) -> None:
    """Parquet to Parquet, against merely reading and writing the same tables."""
    with tempfile.TemporaryDirectory() as folder:
        source, out, again = (Path(folder) / name for name in ("in.parquet", "out.parquet", "again.parquet"))
        write_sample(advisor, rows, source)
        job = Job(detail="verdicts")
        crew = Alone(Worker(job, advisor)) if processes == 1 else Processes(job, processes)
        start = time.monotonic()
        done = run(Sources([str(source)], 65_536), out, job, crew, advisor.knowledge)
        ours = time.monotonic() - start
        start = time.monotonic()
        pl.scan_parquet(source).sink_parquet(again)
        pl.scan_parquet(out).sink_parquet(again)
        mere = time.monotonic() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6 + resource.getrusage(
            resource.RUSAGE_CHILDREN
        ).ru_maxrss / 1e6 * (processes > 1)
        print(
            f"\nend to end, {done.count:,} rows, {processes} processes: {rows / ours:,.0f} cases/s; reading and "
            f"writing alone {rows / mere:,.0f} (ratio {mere / ours:.2f}, bar 0.5); {peak:.2f} GB at most here and in "
            "the largest child"
        )


def write_sample(advisor: Advisor, rows: int, path: Path) -> None:
    """A large table, never whole in memory: one million cases, repeated under other names."""
    parts = []
    for start in range(0, min(rows, 1_000_000), 100_000):
        part = path.with_suffix(f".{start}")
        sampled_table(advisor, min(100_000, rows - start), timeline=True, start=start).write_parquet(part)
        parts.append(part)
    many = [
        pl.scan_parquet(part).with_columns(pl.col("case") + f"-{again}")
        for again in range(-(-rows // 1_000_000))
        for part in parts
    ]
    pl.concat(many).head(rows).sink_parquet(path, row_group_size=65_536)


def cluster(advisor: Advisor, rows: int) -> None:
    """Two Dask workers of one thread against one process of one thread."""
    from distributed import LocalCluster

    from advisor.batch.cluster import Cluster

    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        pl.concat(
            [sampled_table(advisor, 100_000, timeline=True, start=s) for s in range(0, rows, 100_000)]
        ).write_parquet(source)
        job = Job(detail="verdicts")

        def timed(crew: Any) -> float:
            start = time.monotonic()
            run(Sources([str(source)], 50_000), out, job, crew, advisor.knowledge)
            return time.monotonic() - start

        alone = timed(Processes(job, 1))
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
            both = timed(Cluster(job, local.scheduler_address))
    print(
        f"\n{rows:,} rows: one process {alone:.1f} s, two Dask workers {both:.1f} s: "
        f"efficiency {alone / both / 2:.2f} (bar 0.8)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", default=["verdicts", "stages", "endtoend"])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--slow", type=int, default=2_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--pack", help="a pack instead of the shipped one")
    options = parser.parse_args()
    the_advisor = Advisor(base=options.pack, engine="python") if options.pack else Advisor(engine="python")
    if "verdicts" in options.which:
        verdicts(the_advisor, options.rows, options.slow)
    if "stages" in options.which:
        stages(the_advisor)
    if "endtoend" in options.which:
        end_to_end(the_advisor, options.rows, options.processes)
    if "cluster" in options.which:
        cluster(the_advisor, options.rows)
    sys.stdout.flush()
