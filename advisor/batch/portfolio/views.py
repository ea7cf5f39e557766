"""A portfolio as text, as Markdown, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from tabulate import tabulate

from advisor.batch.portfolio.calls import Call
from advisor.batch.portfolio.changes import CompanyChange, matters
from advisor.batch.portfolio.portfolio import Frequency, Portfolio, percent
from advisor.files.json_text import as_shown
from advisor.inference.certainty import Status
from advisor.knowledge.pack import Knowledge
from advisor.language.shown import counted, day_text
from advisor.report.layout import clean, escaped, wrapped
from advisor.result.wording import STATUS_WORDS

Rows = Sequence[Sequence[Any]]
_MOST_SHOWN = 12
_MOST_FINDINGS = 20
_WIDEST = {  # columns of a screen, so that no table has more than eighty
    "company": 16,
    "answered": None,
    "ask first": 34,
    "of": 12,
    "group": 12,
    "finding": 36,
    "confirmed": None,
    "likely": None,
    "can't tell": None,
    "staffing": 40,
    "companies": None,
    "action": 48,
    "among the first three in": None,
    "question": 52,
    "ask": None,
    "worse": 26,
    "better": 26,
    "can't tell now": 16,
}


def in_words(frequency: Frequency) -> str:
    """A share, always as a range over the unknown: "confirmed 12%, at most 71%; n = 300"."""
    found, most = percent(frequency.found, frequency.of), percent(frequency.at_most, frequency.of)
    return f"confirmed {found}, at most {most}; n = {frequency.of}"


def text(portfolio: Portfolio, knowledge: Knowledge, *, markdown: bool = False, calls: int = _MOST_SHOWN) -> str:
    """The portfolio for a screen, or as Markdown, with so many calls."""
    page = Page(knowledge, markdown=markdown)
    page.lines += [f"# {portfolio.cases:,} companies" if markdown else f"{portfolio.cases:,} companies", ""]
    _calls(page, portfolio, calls)
    page.table(
        "What changed since last time", ("company", "worse", "better", "can't tell now"), _changed(page, portfolio)
    )
    if portfolio.new or portfolio.gone:
        page.lines += [f"New companies: {len(portfolio.new)}. Not in this batch any more: {len(portfolio.gone)}.", ""]
    told = [f for f in portfolio.findings if f.found or f.likely]
    page.table("Findings", _FINDING, [page.finding(f) for f in told[:_MOST_FINDINGS]])
    if len(told) > _MOST_FINDINGS:
        page.lines += [f"{len(told) - _MOST_FINDINGS} more findings, less frequent, are in the workbook.", ""]
    rest = sum(1 for f in portfolio.findings if not (f.found or f.likely))
    if rest and told:
        page.lines += [f"{counted(rest, 'other finding')}: nothing confirmed or likely in any company.", ""]
    grouped = [f for f in portfolio.groups if f.found or f.likely]
    page.table("By group", ("group", *_FINDING), [(f.group, *page.finding(f)) for f in grouped])
    if portfolio.left_out:
        page.lines += [f"Groups of fewer than five aren't shown: {len(portfolio.left_out)}.", ""]
    models = [(page.model(model), count) for model, count in portfolio.models]
    page.table("Staffing options", ("staffing", "companies"), models)
    page.table(
        "What would help the most companies",
        ("action", "among the first three in"),
        [(page.action(action), percent(n, portfolio.cases)) for action, n in portfolio.actions[:_MOST_SHOWN]],
    )
    page.table(
        "Questions that settle the most",
        ("question", "ask", "companies"),
        [(page.question(question), page.person(who), n) for question, who, n in portfolio.questions[:_MOST_SHOWN]],
    )
    page.table("Least known", ("company", "answered", "ask first", "of"), _least_known(page, portfolio))
    page.lines += _left_out(portfolio)
    return "\n".join(page.lines).rstrip() + "\n"


_FINDING = ("finding", "confirmed", "likely", "can't tell")


class Page:
    """Lines that are being written, and the words of the packs."""

    def __init__(self, knowledge: Knowledge, *, markdown: bool):
        self.knowledge = knowledge
        self.markdown = markdown
        self.safe = escaped if markdown else clean
        self.lines: list[str] = []

    def heading(self, title: str) -> None:
        """A section begins."""
        self.lines += [f"## {title}" if self.markdown else title.upper(), ""]

    def table(self, title: str, headers: Sequence[str], rows: Rows) -> None:
        """A section with a table; nothing where it has no rows."""
        if not rows:
            return
        self.heading(title)
        rows = [[self.safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        widths = None if self.markdown else [_WIDEST[header] for header in headers]
        form = "github" if self.markdown else "simple"
        self.lines += [tabulate(rows, headers, tablefmt=form, disable_numparse=True, maxcolwidths=widths), ""]

    def finding(self, frequency: Frequency) -> tuple[str, int, int, int]:
        """A finding's title, and in how many companies it is confirmed, is likely, and nobody can tell."""
        title = self.knowledge.diagnoses[frequency.diagnosis].model.title
        return title, frequency.found, frequency.likely, frequency.open

    def model(self, model: str | None) -> str:
        """The title of a staffing model."""
        table = self.knowledge.table
        return str(table.model.titles.get(model or "", model or "")) if table is not None else model or ""  # type: ignore[call-overload]  # models are texts in results

    def question(self, question: str | None) -> str:
        """A question in a few words."""
        return self.knowledge.questions[question].model.short if question is not None else ""

    def asked(self, question: str) -> str:
        """A question as it is put to people."""
        return self.knowledge.questions[question].model.ask

    def person(self, who: str | None, *, title: bool = False) -> str:
        """Whom to ask; with `title` as in a sentence."""
        entry = self.knowledge.people.get(who or "")
        return (who or "") if entry is None else entry.model.title if title else entry.model.short

    def action(self, action: str | None) -> str:
        """The title of an action without the numbers of one company."""
        return for_any(self.knowledge.actions[action].model.title) if action is not None else ""


def for_any(title: str) -> str:
    """The title of an action without the numbers of one company."""
    return re.sub(r"\{[^{}]*\}", "N", title)


# ---- sections --------------------------------------------------------------------------------------------


def _calls(page: Page, portfolio: Portfolio, most: int) -> None:
    """Whom to call first: headline, why now, model, first question and whom to ask, and what to do."""
    if not portfolio.calls:
        return
    page.heading("Who to call first")
    for place, call in enumerate(portfolio.calls[:most], start=1):
        why = "; ".join(call.why_now)
        name = page.safe(call.case)
        if page.markdown:
            page.lines.append(f"{place}. **{name}**{f': {page.safe(why)}' if why else ''}")
            page.lines += [f"   - {page.safe(line)}" for line in _of_call(page, call)]
        else:
            page.lines += wrapped(f"{name}{f': {why}' if why else ''}", 4, f"{place:>2}  ")
            page.lines += [line for text in _of_call(page, call) for line in wrapped(text, 4)]
    page.lines.append("")
    more = len(portfolio.calls) - most
    if more > 0:
        page.lines += [f"{more:,} more. For all of them, add `--workbook FILE.xlsx`.", ""]


def _of_call(page: Page, call: Call) -> Iterator[str]:
    if call.headline:
        yield call.headline
    if call.model is not None:
        sure = " (leaning)" if call.model_sure == "leaning" else ""
        first = f" First: {page.action(call.first_action)}." if call.first_action else ""
        yield f"{page.model(call.model)}{sure}.{first}"
    if call.first_question is not None:
        yield f"Ask {page.person(call.ask, title=True)}: {page.asked(call.first_question)}"


def _changed(page: Page, portfolio: Portfolio) -> Rows:
    """By company: what got worse, what got better, what nobody can tell any more."""
    by_case: dict[str, dict[str, list[str]]] = {}
    for change in filter(matters, portfolio.changes):
        told = by_case.setdefault(change.case, {"worse": [], "better": [], "unknown": []})
        told[change.direction].append(change_in_words(change, page.knowledge))
    ranked = sorted(by_case.items(), key=lambda item: (-len(item[1]["worse"]), -len(item[1]["better"]), item[0]))
    return [(case, *("; ".join(told[way]) for way in ("worse", "better", "unknown"))) for case, told in ranked[:50]]


def change_in_words(change: CompanyChange, knowledge: Knowledge) -> str:
    """A finding and how it stands now."""
    return f"{knowledge.diagnoses[change.diagnosis].model.title} ({status_word(change.now)})"


def status_word(told: str) -> str:
    """A status as people read it."""
    return STATUS_WORDS[Status(told)] if told in {each.value for each in Status} else told


def _least_known(page: Page, portfolio: Portfolio) -> Rows:
    """Companies about which least is known, with the question that would tell most."""
    return [
        (call.case, f"{100 * call.share_known:.0f}%", page.question(call.first_question), page.person(call.ask))
        for call in portfolio.least_known[:_MOST_SHOWN]
        if call.first_question is not None
    ]


def _left_out(portfolio: Portfolio) -> list[str]:
    lines = []
    if portfolio.errors:
        rows_failed = len({(row.get("source"), row.get("place")) for row in portfolio.errors})
        lines += [f"{counted(rows_failed, 'row')} couldn't be read; see the errors file.", ""]
    if portfolio.cells:
        lines += [f"{counted(portfolio.cells, 'cell')} couldn't be understood and count as not given.", ""]
    return lines


def day_shown(day: str | None) -> str:
    """An ISO day as people write it."""
    return day_text(date.fromisoformat(day)) if day else ""


def as_json(portfolio: Portfolio) -> str:
    """Everything, for other programs."""
    data = asdict(portfolio)
    return as_shown({"schema": 2, **data}, indent=2) + "\n"
