"""A pack as plain data, for tests that need neither a folder nor the loader; and its cases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from advisor.cases.answers import Answer
from advisor.cases.case import Case, read_case
from advisor.files.documents import Document
from advisor.knowledge.diagnosismodels import Diagnosis
from advisor.knowledge.law.lawmodels import Law
from advisor.knowledge.models import Contradiction, Fact, Question
from advisor.knowledge.pack import Entry, Knowledge, PackInfo, Section
from advisor.language.vocabulary import Kind, Term
from testkit.companies.answers import AS_OF, Raw


@dataclass(frozen=True)
class Plan:
    """A pack as plain data, to be written to a folder or made into knowledge directly."""

    questions: tuple[dict[str, Any], ...]
    facts: tuple[dict[str, Any], ...] = ()
    diagnoses: tuple[dict[str, Any], ...] = ()
    contradictions: tuple[dict[str, Any], ...] = ()
    laws: tuple[dict[str, Any], ...] = ()
    info: Mapping[str, str] = field(default_factory=lambda: {"name": "made", "version": "1.0.0", "title": "Made up"})

    def knowledge(self) -> Knowledge:
        """What the loader gives for this pack, without files."""
        info = PackInfo("made", "1.0.0", "Made up", "0" * 64, 0, "nowhere")
        section = Section("all", "All", 10, tuple(q["id"] for q in self.questions))
        return Knowledge(
            (info,),
            (section,),
            _entries(Question, self.questions),
            _entries(Fact, self.facts),
            _entries(Diagnosis, self.diagnoses),
            _entries(Contradiction, self.contradictions),
            {},
            _entries(Law, self.laws),
        )

    def files(self) -> dict[str, dict[str, Any]]:
        """The files of the pack's folder."""
        section = {"section": "all", "title": "All", "order": 10, "questions": list(self.questions)}
        return {
            "pack.yaml": dict(self.info),
            "questions/all.yaml": section,
            "facts.yaml": {"facts": list(self.facts)},
            "law.yaml": {"law": list(self.laws)},
            **{f"diagnoses/{d['id']}.yaml": d for d in self.diagnoses},
            **{f"contradictions/{c['id']}.yaml": c for c in self.contradictions},
        }

    def write(self, folder: Path, order: Sequence[str] | None = None) -> Path:
        """The pack as a folder of YAML files, written in the order given."""
        files = self.files()
        for name in order or list(files):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(json.loads(json.dumps(files[name])), sort_keys=False), encoding="utf-8")
        return folder


def _entries(model: Any, raws: Iterable[Mapping[str, Any]]) -> dict[str, Entry[Any]]:
    return {r["id"]: Entry(model.model_validate(r), "made", "made.yaml", Document(r)) for r in raws}


def question_of(term: Term, asked_when: str | None = None) -> dict[str, Any]:
    """A question of a pack, as its author writes it."""
    made: dict[str, Any] = {"id": term.id, "ask": f"{term.id}?", "short": term.id, "help": "Yes is yes."}
    made |= {"type": term.kind.value, "who": "cto", "changeable": True, "seconds": 10}
    if term.options:
        made["options"] = [{"id": option, "label": f"{option} ones"} for option in term.options]
    if term.kind.numeric:
        made["range"] = [term.low, term.high]
    return made | ({"asked_when": asked_when} if asked_when else {})


def contradiction_of(name: str, when: str, answers: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The question that settles a conflict, and the contradiction."""
    replies = {f"reply_{i}": answer for i, answer in enumerate(answers)}
    asks = question_of(Term(f"settle.{name.replace('-', '_')}", Kind.CHOICE, (*replies, "neither")))
    settle = {"question": asks["id"], "withdraws": replies}
    return asks, {"id": name, "title": name, "when": when, "answers": list(answers), "says": "Both?", "settle": settle}


def case_of(knowledge: Knowledge, answers: Mapping[str, Raw]) -> Case:
    """The case that answers make; they must fit their questions."""
    case, problems = read_case({"case": "made", "as_of": AS_OF.isoformat(), "answers": dict(answers)}, knowledge)
    assert case is not None, problems
    return case


def given_in(knowledge: Knowledge, answers: Mapping[str, Raw]) -> dict[str, Any]:
    """The answers as inference takes them; people must not differ."""
    found: Mapping[str, Answer] = case_of(knowledge, answers).answers
    return {name: answer.said for name, answer in found.items()}
