"""A new rule from a few answers: its file, with the sets that confirm it and its first examples worked out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from advisor.authoring.checks.confirming import confirming_sets
from advisor.authoring.conditions.programs import program_of
from advisor.authoring.drafts.entries import source_of
from advisor.authoring.drafts.placing import Addition
from advisor.authoring.examples.worked import WorkedExample, example_lines, worked_examples
from advisor.authoring.pages.written import flow, scalar
from advisor.authoring.solver.worlds import Worlds
from advisor.files.documents import Document
from advisor.knowledge.diagnosismodels import Diagnosis
from advisor.knowledge.pack import Entry, Knowledge


@dataclass(frozen=True)
class DraftSign:
    """One sign as its author told it. `treated_by` is the action that treats it, or None where there is none yet."""

    id: str
    when: str
    certainty: str
    says: str
    treated_by: str | None = None

    @property
    def as_evidence(self) -> dict[str, Any]:
        """The sign as the file has it."""
        told = {"id": self.id, "when": self.when, "certainty": self.certainty, "says": self.says}
        return {**told, "treated_by": [self.treated_by]} if self.treated_by is not None else told


@dataclass(frozen=True)
class Draft:
    """A rule as its author told it. `source` is a number of the article, such as 03.1, or a sentence of their own."""

    id: str
    title: str
    impact: int
    why: str
    source: str
    signs: tuple[DraftSign, ...]

    def model(self) -> Diagnosis:
        """The rule without examples."""
        return Diagnosis.model_validate(
            {
                "id": self.id,
                "title": self.title,
                "impact": self.impact,
                "why": self.why,
                "source": [self.source_entry],
                "evidence": [sign.as_evidence for sign in self.signs],
            }
        )

    @property
    def source_entry(self) -> dict[str, str]:
        """The source as the file has it."""
        return source_of(self.source)


def rule_file(draft: Draft, knowledge: Knowledge) -> str:
    """The text of the file. Needs the solver, which works out what confirms the rule and the examples."""
    entry = Entry(draft.model(), "", "", Document({}))
    program = program_of(replace(knowledge, diagnoses={**knowledge.diagnoses, draft.id: entry}))
    worlds = Worlds(program, complete=True)
    sets = confirming_sets(worlds, program.diagnoses[draft.id], lambda seen: False)
    return as_file(draft, sets.right, worked_examples(program, worlds, draft.id))


def as_file(draft: Draft, sets: Iterable[tuple[str, ...]], examples: Iterable[WorkedExample]) -> str:
    """The rule as YAML."""
    ((kind, told),) = draft.source_entry.items()
    lines = [
        "# yaml-language-server: $schema=../schema/diagnosis.json",
        f"id: {scalar(draft.id)}",
        f"title: {scalar(draft.title)}",
        f"impact: {draft.impact}",
        f"why: {scalar(draft.why)}",
        "source:",
        f'  - {kind}: "{told}"' if kind == "article" else f"  - {kind}: {scalar(told)}",
        "evidence:",
    ]
    for sign in draft.signs:
        lines += [
            f"  - id: {scalar(sign.id)}",
            f"    when: {scalar(sign.when)}",
            f"    certainty: {sign.certainty}",
            f"    says: {scalar(sign.says)}",
            *(
                [f"    treated_by: {flow([sign.treated_by])}"]
                if sign.treated_by is not None
                else _fix_to_fill_in(draft.id)
            ),
        ]
    enough = [f"  - {flow(names)}" for names in sets]
    lines += ["confirms_with:", *enough] if enough else []
    return "\n".join([*lines, "examples:", *example_lines(examples)]) + "\n"


def _fix_to_fill_in(rule: str) -> list[str]:
    """The shape of a fix as comments, since a fix made up by a program would be advice that nobody stands for."""
    return [
        "    # What fixes it: uncomment and fill in. Or write `treated_by: [an-action]`.",
        "    # fix:",
        "    #   id: a-few-words",
        "    #   title: What to do, starting with a verb",
        "    #   owner: cto",
        f"    #   cures: {{{rule}: 0.5}}     # the share that it removes; or `changes:`, where it changes an answer",
        "    #   weeks: 2",
        "    #   effort: half-day",
        "    #   shows: What gets better.",
        "    #   source: [{judgement: Where you saw it work.}]",
    ]


def rule_addition(draft: Draft, knowledge: Knowledge) -> Addition:
    """The rule in a file of its own."""
    return Addition(f"diagnoses/{draft.id}.yaml", {}, text=rule_file(draft, knowledge))
