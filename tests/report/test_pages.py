"""Pages of an assessment: they say what text, JSON and Markdown say, reach nobody, and take no text for a command."""

from __future__ import annotations

import re

import pytest

from advisor import Advisor, Assessment
from advisor.inference.certainty import Status
from advisor.report.html.board import board_page
from advisor.report.html.findings import hundredths
from advisor.report.html.kit_page import kit_page
from advisor.report.html.verdict import verdict_page
from advisor.report.kit.board import board_facts, voice
from advisor.report.kit.files import kit_files
from advisor.report.told import Told
from testkit.pages import HOSTILE, TURNED, flat, reaches_out, read_page
from testkit.places import COMPANIES
from testkit.shipped import NAMES, case_in, company, shipped_advisor, shipped_case

MOST_BYTES = 150_000
SOME = sorted(COMPANIES.glob("*.yaml"))[::8]


@pytest.fixture(scope="module", params=[*NAMES, *SOME], ids=lambda each: getattr(each, "stem", each))
def told(request: pytest.FixtureRequest) -> Told:
    """Each shipped case, and some of the companies."""
    advisor = shipped_advisor()
    given = request.param
    case = shipped_case(advisor, given) if isinstance(given, str) else case_in(advisor, given)
    return Told(advisor.assess(case), advisor.rulebase)


def test_how_sure_a_finding_is_stands_on_the_page_as_an_interval(told: Told) -> None:
    """For each, in hundredths, as the JSON has it, told also to who can't see the bar."""
    names = [name for name in read_page(verdict_page(told)).values("aria-label") if name.startswith("How sure")]
    shown = [hundredths(each) for each in (*told.assessment.found, *told.assessment.likely)]
    assert names == [f"How sure: {low} to {high} in 100" for low, high in shown]
    for each in (*told.assessment.found, *told.assessment.likely):
        assert hundredths(each) == tuple(int(100 * end + 0.5) for end in each.certainty)


def test_pages_are_small_whole_and_reach_nobody(told: Told) -> None:
    """The page, the board's and the kit's: no address, no handler, no style but the one that the policy knows."""
    pages = (verdict_page(told), board_page(told).html, kit_page(told, kit_files(told)))
    for html in pages:
        assert len(html.encode()) < MOST_BYTES
        assert not reaches_out(html) and not read_page(html).wrong
        assert "<script" not in html
        (policy,) = [a["content"] for _, a in read_page(html).tags if a.get("http-equiv")]
        assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy


def test_the_board_is_told_of_no_one_person(told: Told) -> None:
    """No finding about a person's load, nothing that is only likely, and what is left out is told."""
    made = board_page(told)
    page = read_page(made.html).text
    assessment = told.assessment
    assert not [f.title for f in assessment.findings if f.person and f.title in page]
    about = [f.title for f in (*assessment.found, *assessment.likely) if f.person]
    assert all(any(title in line for line in made.left_out) for title in about)
    assert any("only likely" in line for line in made.left_out) == bool(assessment.likely)
    for heading in ("The decision we ask for", "What it costs", "If nothing changes", "Next review"):
        assert heading in page


def test_a_board_is_not_spoken_to(told: Told) -> None:
    """The page and the Markdown are the company's own, and say the same."""
    page, brief = (
        read_page(board_page(told).html).text,
        flat(re.sub(r"\\(.)", r"\1", kit_files(told)["board-brief.md"])),
    )
    for shown in (page, brief):
        assert not re.findall(r"\b(?:you|your|yours|yourself)\b", shown, re.IGNORECASE)
    facts = board_facts(told)
    texts = [facts.decision, facts.model, facts.because, facts.hangs_on, facts.cost, facts.chance, facts.review]
    texts += [*facts.lines, *facts.numbers, *facts.chain, *(each for pair in facts.wrong for each in pair)]
    texts += [voice(told)(entry.short) for entry in facts.moves]
    for each in texts:
        assert flat(each) in page and flat(each) in brief.replace("**", ""), each
    model = told.assessment.model
    assert facts.decision and (model is None or facts.firm == model.firm)


def test_what_the_company_named_stays_on_the_board_page(advisor: Advisor) -> None:
    """Even where the name speaks to somebody."""
    given = {**shipped_case(advisor, "textbook").plain_answers(), "name.product": "the For You feed"}
    told = Told(advisor.assess(company(advisor, given)), advisor.rulebase)
    assert "The For You feed is due" in read_page(board_page(told).html).text
    assert "The For You feed is due" in kit_files(told)["board-brief.md"]


def test_the_board_sees_no_note_and_nobodys_words(advisor: Advisor) -> None:
    """They are counted for the one who made the page."""
    given = shipped_case(advisor, "textbook").plain_answers()
    case = company(
        advisor,
        {
            **given,
            "company.headcount": {"value": 26, "note": "Ann is leaving"},
            "ownership.output_quality": {"other": "Bob"},
        },
    )
    made = board_page(Told(advisor.assess(case), advisor.rulebase))
    assert "Ann" not in made.html and "Bob" not in made.html
    assert "1 answer in someone's own words" in made.left_out and any("note" in line for line in made.left_out)


def _hostile(advisor: Advisor) -> Assessment:
    given = shipped_case(advisor, "textbook").plain_answers()
    given["company.headcount"] = {"value": 24, "note": HOSTILE + "x" * 1_800}
    given["role.open_days"] = {"value": 58, "note": HOSTILE}
    given["ownership.output_quality"] = {"other": HOSTILE}
    names = {question: HOSTILE[:60] for question, e in advisor.knowledge.questions.items() if e.model.names is not None}
    return advisor.assess(company(advisor, {**given, **names}, f"{HOSTILE}{TURNED}"[:200].replace("\u0007", "")))


def test_what_is_typed_stays_text(advisor: Advisor) -> None:
    """Names, notes and words of one's own that look like HTML, a template, or turn the writing around."""
    told = Told(_hostile(advisor), advisor.rulebase)
    files = kit_files(told)
    for html in (verdict_page(told), board_page(told).html, kit_page(told, files)):
        page = read_page(html)
        assert {"script", "img"}.isdisjoint(tag for tag, _ in page.tags)
        assert html.count("<style>") == html.count("</style>") == 1
        assert not reaches_out(html) and not page.wrong
        assert "{{ 7*7 }}" in page.text or "{{ 7*7" in page.text
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08]", html)
        assert len(html.encode()) < MOST_BYTES


def test_the_kit_as_a_page_says_what_its_files_say(told: Told) -> None:
    """Every word of the Markdown, in its order, without the signs that mark it."""
    files = kit_files(told)
    page = read_page(kit_page(told, files)).text
    for name, content in files.items():
        for line in content.splitlines():
            bare = re.sub(r"^\s*(#+|-|\d+\.|>)\s+|\*\*|^\[[ x]\] ", "", re.sub(r"^\s*- \[[ x]\] ", "", line))
            cells = [each.strip() for each in re.split(r"(?<!\\)\|", bare)] if line.startswith("|") else [bare]
            for cell in cells:
                plain = flat(re.sub(r"\\([^\w\s])", r"\1", cell))
                assert set(plain) <= set("- :") or plain in page, (name, line)


def test_statuses_stand_in_the_words_of_all_views(told: Told) -> None:
    """What isn't found is folded away, by title."""
    page = read_page(verdict_page(told)).text
    for each in told.assessment.findings:
        if each.status in (Status.OPEN, Status.NO_SIGN, Status.RULED_OUT) and not each.compound:
            assert flat(each.title) in page
