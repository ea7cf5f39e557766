"""What is said first: who is answering, why they came, and what they call things. It changes no verdict."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from advisor import Advisor
from advisor.cases.answers import Answer, DontKnow, Exactly
from advisor.cases.case import Case
from advisor.cases.opening import answering, complaints, names, spoken
from advisor.knowledge.models import Naming
from advisor.knowledge.opening.naming import capital
from advisor.language.voices import told_by_the_company
from advisor.report.kit.files import kit_files
from advisor.report.markdown import markdown
from advisor.report.text import text
from advisor.report.told import Told
from testkit.companies.drawn import plausible_company, some_company
from testkit.shipped import NAMES, company, shipped_case

CALLED = {"name.product": "zqproduct", "name.role": "zqrole", "name.vendor": "zqvendor"}
SPOKEN = {"zqproduct": "what you ship next", "zqrole ": "", "zqvendor": "the vendor"}
HOSTILE = "\u202e\u200b<b>*[x](http://x)*</b> {name.role} {role.open_days} | # `x` \u2066"
OPENING = ("you.who", "you.why", *CALLED)


def with_answers(case: Case, said: Mapping[str, Any]) -> Case:
    """The case without what is said first, but for what is given."""
    kept = {question: answer for question, answer in case.answers.items() if question not in OPENING}
    return replace(case, answers={**kept, **{q: Answer(Exactly(value)) for q, value in said.items()}})


def verdict(advisor: Advisor, case: Case) -> dict[str, Any]:
    """The published result, without the answers themselves and what is to be asked."""
    data = advisor.assess(case).to_dict()
    for part in ("answers", "open_questions", "ask_first", "not_applied"):
        data.pop(part, None)
    return data


def nameless(told: str) -> str:
    """A text in which what things are called stands as where nobody named them, at the beginning of sentences too."""
    for name, otherwise in SPOKEN.items():
        told = told.replace(name, otherwise).replace(capital(name), capital(otherwise))
    return told


@pytest.mark.parametrize("draw", [some_company, plausible_company])
@pytest.mark.parametrize("seed", range(6))
def test_who_answers_why_and_names_change_no_verdict(
    advisor: Advisor, seed: int, draw: Callable[[Advisor, int], Case]
) -> None:
    """The result is the same but for what is to be asked; with names, the same sentences with them in it."""
    case = draw(advisor, seed)
    plain = verdict(advisor, with_answers(case, {}))
    first = {"you.who": "cto", "you.why": tuple(option for option in list(advisor.knowledge.complaints)[seed % 4 :: 3])}
    assert verdict(advisor, with_answers(case, first)) == plain
    assert json.loads(nameless(json.dumps(verdict(advisor, with_answers(case, {**first, **CALLED}))))) == plain


@pytest.mark.parametrize("name", NAMES)
def test_every_page_speaks_of_things_by_their_names(advisor: Advisor, name: str) -> None:
    """Whatever a page says of what is named, it says by the name; the rest of it is the same."""
    case = shipped_case(advisor, name)
    pages = [_pages(advisor, with_answers(case, said)) for said in ({}, CALLED)]
    for page, named in zip(*pages):
        own = told_by_the_company if "## The decision we ask for" in page else str  # a board is told `we`
        assert sorted(own(nameless(_words(named))).split()) == sorted(_words(page).split())  # columns move words
    assert any("zq" in page for page in pages[1])


def _pages(advisor: Advisor, case: Case) -> list[str]:
    told = Told(advisor.assess(case), advisor.rulebase)
    answered = text(told, verbose=True).split("\n", 1)[1]  # its first line counts the answers
    return [answered, markdown(told), *kit_files(told).values()]


def _words(page: str) -> str:
    lines = [line for line in page.split("\n") if "answered" not in line]
    return " ".join(" ".join(lines).replace("\\", "").split())


def test_every_text_with_a_name_reads_without_one(advisor: Advisor) -> None:
    """No placeholder for a name is left anywhere in the knowledge that is printed; a name fills all of them."""
    for program in (advisor.program, advisor.rulebase.program_for({q: Answer(Exactly(n)) for q, n in CALLED.items()})):
        for kind in ("questions", "diagnoses", "actions", "models", "kits", "contradictions", "options"):
            for entry in getattr(program.knowledge, kind).values():
                assert "{name." not in json.dumps(entry.model.model_dump(mode="json", exclude={"id", "examples"})), (
                    entry
                )
    assert advisor.program.question("role.open_days").ask == "How many days has the role been open?"


@pytest.mark.parametrize("question", CALLED)
def test_a_hostile_name_stays_text(advisor: Advisor, question: str) -> None:
    """Nothing in it is taken for a placeholder, for Markdown or HTML, or for a command to a terminal."""
    case = with_answers(shipped_case(advisor, "textbook"), {question: HOSTILE[:60]})
    told = Told(advisor.assess(case), advisor.rulebase)
    for page in (markdown(told), *kit_files(told).values()):
        assert "<b>" not in page and "*[x]" not in page
    for page in (text(told, verbose=True), markdown(told), *kit_files(told).values()):
        assert all(line.isprintable() for line in page.splitlines())
        assert "\u202e" not in page and "{name" not in page and "{post" not in page


@pytest.mark.parametrize(
    ("template", "typed", "said"),
    [
        ("the {} role", "senior ML engineer", "the senior ML engineer role"),
        ("the {} role", " The senior ML engineer role. ", "the senior ML engineer role"),
        ("the {} role", "role", "the role role"),
        ("the {} role", "", "the role"),
        ("{}", '"the claims copilot"', "the claims copilot"),
        ("{}", "\u202e\u200b\n ", "the role"),
        ("{}", "{x}", "(x)"),
        ("{}", "=1+1", "1+1"),
    ],
)
def test_a_name_is_said_as_in_a_sentence(template: str, typed: str, said: str) -> None:
    assert spoken(Naming(otherwise="the role", spoken=template), typed) == said


def test_what_the_opening_says_is_read_from_a_case(advisor: Advisor) -> None:
    """Who is answering, what brought them, in the packs' order; and nothing where nobody said it."""
    case = company(advisor, {"you.who": "recruiting", "you.why": ["date_at_risk", "role_open_long"]})
    assert answering(advisor.knowledge, case.answers) == "recruiting"
    assert [c.id for c in complaints(advisor.knowledge, case.answers)] == ["role_open_long", "date_at_risk"]
    assert answering(advisor.knowledge, {}) is None and complaints(advisor.knowledge, {}) == ()
    assert names(advisor.knowledge)["name.role"] == "the role"


def test_nobody_is_sent_to_ask_themselves(advisor: Advisor) -> None:
    """What the person who is answering does not know is on no list of what to ask; what others know is."""
    case = shipped_case(advisor, "textbook")
    unsure = {q: Answer(DontKnow()) for q in advisor.knowledge.questions if q not in OPENING and q not in case.answers}
    case = replace(case, answers={**case.answers, **unsure})
    before = {question.who for question in advisor.assess(case).open_questions if question.unsure}
    assert {"cto", "recruiting"} <= before
    for who in before:
        asked = advisor.assess(with_answers(case, {"you.who": who})).open_questions
        assert {question.who for question in asked if question.unsure} == before - {who}
