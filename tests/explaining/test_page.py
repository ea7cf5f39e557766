"""The page of a comparison says all that differs, and draws each change as a slope."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from advisor import Advisor
from advisor.explaining.differences.comparing import Comparison
from advisor.explaining.views.changes import number_text
from advisor.explaining.views.lines import Names, names_in, status_words
from advisor.explaining.views.page import comparison_page
from testkit.pages import HOSTILE, flat, reaches_out, read_page
from testkit.shipped import company, shipped_case

CHANGES = {
    "date": {"milestone.need_by": "2027-03-15", "loop.rounds": 4},
    "owner": {"ownership.output_quality": "active", "loop.days_to_decision": 9},
    "nothing": {},
}


def facts(found: Comparison, names: Names) -> Iterator[str]:
    """Whatever a comparison tells in words."""
    told = found.difference
    for change in told.diagnoses:
        if change.way != "changed":
            yield from (change.title, *map(status_words, change.status))
    if told.model is not None:
        yield from (names(told.model.before), names(told.model.after), *told.model.sure)
    if told.plan is not None:
        yield from (title for _, title in (*told.plan.added, *told.plan.removed))
        yield from (title or "none" for title in told.plan.first or ())
    yield from (each.says for each in told.presumptions)
    yield from (title for _, title in (*found.done, *found.not_done, *found.stale))
    for answer in found.answers:
        yield from (answer.short, answer.before or "not answered", answer.after or "not answered")
    for each in told.options:
        if not each.number.startswith("chance"):
            yield from (number_text(each.number, each.before), number_text(each.number, each.after))


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("case", ["textbook", "two-stories"])
def test_the_page_says_all_that_differs(advisor: Advisor, case: str, name: str) -> None:
    """Each fact; findings stand in groups of one direction, each with a slope in words."""
    old = shipped_case(advisor, case)
    new = company(advisor, {**old.plain_answers(), **CHANGES[name]}, old.id)
    before, after = (advisor.explain(advisor.assess(each)) for each in (old, new))
    found = before.compare(after)
    html = comparison_page(before.context, after.context, found)
    page = read_page(html)
    text = page.text
    assert reaches_out(html) == [] and page.wrong == []
    for fact in facts(found, names_in(advisor.knowledge)):
        assert flat(fact) in text, fact
    slopes = [words for words in page.values("aria-label") if ": from " in words]
    changed = [change for change in found.difference.diagnoses if change.way != "changed"]
    assert all(any(words.startswith(f"{change.title}: from ") for words in slopes) for change in changed)


def test_another_case_is_told_and_its_name_stays_text(advisor: Advisor) -> None:
    """On the page as in the lines."""
    old = shipped_case(advisor, "textbook")
    new = company(advisor, old.plain_answers(), HOSTILE)
    before, after = (advisor.explain(advisor.assess(each)) for each in (old, new))
    html = comparison_page(before.context, after.context, before.compare(after))
    page = read_page(html)
    assert f"The second file is another case: {flat(HOSTILE)}" in page.text
    assert "script" not in [tag for tag, _ in page.tags] and reaches_out(html) == []
