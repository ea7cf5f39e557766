"""What a question takes for an answer, in one short line; and a question with its options and help, compactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


def takes(question: Question) -> str:
    """What would be understood: option ids, a number in its unit, a day, yes or no."""
    kind = question.type
    if kind is Kind.YES_NO:
        return "yes or no"
    if kind in (Kind.CHOICE, Kind.CHOICES):
        ids = ", ".join(option.id for option in question.options)
        return f"one of {ids}" if kind is Kind.CHOICE else f"a list of {ids}; end it with ... if there may be more"
    if kind is Kind.DATE:
        return "a day, as 2027-01-17 or in 8 weeks"
    if kind.numeric:
        low, high = question.range or (None, None)
        span = "" if low is None or high is None else f" from {plain_number(low)} to {plain_number(high)}"
        whole = "a whole number" if kind is Kind.WHOLE else "a number"
        unit = f" of {question.unit}" if question.unit and question.unit != "percent" else ""
        percent = " in percent" if question.unit == "percent" else ""
        return f"{whole}{unit}{percent}{span}, or a range as 4-6"
    return "a short text"


def line(question: Question) -> str:
    """A question in one line: its id, what it's about, and what it takes; a list's options stand in brackets."""
    kind = question.type
    options = "|".join(option.id for option in question.options)
    said = f"[{options}]" if kind is Kind.CHOICES else options
    plain = {Kind.YES_NO: "yes/no", Kind.DATE: "day", Kind.TEXT: "text"}.get(kind) or question.unit or "number"
    return f"{question.id}: {question.short} ({said or plain})"


def compact(question: Question, *, helped: bool = True) -> dict[str, Any]:
    """A question as an assistant needs it: what to ask, what it takes, what the words mean, who knows."""
    told: dict[str, Any] = {"id": question.id, "ask": question.ask, "type": question.type.value}
    if question.type in (Kind.CHOICE, Kind.CHOICES):
        told["options"] = {option.id: option.label for option in question.options}
    elif question.type.numeric or question.type is Kind.DATE:
        told["takes"] = takes(question)
    if question.most is not None:
        told["most"] = question.most
    if helped:
        told["help"] = question.help
    told["who"] = question.who
    return told
