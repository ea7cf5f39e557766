"""A sheet as a page that is filled in: it keeps what is typed in the browser, and saves what `advisor merge` reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advisor.cases.answers import LONGEST_NOTE
from advisor.cases.oneline import takes_other
from advisor.cases.values import LONGEST_CALLED, LONGEST_TEXT
from advisor.interview.words.typed import range_example
from advisor.language.shown import counted, day_text
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind
from advisor.report.html.paper import render, script_of

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_KINDS = {Kind.YES_NO: "yes-no", Kind.CHOICE: "choice", Kind.CHOICES: "choices", Kind.DATE: "date", Kind.TEXT: "text"}
_YES_NO = (("yes", "Yes"), ("no", "No"))
_LONGEST_FILE = 80


@dataclass(frozen=True)
class Asked:
    """A question as the form shows it; `kind` is what its script tells apart, `bands` are ends with their label."""

    id: str
    ask: str
    help: str
    kind: str
    options: tuple[tuple[str, str], ...]
    most: int | None
    bands: tuple[tuple[str, str], ...]
    low: str
    high: str
    unit: str
    hint: str
    other: bool
    longest: int


def form_page(
    case: str, as_of: date, who: str, person: str, questions: Sequence[Question], head: Sequence[str], name: str
) -> str:
    """The form as one file of HTML for a person, told by id and in words; `name` is the case on a command line."""
    minutes = max(1, round(sum(question.seconds for question in questions) / 60))
    return render(
        "form.html",
        kind="form",
        script=script_of("form.js"),
        title=f"{case}: questions for {person}",
        case=case,
        day=day_text(as_of),
        iso=as_of.isoformat(),
        who=who,
        person=person,
        count=counted(len(questions), "question"),
        minutes=counted(minutes, "minute"),
        head=head,
        file=file_name(case, who),
        name=name,
        longest_note=LONGEST_NOTE,
        questions=[_asked(question) for question in questions],
    )


def file_name(case: str, who: str) -> str:
    """What the saved answers are called."""
    plain = re.sub(r"[^\w-]+", "-", case).strip("-")[:_LONGEST_FILE] or "case"
    return f"{plain}-{who}-answers.json"


def _asked(question: Question) -> Asked:
    low, high = (plain_number(end) for end in question.range or (0, 0))
    kind = _KINDS.get(question.type, "whole" if question.type is Kind.WHOLE else "number")
    options = _YES_NO if question.type is Kind.YES_NO else tuple((each.id, each.label) for each in question.options)
    return Asked(
        question.id,
        question.ask,
        question.help,
        kind,
        options,
        question.most,
        tuple((f"{plain_number(band.low)} {plain_number(band.high)}", band.label) for band in question.bands),
        low,
        high,
        question.unit or "",
        _hint(question, low, high),
        takes_other(question) and all(option.id != "other" for option in question.options),
        LONGEST_CALLED if question.names is not None else LONGEST_TEXT,
    )


def _hint(question: Question, low: str, high: str) -> str:
    """What to do where a field can't be taken."""
    if question.type is Kind.DATE:
        return "Enter a day, or the first and the last day of a range."
    if not question.type.numeric:
        return "Check this answer."
    whole = "a whole number" if question.type is Kind.WHOLE else "a number"
    unit = f" {question.unit}" if question.unit else ""
    return f"Enter {whole} from {low} to {high}{unit}, or a range such as {range_example(question)}."
