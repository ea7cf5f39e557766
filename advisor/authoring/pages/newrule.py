"""A new rule from a few answers: its file, with the sets that confirm it and its first examples worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from advisor.authoring.checks.confirming import confirming_sets, listed
from advisor.authoring.conditions.programs import program_of
from advisor.authoring.examples.boundaries import wrapped_mapping
from advisor.authoring.examples.pasting import line_as_yaml
from advisor.authoring.examples.reading import read_example
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.worlds import World, Worlds
from advisor.engines.python import PythonEngine
from advisor.files.documents import Document
from advisor.files.writing import write_whole
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, Program
from advisor.knowledge.diagnosismodels import Diagnosis
from advisor.knowledge.pack import Entry, Knowledge
from advisor.language.fields import is_plain
from advisor.language.tree import Compare, atoms_of, questions_of_atom
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


@dataclass(frozen=True)
class DraftExample:
    """An example worked out for a new rule."""

    name: str
    given: dict[str, Any]
    expect: str
    near_miss: bool = False


def rule_file(draft: Draft, knowledge: Knowledge) -> str:
    """The text of the file. Needs the solver, which works out what confirms the rule and the examples."""
    entry = Entry(draft.model(), "", "", Document({}))
    program = program_of(replace(knowledge, diagnoses={**knowledge.diagnoses, draft.id: entry}))
    worlds = Worlds(program, complete=True)
    sets = confirming_sets(worlds, program.diagnoses[draft.id], lambda seen: False)
    return as_file(draft, sets.right, _examples(program, worlds, draft.id))


def _examples(program: Program, worlds: Worlds, diagnosis: str) -> list[DraftExample]:
    """One that confirms, one without any sign, and one in which nothing is said."""
    certainties = worlds.meaning.certainties(diagnosis)
    status = partial(_status, program, diagnosis)
    told = [DraftExample("nothing was said", {}, status({}))]
    confirming = [certainties.surely_not_ruled_out(), certainties.reaches(CONFIRMED)]
    sound = [certainties.surely_not_ruled_out(), certainties.cannot_reach(SUSPECTED)]
    wanted: tuple[tuple[str, Sequence[Formula], bool], ...] = (
        ("just not enough", sound, True),
        ("just enough", confirming, False),
    )
    for name, statements, near_miss in wanted:
        world = worlds.find(*_near_thresholds(program, worlds, diagnosis, statements))
        if isinstance(world, World):
            given = _fewest(dict(world.given), status)
            told.insert(0, DraftExample(name, given, status(given), near_miss))
    return told


def _near_thresholds(program: Program, worlds: Worlds, diagnosis: str, statements: Sequence[Formula]) -> list[Formula]:
    """The statements, with answers beside the thresholds of the signs wherever that goes together."""
    # Each threshold is taken along where a case still exists with it, in the order in which the signs stand. Not the
    # most thresholds that go together, but enough: the solver alone would choose answers far from all of them, and
    # an example far from a threshold notices no mistake in it.
    kept = list(statements)
    compiled = program.diagnoses[diagnosis]
    for condition in program.strata[compiled.stratum].conditions[compiled.first_slot : compiled.last_slot]:
        for atom in atoms_of(condition.tree):
            if isinstance(atom, Compare) and is_plain(atom) and questions_of_atom(atom):
                near = worlds.meaning.near(atom, 1.0)
                if worlds.can_be(*kept, near):
                    kept.append(near)
    return kept


def _status(program: Program, diagnosis: str, given: dict[str, Any]) -> str:
    """The status that the rule has in a case."""
    case, _ = read_example(given, program.knowledge)
    assert case is not None
    return Assessor(program, PythonEngine(program.patterns)).assess(case).together[diagnosis].status.value


def _fewest(given: dict[str, Any], status: Any) -> dict[str, Any]:
    """The answers without those that can be left out, one after the other, and the status stays."""
    wanted = status(given)
    for question in list(given):
        less = {other: value for other, value in given.items() if other != question}
        if status(less) == wanted:
            given = less
    return given


def as_file(draft: Draft, sets: Iterable[tuple[str, ...]], examples: Iterable[DraftExample]) -> str:
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
    for example in examples:
        lines += [f"  - name: {example.name}", *wrapped_mapping("given", example.given, 4)]
        lines += [f"    expect: {example.expect}"] + (["    near_miss: true"] if example.near_miss else [])
    return "\n".join(lines) + "\n"


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
