"""What the rules ask and know, for clients: questions, sections, diagnoses, actions, figures, schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from advisor.knowledge.pack import Entry, Knowledge, PackInfo, Section
from advisor.published import checks
from advisor.rulebase.rulebase import Rulebase

if TYPE_CHECKING:
    from advisor.knowledge.diagnosismodels import Diagnosis
    from advisor.knowledge.models import Question
    from advisor.knowledge.planmodels import Action, Person
    from advisor.knowledge.timemodels import Figure, StaffingOption
    from advisor.published.shapes import QuestionnaireData

M = TypeVar("M")


class Models(Mapping[str, M], Generic[M]):
    """The entries of one kind by their ids, in the order of the packs; read-only."""

    def __init__(self, entries: Mapping[str, Entry[Any]]):
        self._entries = entries

    def __getitem__(self, name: str) -> M:
        model: M = self._entries[name].model
        return model

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<{len(self)} entries: {', '.join(list(self)[:3])}, ...>"


class Catalog:
    """The part of an advisor that says what the rules ask and know."""

    _rulebase: Rulebase

    @property
    def rulebase(self) -> Rulebase:
        """The packs made ready for use: what interviews, explanations and batches are given."""
        return self._rulebase

    @property
    def knowledge(self) -> Knowledge:
        """The merged knowledge of all packs."""
        return self._rulebase.knowledge

    @property
    def packs(self) -> tuple[PackInfo, ...]:
        """The packs in use, in order."""
        return self._rulebase.knowledge.packs

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of questions, in the order in which they are asked."""
        return self.knowledge.sections

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id: what it asks, the type of its answer, options, range, who knows."""
        return Models(self.knowledge.questions)

    def question(self, question: str) -> Question:
        """One question, also by an id that it had before; CaseError names the nearest."""
        from advisor.published.plain import question_called

        return question_called(self.knowledge, question)

    @cached_property
    def diagnoses(self) -> Mapping[str, Diagnosis]:
        """What can be wrong, by id: title, why it matters, signs with their sources."""
        return Models(self.knowledge.diagnoses)

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """What can be done, by id: title, owner, steps."""
        return Models(self.knowledge.actions)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The numbers that stand in for a company's own, by id, with source and grade."""
        return Models(self.knowledge.figures)

    @cached_property
    def staffing_options(self) -> Mapping[str, StaffingOption]:
        """The ways of staffing that timelines are worked out for, by id."""
        return Models(self.knowledge.options)

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Those who own actions and know answers, by id, with their titles."""
        return Models(self.knowledge.people)

    def questionnaire(self) -> QuestionnaireData:
        """All questions by section as plain data, by the schema `questionnaire`."""
        from advisor.interview.questions import question_as_data

        return {
            "schema": 1,
            "packs": [f"{pack.name} {pack.version}" for pack in self.packs],
            "sections": [
                {
                    "id": section.id,
                    "title": section.title,
                    "questions": [question_as_data(self.questions[name], section.id) for name in section.questions],
                }
                for section in self.sections
            ],
        }

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Every published JSON Schema by name; those of a case and a state list the questions of these packs."""
        from advisor.published.schemas import published_schemas  # pydantic makes them, which takes a while

        return published_schemas(self.knowledge)

    def schema(self, name: str) -> dict[str, Any]:
        """One published JSON Schema: `assessment`, `brief`, `state`, `ask`, `explanation`, `what-if`, ..."""
        made = self.schemas()
        if name not in made:
            raise checks.unknown("name", "schema", name, made)
        return made[name]
