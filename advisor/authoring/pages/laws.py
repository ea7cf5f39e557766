"""Dated law for authors: each law with its days, where it is read, and what is due to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from advisor.authoring.conditions.usage import Usage
from advisor.authoring.pages.portray import one_line, sources_text
from advisor.knowledge.law.lawmodels import Law
from advisor.knowledge.pack import Entry, Knowledge
from advisor.result.papers.law_read import law_as_data


def law_lines(law: Law, usage: Usage) -> Iterator[str]:
    """A law as a few lines of Markdown: what it says, when, how sure, who reads it."""
    ends = f" until {law.ends}" if law.ends is not None else ""
    yield f"- `law.{law.id}` {law.jurisdiction}, from {law.begins}{ends}: {one_line(law.says)}"
    yield f"  - as of {law.as_of}, look again by {law.review_by}, grade {law.grade}: {sources_text(law.source)}"
    if law.open is not None:
        yield f"  - not checked: {one_line(law.open)}"
    readers = [f"{reader.kind} {reader.id}" for reader in usage.readers if _reads(reader.names, law)]
    yield f"  - read by {', '.join(readers)}" if readers else "  - no rule reads it yet"


def law_page(usage: Usage, entry: Entry[Law]) -> Iterator[str]:
    """A law by itself."""
    yield from law_lines(entry.model, usage)


def due_for_review(knowledge: Knowledge, day: date) -> tuple[Law, ...]:
    """The laws that somebody should have looked at again by a day, the longest due first."""
    due = [entry.model for entry in knowledge.laws.values() if entry.model.review_by <= day]
    return tuple(sorted(due, key=lambda law: law.review_by))


def review_as_text(knowledge: Knowledge, day: date) -> Iterator[str]:
    """What is due for review on a day, or when the next law is; nothing where there is no law."""
    due = due_for_review(knowledge, day)
    for law in due:
        yield f"law.{law.id}  due for review since {law.review_by}"
        yield f"      {law.jurisdiction}: {one_line(law.says)}"
        yield f"      as of {law.as_of}, grade {law.grade}: {sources_text(law.source)}"
        if law.open is not None:
            yield f"      not checked: {one_line(law.open)}"
    if knowledge.laws and not due:
        following = min((entry.model for entry in knowledge.laws.values()), key=lambda law: law.review_by)
        yield f"law   nothing is due for review on {day}; the next is law.{following.id} by {following.review_by}"


def review_as_data(due: Sequence[Law]) -> list[dict[str, Any]]:
    """What is due for review, for programs."""
    return [law_as_data(law) for law in due]


def _reads(names: frozenset[str], law: Law) -> bool:
    """Whether one of the names in a text is the law, or one of its days."""
    return not names.isdisjoint({f"law.{law.id}", f"law.{law.id}.from", f"law.{law.id}.to"})
