"""What loaded packs give: one merged set of entries, each with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from advisor.files.documents import Document, Path
from advisor.language.vocabulary import InForce, Macro, Term, Vocabulary, interval_bounds
from advisor.problems import Problem

if TYPE_CHECKING:
    from advisor.knowledge.diagnosismodels import Diagnosis
    from advisor.knowledge.kit.file import KitFile
    from advisor.knowledge.law.lawmodels import Law
    from advisor.knowledge.models import Contradiction, Fact, Model, Question, SourceEntry, Statement
    from advisor.knowledge.opening.complaints import Complaint
    from advisor.knowledge.order.policymodels import PolicyFile
    from advisor.knowledge.planmodels import Action, ModelFile, Person, Row
    from advisor.knowledge.timemodels import Figure, StaffingOption, TimelineFile

M = TypeVar("M", bound="Model")


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
    laws: Mapping[str, Entry[Law]] = field(default_factory=dict)
    figures: Mapping[str, Entry[Figure]] = field(default_factory=dict)
    options: Mapping[str, Entry[StaffingOption]] = field(default_factory=dict)
    timelines: Mapping[str, Entry[TimelineFile]] = field(default_factory=dict)
    actions: Mapping[str, Entry[Action]] = field(default_factory=dict)
    models: Mapping[str, Entry[ModelFile]] = field(default_factory=dict)
    kits: Mapping[str, Entry[KitFile]] = field(default_factory=dict)
    people: Mapping[str, Entry[Person]] = field(default_factory=dict)
    complaints: Mapping[str, Entry[Complaint]] = field(default_factory=dict)
    policies: Mapping[str, Entry[PolicyFile]] = field(default_factory=dict)
    statements: Mapping[str, Statement] = field(default_factory=dict)

    def vocabulary(self, points: frozenset[str] = frozenset()) -> Vocabulary:
        """The names that conditions of these packs may use; `points` are the numbers that the timeline computes."""
        terms = {}
        for name, entry in self.questions.items():
            question = entry.model
            low, high = interval_bounds(question.range)
            labels = tuple(o.label for o in question.options)
            terms[name] = Term(name, question.type, tuple(o.id for o in question.options), low, high, labels)
        macros = {
            name: Macro(name, entry.model.when or entry.model.value or "", entry.model.when is not None)
            for name, entry in self.facts.items()
        }
        laws = {f"law.{name}": InForce(e.model.begins, e.model.ends) for name, e in self.laws.items()}
        names = frozenset(name for name, entry in self.questions.items() if entry.model.names is not None)
        return Vocabulary(terms, macros, frozenset(self.diagnoses), points, laws, names)

    @property
    def table(self) -> Entry[ModelFile] | None:
        """The decision table, where a pack has one."""
        return self.models.get("model")

    def row(self, row: str) -> Row:
        """A row of the decision table by its id; KeyError where there is none."""
        for found in self.table.model.rows if self.table is not None else ():
            if found.id == row:
                return found
        raise KeyError(row)

    def model_title(self, model: str, *, short: bool = False) -> str:
        """A staffing model in words, or only the first of them; its id where no pack has words for it."""
        titles = self.table.model.titles if self.table is not None else {}
        title = next((words for name, words in titles.items() if name == model), model)
        return title.partition(":")[0] if short else title

    @cached_property
    def lines(self) -> Mapping[str, tuple[str, ...]]:
        """The questions of each line, in the order of the questionnaire."""
        found: dict[str, list[str]] = {}
        for name, entry in self.questions.items():
            if entry.model.line is not None:
                found.setdefault(entry.model.line, []).append(name)
        return {line: tuple(members) for line, members in found.items()}

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The questions who is answering and why they came, in this order."""
        asked = ((e.model.options_from, name) for name, e in self.questions.items())
        return tuple(name for _, name in sorted((s, n) for s, n in asked if s is not None)[::-1])

    @property
    def who_can_be_asked(self) -> tuple[str, ...]:
        """The ids of people, in the order of the packs; where no pack lists any, those whom questions name."""
        return tuple(self.people) or tuple(dict.fromkeys(entry.model.who for entry in self.questions.values()))

    @cached_property
    def people_called(self) -> Mapping[str, str]:
        """The id of a person by each name that a case may say: the id, and those of earlier versions."""
        return {name: id_ for id_, entry in self.people.items() for name in (*entry.model.was, id_)}

    def person_short(self, person: str) -> str:
        """A person as in narrow columns; the id where no pack lists them."""
        return self.people[person].model.short if person in self.people else person

    def person_title(self, person: str) -> str:
        """A person as in a sentence; the id where no pack lists them."""
        return self.people[person].model.title if person in self.people else person

    def person_by_duty(self, person: str) -> str:
        """A person by what they do, since nobody may have the title; the title where no pack says."""
        known = self.people.get(person)
        return (known.model.duty if known is not None else None) or self.person_title(person)

    def effort_of(self, days: float) -> str:
        """An effort as in narrow columns: the words of the band that has so many days, else the days."""
        for entry in self.figures.values():
            figure = entry.model
            if figure.short is not None and figure.unit == "days" and figure.values[0].ends[1] == days:
                return figure.short
        return f"{days:g} {'day' if days == 1 else 'days'}"

    @property
    def timeline(self) -> Entry[TimelineFile] | None:
        """What the timeline reads, where a pack says so."""
        return self.timelines.get("timeline")

    @property
    def kit(self) -> Entry[KitFile] | None:
        """The kit, where a pack has one."""
        return self.kits.get("kit")

    @cached_property
    def fixes(self) -> Mapping[str, tuple[str, str]]:
        """Whose sign each fix mends: the diagnosis and the evidence, by the fix's id."""
        return {
            evidence.fix.id: (diagnosis, evidence.id)
            for diagnosis, entry in self.diagnoses.items()
            for evidence in entry.model.evidence
            if evidence.fix is not None
        }

    def labels(self, question: str) -> dict[str, str]:
        """The label of each option of a question."""
        return {option.id: option.label for option in self.questions[question].model.options}
