"""Fields of a case that do not fit, and what the library is given that no file can hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor import UNSURE, Advisor
from testkit.commands import Advise, said_of
from testkit.places import PLAIN

ROOT_FIELDS = "case, as_of, pack, answers, set_aside, expect, meta"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("as_of: 2026-11-22", "1:1: case: `case:` is missing. Name the company, as in `case: acme`."),
        ("case:\nas_of: 2026-11-22", "1:6: case: `case:` is missing. Name the company, as in `case: acme`."),
        ("case: 7.5\nas_of: 2026-11-22", "1:7: case: `case:` is a name; this is 7.5."),
        ("case: true\nas_of: 2026-11-22", "1:7: case: `case:` is a name; this is true."),
        ("case: [a]\nas_of: 2026-11-22", "1:7: case: `case:` is a name; this is a list."),
        ('case: " "\nas_of: 2026-11-22', "1:7: case: `case:` is a name on one line, and not empty."),
        ('case: "a\\nb"\nas_of: 2026-11-22', "1:7: case: `case:` is a name on one line, and not empty."),
        (f"case: {'x' * 201}\nas_of: 2026-11-22",
         "1:7: case: The text has 201 characters; at most 200 are kept."),
        ("case: x", "1:1: as_of: `as_of:` is missing. Write the day of the answers, as in `as_of: 2026-11-22`."),
        ("case: x\nas_of:",
         "2:7: as_of: `as_of:` is missing. Write the day of the answers, as in `as_of: 2026-11-22`."),
        ("case: x\nas_of: 2026-02-30", "2:8: as_of: There's no day 2026-02-30."),
        ("case: x\nas_of: today", "2:8: as_of: A day is written as 2026-11-22, not 'today'."),
        ("case: x\nas_of: 2026-11-22 10:00:00",
         "2:8: as_of: A day is written as 2026-11-22, not '2026-11-22 10:00:00'. Write `2026-11-22`."),
        ("case: x\nas_of: 20261122", "2:8: as_of: A day is written as 2026-11-22, not 20261122."),
        ("case: x\nas_of: [2026, 11, 22]", "2:8: as_of: A day is written as 2026-11-22, not a list."),
        ("case: x\nas_of: 2026-11-22\nanswer: {}",
         "3:9: answer: A case has no field `answer`. Did you mean `answers`?"),
        ("case: x\nas_of: 2026-11-22\nzzz: 3", f"3:6: zzz: A case has no field `zzz`. Its fields are {ROOT_FIELDS}."),
        ("case: x\nas_of: 2026-11-22\n<<: {a: 1}", f"3:5: <<: A case has no field `<<`. Its fields are {ROOT_FIELDS}."),
        ("case: x\nas_of: 2026-11-22\nplan.pages: 3",
         "3:13: plan.pages: A case has no field `plan.pages`. Answers go under `answers:`."),
        ("case: x\nas_of: 2026-11-22\nplan: {pages: 3}",
         "3:7: plan: A case has no field `plan`. Answers go under `answers:`."),
        ("case: x\nas_of: 2026-11-22\nanswers: [1]",
         "3:10: answers: `answers:` has one line per question; this is a list."),
        ("case: x\nas_of: 2026-11-22\nanswers: none",
         "3:10: answers: `answers:` has one line per question; this is 'none'."),
        ("case: x\nas_of: 2026-11-22\nset_aside: {plan.pages: x}",
         "3:25: set_aside.plan.pages: A number is expected, not 'x'."),
        ("case: x\nas_of: 2026-11-22\npack: [plain]", "3:7: pack: `pack:` names a pack; this is a list."),
        ("case: x\nas_of: 2026-11-22\nexpect: 3", "3:9: expect: `expect:` has fields; this is 3."),
        ("case: x\nas_of: 2026-11-22\nmeta: [a]", "3:7: meta: `meta:` has fields; this is a list."),
        ("case: x\nas_of: 2026-11-22\nexpect: {found: no-plan}",
         "3:17: expect.found: `found:` is a list of ids; this is 'no-plan'."),
        ("case: x\nas_of: 2026-11-22\nexpect: {fund: [no-plan]}",
         "3:16: expect.fund: `expect:` has no field `fund`. Did you mean `found`?"),
    ],
)  # fmt: skip
def test_a_field_of_a_case_that_does_not_fit(advise: Advise, content: str, said: str) -> None:
    assert said_of(advise, content) == [said]


def test_all_problems_of_a_case_are_told_at_once(advise: Advise) -> None:
    content = "as_of: today\nanswers:\n  plan.page: 1\n  plan.pages: x\n  plan: {written: 7, stage: {from: 1, to: 2}}\n"
    assert [line.split(": ")[1] for line in said_of(advise, content)] == [
        "case", "as_of", "answers.plan.page", "answers.plan.pages", "answers.plan.written", "answers.plan.stage.from",
    ]  # fmt: skip


# --- the library: values that no file can hold ---------------------------------------------------------------


class Odd:
    """Something that no JSON holds."""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "nan isn't a number that can be used."),
        (float("inf"), "inf isn't a number that can be used."),
        (10**400, "a number this large is outside 0 to 500 pages."),
        (-(10**5_000), "a number this large is outside 0 to 500 pages."),
        (Odd(), "A number is expected, not 'Odd'."),
        (b"3", "A number is expected, not 'bytes'."),
        ({3}, "A number is expected, not 'set'."),
        (3 + 0j, "A number is expected, not 'complex'."),
    ],
    ids=("nan", "inf", "huge", "huge-negative", "object", "bytes", "set", "complex"),
)
def test_python_values_that_are_no_answers_are_problems_not_exceptions(value: object, message: str) -> None:
    advisor = Advisor(base=PLAIN, engine="python")
    case, problems = advisor.read({"case": "x", "as_of": "2026-11-22", "answers": {"plan.pages": value}})
    assert case is None
    assert [(p.path, p.message, p.line) for p in problems] == [("answers.plan.pages", message, None)]


def test_a_structure_that_holds_itself_is_a_problem_not_an_endless_loop() -> None:
    advisor = Advisor(base=PLAIN, engine="python")
    loop: dict[str, Any] = {}
    loop["plan"] = loop
    rope: list[Any] = []
    rope.append(rope)
    for answers in (loop, {"plan.pages": rope}, {"plan.parts": rope}, {"plan.stage": {"value": rope}}):
        case, problems = advisor.read({"case": "x", "as_of": "2026-11-22", "answers": answers})
        assert case is None and len(problems) == 1
    for raw in (loop, rope, None, 3, "x", UNSURE, {1: 2}, {"case": rope, "as_of": loop, "expect": {"found": loop}}):
        case, problems = advisor.read(raw)
        assert case is None and problems


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "a\x1b[2Jb", "a\x9bb"])
def test_characters_that_no_screen_can_show_are_refused_in_names_texts_and_notes(advise: Advise, text: str) -> None:
    said = f"The text holds the control character U+{next(ord(c) for c in text if c not in 'ab[2J'):04X}. Remove it."
    for name, content in (
        ("case", {"case": f"x{text}"}),
        ("answers.plan.remark", {"answers": {"plan.remark": text}}),
        ("answers.plan.pages.note", {"answers": {"plan.pages": {"value": 3, "note": text}}}),
    ):
        Path("c.json").write_text(json.dumps({"case": "x", "as_of": "2026-11-22", **content}))
        ended = advise("assess", "c.json")
        assert (ended.code, ended.out) == (3, "")
        assert ended.err.split(": ", 1)[1] == f"{name}: {said}\n"


def test_names_with_such_characters_are_shown_escaped(advise: Advise) -> None:
    case = {"case": "x", "as_of": "2026-11-22", "\x1b[2J": 1, "answers": {"\ud800\n": 2}}
    Path("c.json").write_text(json.dumps(case))
    ended = advise("assess", "c.json")
    assert ended.code == 3
    assert ended.err.splitlines() == [
        f"c.json:1:51: \\x1b[2J: A case has no field `\\x1b[2J`. Its fields are {ROOT_FIELDS}.",
        "c.json:1:78: answers.\\ud800\\n: There's no question `\\ud800\\n`.",
    ]
