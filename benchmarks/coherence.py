"""Whether results hold together, at number: `python benchmarks/coherence.py --companies 20000 --seed 1`.

Companies are drawn four ways in turn (`testkit/coherence/draws.py`). For each law the number of companies that break
it is printed, with what breaks it most often and a seed at which it does; the laws stand in `testkit/coherence/`.
Companies whose answers contradict each other are counted and left out. The exit code is 1 where a law is broken.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter

import checkout  # noqa: F401  (finds testkit)

from testkit.coherence.draws import drawn_company
from testkit.coherence.laws import LAWS, broken, contradicts_itself
from testkit.coherence.subjects import unasked_subjects
from testkit.shipped import shipped_advisor


def kind_of(wrong: str) -> str:
    """What breaks a law, without the numbers of the one company."""
    return re.sub(r"\d+(\.\d+)?", "#", wrong)[:150]


def main() -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description="Whether results hold together, on drawn companies.")
    parser.add_argument("--companies", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the companies have those from here on")
    parser.add_argument("--kinds", type=int, default=5, help="how many kinds of each fault are printed")
    options = parser.parse_args()
    advisor, start, looked_at = shipped_advisor(), time.perf_counter(), 0
    faulty: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {name: Counter() for name in LAWS}
    seeds: dict[str, int] = {}
    for seed in range(options.seed, options.seed + options.companies):
        case = drawn_company(advisor, seed)
        if contradicts_itself(advisor, case):
            continue
        looked_at += 1
        for name, wrong in broken(advisor, case).items():
            faulty[name] += 1
            kinds[name].update(map(kind_of, wrong))
            seeds |= {kind_of(each): seed for each in wrong}
    print(
        f"{looked_at:,} companies of {options.companies:,} (the others contradict themselves), "
        f"{time.perf_counter() - start:.0f} s"
    )
    for name in LAWS:
        print(f"  {name:28} {faulty[name]:6,} broken")
        for kind, number in kinds[name].most_common(options.kinds):
            print(f"      {number:5,}  {kind}  (seed {seeds[kind]})")
    unasked = list(unasked_subjects(advisor.program))
    print(f"  {'unasked_subjects':28} {len(unasked):6,} actions")
    for each in unasked:
        print(f"             {each}")
    return 1 if faulty or unasked else 0


if __name__ == "__main__":
    sys.exit(main())
