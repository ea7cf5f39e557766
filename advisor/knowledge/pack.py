"""What loaded packs give: one merged set of entries, each with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from advisor.knowledge.documents import Document, Path
from advisor.knowledge.models import (
    Contradiction,
    Diagnosis,
    Fact,
    Model,
    Question,
    SourceEntry,
    Statement,
)
from advisor.language.vocabulary import Kind, Macro, Term, Vocabulary, interval_bounds
from advisor.problems import Problem

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Entry(Generic[M]):
    """One entry of a pack and where it stands: file, document, and the path of the entry in it."""

    model: M
    pack: str
    file: str
    document: Document
    at: Path = ()

    def problem(self, path: Path, code: str, message: str, suggestion: str | None = None) -> Problem:
        """A problem at a place inside this entry."""
        mark = self.document.mark((*self.at, *path))
        return Problem(".".join(map(str, path)), code, message, suggestion, mark.line, mark.column, self.file)


@dataclass(frozen=True)
class PackInfo:
    """A pack as reports name it; `overrides` counts its entries that change an earlier pack's."""

    name: str
    version: str
    title: str
    sha256: str
    overrides: int
    folder: str


@dataclass(frozen=True)
class Section:
    """A group of questions, in the order in which they are asked."""

    id: str
    title: str
    order: int
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Knowledge:
    """Everything that the packs say, merged, in a fixed order."""

    packs: tuple[PackInfo, ...]
    sections: tuple[Section, ...]
    questions: Mapping[str, Entry[Question]]
    facts: Mapping[str, Entry[Fact]]
    diagnoses: Mapping[str, Entry[Diagnosis]]
    contradictions: Mapping[str, Entry[Contradiction]]
    sources: Mapping[str, Entry[SourceEntry]]
    statements: Mapping[str, Statement] = field(default_factory=dict)

    def vocabulary(self, points: frozenset[str] = frozenset()) -> Vocabulary:
        """The names that conditions of these packs may use."""
        terms = {}
        for id, entry in self.questions.items():
            question = entry.model
            low, high = interval_bounds(question.range)
            terms[id] = Term(id, question.type, tuple(o.id for o in question.options), low, high)
        macros = {
            id: Macro(id, f.model.when or f.model.value or "", f.model.when is not None) for id, f in self.facts.items()
        }
        return Vocabulary(terms, macros, frozenset(self.diagnoses), points)

    def labels(self, question: str) -> dict[str, str]:
        """The label of each option of a question."""
        return {option.id: option.label for option in self.questions[question].model.options}


def is_listed(kind: Kind) -> bool:
    """True where a question of this type has options."""
    return kind in (Kind.CHOICE, Kind.CHOICES)
