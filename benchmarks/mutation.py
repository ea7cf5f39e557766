"""The mutation test over all shipped rules: how many planted faults the tests notice. Takes some minutes.

    python benchmarks/mutation.py [--group NAME] [--sample N] [--jobs N] [--survivors] [--not-by-hand]

A mutant flips a comparison, shifts a threshold by one step, drops a clause, or negates a test. Those that no case can
tell from the sound text do not count. "By hand" are the examples beside the rules and the shipped cases; "in all" has
the generated boundaries as well.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections import Counter

import checkout  # noqa: F401  (finds testkit and tools)

from advisor import Advisor
from advisor.authoring.examples.boundaries import read_boundaries
from testkit.places import BOUNDARIES
from testkit.shipped import shipped_cases
from tools.mutation.planting import MutationTest
from tools.mutation.scores import Fate, Planted, Score, scores

_TEST: list[MutationTest] = []  # each worker's own


def made() -> MutationTest:
    """The mutation test of the shipped rules with all their tests."""
    advisor = Advisor(engine="python")
    return MutationTest(advisor.rulebase, shipped_cases(advisor), read_boundaries(BOUNDARIES))


def _fate(number: int) -> tuple[int, Fate]:
    if not _TEST:
        _TEST.append(made())
    return number, _TEST[0].fate(_TEST[0].planted[number])


def main() -> None:
    """Run it and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, metavar="N", help="every N-th mutant only")
    parser.add_argument("--survivors", action="store_true", help="list the mutants that nothing notices")
    parser.add_argument("--not-by-hand", action="store_true", help="list those too that only the boundaries notice")
    parser.add_argument("--group", metavar="NAME", help="the mutants of one group only, as the scores name it")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes at a time; all cores unless told")
    chosen = parser.parse_args()
    begun = time.perf_counter()
    planted = made().planted
    numbers = [number for number, mutant in enumerate(planted) if chosen.group in (None, mutant.group)]
    with multiprocessing.get_context("spawn").Pool(chosen.jobs) as pool:
        fates = dict(pool.imap_unordered(_fate, numbers[:: chosen.sample or 1], chunksize=8))
    judged = [(planted[number], fate) for number, fate in sorted(fates.items())]
    for score in scores(judged):
        _print(score)
    print(
        f"{len(judged)} mutants in {time.perf_counter() - begun:.0f} s", dict(Counter(p.mutant.how for p, _ in judged))
    )
    listed: set[Fate] = set()
    if chosen.survivors:
        listed |= {"survived"}
    if chosen.not_by_hand:
        listed |= {"survived", "by boundaries"}
    if listed:
        for mutant, fate in judged:
            if fate in listed:
                _print_survivor(mutant)


def _print(score: Score) -> None:
    print(
        f"{score.group:<8} {score.counted:>5} mutants  by hand {100 * score.by_hand:5.1f} %  "
        f"in all {100 * score.in_all:5.1f} %  survived {score.survived:>3}  "
        f"(equivalent {score.equivalent}, not valid {score.not_valid})"
    )


def _print_survivor(planted: Planted) -> None:
    print(f"{planted.file}: {planted.name} ({planted.mutant.how})")
    print(f"    sound:  {' '.join(planted.sound.split())}")
    print(f"    faulty: {planted.mutant.text}")


if __name__ == "__main__":
    main()
