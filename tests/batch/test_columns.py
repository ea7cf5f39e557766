"""Columns give the verdicts of `Assessor.assess`, on generated packs, on the shipped one, with contradictions."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.batch.columns import judging
from advisor.batch.columns.points import BlockPoints
from advisor.batch.columns.verdicts import BlockJudge
from advisor.language.vocabulary import Kind, Term
from testkit.columns import check
from testkit.companies.drawn import some_company
from testkit.effort import examples
from testkit.packs.plan import Plan, question_of
from testkit.packs.strategies import some_answers, some_packs
from testkit.shipped import shipped_advisor
from testkit.world import World


@pytest.mark.slow
@given(st.data())
@settings(max_examples=examples(1.5))
def test_columns_agree_with_the_row_engine_on_generated_packs(data: st.DataObject) -> None:
    """Gates, ranges, "don't know", computed numbers, levels, strata, contradictions, people who differ."""
    world = World(data.draw(some_packs()).knowledge())
    answers = st.lists(some_answers(world.knowledge, differ=True, settle=True), min_size=1, max_size=6)
    check(world.assessor, BlockJudge(world.assessor), [world.case(a) for a in data.draw(answers)])


@pytest.mark.parametrize("tabled", [13, 0])
def test_what_rests_on_what_could_be_ruled_out_agrees_through_three_strata(
    tabled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shown reading and the certain one differ in every stratum; all answers to the two questions."""
    monkeypatch.setattr(judging, "_MOST_IN_TABLE", tabled)
    questions = [Term(name, Kind.YES_NO) for name in ("q.sign", "q.out")]
    first = {**a_diagnosis("first", "q.sign"), "unless": [{"when": "q.out", "says": "Out."}]}
    others = [a_diagnosis(*both) for both in (("second", "diagnosed(first)"), ("third", "diagnosed(second)"))]
    denied = a_diagnosis("denied", "not suspected(second)")
    world = World(Plan(tuple(map(question_of, questions)), (), (first, *others, denied)).knowledge())
    said = [{}, {"unsure": True}, True, False]
    answers = [{q.id: a for q, a in zip(questions, both) if a != {}} for both in product(said, repeat=2)]
    check(world.assessor, BlockJudge(world.assessor), [world.case(some) for some in answers])


def a_diagnosis(name: str, when: str) -> dict[str, Any]:
    """One strong sign."""
    evidence = [{"id": "e", "when": when, "certainty": "strong", "says": "Sign."}]
    return {"id": name, "title": name.capitalize(), "impact": 1, "why": "So.", "evidence": evidence}


@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=12))
@settings(max_examples=examples(0.2))
def test_columns_agree_with_the_row_engine_on_the_shipped_pack(seeds: list[int]) -> None:
    """Verdicts and the staffing model, the timeline included."""
    advisor = shipped_advisor()
    cases = [some_company(advisor, seed) for seed in seeds]
    assert advisor.timeline_calculator is not None
    judge = BlockJudge(advisor.what_ifs, BlockPoints(advisor.what_ifs, advisor.timeline_calculator))
    judged = check(advisor.what_ifs, judge, cases)
    for row, case in enumerate(cases):
        decision = advisor.assess(case).decision
        table = advisor.knowledge.table
        assert table is not None
        place = int(judged.winner[row])
        assert (table.model.rows[place].id if place >= 0 else None) == (decision.row if decision is not None else None)


@pytest.mark.parametrize(("tabled", "together"), [(13, 1), (0, 0)])
def test_diagnoses_with_many_levels_agree_too(tabled: int, together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways of looking certainties up that only many levels take, taken by all."""
    monkeypatch.setattr(judging, "_MOST_IN_TABLE", tabled)
    monkeypatch.setattr(judging, "_MOST_TOGETHER", together)
    advisor = shipped_advisor()
    assert advisor.timeline_calculator is not None
    judge = BlockJudge(advisor.what_ifs, BlockPoints(advisor.what_ifs, advisor.timeline_calculator))
    check(advisor.what_ifs, judge, [some_company(advisor, seed) for seed in range(40)])
