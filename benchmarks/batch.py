"""How fast batches are: `python benchmarks/batch.py [verdicts] [drawn] [stages] [growth] [endtoend] [cluster] [plans]`.

`verdicts` compares with others on the shipped pack, `drawn` on a pack of 170 rules drawn at random (`--rules`).
Everything in one run on one machine. Rules are translated mechanically, and all engines must agree on which
conditions fire before anything is timed. Times are processor time of this process where nothing else is said, so
that a busy machine disturbs less; compare ratios, not machines.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import checkout  # noqa: F401  (finds testkit and tools)
import polars as pl
from verdictrates import rate, sampled_block, verdicts

from advisor import Advisor
from advisor.batch.columns.verdicts import BlockJudge
from advisor.batch.runs.pool import Alone, Processes
from advisor.batch.runs.results import verdict_columns
from advisor.batch.runs.run import part_size, run
from advisor.batch.runs.sources import Sources
from advisor.batch.runs.work import Job, Worker
from advisor.batch.tables.encode import TableReader
from advisor.batch.tables.headers import ColumnMap
from testkit.companies.tables import sampled_table
from testkit.packs.drawn import write_pack

ROWS = 200_000


def stages(advisor: Advisor) -> None:
    """What each stage costs for tables of growing size."""
    print("\nmicroseconds a case by stage (processor time)")
    worker = Worker(Job(detail="verdicts"), advisor.rulebase)
    for rows in (1_000, 10_000, 100_000, 300_000):
        spent = stages_of(worker, sampled_table(advisor, rows, timeline=True))
        print(f"  {rows:>9,} cases: " + ", ".join(f"{name} {1e6 * value / rows:.1f}" for name, value in spent.items()))


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
        reader = TableReader(worker.rulebase.knowledge, worker.terms, ColumnMap().style, None)
        encoded = timed("encode", lambda: reader.read(read, headers))
        judged = timed("verdicts", lambda: worker.judge.judge(encoded.block))
        made = timed("columns", lambda: pl.DataFrame(list(verdict_columns(worker.program, judged).values())))
        timed("write", lambda: made.write_ipc(io.BytesIO(), compression="lz4"))
    return spent


def growth(advisor: Advisor, most: int) -> None:
    """Microseconds a case, from Parquet to Parquet for more and more cases, and for more and more rules."""
    print("\ngrowth, processor time of this process")
    with tempfile.TemporaryDirectory() as folder:
        rows = 1_000
        while rows <= most:
            source, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
            write_sample(advisor, rows, source)
            crew = Alone(Worker(Job(detail="verdicts"), advisor.rulebase))
            start = time.process_time()
            run(Sources([str(source)], 65_536), out, Job(detail="verdicts"), crew, advisor.knowledge)
            print(
                f"  {rows:>10,} cases from Parquet to Parquet: {1e6 * (time.process_time() - start) / rows:8.2f} us a case"
            )
            rows *= 10
        for rules in (50, 100, 200, 500, 1_000):
            drawn = Advisor(base=write_pack(Path(folder) / f"pack-{rules}", rules), engine="python")
            judge, block = BlockJudge(drawn.what_ifs, decides=False), sampled_block(drawn, 65_536)
            each = 1e6 / rate(lambda: judge.judge(block), block.size)  # noqa: B023
            print(f"  {rules:>10,} rules: {each:8.3f} us a case, {1_000 * each / rules:.2f} ns a case and rule")


def plans(processes: int, number: int) -> None:
    """Cases a second with timeline, model and plan, all different, in one process and in several."""
    from advisor.batch.runs.results import PartDone

    advisor = Advisor(engine="python")
    job = Job(detail="plan")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.parquet"
        sampled_table(advisor, number).write_parquet(source)
        rates = {}
        for count in sorted({1, processes}):
            crew, seen = Processes(job, count), 0
            marks: list[tuple[float, int]] = []
            for _, done in crew.do(Sources([str(source)], part_size(job)).parts()):
                assert isinstance(done, PartDone)
                seen += done.count
                marks.append((time.monotonic(), seen))
            warm = next(mark for mark in marks if mark[1] >= number // 4)  # processes start one after the other
            last = marks[-1]
            rates[count] = (last[1] - warm[1]) / (last[0] - warm[0])
    print(
        "\nplans, by the clock: "
        + ", ".join(f"{count} processes {value:,.0f} cases/s" for count, value in rates.items())
    )


def end_to_end(advisor: Advisor, rows: int, processes: int) -> None:
    """Parquet to Parquet, against merely reading and writing the same tables."""
    with tempfile.TemporaryDirectory() as folder:
        source, out, again = (Path(folder) / name for name in ("in.parquet", "out.parquet", "again.parquet"))
        write_sample(advisor, rows, source)
        job = Job(detail="verdicts")
        crew = Alone(Worker(job, advisor.rulebase)) if processes == 1 else Processes(job, processes)
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


def cluster(advisor: Advisor, rows: int, detail: Any) -> None:
    """Two Dask workers of one thread, each on a core of its own, against one process of one thread on one core (once on
    the one, once on the other).
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from distributed import Client, LocalCluster

    from advisor.batch.runs.cluster import Cluster

    job = Job(detail=detail)
    allowed = os.sched_getaffinity(0)
    cores = sorted(allowed)[:2]
    os.environ |= {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # of all processes that are started here
    with tempfile.TemporaryDirectory() as folder:
        few, many, out = (Path(folder) / name for name in ("few.parquet", "in.parquet", "out.parquet"))
        write_sample(advisor, 8_000, few)
        write_sample(advisor, rows, many)
        singly = []
        for core in cores:
            os.sched_setaffinity(0, [core])  # as the process that is started now
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _on_cores, ([core],)) as pool:
                singly.append(pool.submit(_alone, job, few, many, out).result())
        os.sched_setaffinity(0, allowed)
        alone, alone_busy = (sum(values) / len(values) for values in zip(*singly))
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
            with Client(local) as client:
                for core, worker in zip(cores, client.scheduler_info()["workers"]):
                    client.run(_on_cores, [core], workers=[worker])
            pids = [worker.pid for worker in local.workers.values()]
            crew = Cluster(job, local.scheduler_address)
            run(Sources([str(few)], 1_000), out, job, crew, advisor.knowledge)  # packs are read
            before, workers = time.process_time(), sum(map(_busy, pids))
            both = _seconds(job, many, out, crew, advisor)
            parent, workers = time.process_time() - before, sum(map(_busy, pids)) - workers
    print(
        f"\n{rows:,} rows, {detail}, from Parquet to Parquet: one process {alone:.2f} s ({singly[0][0]:.2f}, {singly[-1][0]:.2f}), two Dask workers {both:.2f} s: "
        f"efficiency {alone / both / 2:.2f} (bar 0.8); processor time {alone_busy:.2f} s alone, on the cluster "
        f"{parent:.2f} s of scheduler and parent, {workers:.2f} s of the workers"
    )


def _alone(job: Job, few: Path, many: Path, out: Path) -> tuple[float, float]:
    """Seconds by the clock and of processor time of one process; the few are a rehearsal."""
    advisor = Advisor(engine="python")
    crew = Alone(Worker(job, advisor.rulebase))
    _seconds(job, few, out, crew, advisor)
    before = time.process_time()
    return _seconds(job, many, out, crew, advisor), time.process_time() - before


def _seconds(job: Job, source: Path, out: Path, crew: Any, advisor: Advisor) -> float:
    start = time.monotonic()
    run(Sources([str(source)], part_size(job)), out, job, crew, advisor.knowledge)
    return time.monotonic() - start


def _on_cores(cores: list[int]) -> None:
    """Keep this process, and every thread that it has, on some cores."""
    for thread in os.listdir("/proc/self/task"):
        os.sched_setaffinity(int(thread), cores)


def _busy(pid: int) -> float:
    """Processor time of another process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", default=["verdicts", "drawn", "stages", "endtoend"])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--slow", type=int, default=2_000)
    parser.add_argument("--rules", type=int, default=170)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--detail", default="verdicts", choices=("verdicts", "model", "plan"), help="of `cluster`")
    parser.add_argument("--pack", help="a pack instead of the shipped one")
    options = parser.parse_args()
    advisor = Advisor(base=options.pack, engine="python") if options.pack else Advisor(engine="python")
    for which in options.which:
        if which == "verdicts":
            verdicts(advisor, "shipped", options.rows, options.slow)
        elif which == "drawn":
            with tempfile.TemporaryDirectory() as folder:
                drawn = Advisor(base=write_pack(Path(folder), options.rules), engine="python")
                verdicts(drawn, f"drawn ({options.rules} rules)", options.rows, options.slow)
        elif which == "stages":
            stages(advisor)
        elif which == "growth":
            growth(advisor, max(options.rows, 1_000_000))
        elif which == "endtoend":
            end_to_end(advisor, options.rows, options.processes)
        elif which == "cluster":
            cluster(advisor, options.rows, options.detail)
        elif which == "plans":
            plans(options.processes, 4_096)
        else:
            parser.error(f"There is no benchmark `{which}`.")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
