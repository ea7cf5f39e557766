"""JSON, text, Markdown and page say the same: each fact of the JSON is looked for in the three others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from advisor.language.shown import day_text, money, number_shown, short_day, small
from advisor.report.chart import chance_words
from advisor.report.html.verdict import verdict_page
from advisor.report.markdown import markdown
from advisor.report.story import MOST_SECTIONS
from advisor.report.text import text
from advisor.report.told import Told
from advisor.report.words import changes_text, flips_if, not_taken, value_text
from advisor.result.story.heading import PROBABLY
from advisor.result.wording import STATUS_WORDS
from advisor.staffing.company_timeline import number_of
from testkit.pages import flat, read_page, says
from testkit.places import COMPANIES
from testkit.shipped import NAMES, case_in, shipped_advisor, shipped_case

SOME = sorted(COMPANIES.glob("*.yaml"))[::8]
# Parts of the JSON that no view for people prints: ids, and numbers that stand there in words made from others.
LEFT_OUT = {
    "schema", "answers", "packs", "causes", "run",
}  # fmt: skip
COMPARED = {
    "case", "as_of", "headline", "story", "looked_at", "diagnoses", "open_questions", "staffing", "ways_out", "plan",
    "ask_first", "law", "assumptions", "presumptions", "contradictions", "not_applied", "other", "gates",
}  # fmt: skip
NOT_IN_TEXT = {"link", "possible", "if not"}  # a long chain begins later; what may be wrong is counted, and named by id
NOT_IN_MARKDOWN = {"plan", "if not"}  # Markdown has the first moves


@pytest.fixture(scope="module", params=[*NAMES, *SOME], ids=lambda each: getattr(each, "stem", each))
def told(request: pytest.FixtureRequest) -> Told:
    """Each shipped case, and some of the companies."""
    advisor = shipped_advisor()
    given = request.param
    case = shipped_case(advisor, given) if isinstance(given, str) else case_in(advisor, given)
    return Told(advisor.assess(case), advisor.rulebase)


def facts(told: Told) -> Iterator[tuple[str, str]]:
    """Whatever the published JSON says, in words as a reader finds it; the kind of each."""
    data, as_of = told.assessment.to_dict(), told.case.as_of
    yield from (("headline", data["headline"]), ("day", day_text(as_of)))
    if not data["headline"]:
        yield from (("looked at", small(title)) for title in data["looked_at"]["unclear"][:MOST_SECTIONS])
    if data["story"]:
        yield "link", told.program.diagnoses[data["story"]["root"]].model.title
        yield from (("link", link["says"]) for link in data["story"]["links"])
    compounds = {finding.id for finding in told.assessment.findings if finding.compound}
    for each in data["diagnoses"]:
        compound = each["id"] in compounds
        if each["status"] != "open" and not (compound and each["status"] == "no-sign"):
            yield "finding", each["title"]
        elif not compound:
            yield "possible", each["title"]
        if each["status"] in ("confirmed", "suspected"):
            yield from (("sign", sign["says"]) for sign in each["evidence"] if sign["value"] == "true" and sign["says"])
            yield from (("unless", assumed[1:]) for assumed in each["assuming"])
            yield from (("due", each["due"]["before"]) for _ in [0] if each["due"])
        yield from (("ruled out", why[1:]) for why in each.get("ruled_out_by", [])[:1])
    yield from _staffing_facts(told, data, as_of)
    yield from _option_facts(told, data["staffing"], as_of)
    yield from _asking_facts(told, data)
    for law in (data["law"] or {"laws": []})["laws"]:
        yield "law", law["says"]
    if data["law"]:
        yield "law", f"Law as of {day_text(date.fromisoformat(data['law']['as_of']))}"
    for gate in data["gates"]:
        yield from (("gate", gate["until"]), ("gate", told.knowledge.person_short(gate["owner"])))
        yield from (("gate", access["label"][1:]) for access in (*gate["take_away"], *gate["keep_closed"]))


def _staffing_facts(told: Told, data: dict[str, Any], as_of: date) -> Iterator[tuple[str, str]]:
    staffing, model = data["staffing"], told.assessment.model
    yield from (("model", told.knowledge.model_title(staffing["model"])), ("model", staffing["because"]))
    yield from (("model", each) for each in (staffing["label"], staffing["sure"]) if each)
    if staffing["without_sellers_figures"] not in (None, staffing["model"]):
        yield "model", told.knowledge.model_title(staffing["without_sellers_figures"])
    for rival in model.rivals if model is not None else ():
        yield "rival", f"{told.knowledge.model_title(rival.model, short=True)}, {flips_if(told, rival)}."
    for place, entry in enumerate(data["plan"]):
        kind = "first" if place < 3 and entry["kind"] != "duty" else "plan"
        due, effort = date.fromisoformat(entry["due"]), told.knowledge.effort_of(entry["effort_days"])
        for each in (entry["short"], *entry["how"], short_day(as_of, due), told.who(entry["owner"]), effort):
            yield kind, each
        if kind == "first" and abs(entry["weeks_gained"]) >= 0.55:
            yield kind, f"{'gains' if entry['weeks_gained'] > 0 else 'costs'} {abs(entry['weeks_gained']):.0f} week"
    ways = data["ways_out"] or {"says": "", "ways": []}
    yield "way", ways["says"]
    for way in ways["ways"]:
        yield from (("way", way["says"]), ("way", f"{min(int(way['chance'] * 10 + 1e-9), 9)} in 10"))
        yield "way", told.knowledge.options[way["option"]].model.short
        if way["cost"] is not None:
            yield "way", money(float(f"{way['cost']['amount']:.2g}"), way["cost"]["currency"])
        decide = date.fromisoformat(way["decide_by"])
        yield "way", short_day(as_of, decide) if decide > as_of else "today"
        yield from (("way", told.knowledge.person_title(owner)) for owner in way["owners"])


def _option_facts(told: Told, staffing: dict[str, Any], as_of: date) -> Iterator[tuple[str, str]]:
    """Of each option the days from likely to safe, its chance, what may be left, and its price."""
    for option in staffing["options"]:
        weeks = option["productive_weeks"] or {"p50": None, "p80": None}
        waits = number_of(option["id"], "productive_p50_weeks") not in told.assessment.decided_in.facts.points.known
        if option["possible"] and not waits:
            for end in (weeks["p50"], weeks["p80"]):
                if end is not None and end >= 0.3:  # else it is now; tenths of a week in the JSON are up to a day
                    days = {as_of + timedelta(weeks=end + off) for off in (-0.05, 0.0, 0.05)}
                    yield "option", "|".join(sorted(f"by {short_day(as_of, day)}" for day in days))
            if option["cost_per_month"] is not None:
                yield "option", money(option["cost_per_month"]["amount"], option["cost_per_month"]["currency"])
            if option["chance_delivered"] is not None and told.timeline is not None and not option["waits_for"]:
                yield "option", chance_words(option["chance_delivered"])
        if option["break_even"] and option["break_even"]["likely_means"] == "at-most":
            yield "option", f"if at most {number_shown(option['break_even']['likely'])} "


def _asking_facts(told: Told, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for each in data["contradictions"]:
        yield from (("conflict", each["says"]), ("conflict", each["settle"]))
    for asked in told.assessment.ask_first:
        question = told.program.question(asked.question)
        yield from (
            ("ask first", question.ask),
            ("ask first", told.who(question.who)),
            ("ask first", changes_text(asked)),
        )
    assert [each["id"] for each in data["ask_first"]] == [each.question for each in told.assessment.ask_first]
    if not_taken(told):
        yield "not taken", not_taken(told)
    yield from (("open", each["ask"]) for each in data["open_questions"])
    now = data["staffing"]["model"]
    for each in data["presumptions"]:
        yield "presumed", each["says"]
        others = {other["model"] for other in each["if_not"]} - {None, now}
        yield from (("if not", told.knowledge.model_title(model, short=True)) for model in others)
    figures = {leaned.id: leaned for leaned in told.timeline.leaned_on} if told.timeline is not None else {}
    for each in data["assumptions"]:
        if not figures[each["figure"]].own:
            title = told.knowledge.figures[each["figure"]].model.title
            words = (title, f"{value_text(figures[each['figure']])} {each['unit']}", each["grade"], each["source"])
            yield from (("assumption", word) for word in words)


def test_every_view_says_the_same(told: Told) -> None:
    """Each fact stands on the page, in the text, and in the Markdown, but for kinds that one of them leaves out."""
    page = read_page(verdict_page(told)).text
    lines = text(told, verbose=True)
    plain = flat(re.sub(r"\\(.)", r"\1", markdown(told)))
    assert all(told.case.id in shown for shown in (page, plain)) and told.case.id.upper() in lines
    for kind, fact in facts(told):
        either = [fact] if kind != "option" else fact.split("|")
        assert any(flat(each).lower() in page.lower() for each in either), (kind, fact)
        in_text = any(says(lines, each.removeprefix(PROBABLY)) for each in either)
        assert kind in NOT_IN_TEXT or in_text, (kind, fact)
        assert kind in NOT_IN_MARKDOWN or any(flat(each) in plain for each in either), (kind, fact)


def test_a_finding_has_the_same_status_in_every_view(told: Told) -> None:
    """Its word stands beside its title, by its number where it has one."""
    page, lines = read_page(verdict_page(told)).text, text(told, verbose=True)
    for number, finding in enumerate((*told.assessment.found, *told.assessment.likely), start=1):
        word = "root" if finding.compound else STATUS_WORDS[finding.status]
        assert flat(f"{word} {number} {finding.title}") in page
        assert re.search(rf"{word} +{number} {re.escape(finding.title[:20])}", lines), finding.title
    sections = re.split(r"\n## ", markdown(told))
    for status in ("confirmed", "suspected"):
        wanted = [each["title"] for each in told.assessment.to_dict()["diagnoses"] if each["status"] == status]
        heads = [
            part for part in sections if part.startswith(("Confirmed" if status == "confirmed" else "Likely") + "\n")
        ]
        found = re.findall(r"^- \*\*(.*)\*\*", "".join(heads), re.MULTILINE)
        assert [re.sub(r"\\(.)", r"\1", each) for each in found] == wanted


def test_the_first_moves_stand_whole_on_a_line(told: Told) -> None:
    """Title, owner, effort and day together, so that none can be taken for another's."""
    page, plain = read_page(verdict_page(told)).text, flat(re.sub(r"\\(.)", r"\1", markdown(told)))
    for entry in told.assessment.to_dict()["plan"][:3]:
        if entry["kind"] != "duty":
            due = short_day(told.case.as_of, date.fromisoformat(entry["due"]))
            who, effort = told.who(entry["owner"]), told.knowledge.effort_of(entry["effort_days"])
            assert flat(f"{entry['short']} {who} · {effort} · by {due}") in page
            assert flat(f"**{entry['short']}** ({who}, {effort}, by {due})") in plain


def test_no_part_of_the_json_is_forgotten(told: Told) -> None:
    """A new part is compared, or left out here with a reason."""
    assert set(told.assessment.to_dict()) <= COMPARED | LEFT_OUT
