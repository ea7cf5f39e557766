"""Dated law: on each day a condition means what it says with every law's name replaced by true or false."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, PackError
from advisor.authoring.examples.reading import read_example
from advisor.authoring.solver.worlds import World as Found
from advisor.authoring.solver.worlds import Worlds
from advisor.batch.columns.verdicts import BlockJudge
from advisor.cases.case import Case
from advisor.inference.certainty import Status
from advisor.inference.compiled.sentences import read_sentence
from advisor.inference.incremental import Varying
from advisor.inference.relevance.movers import ConditionMovers
from advisor.language.parsing.errors import ConditionError
from advisor.language.patterns import NEVER, Pattern, holds
from advisor.language.vocabulary import Kind, Term
from advisor.problems import Problem
from testkit.columns import check
from testkit.effort import examples
from testkit.packs.plan import Plan, question_of
from testkit.packs.strategies import some_answers
from testkit.world import World, shipped_world

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


@given(st.data())
@settings(max_examples=examples(0.3))
def test_a_what_if_keeps_the_day(data: st.DataObject) -> None:
    """Answers changed on top of what was inferred give what the changed case gives, gates on law included."""
    texts = data.draw(st.lists(some_texts(["q.yes", "q.gated"]), min_size=1, max_size=3))
    dated = World(a_plan(texts, data.draw(some_texts(["q.yes"]))).knowledge())
    day = data.draw(st.sampled_from(DAYS))
    before, more = (data.draw(some_answers(dated.knowledge)) for _ in range(2))
    (inferred,) = dated.assessor.assess(replace(dated.case(before), as_of=day)).inferences
    changes = {question: answer.said for question, answer in dated.case(more).answers.items()}
    (varied,) = dated.assessor.vary(inferred, [Varying(changes)])  # type: ignore[arg-type]  # nobody differs
    anew = dated.assessor.infer({**inferred.facts.answers, **changes}, day)  # type: ignore[arg-type]
    assert varied.verdicts == anew.verdicts and varied.facts.asked == anew.facts.asked


@given(st.data())
@settings(max_examples=examples(0.3))
def test_the_solver_chooses_the_day_too(data: st.DataObject) -> None:
    """A case that it finds shows what was asked for on its own day; where it finds none, there is none."""
    dated = World(a_plan([data.draw(some_texts(["q.yes", "q.gated"]))], data.draw(some_texts(["q.yes"]))).knowledge())
    condition = dated.program.strata[0].conditions[0]
    wanted = data.draw(st.sampled_from([condition.true, condition.false]))
    worlds = Worlds(dated.program, complete=True)
    found = worlds.find(worlds.meaning.pattern(wanted))
    if isinstance(found, Found):
        case, problems = read_example(found.given, dated.knowledge)
        assert case is not None, problems
        assert shows(dated, case, wanted)
    else:
        assert found == "none"
        for day, answers in itertools.product(DAYS, every_company()):
            assert not shows(dated, replace(dated.case(answers), as_of=day), wanted)


def shows(world: World, case: Case, wanted: Pattern) -> bool:
    """Whether a pattern holds in a case."""
    given = {question: answer.said for question, answer in case.answers.items()}
    return holds(wanted, world.assessor.maker.facts(given, case.as_of).fact)  # type: ignore[arg-type]  # nobody differs


def every_company() -> list[dict[str, Any]]:
    """All whole answers."""
    return [
        {"q.yes": yes, "q.days": days, "q.gated": gated}
        for yes, days, gated in itertools.product((True, False), range(10), (True, False))
    ]


def test_a_law_and_the_one_in_whose_place_it_comes_never_hold_together() -> None:
    """Exact regions see it without being told a day; nobody can be asked for one."""
    world = World(a_plan(["law.old and law.new", "not law.old or not law.new"], "true").knowledge())
    together, apart = world.program.strata[0].conditions
    assert (together.false, apart.true) != (NEVER, NEVER)
    worlds = Worlds(world.program, complete=False)
    assert worlds.find(worlds.meaning.pattern(together.true)) == "none"
    assert not together.questions and together.laws == ("old", "new")


def test_what_is_wrong_with_laws_is_told_at_its_line(tmp_path: Path) -> None:
    """Days that fall, an overlap, names that nobody has; each with the way out."""
    (tmp_path / "pack.yaml").write_text("{name: ours, version: 1.0.0, title: Ours}\n")
    days = "jurisdiction: Here, says: So., as_of: 2026-11-30, grade: B, source: [{judgement: A test.}]"
    lines = [
        f"{{id: falls, from: 2026-02-01, to: 2026-02-01, review_by: 2027-01-01, {days}}}",
        f"{{id: looked, from: 2026-02-01, review_by: 2026-11-30, {days}}}",
        f"{{id: first, from: 2026-02-01, to: 2027-02-02, review_by: 2027-01-01, {days}}}",
        f"{{id: second, from: 2027-02-01, replaces_law: first, review_by: 2027-01-01, {days}}}",
        f"{{id: third, from: 2027-02-01, replaces_law: frist, review_by: 2027-01-01, {days}}}",
    ]
    (tmp_path / "law.yaml").write_text("law:\n" + "".join(f"  - {line}\n" for line in lines))
    (tmp_path / "facts.yaml").write_text(
        "facts:\n  - {id: our.fact, title: Ours, when: law.frist}\n  - {id: law.fact, title: Ours, when: law.first}\n"
    )
    problems = {(p.code, p.line): p for p in problems_of(tmp_path)}
    assert {code for code, _ in problems} == {"shape", "overlap", "unknown-name", "reserved"}
    assert problems["overlap", 5].suggestion == "Write `to: 2027-02-01` at `first`, or correct the day."
    assert problems["unknown-name", 6].suggestion == "Did you mean `first`?"


def problems_of(pack: Path) -> Sequence[Problem]:
    """What loading complains of, the shipped packs beneath."""
    with pytest.raises(PackError) as caught:
        Advisor([pack], engine="python")
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{law.gdrp.from}", "There's no law `law.gdrp`."),
        ("{law.gdpr}", "Of a law its days can be printed: `from` or `to`."),
        ("{law.gdpr.to}", "`law.gdpr` has no `to:`."),
    ],
)
def test_a_placeholder_for_a_day_that_is_not_there(text: str, message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        read_sentence(f"Since {text}.", shipped_world().program.vocabulary)
    assert str(caught.value) == message


def test_a_sentence_prints_the_day_of_a_law() -> None:
    vocabulary = shipped_world().program.vocabulary
    sentence = read_sentence("Since {law.poland_inspector.from}.", vocabulary)
    assert sentence.pieces == ("Since ", "Jul 8, 2026", ".")


@pytest.mark.parametrize(
    ("law", "day", "holds_then"),
    [
        ("uk_small_client_old_limits", "2027-04-05", True),
        ("uk_small_client_old_limits", "2027-04-06", False),
        ("uk_small_client_new_limits", "2027-04-05", False),
        ("uk_small_client_new_limits", "2027-04-06", True),
        ("eu_adequate_brazil", "2026-01-25", False),
        ("eu_adequate_brazil", "2026-01-26", True),
        ("ai_act_high_risk", "2027-12-01", False),
        ("ai_act_high_risk", "2027-12-02", True),
        ("poland_inspector", "2026-07-07", False),
        ("poland_inspector", "2026-07-08", True),
    ],
)
def test_a_case_before_a_laws_day_gets_the_old_answer(law: str, day: str, holds_then: bool, tmp_path: Path) -> None:
    """By a rule that reads nothing but the law, over the shipped packs."""
    (tmp_path / "pack.yaml").write_text("{name: ours, version: 1.0.0, title: Ours}\n")
    (tmp_path / "diagnoses").mkdir()
    rule = {**a_plan([f"law.{law}"], "true").diagnoses[0], "id": "our-law"}
    (tmp_path / "diagnoses" / "our-law.yaml").write_text(json.dumps(rule))
    advisor = Advisor([tmp_path], engine="python")
    case, problems = advisor.read({"case": "a", "as_of": day})
    assert case is not None, problems
    finding = next(f for f in advisor.assess(case).findings if f.id == "our-law")
    assert (finding.status is Status.CONFIRMED) is holds_then and finding.settled
