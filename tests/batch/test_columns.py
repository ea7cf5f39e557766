"""Columns give the verdicts of `Assessor.assess`, on generated packs, on the shipped one, with contradictions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.batch.block import Block, block_of
from advisor.batch.contested import Exceptional
from advisor.batch.judging import STATUSES
from advisor.batch.verdicts import BlockJudge
from advisor.inference.answers import Differ
from advisor.inference.case import Case
from tests.pack_strategies import some_answers, some_packs
from tests.worlds import World, shipped_world


def as_block(world: World, cases: list[Case]) -> tuple[Block, dict[int, Exceptional]]:
    """The cases as a block, and the answers on which people differ."""
    given = [{q: a.said for q, a in c.answers.items() if not isinstance(a.said, Differ)} for c in cases]
    differ = [{q: a.said for q, a in c.answers.items() if isinstance(a.said, Differ)} for c in cases]
    block = block_of([c.as_of for c in cases], given, world.program.vocabulary.terms)
    return block, {row: claims for row, claims in enumerate(differ) if claims}


def check(world: World, cases: list[Case]) -> None:
    """Every number of every verdict is the same."""
    block, exceptional = as_block(world, cases)
    judged = BlockJudge(world.assessor).judge(block, exceptional)
    for row, case in enumerate(cases):
        assessed = world.assessor.assess(case)
        assert judged.conflicts.get(row, ()) == tuple(c.id for c in assessed.standing.conflicts)
        for id, expected in assessed.together.items():
            one = judged.verdicts[id]
            found = (STATUSES[one.status[row]], int(one.low[row]), int(one.high[row]), int(one.certain_low[row]),
                     int(one.certain_high[row]), bool(one.settled[row]))
            wanted = (expected.status, expected.shown.low, expected.shown.high, expected.certain.low,
                      expected.certain.high, expected.settled)
            assert found == wanted, (id, row, case.plain_answers())


@given(st.data())
@settings(max_examples=120)
def test_columns_agree_with_the_row_engine_on_generated_packs(data: st.DataObject) -> None:
    """Gates, ranges, "don't know", computed numbers, levels, strata, contradictions, people who differ."""
    world = World(data.draw(some_packs()).knowledge())
    answers = st.lists(some_answers(world.knowledge, differ=True, settle=True), min_size=1, max_size=6)
    check(world, [world.case(a) for a in data.draw(answers)])


@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=12))
@settings(max_examples=25)
def test_columns_agree_with_the_row_engine_on_the_shipped_pack(seeds: list[int]) -> None:
    """Sparse and dense cases near every threshold."""
    world = shipped_world()
    check(world, [world.case(world.some_case(seed)) for seed in seeds])
