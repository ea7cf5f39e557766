"""The page of a portfolio in a real browser: quiet, read by all, filtered and sorted, and whole without its script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.batch.portfolio.page import portfolio_page
from advisor.batch.portfolio.portfolio import portfolio_of, read_results
from testkit.batches import batch
from testkit.browser import DESKTOP, PHONE, Browser, browser, why_none
from testkit.places import COMPANIES
from testkit.shipped import shipped_advisor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser; the tests are skipped where there is none."""
    if why := why_none():
        pytest.skip(why)
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of some of the companies that tests know."""
    folder, knowledge = tmp_path_factory.mktemp("portfolio"), shipped_advisor().program.knowledge
    batch(sorted(COMPANIES.glob("*.yaml"))[:8], folder / "o.jsonl", detail="model")
    table = read_results(folder / "o.jsonl")
    (folder / "p.html").write_text(portfolio_page(portfolio_of(table, knowledge), table, knowledge), encoding="utf-8")
    return folder / "p.html"


def names(chrome: Browser) -> list[str]:
    """The companies of the heat map that are to be seen, in their order."""
    shown = "[...document.querySelectorAll('#heat tbody tr:not([hidden])')].map((row) => row.cells[0].textContent)"
    return [str(name) for name in chrome.run(f"return {shown}")]


def test_the_page_is_quiet_and_can_be_read_by_all(chrome: Browser, page: Path) -> None:
    """In light on a desktop and in dark on a phone, where the map scrolls within the page."""
    for size, dark in ((DESKTOP, False), (PHONE, True)):
        chrome.visit(page, size=size, dark=dark)
        assert (chrome.messages(), chrome.requests(), chrome.overflow()) == ([], [], 0)
        assert chrome.faults(*(["color-contrast"] if dark else [])) == []
    assert {"Who to call first", "Companies and findings", "Each company"} <= set(chrome.named("heading"))


def test_companies_are_filtered_sorted_and_unfolded(chrome: Browser, page: Path) -> None:
    """By name, by finding, by a column and back; a link to a company opens it."""
    chrome.visit(page)
    every = names(chrome)
    assert "8 of 8 companies" in chrome.run("return document.getElementById('shown').textContent")
    chrome.driver.find_element("id", "by-name").send_keys(every[2].upper()[:9])
    assert every[2] in names(chrome) and len(names(chrome)) < 8
    folded = "return document.querySelectorAll('details.company:not([hidden])').length"
    assert chrome.run(folded) == len(names(chrome))
    chrome.driver.find_element("css selector", "#filters [type=reset]").click()
    chrome.run("document.getElementById('by-finding').selectedIndex = 1")
    chrome.run("document.getElementById('filters').dispatchEvent(new Event('input'))")
    cell = "row.cells[6].className"
    marks = chrome.run(f"return [...document.querySelectorAll('#heat tbody tr')].map((row) => [row.hidden, {cell}])")
    assert all(hidden == (mark not in ("c", "l")) for hidden, mark in marks) and len(names(chrome)) > 0
    chrome.driver.find_element("css selector", "#filters [type=reset]").click()
    first, rank = (chrome.driver.find_elements("css selector", "#heat thead button")[at] for at in (0, 1))
    first.click()
    assert names(chrome) == sorted(every)
    first.click()
    assert names(chrome) == sorted(every, reverse=True)
    rank.click()
    assert names(chrome) == every
    chrome.driver.find_element("css selector", "#row-2 a").click()
    assert chrome.run("return document.getElementById('company-2').open")


def test_the_page_is_whole_where_scripts_are_off(chrome: Browser, page: Path) -> None:
    """All companies by urgency, without fields that would do nothing."""
    chrome.scripts(False)
    try:
        chrome.visit(page)
        text, fields = chrome.named("rowheader"), chrome.named("searchbox")
    finally:
        chrome.scripts(True)
    assert fields == [] and len(text) > 8
