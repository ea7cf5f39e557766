"""How many questions the interview asks until nothing can change: `python benchmarks/interview.py`.

The nine shipped cases and sampled companies are interviewed to the full stop in three orders, each of which skips what
cannot matter and stops early: the interview's own, that of the file, and a random one. Beside them the smallest set of
answers that leaves nothing open, as a bounded search finds it. Then: how much of the final result the first result has,
after the core; and how long the next question takes.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import checkout  # noqa: F401  (finds testkit and tools)

from advisor import Advisor
from advisor.cases.answers import Answer
from advisor.cases.case import Case
from advisor.inference.relevance.stakes import Relevance
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.choosing.outcome import Outcome, outcome_of
from advisor.interview.state import State
from testkit.companies.answers import AS_OF
from testkit.companies.coherent import Companies, case_answers
from testkit.shipped import NAMES, shipped_cases

ORDERS = ("interview", "file", "random")
Choose = Callable[[State], str | None]


@dataclass
class Measured:
    """What one company cost in each order, and how right its first result was."""

    questions: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    bound: int | None = None
    first: int = 0
    first_seconds: float = 0.0
    found_first: int = 0
    found_wrongly: int = 0
    found_last: int = 0
    model_first: bool = False
    taken: list[float] = field(default_factory=list)


@lru_cache(maxsize=1)
def interviewer() -> Interviewer:
    return Advisor(engine="python").interviewer


@lru_cache(maxsize=1)
def companies() -> Companies:
    return Companies(interviewer().advisor)


def asked_by(order: str, rng: random.Random) -> Choose:
    """The next question to ask in one order, None where nothing can change."""
    lead = interviewer()

    def choose(state: State) -> str | None:
        step = lead.next(state)
        if not isinstance(step, Ask):
            return None
        if order == "interview" or step.settles or step.earlier is not None:
            return step.question.id
        position = lead.position(state)
        ready = [q for q in position.stakes.bears_on if q not in state.passed and position.stakes.ready(q)]
        if not ready:
            return step.question.id
        return rng.choice(sorted(ready)) if order == "random" else min(ready, key=lead.order.__getitem__)

    return choose


def measure(number: int, answers: Mapping[str, Any], orders: Sequence[str] = ORDERS, bound: bool = True) -> Measured:
    """One company in several orders, the interview's own the first of them."""
    lead, result = interviewer(), Measured()
    rng = random.Random(number)
    last: State | None = None
    for order in orders:
        state, choose = moves.begin("company", AS_OF), asked_by(order, rng)
        asked: list[str] = []
        first: State | None = None
        while True:
            start = time.process_time()
            id = choose(state)
            result.taken += [time.process_time() - start] if order == "interview" else []
            if id is None:
                break
            if order == "interview" and first is None and id not in state.answers and not lead.ask(state, id).core:
                first, result.first = state, len(asked)
                result.first_seconds = sum(lead.program.question(q).seconds for q in asked)
            if id in state.answers:
                state = moves.keep(state) if state.revisiting else moves.pass_over(state, id)
                continue
            state = moves.answer(lead.assessor, state, id, answers[id])
            asked.append(id)
        result.questions[order] = len(asked)
        result.seconds[order] = sum(lead.program.question(q).seconds for q in asked)
        if order == "interview":
            last = state
            if first is None:
                first, result.first, result.first_seconds = state, len(asked), result.seconds[order]
            _first_result(result, first, state)
    if bound and last is not None:
        result.bound = smallest(last, rng)
    return result


def _first_result(result: Measured, first: State, last: State) -> None:
    before, after = outcome(first), outcome(last)
    wrong = {id for id, s in after.diagnoses.items() if s.status.value in ("confirmed", "suspected")}
    early = {id for id, s in before.diagnoses.items() if s.status.value in ("confirmed", "suspected")}
    result.found_last, result.found_first = len(wrong), len(wrong & early)
    result.found_wrongly = len(early - wrong)
    result.model_first = before.model == after.model


def outcome(state: State) -> Outcome:
    """What a state comes to."""
    return outcome_of(interviewer().program, interviewer().assessor.assess(state.case))


def smallest(state: State, rng: random.Random, tries: int = 4) -> int:
    """The size of the smallest set of a company's answers found that leaves nothing open.

    Answers are left out as long as nothing comes to be at stake, in several orders: the last given first, the weakest
    first, and at random. It is the best of these, not proven to be the least.
    """
    best = len(state.answers)
    ids = list(state.trail)
    for attempt in range(tries):
        order = list(reversed(ids)) if attempt == 0 else ids[:] if attempt == 1 else rng.sample(ids, len(ids))
        kept = dict(state.answers)
        for id in order:
            fewer = {q: answer for q, answer in kept.items() if q != id}
            if _settled(fewer):
                kept = fewer
        best = min(best, len(kept))
    return best


def _settled(answers: Mapping[str, Answer]) -> bool:
    lead = interviewer()
    assessed = lead.assessor.assess(Case("company", AS_OF, answers))
    return not Relevance(lead.program, assessed).bears_on


def sampled(job: tuple[int, Sequence[str], bool]) -> Measured:
    """A sampled company, for a worker."""
    number, orders, bound = job
    return measure(number, companies().draw(number), orders, bound)


def of_shipped() -> list[tuple[str, Measured]]:
    """The nine cases; what they do not tell is answered with "don't know"."""
    advisor = interviewer().advisor
    cases = zip(NAMES, shipped_cases(advisor))
    return [(name, measure(i, case_answers(case, advisor))) for i, (name, case) in enumerate(cases)]


def report(title: str, results: list[Measured]) -> None:
    """The table of one group."""
    print(f"\n{title}: {len(results)}")
    print(f"{'order':<12}{'questions: median':>18}{'90th':>7}{'minutes: median':>18}")
    for order in (order for order in ORDERS if any(order in r.questions for r in results)):
        counts = [r.questions[order] for r in results if order in r.questions]
        minutes = statistics.median(r.seconds[order] for r in results if order in r.seconds) / 60
        of = f"   (of {len(counts)})" if len(counts) < len(results) else ""
        print(f"{order:<12}{statistics.median(counts):>18.0f}{_percentile(counts, 90):>7.0f}{minutes:>18.1f}{of}")
    bounds = [(r, r.bound) for r in results if r.bound]
    if bounds:
        sizes = [bound for _, bound in bounds]
        print(f"{'bound':<12}{statistics.median(sizes):>18.0f}{_percentile(sizes, 90):>7.0f}   (of {len(bounds)})")
        for order in ORDERS:
            ratios = [r.questions[order] / bound for r, bound in bounds]
            print(f"  {order} / bound: median {statistics.median(ratios):.2f}, 90th {_percentile(ratios, 90):.2f}")
    found, early = sum(r.found_last for r in results), sum(r.found_first for r in results)
    wrongly = sum(r.found_wrongly for r in results)
    share = sum(r.model_first for r in results) / len(results)
    minutes = statistics.median(r.first_seconds for r in results) / 60
    print(f"first result after {statistics.median(r.first for r in results):.0f} questions, {minutes:.1f} minutes:")
    print(f"  it has {early / max(found, 1):.0%} of the final findings, and the final model in {share:.0%};")
    print(f"  {wrongly / max(early + wrongly, 1):.0%} of what it found is taken back later")
    taken = [t * 1e3 for r in results for t in r.taken]
    slow = _percentile(taken, 95)
    print(f"next question, ms of processor time: median {statistics.median(taken):.1f}, 95th {slow:.1f} (goal 30)")


def _percentile(values: list[Any], percent: int) -> float:
    return float(sorted(values)[min(len(values) - 1, len(values) * percent // 100)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=2_000)
    parser.add_argument("--compare", type=int, default=500, help="how many of them are asked in the other orders too")
    parser.add_argument("--bound", type=int, default=200, help="for how many of them the smallest set is searched")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    report("shipped cases", [result for _, result in of_shipped()])
    compared = max(options.compare, options.bound)
    jobs = [(n, ORDERS if n < compared else ORDERS[:1], n < options.bound) for n in range(options.companies)]
    if options.jobs > 1:
        with ProcessPoolExecutor(options.jobs) as pool:
            report("sampled companies", list(pool.map(sampled, jobs, chunksize=8)))
    else:
        report("sampled companies", [sampled(job) for job in jobs])
