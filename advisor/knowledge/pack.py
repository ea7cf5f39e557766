"""What loaded packs give: one merged set of entries, each with the place it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from advisor.files.documents import Document, Path, place_name
from advisor.knowledge.stored import model_of
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

LateUse = Literal[
    "rows", "keeps", "offered", "withheld", "profiles", "exercises", "steps", "links", "headlines", "lines", "ways"
]
"""What a condition that is read after all diagnoses is for."""


class LateText(NamedTuple):
    """A condition that is read after all diagnoses, as written: what for, whose (an id), where it stands, and its
    parts with their places, which are joined by "and". A part without a place was checked where it came from.
    """

    use: LateUse
    owner: str
    entry: Entry[Any]
    path: Path
    parts: tuple[tuple[Path | None, str], ...]


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

    def late_conditions(self) -> Iterator[LateText]:
        """Conditions that are read after all diagnoses."""
        if self.table is not None:
            for i, row in enumerate(self.table.model.rows):
                yield _joined("rows", row.id, self.table, ("rows", i), row)
            for model, text in self.table.model.keeps.items():
                yield _single("keeps", model, self.table, ("keeps", model), text)
        for name, action in self.actions.items():
            if action.model.when is not None or action.model.claims is not None or name in self.fixes:
                yield _joined("offered", name, action, (), action.model, self._sign_text(name))
            if action.model.unless is not None:
                yield _single("withheld", name, action, ("unless",), action.model.unless)
        if self.kit is not None:
            for i, profile in enumerate(self.kit.model.profiles):
                yield _single("profiles", profile.id, self.kit, ("profiles", i, "when"), profile.when)
            for i, exercise in enumerate(self.kit.model.exercises):
                yield _single("exercises", exercise.id, self.kit, ("exercises", i, "when"), exercise.when)
            for path, text in model_of(self.kit.model).conditions():
                yield _single("lines", place_name(path), self.kit, path, text)
            if self.kit.model.hiring_when is not None:
                yield _single("lines", "hiring", self.kit, ("hiring_when",), self.kit.model.hiring_when)
        for name, option in self.options.items():
            for path, must in ((("must_be_true", i, "when"), must) for i, must in enumerate(option.model.must_be_true)):
                yield _single("lines", place_name(("options", name, *path)), option, path, must.when)
        ways_out = self.timeline.model.ways_out if self.timeline is not None else None
        if self.timeline is not None and ways_out is not None:
            for guard in ("work_unknown_when", "work_unknown_unless"):
                if (text := getattr(ways_out, guard)) is not None:
                    yield _single("ways", guard, self.timeline, ("ways_out", guard), text)
        yield from self._of_diagnoses()

    def _of_diagnoses(self) -> Iterator[LateText]:
        for name, entry in self.diagnoses.items():
            diagnosis = entry.model
            if diagnosis.step_when is not None:
                yield _single("steps", name, entry, ("step_when", "when"), diagnosis.step_when.when)
            if diagnosis.headline_claims is not None:
                yield _single("headlines", name, entry, ("headline_claims",), diagnosis.headline_claims)
            for i, link in enumerate(diagnosis.leads_to):
                if link.when is not None:
                    yield _single("links", f"{name}>{link.id}", entry, ("leads_to", i, "when"), link.when)

    @cached_property
    def fixes(self) -> Mapping[str, tuple[str, str]]:
        """Whose sign each fix mends: the diagnosis and the evidence, by the fix's id."""
        return {
            evidence.fix.id: (diagnosis, evidence.id)
            for diagnosis, entry in self.diagnoses.items()
            for evidence in entry.model.evidence
            if evidence.fix is not None
        }

    def _sign_text(self, fix: str) -> str | None:
        """The condition of the sign that a fix mends, whichever level."""
        if fix not in self.fixes:
            return None
        evidence = next(e for e in self.diagnoses[self.fixes[fix][0]].model.evidence if e.id == self.fixes[fix][1])
        texts = [evidence.when] if evidence.when is not None else [level.when for level in evidence.levels]
        return " or ".join(f"({text})" for text in texts)

    def late_sentences(self) -> Iterator[tuple[Entry[Any], Path, str]]:
        """Sentences with placeholders outside diagnoses and contradictions."""
        if self.table is not None:
            for i, row in enumerate(self.table.model.rows):
                yield self.table, ("rows", i, "because"), row.because
                yield self.table, ("rows", i, "wins_if"), row.wins_if
        for action in self.actions.values():
            yield action, ("title",), action.model.title
            for name in ("shows", "until"):
                if (text := getattr(action.model, name)) is not None:
                    yield action, (name,), text
            for i, step in enumerate(action.model.steps):
                yield action, ("steps", i), step
            for i, on in enumerate(action.model.look_again):
                yield action, ("look_again", i, "says"), on.says
        if self.kit is not None:
            for path, text in model_of(self.kit.model).sentences():
                yield self.kit, path, text
        yield from self._sentences_of_diagnoses()

    def _sentences_of_diagnoses(self) -> Iterator[tuple[Entry[Any], Path, str]]:
        """Those by which findings are told as one story."""
        for entry in self.diagnoses.values():
            for name in ("headline", "as_root"):
                if (text := getattr(entry.model, name)) is not None:
                    yield entry, (name,), text
            for i, link in enumerate(entry.model.leads_to):
                yield entry, ("leads_to", i, "says"), link.says

    def labels(self, question: str) -> dict[str, str]:
        """The label of each option of a question."""
        return {option.id: option.label for option in self.questions[question].model.options}


def _single(use: LateUse, owner: str, entry: Entry[Any], path: Path, text: str) -> LateText:
    return LateText(use, owner, entry, path, ((path, text),))


def _joined(use: LateUse, owner: str, entry: Entry[Any], at: Path, model: Any, sign: str | None = None) -> LateText:
    """The `when` of a row or an action with what it claims, and with the sign that a fix mends."""
    parts: list[tuple[Path | None, str]] = [(None, sign)] if sign is not None else []
    parts += [((*at, name), text) for name in ("when", "claims") if (text := getattr(model, name)) is not None]
    place = next((path for path, _ in parts if path is not None), (*at, "title"))
    return LateText(use, owner, entry, place, tuple(parts))
