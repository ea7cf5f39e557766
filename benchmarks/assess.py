"""How long assessing takes: `python benchmarks/assess.py [--memory]`.

Prints, in one run on one machine: the time of a verdict with each engine, the part of it that durable-rules' own
C calls take, the time of the three-valued reader for 100 conditions, and the cold start of the command beside
that of importing what it rests on. Compare ratios, not machines.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from sampling import sampled_cases

from advisor import Advisor, Case
from advisor.inference.engines import DurableEngine, PythonEngine
from advisor.language.generate import truth_function

IMPORTS = "import pydantic, click, yaml, numpy, tabulate"


def per_item(function: Callable[[], object], items: int, rounds: int = 5) -> float:
    """The median time of one item, in microseconds, over several rounds."""
    function()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        taken.append((time.perf_counter() - start) / items * 1e6)
    return statistics.median(taken)


def verdicts(number: int) -> None:
    """Verdicts without texts, with each engine."""
    durable, python = Advisor(engine="durable"), Advisor(engine="python")
    cases = sampled_cases(durable, number)
    slots = sum(len(stratum.conditions) for stratum in durable.program.strata)
    print(f"{number} sampled cases, {slots} conditions in {len(durable.program.strata)} strata")
    both = {
        name: per_item(lambda a=a: [a.assessor.assess(c) for c in cases], number)  # type: ignore[misc]
        for name, a in (("durable-rules", durable), ("python", python))
    }
    inside = c_share(durable, cases)
    print(
        f"verdict with durable-rules {both['durable-rules']:8.1f} us, of which its C calls {inside:.1f} us "
        f"(ratio {both['durable-rules'] / inside:.2f}; goal 2)"
    )
    print(f"verdict with Python        {both['python']:8.1f} us")
    full = per_item(lambda: [durable.assess(c).to_dict() for c in cases[:100]], 100, 3)
    print(f"with texts, as JSON data   {full:8.1f} us")


def c_share(advisor: Advisor, cases: list[Case]) -> float:
    """Microseconds a case inside durable-rules' C functions."""
    engine = advisor.assessor.engine
    assert isinstance(engine, DurableEngine)
    seconds = 0.0
    fire = [rules.fire for rules in engine.rules]

    def timed(rules: object) -> Callable[..., frozenset[str]]:
        def fire_timed(fact: dict[str, object]) -> frozenset[str]:
            nonlocal seconds
            fired, taken = rules.fire_timed(fact)  # type: ignore[attr-defined]
            seconds += taken
            return fired  # type: ignore[no-any-return]

        return fire_timed

    for rules in engine.rules:
        rules.fire = timed(rules)  # type: ignore[method-assign]
    for case in cases:
        advisor.assessor.assess(case)
    for rules, original in zip(engine.rules, fire):
        rules.fire = original  # type: ignore[method-assign]
    return seconds / len(cases) * 1e6


def reader() -> None:
    """The three-valued reader, 100 conditions of the shipped pack at once."""
    advisor = Advisor(engine="python")
    assert isinstance(advisor.assessor.engine, PythonEngine)
    conditions = [c for stratum in advisor.program.strata for c in stratum.conditions][:100]
    truths = truth_function([(c.true, c.false) for c in conditions])
    facts = [
        advisor.assessor.maker.facts({q: a.said for q, a in c.answers.items()}, c.as_of).fact  # type: ignore[misc]
        for c in sampled_cases(advisor, 500)
    ]
    taken = per_item(lambda: [truths(fact) for fact in facts], len(facts))
    print(f"three-valued reader, {len(conditions)} conditions: {taken:.1f} us (goal 50)")


def cold_start(runs: int) -> None:
    """Whole processes, in turn, so that a drift of the machine touches both; bytecode and packs kept from a run before."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {"PYTHONPYCACHEPREFIX": folder, "ADVISOR_CACHE": f"{folder}/packs"}
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | kept
        _cold_start(runs, environment)


def _cold_start(runs: int, environment: dict[str, str]) -> None:
    commands = {
        "advisor assess": [sys.executable, "-m", "advisor", "assess", "textbook"],
        "imports": [sys.executable, "-c", IMPORTS],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
            taken[name].append(time.perf_counter() - start)
    ours, theirs = (statistics.median(taken[name][1:]) for name in commands)
    print(f"cold start {ours * 1e3:.0f} ms, `{IMPORTS}` {theirs * 1e3:.0f} ms (ratio {ours / theirs:.2f}; goal 2)")


def memory(number: int) -> None:
    """Resident memory after 1,000 and after `number` assessments."""
    advisor = Advisor(engine="durable")
    cases = sampled_cases(advisor, 1_000)
    before = 0
    for index in range(number):
        advisor.assessor.assess(cases[index % 1_000])
        if index == 1_000:
            before = resident()
    print(
        f"resident memory: {before / 1024:.1f} MB after 1,000 assessments, {resident() / 1024:.1f} MB after {number:,}"
    )


def resident() -> int:
    """Resident memory in kB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--memory", type=int, nargs="?", const=200_000, help="only the memory test")
    options = parser.parse_args()
    if options.memory:
        memory(options.memory)
    else:
        verdicts(options.cases)
        reader()
        cold_start(options.runs)
