"""What could still change a diagnosis is the same whether it is remembered from other cases or worked out anew."""

from __future__ import annotations

import random
from dataclasses import replace

from advisor import Advisor, Case
from advisor.cases.answers import Answer
from advisor.inference.compiled.program import Program
from advisor.inference.relevance.asked_before import AskedBefore
from advisor.inference.relevance.movers import ConditionMovers
from testkit.companies.drawn import some_company

COMPANIES, LIKE_IT = 6, 3


def like(advisor: Advisor, case: Case, rng: random.Random) -> Case:
    """A company that says the same of most things: some answers are gone, others are another company's."""
    other = some_company(advisor, rng.randrange(10_000)).answers
    answers: dict[str, Answer] = {q: a for q, a in case.answers.items() if rng.random() < 0.9}
    answers |= {q: a for q, a in other.items() if rng.random() < 0.1}
    order = [q for q in advisor.knowledge.questions if q in answers]
    return replace(case, answers={q: answers[q] for q in order})


def asked(advisor: Advisor, case: Case) -> list[dict[str, tuple[str, ...]]]:
    """The questions that could still change each diagnosis, in each resolution."""
    assessed = advisor.what_ifs.assess(case)
    never = frozenset(assessed.standing.disputed) | frozenset(assessed.standing.withdrawn)
    program: Program = advisor.program
    movers = [ConditionMovers(program, inferred, never) for inferred in assessed.inferences]
    return [{diagnosis: each.of_diagnosis(diagnosis) for diagnosis in program.diagnoses} for each in movers]


def test_remembered_as_worked_out_anew(advisor: Advisor) -> None:
    rng, remembered = random.Random(22), advisor.program.remembered
    drawn = [some_company(advisor, rng.randrange(10_000)) for _ in range(COMPANIES)]
    cases = [each for case in drawn for each in (case, *(like(advisor, case, rng) for _ in range(LIKE_IT)))]
    remembered.clear()
    with_memory = [asked(advisor, case) for case in cases]
    again = [asked(advisor, case) for case in cases]
    for case, found, once_more in zip(cases, with_memory, again):
        remembered.clear()
        assert found == once_more == asked(advisor, case)


def test_it_is_remembered_by_nothing_but_what_matters(advisor: Advisor) -> None:
    rng = random.Random(5)
    before = AskedBefore.of(advisor.program)
    program = advisor.program
    case = some_company(advisor, 3)
    (inferred, *_) = advisor.what_ifs.assess(case).inferences
    facts = inferred.facts
    for diagnosis, reads in program.rests_on.items():
        key = before.key(diagnosis, facts.answers, facts.as_of)
        elsewhere = [q for q in facts.answers if q not in reads]
        if key is None or not elsewhere:
            continue
        without = {q: a for q, a in facts.answers.items() if q != rng.choice(elsewhere)}
        assert before.key(diagnosis, without, facts.as_of) == key
        for question in reads & facts.answers.keys():
            less = {q: a for q, a in facts.answers.items() if q != question}
            assert before.key(diagnosis, less, facts.as_of) != key
