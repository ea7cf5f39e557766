"""The companies that are drawn: coherent, seeded, kept by columns."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.cases.answers import DontKnow, Partly
from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.pool.drawing import NOT_ASKED, Drawing
from advisor.interview.pool.kept import ENDING, drawing_of, pool_of
from advisor.interview.pool.pool import Pool
from testkit.companies.answers import AS_OF
from testkit.interviews.founders import assessed_with

NUMBER = 120


@pytest.fixture(scope="module")
def drawing(advisor: Advisor) -> Drawing:
    return drawing_of(advisor.rulebase, AS_OF)


@pytest.fixture(scope="module")
def pool(drawing: Drawing) -> Pool:
    return Pool.drawn(drawing, NUMBER, 3)


def test_at_most_fifteen_in_a_hundred_contradict_themselves(advisor: Advisor, drawing: Drawing) -> None:
    """Numbers taken from anywhere in their stretches."""
    drawn = 0
    for seed in range(NUMBER):
        rng = random.Random(seed)
        drawn += bool(assessed_with(advisor, drawing.answers(drawing.draw(rng), rng)).standing.contradictions)
    assert drawn <= 0.15 * NUMBER


def test_every_answer_is_to_a_question_that_applies(advisor: Advisor, drawing: Drawing) -> None:
    """And every question that applies is answered; what follows from answers is what was drawn."""
    for seed in range(20):
        answers = drawing.answers(drawing.draw(random.Random(seed)))
        facts = assessed_with(advisor, answers).inferences[0].facts
        asked = {q for q in drawing.typical if facts.asked.get(q, 1) == 1}
        assert set(answers) == asked
        assert all(facts.answers[question] == given for question, given in answers.items())


def test_the_same_seed_draws_the_same(drawing: Drawing) -> None:
    """Companies with other seeds differ."""
    assert drawing.draw(random.Random(4)) == drawing.draw(random.Random(4)) != drawing.draw(random.Random(5))


def test_columns_are_read_back_as_they_were(pool: Pool) -> None:
    """Bytes of other questions are refused."""
    read = Pool.from_bytes(pool.typical, pool.to_bytes())
    assert read is not None and read.to_bytes() == pool.to_bytes() and len(read) == NUMBER
    fewer = dict(list(pool.typical.items())[1:])
    assert Pool.from_bytes(fewer, pool.to_bytes()) is None
    assert Pool.from_bytes(pool.typical, b"nothing of the kind") is None


def test_a_company_is_nearest_to_itself(drawing: Drawing, pool: Pool) -> None:
    """By all its answers, and whatever else is not known; what it typically answers is what it did."""
    for place in range(0, NUMBER, 17):
        codes = pool.company(place, pool.typical)
        answers = {**drawing.answers(codes), "milestone.next_capability": DontKnow()}
        near = pool.nearest(answers, AS_OF, 5)
        assert len(near) == 5 and pool.company(int(near[0]), pool.typical) == codes
        for question, code in list(codes.items())[:20]:
            assert pool.chances([question], near[:1], 3) == [({question: code}, 1.0)]


def test_shares_of_typical_answers_add_up(pool: Pool) -> None:
    """All codes of a question together are one; what doesn't apply is none of them."""
    everybody = pool.nearest({}, AS_OF, NUMBER)
    shown = 0
    for question in pool.typical:
        chances = pool.chances([question], everybody, 10_000)
        assert not chances or abs(sum(share for _, share in chances) - 1) < 1e-9
        assert NOT_ASKED not in [codes[question] for codes, _ in chances]
        shown += bool(chances)
    assert shown > len(pool.typical) / 2


def test_a_list_known_in_part_counts_by_what_is_known(drawing: Drawing, pool: Pool) -> None:
    """Companies that agree in the known options are as near as can be."""
    question = next(q for q, typical in pool.typical.items() if len(typical.values) > 6)
    options = [str(option) for option in pool.typical[question].values]
    near = pool.nearest({question: Partly((options[0],), (options[1],))}, AS_OF, 1)
    code = pool.company(int(near[0]), [question])[question]
    assert code & 1 and not code & 2


def test_the_pool_is_kept_beside_the_packs(advisor: Advisor, tmp_path: Path) -> None:
    """Drawn once; a file that is not whole is drawn anew."""
    rulebase = Advisor(engine="python", kept_in=tmp_path).rulebase
    rulebase.program.knowledge.policies["policy"] = _small(rulebase.program.knowledge.policies["policy"])  # type: ignore[index]
    made = pool_of(rulebase)
    (file,) = tmp_path.glob(f"*{ENDING}")
    written = file.read_bytes()
    assert pool_of(rulebase).to_bytes() == made.to_bytes()
    file.write_bytes(written[:-1])
    assert pool_of(rulebase).to_bytes() == made.to_bytes() and file.read_bytes() == written


def _small(entry):  # type: ignore[no-untyped-def]
    companies = entry.model.companies.model_copy(update={"number": 10})
    return replace(entry, model=entry.model.model_copy(update={"companies": companies}))


def test_the_first_questions_need_no_pool(interviewer: Interviewer, advisor: Advisor) -> None:
    """Until the opening is over nothing is drawn."""
    fresh = Interviewer(advisor.rulebase)
    fresh.next(advisor.start(as_of=AS_OF))
    assert "pool" not in vars(fresh)
