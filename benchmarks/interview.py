"""What the order of the interview is worth: `python benchmarks/interview.py --companies 200`.

Companies are drawn as the product draws them, with other seeds (`testkit/interviews/founders.py`); their founders know
each fact with .9, .6 or .25, by `known` of its question, and say why they came. Each is interviewed in two orders: that
of the policy, and the one before it (the core in the order of the questionnaire, then what decides most by the second).
Measured is what this founder can tell: findings and model, at the first result and where it is offered to stop, beside
what all that the founder knows comes to. Times are of the processor. Every row is printed, and the paired difference of
the two orders.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache

import checkout  # noqa: F401  (finds testkit and tools)
from earlier_order import next_by_core

from advisor import Advisor
from advisor.cases.answers import DontKnow
from advisor.inference.certainty import Status
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.choosing.position import heaviest, model_of
from advisor.interview.state import State
from testkit.companies.answers import AS_OF
from testkit.interviews.founders import Founder, case_of, founder

FIRST_SEED = 900_000
SHOWN = (Status.CONFIRMED, Status.SUSPECTED)


@dataclass(frozen=True)
class Seen:
    """What is on the screen: findings and likely ones, the model, what the headline is about, the first action."""

    findings: frozenset[str]
    model: str | None
    headline: str | None
    action: str | None

    def recall(self, last: Seen) -> float:
        """The share of the last findings that is here already."""
        return len(self.findings & last.findings) / len(last.findings) if last.findings else 1.0

    def precise(self, last: Seen) -> float:
        """The share of these findings that stays."""
        return len(self.findings & last.findings) / len(self.findings) if self.findings else 1.0


@dataclass
class Run:
    """One interview: what was seen at the first result and at the offered stop, and what it took."""

    first: Seen
    first_line: int
    unknown: float
    stop: Seen | None = None
    stop_line: int = 0
    lines: int = 0
    taken: list[float] = field(default_factory=list)


@dataclass
class Measured:
    """One company: what its founder knows comes to, and both interviews."""

    last: Seen
    policy: Run
    core: Run


@lru_cache(maxsize=1)
def interviewer() -> Interviewer:
    return Advisor(engine="python").interviewer


@lru_cache(maxsize=1)
def advisor() -> Advisor:
    return Advisor.over(interviewer().rulebase)


def seen(state: State) -> Seen:
    """What is on the screen in a state."""
    rulebase = interviewer().rulebase
    assessed = rulebase.what_ifs.assess(state.case)
    base = assessed.inferences[0]
    found = frozenset(name for name, each in assessed.together.items() if each.status in SHOWN)
    recommender = rulebase.recommender
    action = recommender.begins_with(assessed, recommender.decide(assessed)) if recommender is not None else None
    return Seen(found, model_of(rulebase.program, base), heaviest(rulebase.program, base), action)


def run(person: Founder, choose: Callable[[State], Ask | None], lines_to_first: int, to_the_end: bool) -> Run:
    """One interview; it goes on until stopping is offered, or to the first result where that is later."""
    lead, state, result = interviewer(), moves.begin("company", AS_OF), None
    taken: list[float] = []
    while True:
        start = time.process_time()
        step = choose(state)
        taken.append(time.process_time() - start)
        done = len(lead.lines.done(state))
        offered = step is not None and step.stop is not None
        if result is None and (step is None or offered or done >= lines_to_first):
            asked = [q for q in state.trail if lead.program.question(q).names is None]
            unknown = sum(isinstance(state.answers[q].said, DontKnow) for q in asked) / max(len(asked), 1)
            result = Run(seen(state), done, unknown)
        if result is not None and result.stop is None and offered:
            result.stop, result.stop_line = seen(state), done
        if step is None or (result is not None and (result.stop is not None or not to_the_end)):
            break
        state = _answered(state, step, person)
    assert result is not None
    result.lines, result.taken = len(lead.lines.done(state)), taken[1:]
    return result


def _answered(state: State, step: Ask, person: Founder) -> State:
    question = step.question.id
    if step.earlier is not None:
        return moves.keep(state) if state.revisiting else moves.pass_over(state, question)
    if step.question.names is not None:
        return moves.pass_over(state, question)
    return moves.answer(interviewer().assessor, state, question, person.answer(question))


def measure(seed: int) -> Measured:
    """One company in both orders."""
    lead = interviewer()
    person = founder(advisor(), FIRST_SEED + seed)
    last = seen(State(case_of(person.known)))

    def by_policy(state: State) -> Ask | None:
        step = lead.next(state)
        return step if isinstance(step, Ask) else None

    policy = run(person, by_policy, lead.policy.first_result, to_the_end=True)
    core = run(person, lambda state: next_by_core(lead, state), policy.first_line, to_the_end=False)
    return Measured(last, policy, core)


# ---- the table -------------------------------------------------------------------------------------------


def report(results: Sequence[Measured]) -> None:
    """Every row, and the paired difference."""
    policy = [r.policy for r in results]
    print(f"{len(results)} drawn companies; medians where nothing else is said")
    row("lines to the first result", f"{statistics.median(p.first_line for p in policy):.0f}", "22, + 1 for why")
    unknown = sorted(p.unknown for p in policy)
    row("don't know among them", f"{_mean(unknown):.0%}; 90th {_percentile(unknown, 90):.0%}", "20%; 30%")
    for name, runs in (("first result", policy), ("first result, earlier order", [r.core for r in results])):
        print_result(f"findings, model at the {name}", results, [each.first for each in runs], "60, 85%")
    stopped = [r for r in results if r.policy.stop is not None]
    share = len(stopped) / len(results)
    lines = statistics.median(r.policy.stop_line for r in stopped) if stopped else 0
    row("offered stop: at line; to how many", f"{lines:.0f}; {share:.0%}", "36; 60%")
    stops = [r.policy.stop for r in stopped if r.policy.stop is not None]
    print_result("findings, model at the stop", stopped, stops, "80, 95%")
    pairs = list(zip(stopped, stops))
    if pairs:
        kept = [(s.headline == r.last.headline, s.action == r.last.action, s.model == r.last.model) for r, s in pairs]
        stay = ", ".join(f"{_mean([each[i] for each in kept]):.0%}" for i in (0, 1))
        row(
            "headline, first action stay; all three",
            f"{stay}; {_mean([all(each) for each in kept]):.0%}",
            "95, 95; 90%",
        )
    whole = [p.lines for p in policy if p.stop is None]
    if whole:
        row("lines to the end where not offered", f"{statistics.median(whole):.0f}", "")
    for name, runs in (("a question", policy), ("a question, earlier order", [r.core for r in results])):
        taken = sorted(t * 1e3 for each in runs for t in each.taken)
        row(
            f"ms of processor time {name}",
            f"{statistics.median(taken):.0f}; 95th {_percentile(taken, 95):.0f}",
            "30; 60",
        )
    paired("findings", [r.policy.first.recall(r.last) - r.core.first.recall(r.last) for r in results])
    same = [(r.policy.first.model == r.last.model) - (r.core.first.model == r.last.model) for r in results]
    paired("model", [float(each) for each in same])


def print_result(name: str, results: Sequence[Measured], runs: Sequence[Seen], goal: str) -> None:
    """Findings and model of one group beside what all that is known comes to."""
    if not runs:
        return
    recall = statistics.median(each.recall(r.last) for r, each in zip(results, runs))
    mean = _mean([each.recall(r.last) for r, each in zip(results, runs)])
    model = _mean([each.model == r.last.model for r, each in zip(results, runs)])
    precise = _mean([each.precise(r.last) for r, each in zip(results, runs)])
    row(name, f"{recall:.0%} (mean {mean:.0%}; {precise:.0%} of them stay), {model:.0%}", goal)


def row(name: str, value: str, goal: str) -> None:
    """One row: what it is, the value, what is to be reached."""
    print(f"  {name:<50} {value:<44} {goal}")


def paired(name: str, differences: Sequence[float]) -> None:
    """The mean difference of the two orders on the same companies, with its standard error."""
    error = statistics.stdev(differences) / math.sqrt(len(differences)) if len(differences) > 1 else 0.0
    print(
        f"  {name} at the first result, policy less earlier order: {_mean(differences):+.1%} (standard error {error:.1%})"
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


def _percentile(values: Sequence[float], percent: int) -> float:
    return values[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=2_000)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first company")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.companies)
    if options.jobs > 1:
        with ProcessPoolExecutor(options.jobs) as executor:
            report(list(executor.map(measure, seeds, chunksize=8)))
    else:
        report([measure(seed) for seed in seeds])
