"""How long assessing takes: `python benchmarks/assess.py [--memory | --threads]`.

Prints, in one run on one machine: the time of a full assessment with its parts, on drawn and on the shipped cases; what
a batch does for model and first actions, with its what-ifs; the time of a verdict with each engine, and the part of it
that durable-rules' own C calls take; the time of the three-valued reader for 100 conditions; and the cold start of the
command beside that of importing what it rests on. Times are of the processor. Compare ratios, not machines.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import checkout  # noqa: F401  (finds testkit and tools)

from advisor import Advisor, Case
from advisor.batch.runs.advice import advice
from advisor.cases.answers import Differ
from advisor.engines.durable.engine import DurableEngine
from advisor.engines.python import PythonEngine
from advisor.inference.assessor import Inference
from advisor.inference.contradictions import Resolution
from advisor.inference.facts import FactMaker, Facts
from advisor.inference.incremental import Varying
from advisor.language.to_python import truth_function
from advisor.result.assessment import Assessment
from testkit.companies.drawn import sampled_cases
from testkit.shipped import shipped_cases

PARTS = ("facts", "timeline", "rules", "decision", "plan", "texts")
IMPORTS = "import pydantic, click, yaml, numpy, tabulate"


def per_item(function: Callable[[], object], items: int, rounds: int = 5) -> float:
    """The median time of one item, in microseconds, over several rounds."""
    function()
    taken = []
    for _ in range(rounds):
        start = time.thread_time()
        function()
        taken.append((time.thread_time() - start) / items * 1e6)
    return statistics.median(taken)


def whole(advisor: Advisor, cases: list[Case], name: str) -> None:
    """Full assessments with options, model, plan and texts, part by part; each case once, nothing remembered of it."""
    bare = FactMaker(advisor.program)
    maker = advisor.assessor.maker
    taken: dict[str, list[float]] = {part: [] for part in (*PARTS, "whole")}
    for case in cases:
        given = {q: a.said for q, a in case.answers.items() if not isinstance(a.said, Differ)}
        marks = [time.thread_time()]
        facts = bare.facts(given, case.as_of)
        marks.append(time.thread_time())
        maker.points([(given, case.as_of, {})], [facts.asked])
        marks.append(time.thread_time())
        assessment = advisor.assess(case)  # makes the facts again, finds the timeline made
        marks.append(time.thread_time())
        for look in (_decision, _plan, Assessment.to_dict):
            look(assessment)
            marks.append(time.thread_time())
        spent = [(after - before) * 1e3 for before, after in itertools.pairwise(marks)]
        spent[2] -= spent[0]
        for part, milliseconds in zip(PARTS, spent):
            taken[part].append(milliseconds)
        taken["whole"].append(sum(spent))
    parts = ", ".join(f"{part} {statistics.median(taken[part]):.2f}" for part in PARTS)
    median, most = statistics.median(taken["whole"]), max(taken["whole"])
    print(f"full assessment of {len(cases)} {name} cases with {advisor.engine}: median {median:.1f} ms (goal 50),")
    print(f"    slowest {most:.1f} ms; medians of its parts: {parts}")


def _decision(assessment: Assessment) -> object:
    return assessment.decision


def _plan(assessment: Assessment) -> object:
    return assessment.plan


def planned(cases: list[Case]) -> None:
    """Model, options, first actions and open questions as a batch has them, and the what-ifs that it takes."""
    advisor = Advisor(engine="python")
    assessor = advisor.what_ifs
    vary, infer = assessor.vary, assessor.infer
    tried, seconds = 0, 0.0

    def varied(base: Inference, changes: Sequence[Varying]) -> list[Inference]:
        nonlocal tried, seconds
        start = time.thread_time()
        found = vary(base, changes)
        seconds += time.thread_time() - start
        tried += len(changes)
        return found

    def inferred(*arguments: Any) -> Inference:
        nonlocal tried, seconds
        start = time.thread_time()
        found = infer(*arguments)
        seconds += time.thread_time() - start
        tried += 1
        return found

    half = len(cases) // 2
    for case in cases[:half]:
        advice(advisor.assess(case))
    assessor.vary, assessor.infer = varied, inferred  # type: ignore[method-assign]  # to count
    start = time.thread_time()
    for case in cases[half:]:
        advice(advisor.assess(case))
    spent = time.thread_time() - start
    number = len(cases) - half
    print(
        f"model, options and first actions as in a batch: {spent / number * 1e3:.1f} ms a case, "
        f"{number / spent:.0f} cases/s a core, {tried / number:.1f} what-ifs a case at {seconds / tried * 1e3:.2f} ms"
    )


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
    given = [{q: a.said for q, a in c.answers.items() if not isinstance(a.said, Differ)} for c in cases]
    bare, full = FactMaker(durable.program), durable.assessor.maker
    made = per_item(lambda: [bare.facts(g, c.as_of) for g, c in zip(given, cases)], number)
    facts = [full.facts(g, c.as_of) for g, c in zip(given, cases)]
    rules = per_item(lambda: [durable.assessor._infer(Resolution(), f) for f in facts], number)
    inside = c_calls(durable, facts)
    print(
        f"verdict with durable-rules: facts {made:.0f} us + rules and certainties {rules:.0f} us = {made + rules:.0f} us, "
        f"of which its C calls {inside:.0f} us (ratio {(made + rules) / inside:.2f}; goal 2)"
    )
    print(
        f"    whole, with the timeline and the readings of contradictory answers: {both['durable-rules']:.0f} us "
        f"(ratio {both['durable-rules'] / inside:.2f})"
    )
    print(f"verdict with Python, whole: {both['python']:.0f} us")


def c_calls(advisor: Advisor, facts: list[Facts]) -> float:
    """Microseconds a case of durable-rules' C calls for these facts, made again by themselves."""
    rules = advisor.assessor.engine
    assert isinstance(rules, DurableEngine)
    engine = importlib.import_module("durable_rules_engine")
    asked: list[tuple[int, str]] = []

    def noted(handle: int, fact: str) -> Any:
        asked.append((handle, fact))
        return engine.assert_fact(handle, fact)

    own = [each._engine for each in rules.rules]
    names = ("error", "create_ruleset", "start_action_for_state", "complete_and_start_action", "delete_state")
    noting = SimpleNamespace(**{name: getattr(engine, name) for name in names}, assert_fact=noted)
    for each in rules.rules:
        each._engine = noting  # type: ignore[assignment]  # the same functions, one of them noted
    for fact in facts:
        advisor.assessor._infer(Resolution(), fact)
    for each, before in zip(rules.rules, own):
        each._engine = before

    def again() -> None:
        for handle, fact in asked:
            _, state = engine.assert_fact(handle, fact)
            engine.start_action_for_state(handle, state)
            while engine.complete_and_start_action(handle, state) is not None:
                pass
            engine.delete_state(handle, "s")

    return per_item(again, len(facts))


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


def threads(number: int) -> None:
    """Whether 16 threads on one Advisor, with each engine, give what one thread gives."""
    for engine in ("durable", "python"):
        advisor = Advisor(engine=engine)  # type: ignore[arg-type]
        cases = sampled_cases(advisor, 1_000)

        def verdicts_of(index: int, advisor: Advisor = advisor, cases: Sequence[Case] = cases) -> object:
            return [reading.verdicts for reading in advisor.assessor.assess(cases[index % len(cases)]).inferences]

        alone = [verdicts_of(index) for index in range(len(cases))]
        with ThreadPoolExecutor(16) as pool:
            together = pool.map(verdicts_of, range(number), chunksize=7)
            same = sum(found == alone[index % len(cases)] for index, found in enumerate(together))
        print(f"{engine}: {same:,} of {number:,} assessments by 16 threads are those of one thread")


def resident() -> int:
    """Resident memory in kB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--memory", type=int, nargs="?", const=200_000, help="only the memory test")
    parser.add_argument("--threads", type=int, nargs="?", const=20_000, help="only the test of threads")
    options = parser.parse_args()
    if options.memory:
        memory(options.memory)
    elif options.threads:
        threads(options.threads)
    else:
        advisor = Advisor()
        drawn, ours = sampled_cases(advisor, 300, seed=2), shipped_cases(advisor)
        for case in drawn[200:]:
            advisor.assess(case).to_dict()
        whole(advisor, drawn[:200], "drawn")
        whole(advisor, ours, "shipped")
        planned(sampled_cases(advisor, 400, seed=3))
        verdicts(options.cases)
        reader()
        cold_start(options.runs)
