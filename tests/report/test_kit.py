"""The kit: it says what is known of a company and no more, and what to answer where that is not enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from advisor import Advisor, Case
from advisor.cases.answers import Exactly
from advisor.files.documents import place_name
from advisor.inference.compiled.program import COMPUTED
from advisor.inference.compiled.sentences import read_sentence
from advisor.knowledge.kit.file import KitFile
from advisor.knowledge.stored import model_of
from advisor.report.kit.cards import interview_plan
from advisor.report.kit.files import kit_files
from advisor.report.kit.guarded import truth
from advisor.report.layout import escaped
from advisor.report.told import Told
from testkit.companies.drawn import plausible_company, some_company
from testkit.shipped import NAMES, company, shipped_case

FILES = {
    "role-card.md",
    "interview-plan.md",
    "day-one.md",
    "board-brief.md",
    "plan.md",
    "trade-offs.md",
    "who-owns-what.md",
}
HIRING = {"role-card.md", "interview-plan.md"}  # only where somebody is hired, or a role is open
CONTRACTS = {"contract-brief.md"}  # only where a paper is wrong, or access waits for one
HOSTILE = "<b>|*acme*|[x](y)</b>"
LEVELS = ("poor", "fair", "good")
AREAS = ("prompts", "retrieval", "evals", "observability", "reliability")


def told_of(advisor: Advisor, case: Case) -> Told:
    """A case assessed."""
    return Told(advisor.assess(case), advisor.rulebase)


def kit_of(advisor: Advisor) -> KitFile:
    """The shipped kit."""
    assert advisor.knowledge.kit is not None
    kit: KitFile = model_of(advisor.knowledge.kit.model)
    return kit


def hires(told: Told) -> bool:
    """Whether a role is open, or somebody is to be hired under what is recommended."""
    model, kit = told.assessment.model, kit_of(Advisor.over(told.rulebase))
    said = told.assessment.decided_in.facts.answers.get("role.exists")
    return model is None or model.model in kit.hiring_under or (isinstance(said, Exactly) and said.value == "open")


def interview_page(told: Told) -> str:
    """The interview plan, whether or not it is part of the kit."""
    assert told.knowledge.kit is not None
    return "\n".join(interview_plan(told, told.knowledge.kit.model)) + "\n"


def guarded_sentences(advisor: Advisor) -> Iterator[tuple[str, str]]:
    """Each sentence with a claim, and by what name the program has that."""
    for path, text in kit_of(advisor).sentences():
        if path[-1] == "says":
            yield text, place_name((*path[:-1], "claims"))


def section(page: str, title: str) -> str:
    """What stands below a heading of third level, up to the next heading."""
    return re.split(r"^#+ ", page.split(f"### {escaped(title)}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def tables(page: str) -> Iterator[list[list[str]]]:
    """The cells of each table of a page, row by row; an escaped bar is a part of its cell."""
    for found in re.findall(r"(?:^\|.*\|$\n?)+", page, flags=re.MULTILINE):
        yield [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found.splitlines()]


@pytest.fixture(params=NAMES)
def told(request: pytest.FixtureRequest, advisor: Advisor) -> Told:
    """Each shipped case, assessed."""
    return told_of(advisor, shipped_case(advisor, request.param))


COMPANIES = [*range(12)]


@pytest.fixture(params=COMPANIES)
def drawn(request: pytest.FixtureRequest, advisor: Advisor) -> Told:
    """A company with all that cases can have, or a plausible one, assessed."""
    draw = some_company if request.param % 2 else plausible_company
    return told_of(advisor, draw(advisor, request.param))


def assert_whole(told: Told) -> None:
    """Every page is there, every table is even, and nothing is cut off, bare or unfilled."""
    files = kit_files(told)
    assert set(files) - CONTRACTS in (FILES, FILES - HIRING)
    assert set(files) - CONTRACTS == FILES or not hires(told)
    assert not told.assessment.gates or set(files) >= CONTRACTS
    for name, page in files.items():
        assert not re.search(r" \?|\.\. |\.\.$|…|not answered|[{}]|\bNone\b(?! )", page), name
        assert not re.search(r"don't know: *(\||\)|$)|answer nothing", page, flags=re.MULTILINE), name
        for table in tables(page):
            assert len({len(row) for row in table}) == 1, name
            assert all(cell for row in table[2:] for cell in row[:1])


def test_every_page_is_whole(told: Told) -> None:
    """For the shipped cases."""
    assert_whole(told)


def test_every_page_is_whole_for_any_company(drawn: Told) -> None:
    """For drawn ones too."""
    assert_whole(drawn)


# ---- nothing unknown is claimed --------------------------------------------------------------------------


@pytest.mark.parametrize("unsure", [False, True])
def test_of_a_company_of_which_nothing_is_known_nothing_is_said(advisor: Advisor, unsure: bool) -> None:
    """No guarded sentence, no owner, no premise: neither where nothing was asked nor where nobody knows."""
    answers: dict[str, Any] = {q: {"unsure": True} for q in advisor.knowledge.questions} if unsure else {}
    told = told_of(advisor, company(advisor, answers))
    pages = "".join(kit_files(told).values())
    for says, place in guarded_sentences(advisor):
        assert told.program.late.lines[place].truth(told.assessment.decided_in.shown) == 0, place
        assert escaped(says) not in pages
    (owners,) = tables(kit_files(told)["who-owns-what.md"])
    assert all(cell.startswith("we don't know: ") for row in owners[2:] for cell in row[1:])
    premises = [line for line in kit_files(told)["trade-offs.md"].splitlines() if line.startswith("- ")]
    assert premises and all("(we don't know: " in line for line in premises)


def test_a_sentence_hangs_on_what_was_answered(advisor: Advisor, told: Told) -> None:
    """Each that is printed is gone once the answers are left out on which its claim rests."""
    pages, program = "".join(kit_files(told).values()), told.program
    for says, place in guarded_sentences(advisor):
        sentence, condition = read_sentence(says, program.vocabulary), program.late.lines[place].condition
        behind = program.read_by(condition)
        if COMPUTED in behind or sentence.questions or escaped(says) not in pages:
            continue
        behind |= {q for follows in program.follows if follows.question in behind for q, _ in follows.needed}
        answers = {q: a for q, a in told.case.plain_answers().items() if q not in behind}
        rest = told_of(advisor, company(advisor, answers, told.case.id))
        assert truth(rest, tuple(_place(place))) != 1, place


def _place(name: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in name.split(".")]


def test_what_people_tell_differently_is_claimed_by_no_sentence(advisor: Advisor) -> None:
    """A disputed day is not printed as the day, and a disputed owner is none."""
    differ = {"differ": [{"value": "2027-01-20", "by": "cto"}, {"value": "2027-06-20", "by": "recruiting"}]}
    owners = {"differ": [{"value": "nobody", "by": "cto"}, {"value": "active", "by": "recruiting"}]}
    answers = {"milestone.date_exists": True, "milestone.need_by": differ, "ownership.output_quality": owners}
    files = kit_files(told_of(advisor, company(advisor, answers)))
    for name in ("plan.md", "trade-offs.md", "board-brief.md"):
        assert "due 20" not in files[name] and "due on 20" not in files[name] and "deadline is" not in files[name]
    assert "You said" not in files["who-owns-what.md"]


def test_no_page_prints_what_stays_in_the_case(advisor: Advisor) -> None:
    """No sentence of the kit reads a confidential answer."""
    questions = advisor.knowledge.questions
    for _, text in kit_of(advisor).sentences():
        asked = read_sentence(text, advisor.program.vocabulary).questions
        assert not any(questions[question].model.confidential for question in asked), text


def test_hostile_names_stay_text(advisor: Advisor) -> None:
    """A company that is called like HTML, Markdown or the bar of a table."""
    answers = shipped_case(advisor, "textbook").plain_answers()
    told = told_of(advisor, company(advisor, answers, HOSTILE))
    assert escaped(HOSTILE) in kit_files(told)["board-brief.md"]
    for page in kit_files(told).values():
        assert "<b>" not in page and HOSTILE not in page
    assert_whole(told)


# ---- the interview ---------------------------------------------------------------------------------------


def printed_exercises(told: Told) -> list[str]:
    """The ids of those on the page, in its order."""
    page = interview_page(told)
    kit = told.knowledge.kit
    assert kit is not None
    return [e.id for e in kit.model.exercises if f"### {escaped(e.title)} (" in page]


def test_all_exercises_that_fit_are_printed_with_their_rubric(told: Told) -> None:
    """Those whose condition is true; each with three levels."""
    kit, shown = told.knowledge.kit, told.assessment.decided_in.shown
    assert kit is not None
    fitting = [e for e in kit.model.exercises if told.program.late.exercises[e.id].truth(shown) == 1]
    replaced = {other for e in fitting for other in e.instead_of}
    expected = [e for e in fitting if e.id not in replaced] or [e for e in kit.model.exercises if e.by_default]
    assert printed_exercises(told) == [e.id for e in expected]
    for exercise in expected:
        page = interview_page(told)
        text = section(page, f"{exercise.title} ({exercise.minutes} minutes)")
        places = [text.index(f"- **{level}**") for level in LEVELS]
        assert places == sorted(places)
        for level in LEVELS:
            assert all(f"  - {escaped(sign)}" in text for sign in getattr(exercise.rubric, level))


def test_where_the_need_is_not_known_the_four_practical_ones_stand(advisor: Advisor) -> None:
    """And it says that they are no more than that."""
    told = told_of(advisor, company(advisor, {}))
    four = ["evals-for-retrieval", "faster-and-cheaper", "quality-dropped", "tune-prompt-or-retrieve"]
    assert printed_exercises(told) == four
    note = kit_of(advisor).default_note
    assert note is not None and escaped(note) in interview_page(told)


@pytest.mark.parametrize(
    ("can_judge", "expected"),
    [(False, ["own-result"]), (True, ["own-result-here"]), (None, ["own-result-here"])],
)
def test_one_talk_about_research(advisor: Advisor, can_judge: bool | None, expected: list[str]) -> None:
    """With an adviser where nobody here can judge it."""
    answers: dict[str, Any] = {"scope.model": "own_new_method", "role.exists": "open", "role.kind": "research"}
    if can_judge is not None:
        answers["research.can_judge"] = can_judge
    assert printed_exercises(told_of(advisor, company(advisor, answers))) == expected


def test_the_scorecard_has_three_levels(advisor: Advisor, told: Told) -> None:
    """Poor, fair and good, all different, for each criterion."""
    card = list(tables(interview_page(told)))[-1]
    assert card[0] == ["look for", *LEVELS, "seen"]
    assert [row[0] for row in card[2:]] == [escaped(line.look_for) for line in kit_of(advisor).scorecard]
    assert all(len(set(row[1:4])) == 3 and all(row[1:4]) for row in card[2:])


# ---- the ways side by side -------------------------------------------------------------------------------


def test_the_ways_are_told_by_the_numbers_of_the_result(told: Told) -> None:
    """A number that the result has is in its cell; one that it does not have is said to be missing, with what."""
    table = next(tables(kit_files(told)["trade-offs.md"]))
    rows = {row[0].strip("*"): row[1:] for row in table[2:]}
    kit = told.knowledge.kit
    assert kit is not None and kit.model.trade_offs is not None
    data = {option["id"]: option for option in told.assessment.to_dict()["staffing"]["options"]}
    for column, option in enumerate(kit.model.trade_offs.options):
        if data[option]["possible"]:
            cost = data[option]["cost_per_month"]
            assert ("don't know: " in rows["Cost per month"][column]) is (cost is None)
            assert cost is None or f"{cost['amount']:,.0f}" in rows["Cost per month"][column]
            weeks, cell = data[option]["productive_weeks"]["p50"], rows["Productive"][column]
            assert weeks is None or "don't know: " not in cell
            near = [told.case.as_of + timedelta(weeks=weeks or 0, days=off) for off in (-1, 0, 1)]  # weeks are rounded
            assert weeks is None or "now" in cell or any(f"likely by {d:%b} {d.day}" in cell for d in near)
    for cells in rows.values():
        assert all(cells)


def test_each_way_says_what_must_be_true(advisor: Advisor) -> None:
    """True, not true, or which answer is missing."""
    answers = {
        "contractors.data_access": "forbidden",
        "contractors.barriers": [],
        "milestone.need_lasts": "over_12_months",
    }
    page = kit_files(told_of(advisor, company(advisor, answers)))["trade-offs.md"]
    title = advisor.knowledge.options["contract"].model.title
    said = section(page, title)
    assert "needs. (not true)" in said and "manage them. (true)" in said and "budget for them. (true)" in said
    assert "(we don't know: " in said


def test_own_answers_stand_in_the_cells(advisor: Advisor) -> None:
    """What the company said of its load, next to what the way costs anyone."""
    answers = {"team_load.unfinished_sprints": 2, "contractors.barriers": ["nobody_to_guide"]}
    page = kit_files(told_of(advisor, company(advisor, answers)))["trade-offs.md"]
    assert "this many had carryover: 2." in page
    assert "No one on your team has time to manage them." in page


# ---- who owns what ---------------------------------------------------------------------------------------


def owners(advisor: Advisor, answers: dict[str, Any]) -> dict[str, str]:
    """The cell on the owner of each area, by the area's id."""
    (table,) = tables(kit_files(told_of(advisor, company(advisor, answers)))["who-owns-what.md"])
    return dict(zip(AREAS, (row[1] for row in table[2:])))


def test_an_area_is_owned_by_one_by_contractors_by_nobody_or_nobody_can_tell(advisor: Advisor) -> None:
    """As the company said; half of an area is half of it."""
    areas = kit_of(advisor).areas
    assert areas is not None and tuple(area.id for area in areas.areas) == AREAS
    words = areas.words
    found = owners(
        advisor,
        {
            "ownership.areas": ["prompts", "inference"],
            "contractors.state": "now",
            "contractors.only_they_know": ["retrieval"],
        },
    )
    assert found["prompts"] == words.owned and found["retrieval"] == escaped(words.contractors)
    assert found["evals"] == found["observability"] == words.nobody
    assert found["reliability"].startswith("Half of it.")
    partly = owners(advisor, {"ownership.areas": {"has": ["prompts"], "lacks": ["evals"]}})
    assert partly["prompts"] == words.owned and partly["evals"] == words.nobody
    assert partly["retrieval"].startswith("we don't know: ")


def test_each_area_has_its_question(advisor: Advisor, told: Told) -> None:
    """And what owning it means."""
    page, areas = kit_files(told)["who-owns-what.md"], kit_of(advisor).areas
    assert areas is not None
    for area in areas.areas:
        assert f"Ask: {escaped(area.ask)}" in page and escaped(area.means) in page


# ---- the four questions ----------------------------------------------------------------------------------


def test_each_of_the_four_is_answered_or_says_what_to_answer(advisor: Advisor, drawn: Told) -> None:
    """Whoever the company is; each question that is still open stands on the page once."""
    page, strategy = kit_files(drawn)["plan.md"], kit_of(advisor).strategy
    assert strategy is not None and len(strategy.questions) == 4
    head = page.split("\n## By day", 1)[0]
    for question in strategy.questions:
        assert "\n- " in section(head, question.ask)
    asked = re.findall(r'"([^"]*\?)" \(', head)
    assert len(asked) == len(set(asked))


def test_the_four_are_answered_for_the_textbook_case(advisor: Advisor) -> None:
    """The example of the article."""
    page = kit_files(told_of(advisor, shipped_case(advisor, "textbook")))["plan.md"]
    strategy = kit_of(advisor).strategy
    assert strategy is not None
    ships, skill, fast, lasting = (section(page, question.ask) for question in strategy.questions)
    assert "You named this: Better search or retrieval." in ships and "Jan 17, 2027, within" in ships
    assert "The work needs retrieval" in skill
    assert "productive only after the deadline" in fast and "likely by" in fast
    assert "No one owns model output quality today." in lasting


def test_without_a_deadline_nobody_is_asked_for_its_day(advisor: Advisor) -> None:
    """What doesn't apply is not missing."""
    page = kit_files(told_of(advisor, company(advisor, {"milestone.date_exists": False})))["plan.md"]
    assert "There's no deadline for it." in page
    assert advisor.program.question("milestone.need_by").ask not in page
    assert (
        "no deadline"
        in kit_files(told_of(advisor, company(advisor, {"milestone.date_exists": False})))["trade-offs.md"]
    )
