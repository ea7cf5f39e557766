"""What a notebook's cell shows of a result: the same after pickling, and nothing that is taken for markup."""

from __future__ import annotations

import pickle
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from advisor import Advisor, Assessment
from testkit.companies.drawn import some_company
from testkit.shipped import NAMES, shipped_advisor, shipped_case


class Cells(HTMLParser):
    """The tags and the text of a piece of HTML; every tag that's opened is closed in turn."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


def assert_shown(assessment: Assessment) -> None:
    page, text = Cells(assessment._repr_html_()), assessment._repr_markdown_()
    data = assessment.to_dict()
    first = [entry for entry in (data["plan"] or [])[:3] if entry["kind"] != "duty"]
    assert page.tags.count("tr") == (len(first) + 1 if first else 0) == text.count("\n| ") - bool(first)
    for entry in first:
        assert entry["title"] in page.said and entry["due"] in page.said and entry["due"] in text
    assert data["headline"] in ("", *page.said)
    again: Assessment = pickle.loads(pickle.dumps(assessment))
    assert (again._repr_html_(), again._repr_markdown_()) == (assessment._repr_html_(), text)


@pytest.mark.parametrize("name", NAMES[:4])
def test_a_result_in_a_cell(advisor: Advisor, name: str) -> None:
    """Headline, first moves with who and by when, as in the published JSON."""
    assert_shown(advisor.assess(shipped_case(advisor, name)))


def test_drawn_and_empty_results_in_a_cell(advisor: Advisor) -> None:
    """Little is known, or nothing."""
    assert_shown(advisor.assess(some_company(advisor, 1)))
    nothing = advisor.assess(advisor.case({}, as_of="2026-11-22"))
    assert_shown(nothing)
    assert "No problems found in the answers so far." in nothing._repr_html_()


def test_a_name_is_no_markup(advisor: Advisor) -> None:
    """Neither HTML nor Markdown, and no command to a terminal."""
    case = replace(shipped_case(advisor, "textbook"), id="<script>x</script> **b** | [a](b)\x1b[31m")
    assessment = advisor.assess(case)
    assert "script" not in Cells(assessment._repr_html_()).tags
    assert "\x1b" not in assessment._repr_html_() + assessment._repr_markdown_()
    heading = assessment._repr_markdown_().splitlines()[0]
    assert heading.startswith(r"#### \<script\>x\</script\> \*\*b\*\* \| \[a\](b)")
