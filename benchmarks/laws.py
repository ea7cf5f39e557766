"""What an answer may not take back, tried on many drawn companies: `python benchmarks/laws.py [--answers 20000]`.

The laws of `tests/inference`, counted: an answer to a question that decides whether others apply changes nothing that
is settled and no firm model, unless a contradiction is shown or what does not apply is told; "don't know" in place of
nothing makes nothing more certain; what is said to decide the model can be asked. Each failure is printed with its seed;
the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence

import checkout  # noqa: F401  (finds testkit)

from testkit.laws import Came, not_asked, raised_by_not_knowing, tried_parents
from testkit.world import shipped_world


def parents(answers: int, first: int, each: int) -> bool:
    """Answers to parents that were missing, until `answers` of them completed what was said."""
    world, came, seed = shipped_world(), Counter[Came](), first
    settled = firm = 0
    broken: list[tuple[int, str, Sequence[str]]] = []
    while came[Came.COMPLETED] < answers:
        rng = random.Random(seed)
        for tried in tried_parents(world, world.some_case(seed), rng, each):
            came[tried.came] += 1
            settled, firm = settled + tried.settled, firm + tried.firm
            if tried.broken:
                broken.append((seed, tried.question, tried.broken))
        seed += 1
    print(f"{came.total():,} answers to missing parents of {seed - first:,} companies, of which")
    for kind in Came:
        print(f"    {came[kind]:>9,} {kind.value}")
    print(f"    {settled:>9,} settled verdicts and {firm:,} firm models could have changed; broken: {len(broken)}")
    _told(broken)
    return not broken


def not_knowing(companies: int, first: int) -> bool:
    """ "Don't know" in place of nothing, to one, three or thirty questions of each company."""
    world, tried = shipped_world(), 0
    broken: list[tuple[int, str, Sequence[str]]] = []
    for seed in range(first, first + companies):
        raised = raised_by_not_knowing(world, world.some_case(seed), random.Random(seed))
        tried += raised is not None
        if raised:
            broken.append((seed, "don't know", raised))
    print(f'"don\'t know" in place of nothing in {tried:,} companies; lower bounds that rose: {len(broken)}')
    _told(broken)
    return not broken


def asked(companies: int, first: int) -> bool:
    """Whether what decides the model stands among what is asked."""
    world, rivals = shipped_world(), 0
    broken: list[tuple[int, str, Sequence[str]]] = []
    for seed in range(first, first + companies):
        result = world.assess(world.some_case(seed))
        rivals += len(result.model.rivals) if result.model is not None else 0
        missing = not_asked(result)
        if missing:
            broken.append((seed, "decides, not asked", missing))
    print(f"{rivals:,} rival models of {companies:,} companies; decided by what nobody is asked: {len(broken)}")
    _told(broken)
    return not broken


def _told(broken: Sequence[tuple[int, str, Sequence[str]]]) -> None:
    for seed, question, what in broken[:40]:
        print(f"    seed {seed}, {question}: {', '.join(what)}")


def main() -> None:
    """Try the laws that are asked for, print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=2_000, help="answers to missing parents")
    parser.add_argument("--companies", type=int, help="companies for the other laws; a tenth of the answers by default")
    parser.add_argument("--seed", type=int, default=0, help="the first company")
    parser.add_argument("--each", type=int, default=12, help="answers tried for each company")
    said = parser.parse_args()
    companies = said.answers // 10 if said.companies is None else said.companies
    held = [
        parents(said.answers, said.seed, said.each),
        not_knowing(companies, said.seed),
        asked(companies, said.seed),
    ]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
