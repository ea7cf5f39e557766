"""How long timelines take: `python benchmarks/timeline.py`.

Prints medians for one case at a time and for 10,000 at once, four options each: with cases that share no number at
all, so that nothing can be remembered, and with cases that give a third of their numbers and leave the rest to the
figures. Goals on a free machine: 1 ms a case, 0.2 ms a case at once. Processor time is printed beside the clock's,
because it alone says something on a busy machine.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from advisor.timeline.distributions import Triangle, own_number
from advisor.timeline.options import Crew, OptionInputs, Price, Situation
from advisor.timeline.paths import Hiring, Joining, RoleStanding
from advisor.timeline.timeline import Timeline

HORIZON = 546
SPREAD = Triangle(0.75, 1, 1.5)
USUAL = {
    "source": Triangle(14, 21, 35),
    "loop": Triangle(14, 28, 42),
    "close": Triangle(7, 14, 21),
    "notice": Triangle(28, 56, 91),
    "ramp": Triangle(28, 56, 112),
    "sign": Triangle(7, 14, 28),
    "access": Triangle(0, 7, 28),
    "ramp outside": Triangle(14, 28, 42),
    "unready": Triangle(7, 14, 28),
    "freeing": Triangle(0, 7, 14),
    "learning": Triangle(14, 28, 56),
}


def situations(number: int, own: float, seed: int = 1) -> Iterator[Situation]:
    """Companies that give each number of their own with the chance `own`; with 1 none shares one with another."""
    rng = random.Random(seed)

    def stage(name: str) -> Triangle:
        usual = USUAL[name]
        return own_number(rng.uniform(0.5, 1.8) * usual.mean, SPREAD) if rng.random() < own else usual

    def share(low: float, usual: float) -> float:
        return rng.uniform(low, 1) if rng.random() < own else usual

    for _ in range(number):
        unready = (stage("unready"),) if rng.random() < 0.5 else ()
        standing = rng.choice(list(RoleStanding))
        post = Hiring(
            stage("source"),
            stage("loop"),
            stage("close"),
            stage("notice"),
            (*unready, stage("ramp")),
            acceptance=share(0.3, 0.75),
            joining=share(0.5, 0.95),
            search_again=0.5,
            close_left=0.5,
            standing=standing,
            starts_in_days=rng.randrange(5, 120) if standing is RoleStanding.SIGNED else None,
        )
        price = Price(rng.uniform(5_000, 20_000), 4_000)
        lead = Crew(post, 1, 1, 0.15, price)
        newcomers = Joining((stage("sign"), stage("access")), (*unready, stage("ramp outside")))
        outside = Crew(newcomers, rng.randint(1, 4), 1, 0.15, price)
        team = Joining((stage("freeing"),), (stage("learning"),))
        present = Crew(team, rng.randint(1, 4), rng.uniform(0.1, 0.7), 0, price)
        yield Situation(
            (
                OptionInputs("hire", (lead,) if rng.random() < 0.5 else (lead, replace(lead, people=2)), 0, 0),
                OptionInputs("contract", (outside,), None, 0),
                OptionInputs("bridge-and-hire", (outside, lead), 1, 21),
                OptionInputs("in-house", (present,), 0, 0),
            ),
            rng.uniform(2, 40),
            rng.randrange(20, 250),
        )


def taken(work: Callable[[], object]) -> tuple[float, float]:
    """Microseconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - clock) * 1e6, (time.process_time() - processor) * 1e6


def one_by_one(cases: list[Situation]) -> None:
    """Each case on its own, computed and then remembered."""
    timeline = Timeline(HORIZON)
    first, again = [], []
    for case in cases:
        first.append(taken(lambda: timeline.of(case)))  # noqa: B023
        again.append(taken(lambda: timeline.of(case)))  # noqa: B023
    for name, runs in (("one case", first), ("the same again", again)):
        clock, processor = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"  {name:18} {clock:7.0f} us   (processor {processor:.0f})")


def at_once(cases: list[Situation], rounds: int = 5) -> None:
    """All cases together, each round with an empty memory."""
    runs = [taken(lambda: Timeline(HORIZON).of_many(cases)) for _ in range(rounds)]
    clock, processor = (statistics.median(column) / len(cases) for column in zip(*runs, strict=True))
    print(f"  {len(cases):,} at once     {clock:7.0f} us a case   (processor {processor:.0f})")


def main() -> None:
    """Both kinds of cases, both ways."""
    for title, own in (("nothing shared", 1.0), ("a third of the numbers own", 1 / 3)):
        print(f"{title}:")
        cases = list(situations(10_000, own))
        one_by_one(cases[:1_500])
        at_once(cases)
    sample = cases[:300]
    timeline = Timeline(HORIZON)
    same = timeline.of_many(sample) == [timeline.of(case) for case in sample]
    print(f"alone and together give the same numbers: {same}")


if __name__ == "__main__":
    main()
