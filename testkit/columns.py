"""Columns held to the verdicts of `Assessor.assess`."""

from __future__ import annotations

from advisor.batch.columns.block import Block, block_of
from advisor.batch.columns.contested import Exceptional
from advisor.batch.columns.judging import STATUSES
from advisor.batch.columns.verdicts import BlockJudge, Judged
from advisor.cases.answers import Differ
from advisor.cases.case import Case
from advisor.inference.assessor import Assessor


def as_block(assessor: Assessor, cases: list[Case]) -> tuple[Block, dict[int, Exceptional]]:
    """The cases as a block, and the answers on which people differ."""
    given = [{q: a.said for q, a in c.answers.items() if not isinstance(a.said, Differ)} for c in cases]
    differ = [{q: a.said for q, a in c.answers.items() if isinstance(a.said, Differ)} for c in cases]
    block = block_of([c.as_of for c in cases], given, assessor.program.vocabulary.terms)
    return block, {row: claims for row, claims in enumerate(differ) if claims}


def check(assessor: Assessor, judge: BlockJudge, cases: list[Case]) -> Judged:
    """Every number of every verdict is the same."""
    block, exceptional = as_block(assessor, cases)
    judged = judge.judge(block, exceptional)
    contradictions = {
        int(row): judged.contradictions.lists[w]
        for row, w in zip(judged.contradictions.rows, judged.contradictions.which)
    }
    for row, case in enumerate(cases):
        assessed = assessor.assess(case)
        assert contradictions.get(row, ()) == tuple(c.id for c in assessed.standing.contradictions)
        for diagnosis, expected in assessed.together.items():
            one = judged.verdicts[diagnosis]
            found = (
                STATUSES[one.status[row]],
                int(one.low[row]),
                int(one.high[row]),
                int(one.certain_low[row]),
                int(one.certain_high[row]),
                bool(one.settled[row]),
            )
            wanted = (
                expected.status,
                expected.shown.low,
                expected.shown.high,
                expected.certain.low,
                expected.certain.high,
                expected.settled,
            )
            assert found == wanted, (diagnosis, row, case.plain_answers())
    return judged
