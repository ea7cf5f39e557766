"""Questions, problems and figures of the rules as plain data, found by id, by section or by words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from advisor.knowledge.pack import Knowledge
from advisor.problems import did_you_mean, shortened
from advisor.result.sources import source_text
from advisor.serving.refused import refuse
from advisor.serving.takes import compact, line

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

MOST_FOUND = 12
_PAGE = 16_000  # bytes of a page of the catalogue
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "our",
        "the",
        "to",
        "we",
        "what",
        "who",
    ]
)


def sections(knowledge: Knowledge) -> list[dict[str, Any]]:
    """The sections of the questionnaire, each with how many questions it has."""
    return [{"id": each.id, "title": each.title, "questions": len(each.questions)} for each in knowledge.sections]


def of_section(knowledge: Knowledge, section: str) -> list[str]:
    """The ids of a section's questions; RefusedError where there's no such section."""
    found = next((each for each in knowledge.sections if section in (each.id, each.title)), None)
    if found is None:
        ids = [each.id for each in knowledge.sections]
        way = did_you_mean(section[:100], ids) or f"Sections are {', '.join(ids)}."
        raise refuse("section", "unknown-section", f"There's no section `{shortened(section, 80)}`.", way)
    return list(found.questions)


def catalogue(knowledge: Knowledge) -> list[list[str]]:
    """Every question in one line, by section, in pages that can be read at once; each pack begins a page.

    What settles contradictions is asked when there is one, and names change nothing: both are left out.
    """
    pages: list[list[str]] = []
    for pack in knowledge.packs:
        room = 0
        for section in knowledge.sections:
            entries = [knowledge.questions[each] for each in section.questions]
            lines = [
                line(e.model) for e in entries if e.pack == pack.name and not e.model.settles and not e.model.names
            ]
            taken = sum(len(each.encode()) + 4 for each in (section.title, *lines))
            if not lines:
                continue
            if taken > room:
                pages.append([])
                room = _PAGE
            pages[-1] += [f"# {section.title}", *lines]
            room -= taken
    return pages


def by_words(knowledge: Knowledge, words: str, most: int = MOST_FOUND) -> list[str]:
    """The ids of the questions whose texts hold most of some words, the best first."""
    wanted = _stems(words[:500])
    held = {question: _held(entry.model) for question, entry in knowledge.questions.items()}
    often = Counter(stem for heavy, light in held.values() for stem in heavy | light)
    scored = []
    for place, (question, (heavy, light)) in enumerate(held.items()):
        # A word that few questions hold tells more than one that most do.
        score = sum((3 if stem in heavy else 1) / often[stem] for stem in wanted & (heavy | light))
        if score:
            scored.append((-score, place, question))
    return [question for _, _, question in sorted(scored)[:most]]


def _held(question: Question) -> tuple[set[str], set[str]]:
    """The stems of what a question asks, and of its help and options."""
    heavy = _stems(f"{question.ask} {question.short} {question.id.replace('.', ' ').replace('_', ' ')}")
    return heavy, _stems(" ".join([question.help, *(option.label for option in question.options)]))


def _stems(text: str) -> set[str]:
    found = {word.removesuffix("s")[:7] for word in re.findall(r"[a-z0-9]{2,}", text.casefold())}
    return found - _COMMON


def question_of(knowledge: Knowledge, question: str, where: str = "question") -> Question:
    """A question by its id, or by one that it had before; RefusedError where there is none."""
    renamed = {old: now for now, entry in knowledge.questions.items() for old in entry.model.was}
    found = knowledge.questions.get(renamed.get(question, question))
    if found is None:
        told = shortened(question, 80)
        way = did_you_mean(question[:100], knowledge.questions) or "`questions` finds ids by words."
        raise refuse(where, "unknown-question", f"There's no question `{told}`.", way)
    return found.model


def compactly(questions: Mapping[str, Any], ids: Iterable[str], *, helped: bool = True) -> list[dict[str, Any]]:
    """Some questions, short."""
    return [compact(questions[each].model, helped=helped) for each in ids]


def diagnoses(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Every problem that the rules know: what it's called, what it costs, and what it leads to."""
    return [
        {
            "id": each,
            "title": entry.model.title,
            "why": entry.model.why,
            "impact": entry.model.impact,
            "leads_to": [link.id for link in entry.model.leads_to],
        }
        for each, entry in knowledge.diagnoses.items()
    ]


def figures(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Every number that stands in for a company's own, with its source and grade."""
    return [
        {
            "id": each,
            "title": entry.model.title,
            "of": entry.model.of,
            "unit": entry.model.unit,
            "grade": entry.model.grade,
            "source": source_text(entry.model.source),
            "values": [value.model_dump(mode="json", exclude_none=True, by_alias=True) for value in entry.model.values],
        }
        for each, entry in knowledge.figures.items()
    ]


def packs(knowledge: Knowledge) -> list[Mapping[str, Any]]:
    """The packs in use with their versions."""
    return [{"name": each.name, "version": each.version} for each in knowledge.packs]


def one_of(name: str, value: Any, known: Sequence[str]) -> str:
    """A value out of a few; RefusedError where it's another one."""
    if not isinstance(value, str) or value not in known:
        told = shortened(str(value), 60)
        way = did_you_mean(told, known) or f"Write one of {', '.join(known)}."
        raise refuse(name, "unknown-option", f"`{name}` can't be `{told}`.", way)
    return value
