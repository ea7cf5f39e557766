"""Dated law: on each day a condition means what it says with every law's name replaced by true or false."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.batch.columns.verdicts import BlockJudge
from advisor.inference.relevance.movers import ConditionMovers
from advisor.language.vocabulary import Kind, Term
from testkit.columns import check
from testkit.effort import examples
from testkit.packs.plan import Plan, question_of
from testkit.packs.strategies import some_answers
from testkit.world import World

FIRST, SECOND = date(2026, 1, 26), date(2027, 4, 6)
DAYS = [edge + timedelta(days=days) for edge in (FIRST, SECOND) for days in (-400, -1, 0, 1)]
LAWS = (
    {"id": "old", "from": FIRST, "to": SECOND},
    {"id": "new", "from": SECOND, "replaces_law": "old"},
    {"id": "other", "from": FIRST},
)
TERMS = [Term("q.yes", Kind.YES_NO), Term("q.days", Kind.WHOLE, (), 0, 9), Term("q.gated", Kind.YES_NO)]


def a_law(law: dict[str, Any]) -> dict[str, Any]:
    """A whole entry."""
    made = {"jurisdiction": "Here", "says": "It is so.", "as_of": date(2026, 11, 30), "review_by": date(2027, 5, 31)}
    return {**made, "grade": "B", "source": [{"judgement": "A test."}], **law}


def a_plan(texts: list[str], gate: str) -> Plan:
    """A pack in which each condition is a sign by itself, and one question has a gate."""
    diagnoses = [
        {
            "id": f"d-{number}",
            "title": f"D{number}",
            "impact": 1,
            "why": "So.",
            "evidence": [{"id": "e", "when": text, "certainty": "strong", "says": "Sign."}],
        }
        for number, text in enumerate(texts)
    ]
    questions = [question_of(term, gate if term.id == "q.gated" else None) for term in TERMS]
    return Plan(tuple(questions), diagnoses=tuple(diagnoses), laws=tuple(map(a_law, LAWS)))


def holds_on(name: str, day: date) -> bool:
    """Whether a law is in force."""
    law = next(law for law in LAWS if law["id"] == name)
    return law["from"] <= day and ("to" not in law or day < law["to"])


def put_in(text: str, day: date) -> str:
    """The condition without laws."""
    return re.sub(r"law\.(\w+)", lambda found: "true" if holds_on(found[1], day) else "false", text)


@st.composite
def some_texts(draw: st.DrawFn, names: list[str]) -> str:
    """Conditions on answers and laws, both sides of each law among them."""
    atoms = [*names, "q.days >= 4", "q.days < 7", *(f"law.{law['id']}" for law in LAWS)]
    parts = [
        f"{draw(st.sampled_from(['', 'not ']))}{draw(st.sampled_from(atoms))}" for _ in range(draw(st.integers(2, 5)))
    ]
    text = parts[0]
    for part in parts[1:]:
        text = f"({text}) {draw(st.sampled_from(['and', 'or']))} ({part})"
    return text


@given(st.data())
@settings(max_examples=examples(0.7))
def test_a_day_decides_as_true_and_false_would_in_every_engine_and_in_columns(data: st.DataObject) -> None:
    """Verdicts, what is settled, and which questions can still change something."""
    texts = data.draw(st.lists(some_texts(["q.yes", "q.gated"]), min_size=1, max_size=4))
    gate = data.draw(some_texts(["q.yes"]))
    dated = World(a_plan(texts, gate).knowledge())
    cases = []
    for day in data.draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True)):
        answers = data.draw(some_answers(dated.knowledge))
        case = replace(dated.case(answers), as_of=day)
        plain = World(a_plan([put_in(text, day) for text in texts], put_in(gate, day)).knowledge())
        for one, other in zip(dated.advisors, plain.advisors):
            found, wanted = one.assessor.assess(case), other.assessor.assess(case)
            assert found.together == wanted.together
            (mine,), (theirs,) = found.inferences, wanted.inferences
            for diagnosis in found.together:
                movers = (ConditionMovers(w.program, i) for w, i in ((one, mine), (other, theirs)))
                assert len({movers_of.of_diagnosis(diagnosis) for movers_of in movers}) == 1
        cases.append(case)
    check(dated.assessor, BlockJudge(dated.assessor), cases)
