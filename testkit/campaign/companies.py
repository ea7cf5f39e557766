"""Drawn companies: engines and columns say the same, and no result contradicts itself."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

from advisor.batch.columns.points import BlockPoints
from advisor.batch.columns.verdicts import BlockJudge
from testkit.campaign.trials import must
from testkit.coherence.draws import drawn_company
from testkit.coherence.laws import broken
from testkit.columns import check
from testkit.companies.drawn import some_company
from testkit.laws import not_asked, raised_by_not_knowing, tried_parents
from testkit.shipped import shipped_advisor
from testkit.world import ENGINES, shipped_world

TOGETHER = 16  # companies of one trial that columns look at together


def try_companies(seed: int, folder: Path) -> int:
    """Columns and rows agree on all; one of them is looked at by both engines."""
    advisor = shipped_advisor()
    cases = [some_company(advisor, seed * TOGETHER + number) for number in range(TOGETHER)]
    check(advisor.what_ifs, _judge(), cases)
    world = shipped_world()
    answers = world.some_case(seed)
    if len(ENGINES) == 2:
        one, other = (world.advisors[engine].assess(world.case(answers)).assessed.together for engine in (0, 1))
        must(one == other, "the engines differ")
    return TOGETHER + 1


def try_coherence(seed: int, folder: Path) -> int:
    """The laws of one result, and of what an answer may not take back."""
    advisor, world = shipped_advisor(), shipped_world()
    wrong = broken(advisor, drawn_company(advisor, seed))
    must(not wrong, f"incoherent: {wrong}")
    rng = random.Random(seed)
    before = world.some_case(seed)
    parents = list(tried_parents(world, before, rng, 4))
    for tried in parents:
        must(not tried.broken, f"{tried.question} takes back {tried.broken}")
    raised = raised_by_not_knowing(world, before, rng)
    must(not raised, f'"don\'t know" raises {raised}')
    missing = not_asked(world.assess(before))
    must(not missing, f"decides, but is not asked: {missing}")
    return 3 + len(parents)


@lru_cache(maxsize=1)
def _judge() -> BlockJudge:
    advisor = shipped_advisor()
    assert advisor.timeline_calculator is not None
    return BlockJudge(advisor.what_ifs, BlockPoints(advisor.what_ifs, advisor.timeline_calculator))
