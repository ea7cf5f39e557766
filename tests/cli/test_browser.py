"""The pages in a real browser: nothing on its console, nothing asked of anybody, found by role, printed, filled in."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.cli.interviewing.questions import open_for
from advisor.explaining.views.page import comparison_page
from advisor.interview.sheets.form import form_page
from advisor.report.html.board import board_page
from advisor.report.html.kit_page import kit_page
from advisor.report.html.verdict import verdict_page
from advisor.report.kit.files import kit_files
from advisor.report.told import Told
from testkit.browser import DESKTOP, PHONE, Browser, browser, why_none
from testkit.commands import run_here
from testkit.pages import HOSTILE
from testkit.places import CASES, COMPANIES
from testkit.shipped import case_in, company, shipped_advisor, shipped_case

pytestmark = pytest.mark.slow
PNG = b"\x89PNG"
LATER = {"milestone.need_by": "2027-03-15", "loop.rounds": 4}
# Those with the most to say, of all companies that tests know.
LONGEST = ("us-textbook-hiring-trouble-legal-series-a", "poland-warehouse-robotics-series-a-textbook-hi")


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests here; they are skipped where there is none."""
    if why := why_none():
        pytest.skip(why)
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of page, of one case and of what became of it."""
    advisor, folder = shipped_advisor(), tmp_path_factory.mktemp("pages")
    case = shipped_case(advisor, "textbook")
    later = company(advisor, {**case.plain_answers(), **LATER}, case.id)
    told, then = (Told(advisor.assess(each), advisor.rulebase) for each in (case, later))
    before, after = (advisor.explain(each.assessment) for each in (told, then))
    questions = open_for(advisor, told.assessment, "founder"), open_for(advisor, told.assessment, "cto")
    short, form = (form_of(told, who, found) for who, found in zip(("founder", "cto"), questions))
    made = {
        "verdict": verdict_page(told),
        "board": board_page(told).html,
        "kit": kit_page(told, kit_files(told)),
        "compare": comparison_page(before.context, after.context, before.compare(after)),
        "short": short,
        "form": form,
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def form_of(told: Told, who: str, questions: list[str]) -> str:
    """The form for a person."""
    case, asked = told.case, [told.program.question(question) for question in questions]
    return form_page(case.id, case.as_of, who, told.knowledge.person_title(who), asked, (), "acme.yaml")


@pytest.mark.parametrize(("name", "most"), [("verdict", 3), ("board", 3), ("compare", 3), ("kit", 20), ("short", 20)])
def test_a_page_is_quiet_fits_and_can_be_read_by_all(
    chrome: Browser, pages: dict[str, Path], name: str, most: int
) -> None:
    """In light on a desktop and in dark on a phone: no message, no request, no overflow, nothing serious for axe."""
    for size, dark in ((DESKTOP, False), (PHONE, True)):
        chrome.visit(pages[name], size=size, dark=dark)
        assert (chrome.messages(), chrome.requests(), chrome.overflow()) == ([], [], 0)
        assert chrome.faults(*(["color-contrast"] if dark else [])) == []
        picture = chrome.picture()
        assert picture.startswith(PNG) and len(picture) > 20_000
    assert chrome.pages() <= most


@pytest.mark.parametrize("company", LONGEST)
def test_the_longest_results_print_on_three_sheets(chrome: Browser, tmp_path: Path, company: str) -> None:
    """With everything that is folded in staying so."""
    advisor = shipped_advisor()
    page = tmp_path / "page.html"
    told = Told(advisor.assess(case_in(advisor, COMPANIES / f"{company}.yaml")), advisor.rulebase)
    page.write_text(verdict_page(told), encoding="utf-8")
    chrome.visit(page)
    assert chrome.pages() <= 3


def test_a_verdict_is_found_by_role_and_unfolded_by_keyboard(chrome: Browser, pages: dict[str, Path]) -> None:
    """Landmarks, headings, pictures with words; Tab goes to a finding, and Enter unfolds it."""
    chrome.visit(pages["verdict"])
    headings = chrome.named("heading")
    assert headings[0].startswith("You're on course to miss Jan 17, 2027")
    assert {"First three moves", "What's wrong, and how we know", "Ask first", "What we assumed"} <= set(headings)
    assert len(chrome.named("main")) == 1 and any("How sure" in name for name in chrome.named("image"))
    assert any("bridge + hire: productive likely by Jan 1" in name for name in chrome.named("image"))
    closed = chrome.driver.find_element("css selector", "details.finding:not([open]) > summary")
    chrome.run("document.querySelector('details.finding[open] > summary').focus()")
    chrome.driver.switch_to.active_element.send_keys("\ue004")
    assert chrome.driver.switch_to.active_element == closed
    closed.send_keys("\ue007")
    assert chrome.run("return document.querySelectorAll('details.finding[open]').length") == 2


def test_hostile_names_run_nothing(chrome: Browser, tmp_path: Path) -> None:
    """Of a company, in a note, on a page and on a form: no script of theirs, and no picture that is asked for."""
    case = tmp_path / "hostile.json"
    answers = {"role.open_days": {"value": 58, "note": HOSTILE}, "ownership.output_quality": {"other": HOSTILE}}
    case.write_text(json.dumps({"case": HOSTILE + "x" * 80, "as_of": "2026-11-22", "answers": answers}))
    advisor = shipped_advisor()
    told = Told(advisor.assess(case_in(advisor, case)), advisor.rulebase)
    pages = [tmp_path / "page.html", tmp_path / "form.html"]
    pages[0].write_text(verdict_page(told), encoding="utf-8")
    pages[1].write_text(form_of(told, "founder", open_for(advisor, told.assessment, "founder")), encoding="utf-8")
    for page in pages:
        chrome.visit(page, size=PHONE)
        assert (chrome.messages(), chrome.requests(), chrome.overflow()) == ([], [], 0)
        assert "<script>alert(1)</script>" in chrome.run("return document.body.innerText")
        assert chrome.run("return document.querySelectorAll('img').length") == 0


def test_a_form_is_filled_in_left_and_merged_back(chrome: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    """A range, a list known in part, don't know, a choice with a note; kept over a reload; told what it changed."""
    chrome.visit(pages["form"])
    chrome.fill("milestone.work_left_weeks", "from", "6")
    chrome.fill("milestone.work_left_weeks", "to", "700")
    assert "1 to check" in chrome.run("return document.getElementById('status').textContent")
    chrome.driver.find_element("css selector", "[data-id='milestone.work_left_weeks'] [data-part='to']").clear()
    chrome.fill("milestone.work_left_weeks", "to", "10")
    chrome.fill("milestone.written", "yes", "owner")
    chrome.fill("milestone.written", "no", "metric")
    chrome.fill("scope.model", "pick", "hosted")
    chrome.fill("scope.model", "note", 'Two vendors, "A" & <B>')
    chrome.fill("milestone.need_lasts", "dk", "dk")
    chrome.driver.refresh()
    chrome.downloads_to(tmp_path)
    chrome.driver.find_element("id", "by").send_keys("Ann")
    chrome.driver.find_element("id", "save").click()
    saved = tmp_path / "textbook-cto-answers.json"
    until = time.monotonic() + 10
    while not saved.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert chrome.messages() == []
    case = tmp_path / "acme.yaml"
    case.write_text((CASES / "textbook.yaml").read_text())
    ended = run_here("merge", str(case), str(saved), "--engine", "python")
    assert ended.code == 0 and ended.err.startswith("4 new, 0 different, 0 the same"), ended.err
    merged = case_in(shipped_advisor(), case)
    plain = merged.plain_answers()
    assert plain["milestone.work_left_weeks"] == {"from": 6, "to": 10}
    assert plain["milestone.written"] == {"has": ["owner"], "lacks": ["metric"]}
    assert plain["scope.model"] == {"value": "hosted", "note": 'Two vendors, "A" & <B>'}
    assert plain["milestone.need_lasts"] == {"unsure": True}
    assert merged.meta["answered"]["scope.model"][0]["by"] == "Ann"
    assert ended.out.startswith("What these answers changed:")
