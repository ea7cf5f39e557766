"""A new rule from a few answers: its file, with the sets that confirm it and its first examples worked out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from advisor.authoring.checks.confirming import confirming_sets, listed
from advisor.authoring.conditions.programs import program_of
from advisor.authoring.examples.pasting import line_as_yaml
from advisor.authoring.examples.worked import WorkedExample, example_lines, worked_examples
from advisor.authoring.solver.worlds import Worlds
from advisor.files.documents import Document
from advisor.files.writing import write_whole
from advisor.knowledge.diagnosismodels import Diagnosis
from advisor.knowledge.pack import Entry, Knowledge
from advisor.problems import FileError


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
        digits = self.source.replace(".", "", 1)
        return {"article" if digits.isdigit() and len(digits) >= 3 else "judgement": self.source}


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
        f"id: {draft.id}",
        f"title: {line_as_yaml(draft.title)}",
        f"impact: {draft.impact}",
        f"why: {line_as_yaml(draft.why)}",
        "source:",
        f'  - {kind}: "{told}"' if kind == "article" else f"  - {kind}: {line_as_yaml(told)}",
        "evidence:",
    ]
    for sign in draft.signs:
        lines += [
            f"  - id: {sign.id}",
            f"    when: {line_as_yaml(sign.when)}",
            f"    certainty: {sign.certainty}",
            f"    says: {line_as_yaml(sign.says)}",
            *([f"    treated_by: [{sign.treated_by}]"] if sign.treated_by is not None else _fix_to_fill_in(draft.id)),
        ]
    lines += ["confirms_with:", *(f"  - {listed(names)}" for names in sets), "examples:"]
    return "\n".join([*lines, *example_lines(examples)]) + "\n"


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


def write_rule(folder: Path, rule: str, text: str) -> list[Path]:
    """Write the file of a rule into a pack, and the pack's own file where it has none; what was written.

    FileError where the rule is there already: nothing is ever overwritten.
    """
    target = folder / "diagnoses" / f"{rule}.yaml"
    if target.exists():
        raise FileError(f"{target}: This already exists. Choose another id, or change that file.")
    written = []
    if not (folder / "pack.yaml").exists():
        name = "".join(c if c.isalnum() else "-" for c in folder.resolve().name.lower()).strip("-") or "ours"
        name = name if name[0].isalpha() else f"pack-{name}"
        text_of_pack = f"name: {name}\nversion: 0.1.0\ntitle: {line_as_yaml(folder.resolve().name)}\n"
        write_whole(folder / "pack.yaml", text_of_pack)
        written.append(folder / "pack.yaml")
    write_whole(target, text)
    return [*written, target]
