"""Hostile inputs for so many minutes: `python benchmarks/campaign.py --minutes 10 [--seed 1] [--only KIND]`.

Case files, drawn companies, packs, tables, sheets, lines typed, kills and faults of the disk, in turn within the time;
what must hold of each stands in `testkit/campaign/`. It prints what was tried and what broke, with how to repeat it;
the exit code is 1 where something broke.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict

import checkout  # noqa: F401  (finds testkit)

from testkit.campaign.crew import Orders, results
from testkit.campaign.kinds import KINDS
from testkit.campaign.trials import Tried


def kind_of(broke: str) -> str:
    """What broke, without the numbers of the one input: inputs that break alike are told once."""
    return re.sub(r"\d+", "#", broke.split("\n", 1)[0])[:120]


def main() -> int:
    """Try, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1, help="the first seed of each kind")
    parser.add_argument("--only", choices=[kind.name for kind in KINDS], action="append", help="this kind, or several")
    parser.add_argument("--most", type=int, help="so many seeds of each kind at most, as 1 to repeat what broke")
    parser.add_argument("--processes", type=int, default=1)
    told = parser.parse_args()
    kinds = [kind for kind in KINDS if told.only is None or kind.name in told.only]
    seconds, count = 60 * told.minutes, told.processes
    came: dict[str, list[Tried]] = defaultdict(list)
    alike: Counter[str] = Counter()
    begun = time.monotonic()
    for each in results([Orders(kinds, told.seed + i, count, seconds, told.most) for i in range(count)]):
        came[each.kind].append(each)
        if each.broke:
            alike[kind_of(each.broke)] += 1
            if alike[kind_of(each.broke)] == 1:
                _tell(each)
    _print_table(came)
    broken = sum(alike.values())
    inputs = sum(each.inputs for all_of_kind in came.values() for each in all_of_kind)
    print(f"{inputs:,} inputs in {time.monotonic() - begun:.0f} s; {broken} broke, {len(alike)} kinds of them")
    return 1 if broken or not came else 0


def _tell(each: Tried) -> None:
    """What broke, and how to see it again."""
    print(f"\n{each.kind}, seed {each.seed}: {each.broke.rstrip()}")
    print(f"again: python benchmarks/campaign.py --only {each.kind} --seed {each.seed} --most 1\n", flush=True)


def _print_table(came: dict[str, list[Tried]]) -> None:
    print(f"{'kind':<12} {'tried':>8} {'inputs':>10} {'broke':>6} {'seconds':>8} {'longest':>8}")
    for name, all_of_kind in came.items():
        seconds = [each.seconds for each in all_of_kind]
        print(
            f"{name:<12} {len(all_of_kind):>8,} {sum(each.inputs for each in all_of_kind):>10,} "
            f"{sum(bool(each.broke) for each in all_of_kind):>6,} {sum(seconds):>8.0f} {max(seconds):>8.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
