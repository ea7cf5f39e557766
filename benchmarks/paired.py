"""This checkout beside another one of the project, process against process, in turns; prints the ratio of each.

    python benchmarks/paired.py OTHER_CHECKOUT [--rounds 5] [--cases 400]

OTHER_CHECKOUT is a folder with the project at another commit (`git worktree add ../before COMMIT`). Both run under the
Python of this call, with only what is public: the command for a cold start (from kept packs), `Advisor.assess` for
one assessment, by itself and as JSON, and `advisor.batch.assess_table` for verdicts in columns, the same with a third
of the answers missing, and plans. Rules and questions change between commits: both are given only those answers that
each of them reads, one by one. Times are of the processor. Machines differ and drift, so only ratios of one run are worth quoting: the median
over the rounds of the time here over the time there, below 1 where this checkout is faster.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parents[1]
ACCEPTED = r"""
import json, sys
from advisor import Advisor
advisor = Advisor()
def reads(case, answers):
    return not advisor.read({**case, "answers": answers})[1]
kept = []
for case in json.load(open(sys.argv[1])):
    answers = {q: a for q, a in case["answers"].items() if reads(case, {q: a})}
    kept.append({**case, "answers": answers} if reads(case, answers) else None)
print(json.dumps(kept))
"""
MEASURED = r"""
import json, sys, time
import polars as pl
from advisor import Advisor
from advisor.batch import assess_table
cases = json.load(open(sys.argv[1]))
advisor = Advisor()
read = [advisor.read(case)[0] for case in cases]
assert None not in read
def timed(work, times):
    work()
    begin = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begin) / times
def table(cases):
    rows = [{"case": c["case"], "as_of": c["as_of"], **{q: cell(a) for q, a in c["answers"].items()}} for c in cases]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, strict=False)
def cell(answer):
    if isinstance(answer, dict):
        return "?" if "unsure" in answer else f"{answer['from']}..{answer['to']}"
    if isinstance(answer, list):
        return "; ".join(answer) or "none"
    return ("yes" if answer else "no") if isinstance(answer, bool) else str(answer)
whole = table(cases)
thinned = whole.with_columns([
    pl.when(pl.Series([(i * 7 + j * 13) % 3 > 0 for i in range(len(whole))])).then(pl.col(name)).otherwise(None)
    for j, name in enumerate(whole.columns) if name not in ("case", "as_of")
])
many = [pl.concat([part.with_columns(pl.col("case") + f"-{k}") for k in range(10)]) for part in (whole, thinned)]
found = {
    "one assessment": timed(lambda: [advisor.assess(case) for case in read], 2) / len(read),
    "one assessment, as JSON": timed(lambda: [advisor.assess(case).to_dict() for case in read[:80]], 1) / 80,
    "verdicts in columns": timed(lambda: assess_table(many[0], advisor, detail="verdicts"), 2) / len(many[0]),
    "with a third missing": timed(lambda: assess_table(many[1], advisor, detail="verdicts"), 2) / len(many[1]),
    "plans of a batch": timed(lambda: assess_table(whole[:80], advisor, detail="plan"), 1) / 80,
}
print(json.dumps(found))
"""


def drawn(count: int) -> list[dict[str, object]]:
    """Companies drawn by this checkout, as plain data that both read."""
    import checkout  # noqa: F401  (finds testkit)

    from advisor import Advisor
    from testkit.companies.answers import AS_OF, drawn_answer

    chance = random.Random(7)
    questions = Advisor(engine="python").knowledge.questions
    return [
        {
            "case": f"c{number}",
            "as_of": AS_OF.isoformat(),
            "answers": {name: drawn_answer(entry.model, chance) for name, entry in questions.items()},
        }
        for number in range(count)
    ]


def read_by_both(cases: list[dict[str, object]], checkouts: Iterable[Path], kept: str) -> list[dict[str, object]]:
    """The cases with those of their answers that each checkout reads; those that one cannot read at all are left out."""
    for checkout in checkouts:
        file = Path(kept, "drawn.json")
        file.write_text(json.dumps(cases))
        said = run(checkout, kept, "-c", ACCEPTED, str(file))
        cases = [case for case in json.loads(said) if case is not None]
    return cases


def run(checkout: Path, kept: str, *arguments: str) -> str:
    """What Python prints under the code of a checkout."""
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=environment(checkout, kept), cwd=kept, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def processor() -> float:
    """Seconds of the processor that the processes run so far have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def environment(checkout: Path, kept: str) -> dict[str, str]:
    """What makes a process run the code of a checkout."""
    return {**os.environ, "PYTHONPATH": str(checkout), "ADVISOR_CACHE": f"{kept}/{checkout.name}-kept"}


def measured(checkout: Path, cases: Path, kept: str) -> dict[str, float]:
    """Seconds for each thing that is measured, in one process of a checkout; the cold start in one of its own."""
    command = ("-m", "advisor", "assess", "textbook")
    run(checkout, kept, *command)
    begin = processor()
    run(checkout, kept, *command)
    cold = processor() - begin
    return {"cold start": cold, **json.loads(run(checkout, kept, "-c", MEASURED, str(cases)))}


def main() -> None:
    """Measure in turns, print the medians and the ratio of each round's pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="a checkout of the project at another commit")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", type=int, default=400)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as kept:
        other = said.other.resolve()
        cases = Path(kept, "cases.json")
        cases.write_text(json.dumps(read_by_both(drawn(said.cases), (HERE, other, HERE), kept)))
        rounds = [(measured(HERE, cases, kept), measured(other, cases, kept)) for _ in range(said.rounds)]
    print(f"{'':<26}{'here':>12}{'there':>12}{'ratio':>8}  (least to greatest)")
    for name in rounds[0][0]:
        here, there = ([pair[side][name] for pair in rounds] for side in (0, 1))
        ratios = sorted(a / b for a, b in zip(here, there))
        unit = [f"{statistics.median(values) * 1e6:,.0f} us" for values in (here, there)]
        print(
            f"{name:<26}{unit[0]:>12}{unit[1]:>12}{statistics.median(ratios):>8.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )


if __name__ == "__main__":
    main()
