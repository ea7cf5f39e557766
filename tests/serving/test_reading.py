"""Cases as an assistant hands them over."""

from __future__ import annotations

import random
from typing import Any

import pytest

from advisor import Advisor
from advisor.cases.answers import Answer, DontKnow, plain_answer
from advisor.language.vocabulary import Kind
from advisor.serving.desk import Desk
from advisor.serving.reading import answer_leniently
from advisor.serving.refused import RefusedError
from testkit.companies.drawn import drawn_answers
from testkit.serving import TODAY
from testkit.shipped import NAMES, shipped_case


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_exactly_is_read_as_it_stands(advisor: Advisor, desk: Desk, name: str) -> None:
    """Reading leniently adds ways to say a thing and changes none."""
    case = shipped_case(advisor, name)
    read = desk.read({"case": case.id, "as_of": case.as_of.isoformat(), "answers": case.plain_answers()})
    assert (read.case.answers, read.not_understood, read.read_as) == (case.answers, (), {})


@pytest.mark.parametrize("seed", range(20))
def test_drawn_answers_are_read_as_the_library_reads_them(advisor: Advisor, desk: Desk, seed: int) -> None:
    """So are ranges, lists known in part, doubts of two people and all else that a case can hold; but not a number
    below one where percent are asked, which could be a share.
    """
    drawn = drawn_answers(advisor.knowledge, random.Random(seed), given=0.4, differ=0.05)
    shares = {q for q, said in drawn.items() if isinstance(said, float) and said < 1}
    answers = {question: said for question, said in drawn.items() if question not in shares}
    raw = {"case": "drawn", "as_of": TODAY.isoformat(), "answers": answers}
    case, problems = advisor.read(raw)
    assert case is not None, problems
    read = desk.read(raw)
    assert (read.case.answers, read.not_understood) == (case.answers, ())
    assert desk.read({**raw, "answers": read.case.plain_answers()}).case.answers == case.answers


def test_every_label_and_id_is_understood_and_every_question_takes_dont_know(advisor: Advisor) -> None:
    """In any case of letters, alone or as a list."""
    for entry in advisor.knowledge.questions.values():
        question = entry.model
        said, _, _ = answer_leniently(question, "don't know", TODAY)
        assert isinstance(said.said, DontKnow), question.id
        for option in question.options:
            for written in (option.id, option.label, option.label.upper()):
                raw = [written] if question.type is Kind.CHOICES else written
                given, _, left_out = answer_leniently(question, raw, TODAY)
                wanted = [option.id] if question.type is Kind.CHOICES else option.id
                assert (plain_answer(Answer(given.said)), left_out) == (wanted, ()), (question.id, written)


@pytest.mark.parametrize(
    ("kind", "unit", "said", "means"),
    [
        (Kind.WHOLE, "days", "9 weeks", 63),
        (Kind.WHOLE, "days", {"from": "4 weeks", "to": "5 weeks"}, {"from": 28, "to": 35}),
        (Kind.WHOLE, "days", "28-35", {"from": 28, "to": 35}),
        (Kind.DATE, None, "in 8 weeks", "2027-01-17"),
        (Kind.DATE, None, "Jan 17, 2027", "2027-01-17"),
        (Kind.YES_NO, None, "Yes", True),
        (Kind.YES_NO, None, True, True),
        (Kind.YES_NO, None, ["no"], False),
    ],
)
def test_amounts_and_days_in_words(advisor: Advisor, kind: Kind, unit: str | None, said: Any, means: Any) -> None:
    """Read by the question's own type and unit."""
    question = next(
        entry.model
        for entry in advisor.knowledge.questions.values()
        if entry.model.type is kind
        and entry.model.unit == unit
        and entry.model.lies != "behind"
        and (entry.model.range is None or entry.model.range[1] > 100)
    )
    given, _, _ = answer_leniently(question, said, TODAY)
    assert plain_answer(Answer(given.said)) == means


def test_words_behind_an_answer_are_kept(advisor: Advisor, desk: Desk) -> None:
    """As its note, in quotes, beside a note of one's own."""
    answer = {"value": "6", "quote": "six rounds, all of them technical", "note": "from the call"}
    read = desk.read({"answers": {"loop.rounds": answer}})
    assert read.case.answers["loop.rounds"].note == '"six rounds, all of them technical" from the call'
    assert plain_answer(read.case.answers["loop.rounds"])["value"] == 6


def test_what_is_not_understood_is_left_out_and_told(desk: Desk) -> None:
    """Each with what would be understood; the rest of the case stands."""
    read = desk.read(
        {"answers": {"loop.rounds": "some", "loop.round": 3, "ownership.output_quality": "the moon", "": 1}}
    )
    assert [each.question for each in read.not_understood] == [
        "loop.rounds",
        "loop.round",
        "ownership.output_quality",
        "",
    ]
    assert read.case.answers == {}
    number, unknown, option, _ = read.not_understood
    assert number.would_be is not None and "number" in number.would_be
    assert unknown.problem.suggestion == "Did you mean `loop.rounds`?"
    assert option.would_be is not None and "nobody" in option.would_be


def test_a_list_known_in_part(desk: Desk, advisor: Advisor) -> None:
    """`...` says that there may be more, `!` that something isn't there; what isn't understood leaves it open, too."""
    question = next(e.model for e in advisor.knowledge.questions.values() if e.model.type is Kind.CHOICES)
    one, two = question.options[0], question.options[1]
    read = desk.read({"answers": {question.id: [one.label, "..."]}})
    assert plain_answer(read.case.answers[question.id]) == {"has": [one.id], "lacks": []}
    read = desk.read({"answers": {question.id: [one.id, f"!{two.label}"]}})
    assert plain_answer(read.case.answers[question.id]) == {"has": [one.id], "lacks": [two.id]}
    read = desk.read({"answers": {question.id: [one.id, "something else altogether"]}})
    assert plain_answer(read.case.answers[question.id]) == {"has": [one.id], "lacks": []}
    assert read.not_understood[0].question == question.id


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "acme",
        {"answers": []},
        {"answers": {}, "as_of": 5},
        {"answers": {}, "as_of": "soonish"},
        {"answers": {}, "case": {"a": 1}},
        {"answers": {}, "meta": 3},
        {"answers": {}, "set_aside": {"nope": 1}},
        {"answers": {str(number): 1 for number in range(1000)}},
    ],
)
def test_what_is_no_case_is_refused_with_its_place(desk: Desk, raw: Any) -> None:
    """And with the way out, where one answer is wrong the rest isn't lost, but here there's no rest."""
    with pytest.raises(RefusedError) as refused:
        desk.read(raw)
    assert all(each.message and each.code for each in refused.value.problems)


HOSTILE: list[Any] = [
    {"value": {"value": 1}}, {"from": 1}, {"from": {}, "to": []}, [[]], [{}], {"has": "x"}, {"has": [[1]]},
    float("nan"),
    float("inf"), 10**40, -1, "9" * 400, "a" * 100_000, {"quote": 3}, {"value": "x", "other": 3}, {"differ": 1}, "\x00",
    {"unsure": "maybe"}, {"value": None}, True, [None, None], {"": ""}, "!", "...", ["..."], ["!"], "\u202e", "1e999",
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: repr(raw)[:30])
def test_any_answer_to_any_question_is_read_or_left_out(advisor: Advisor, desk: Desk, raw: Any) -> None:
    """Never anything else, and what was read can be read again."""
    questions = list(advisor.knowledge.questions)
    read = desk.read({"answers": dict.fromkeys(questions, raw)})
    told = {each.question for each in read.not_understood}
    assert all(question in read.case.answers or question in told for question in questions)
    again = desk.read({"answers": read.case.plain_answers()})
    assert (again.case.answers, again.not_understood) == (read.case.answers, ())
