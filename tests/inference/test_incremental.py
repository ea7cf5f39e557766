"""A what-if by what it touches is the what-if inferred anew, to the last bit, in one reading or in both."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.answers import Given
from advisor.inference.assessor import Inference
from advisor.inference.hypothetical import Hypothetical
from advisor.inference.incremental import Change, Varying
from testkit.companies.answers import AS_OF
from testkit.packs.plan import given_in
from testkit.packs.strategies import some_answers, some_packs
from testkit.world import World, shipped_world

SHARES = st.sampled_from([0.1, 0.3, 0.5, 0.95])
FIGURES = ({}, {}, {"notice": 20.0}, {"ramp": "ramp-external", "search-loop": 9.0})


def after(answers: Mapping[str, Given], change: Change) -> dict[str, Given]:
    """The answers once some are changed and some taken away."""
    kept = {q: g for q, g in answers.items() if q not in change}
    return kept | {q: g for q, g in change.items() if g is not None}


def shown(inferred: Inference) -> tuple[object, ...]:
    """All that the shown reading says."""
    verdicts = {id: (v.status, v.shown, v.signs, v.ruled_out_by, v.assuming) for id, v in inferred.verdicts.items()}
    return inferred.facts.fact, inferred.facts.points, inferred.shown, verdicts, inferred.conclusions


@pytest.mark.slow
@given(st.data())
def test_what_ifs_on_generated_packs(data: st.DataObject) -> None:
    """Answers given, changed and taken away, and diagnoses cured, twice on top of each other."""
    world = World(data.draw(some_packs()).knowledge())
    knowledge, assessor = world.knowledge, world.assessor
    ids = st.sampled_from(sorted(world.program.diagnoses))
    for _ in range(3):
        answers: Mapping[str, Given] = given_in(knowledge, data.draw(some_answers(knowledge)))
        varied = assessor.infer(answers, AS_OF)
        for _ in range(3):
            some = data.draw(st.sets(st.sampled_from(sorted(knowledge.questions)), max_size=3))
            others = given_in(knowledge, data.draw(some_answers(knowledge)))
            change = {q: others.get(q) for q in sorted(some)}
            cures = data.draw(st.dictionaries(ids, SHARES, max_size=2))
            answers, before = after(answers, change), varied
            nothing, varied = assessor.vary(varied, [Varying({}, cures=varied.cures), Varying(change, cures=cures)])
            assert nothing == before
            assert varied == assessor.infer(answers, AS_OF, Hypothetical(cures=cures), varied.facts.presumed)


@given(st.integers(0, 2**32))
def test_what_ifs_on_the_shipped_pack(seed: int) -> None:
    """The same with the timeline and its figures."""
    world, chance = shipped_world(), random.Random(seed)
    knowledge, assessor = world.knowledge, world.assessor
    answers: Mapping[str, Given] = given_in(knowledge, world.some_case(seed))
    varied = half = assessor.infer(answers, AS_OF)
    for _ in range(4):
        others = given_in(knowledge, world.drawn(chance, 1))
        some = chance.sample(sorted(knowledge.questions), chance.choice([0, 1, 1, 2, 5]))
        change: Change = {q: others[q] if chance.random() < 0.7 else None for q in some}
        figures: Mapping[str, float | str] = chance.choice(FIGURES)  # type: ignore[assignment]  # plain data
        cures = {id: 0.5 for id in world.program.diagnoses if chance.random() < 0.1}
        answers = after(answers, change)
        (varied,) = assessor.vary(varied, [Varying(change, figures, cures)])
        (half,) = assessor.vary(half, [Varying(change, figures, cures)], surely=False)
        imagined = Hypothetical(figures=figures, cures=cures)
        assert varied == assessor.infer(answers, AS_OF, imagined, varied.facts.presumed)
        assert shown(half) == shown(varied)
