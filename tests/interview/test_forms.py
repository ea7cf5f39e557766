"""What is typed means the same at a prompt, on a sheet, in a cell and as a what-if; garbage loses nothing."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.batch.tables.cells import CellStyle, answer_in
from advisor.cases.answers import Answer, DontKnow, Exactly, Partly, Range, plain_answer, read_answer
from advisor.cases.oneline import DONT_KNOW_WORDS, takes_other
from advisor.explaining.context import Context
from advisor.explaining.differences.what_if import read_facts
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.sheets.sheets import csv_sheet, markdown_sheet, read_sheet
from advisor.interview.sitting.conversation import Conversation
from advisor.interview.sitting.session import Session
from advisor.interview.words.prompts import COMMANDS, command_of
from advisor.interview.words.typed import answer_typed
from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind
from advisor.report.markdown import markdown
from advisor.report.text import text
from advisor.report.told import Told
from testkit.companies.answers import AS_OF, drawn_answer
from testkit.interviews.faces import FIRST, ListFace
from testkit.interviews.lines import line_of

WORDS = "whoever is in town; none of you"


def questions(advisor: Advisor) -> list[Question]:
    return [entry.model for entry in advisor.knowledge.questions.values() if entry.model.type is not Kind.TEXT]


def on_sheets(advisor: Advisor, question: Question, line: str) -> Iterator[Answer]:
    """The line on a sheet of Markdown and in one of CSV, as they come back."""
    markdown = markdown_sheet("acme", AS_OF, "cto", [question]).replace("\nNote: \n", f"\nAnswer: {line}\nNote: \n")
    rows = list(csv.reader(io.StringIO(csv_sheet([question]).removeprefix("\ufeff"))))
    rows[1][rows[0].index("answer")] = line
    filled = io.StringIO()
    csv.writer(filled).writerows(rows)
    for sheet in (markdown.replace("Answer: \n\n", ""), filled.getvalue()):
        found = read_sheet(advisor.program, sheet, AS_OF, "sheet")
        assert found.problems == (), (line, found.problems)
        yield found.answers[question.id]


def drawn(question: Question, rng: random.Random) -> Answer:
    answer = read_answer(question, drawn_answer(question, rng, ranges=0.4))
    if takes_other(question) and rng.random() < 0.3:
        return Answer(answer.said, None, WORDS)
    return answer


@pytest.mark.parametrize("seed", range(4))
def test_a_line_means_the_same_everywhere(advisor: Advisor, seed: int) -> None:
    """At a prompt, on both sheets, in a cell of a table, and (but for what no rule reads) in a what-if."""
    rng = random.Random(seed)
    case, _ = advisor.read({"case": "acme", "as_of": AS_OF.isoformat(), "answers": {}})
    assert case is not None
    context = Context(advisor.assess(case), advisor.rulebase)
    for question in questions(advisor):
        answer = drawn(question, rng)
        line = line_of(answer)
        assert answer_typed(question, line, AS_OF) == answer, (question.id, line)
        assert answer_in(line, question, CellStyle()) == answer, (question.id, line)
        assert set(on_sheets(advisor, question, line)) == {answer}, (question.id, line)
        if answer.other is None:
            assert read_facts(context, [f"{question.id}={line}"])[question.id] == answer.said, (question.id, line)


def test_a_band_is_named_in_the_same_words_everywhere(advisor: Advisor) -> None:
    """By its number, as #2, or by its label; what is stored is the range."""
    banded = [question for question in questions(advisor) if question.bands]
    assert banded
    for question in banded:
        for number, band in enumerate(question.bands, start=1):
            for typed in (f"#{number}", band.label, band.label.upper()):
                meant = answer_typed(question, typed, AS_OF)
                assert meant.said in (Range(band.low, band.high), Exactly(band.low))
                assert answer_in(typed, question, CellStyle()) == meant, (question.id, typed)
                assert set(on_sheets(advisor, question, typed)) == {meant}, (question.id, typed)


@pytest.mark.parametrize("word", [word for word in DONT_KNOW_WORDS if not word.startswith("?")])
def test_dont_know_is_said_in_the_same_words_everywhere(advisor: Advisor, word: str) -> None:
    """In any letters; `?` alone asks for help at a prompt."""
    for question in questions(advisor):
        for typed in (word, word.upper()):
            assert answer_typed(question, typed, AS_OF) == Answer(DontKnow())
            assert answer_in(typed, question, CellStyle()) == Answer(DontKnow())
            assert command_of(typed, question) == ("don't know", "")


def test_an_answer_in_a_file_comes_back_with_its_words(advisor: Advisor) -> None:
    """As plain data and back, alone and beside options; a question without options has no such words."""
    for question in questions(advisor):
        if not takes_other(question):
            continue
        known = next(iter(question.options)).id
        plain = known if question.type is Kind.CHOICE else [known]
        for raw in ({"other": WORDS}, {"value": plain, "other": WORDS}, {"value": plain, "note": "n", "other": WORDS}):
            answer = read_answer(question, raw)
            assert answer.other == WORDS
            assert read_answer(question, plain_answer(answer)) == answer


def test_words_beside_the_options_are_never_evidence(advisor: Advisor) -> None:
    """The verdicts are those of "don't know"; the words stand in text, Markdown and JSON."""
    case, _ = advisor.read({"case": "a", "as_of": AS_OF.isoformat(), "answers": {"loop.decider": {"other": WORDS}}})
    plain, _ = advisor.read({"case": "a", "as_of": AS_OF.isoformat(), "answers": {"loop.decider": {"unsure": True}}})
    assert case is not None and plain is not None
    found, without = advisor.assess(case), advisor.assess(plain)
    said: Any = found.to_dict()
    assert said["other"] == [{"id": "loop.decider", "says": WORDS}]
    for part in ("staffing", "plan", "headline"):
        assert said[part] == without.to_dict()[part]
    for one, other in zip(said["diagnoses"], without.to_dict()["diagnoses"]):
        assert {**one, "evidence": 0} == {**other, "evidence": 0}
    told = Told(found, advisor.rulebase)
    for page in (text(told), markdown(told)):
        assert "Not counted" in page and WORDS in " ".join(page.split())


@settings(max_examples=60, deadline=None)
@given(garbage=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), max_size=12))
def test_garbage_loses_no_answer(
    advisor: Advisor, interviewer: Interviewer, tmp_path_factory: pytest.TempPathFactory, garbage: list[str]
) -> None:
    """Whatever is typed that is no command: what was answered before stands in the file, word for word."""
    path: Path = tmp_path_factory.mktemp("talk") / "acme.yaml"
    typed = [line for line in garbage if " ".join(line.split()).casefold().split(" ")[0] not in (*COMMANDS, "so")]
    with Session(path) as session:
        before = Conversation(interviewer, session, ListFace(FIRST), moves.begin("acme", AS_OF), clock=lambda: 0.0)
        before.run()
        kept = dict(before.state.answers)
        assert len(kept) == 6
        after = Conversation(interviewer, session, ListFace(typed), before.state, clock=lambda: 0.0)
        after.run()
    with Session(path) as session:
        state = session.load(advisor.knowledge)
    standing = {**state.answers, **state.set_aside}
    assert {question: standing.get(question) for question in kept} == kept
    assert all(isinstance(answer.said, (Exactly, Range, Partly, DontKnow)) for answer in standing.values())
