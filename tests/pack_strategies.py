"""Hypothesis strategies for whole packs, cases, and what completes a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from advisor.cases.answers import Answer
from advisor.cases.case import Case, read_case
from advisor.files.documents import Document
from advisor.knowledge.models import Contradiction, Diagnosis, Fact, Question
from advisor.knowledge.pack import Entry, Knowledge, PackInfo, Section
from advisor.language.tree import Condition, questions_of
from advisor.language.vocabulary import Kind, Term
from tests.strategies import condition_text, some_atoms, some_conditions, some_terms

AS_OF = date(2026, 11, 22)
DAYS = (-4, 0, 3, 7, 10)  # from AS_OF: before, at, between, at and after the weeks that conditions name
Raw = Any  # an answer as a case file has it
Answers = dict[str, Raw]
_Conditions = st.SearchStrategy[Condition]

# ---- packs -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A pack as plain data, to be written to a folder or made into knowledge directly."""

    questions: tuple[dict[str, Any], ...]
    facts: tuple[dict[str, Any], ...] = ()
    diagnoses: tuple[dict[str, Any], ...] = ()
    contradictions: tuple[dict[str, Any], ...] = ()
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
        )

    def files(self) -> dict[str, dict[str, Any]]:
        """The files of the pack's folder."""
        section = {"section": "all", "title": "All", "order": 10, "questions": list(self.questions)}
        return {
            "pack.yaml": dict(self.info),
            "questions/all.yaml": section,
            "facts.yaml": {"facts": list(self.facts)},
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


_CERTAINTIES = st.sampled_from(["hint", "weak", "fair", "strong", "proof", 0.01, 0.25, 0.6, 0.99])


@st.composite
def some_evidence(draw: st.DrawFn, id: str, texts: st.SearchStrategy[str], terms: Sequence[Term]) -> Any:
    """One sign, with one level or two; its sentence sometimes prints an answer."""
    printed = [t.id for t in terms if t.kind is not Kind.YES_NO]
    says = f"Sign {{{draw(st.sampled_from(printed))}}}." if printed and draw(st.booleans()) else "Sign."
    made: dict[str, Any] = {"id": id, "says": says}
    if draw(st.booleans()):
        made["otherwise"] = "No sign."
    if draw(st.integers(0, 2)):
        return made | {"when": draw(texts), "certainty": draw(_CERTAINTIES)}
    strongest_first = draw(st.sampled_from([("strong", "fair"), (0.7, 0.3), ("proof", "hint")]))
    return made | {"levels": [{"when": draw(texts), "certainty": c} for c in strongest_first]}


@st.composite
def some_packs(
    draw: st.DrawFn,
    *,
    questions: int = 5,
    diagnoses: int = 4,
    contradictions: int = 2,
    computed: bool = True,
    leaves: int = 6,
) -> Plan:
    """Packs that load: gates, derived facts, levels, `unless`, diagnoses on diagnoses, contradictions."""
    terms = draw(some_terms(2, questions))
    gates: dict[str, str] = {}
    for number, term in enumerate(terms[1:], start=1):
        if draw(st.integers(0, 2)) == 0:
            gates[term.id] = condition_text(draw(_focused(terms[:number], (), computed, leaves=4)))
    facts = [
        {"id": f"f.n{i}", "title": f"f.n{i}", "when": condition_text(draw(_focused(terms, (), computed, leaves=3)))}
        for i in range(draw(st.integers(0, 1)))
    ]
    made = []
    for i in range(draw(st.integers(1, diagnoses))):
        earlier = [f"d-{j}" for j in range(i)]
        texts = _focused(terms, earlier, computed, leaves).map(condition_text)
        if facts:
            forms = st.sampled_from(["{}", "{}", "f.n0 and ({})", "({}) or not f.n0"])
            texts = st.builds(str.format, forms, texts)
        signs = [draw(some_evidence(f"e-{j}", texts, terms)) for j in range(draw(st.integers(1, 3)))]
        unless = [{"when": draw(texts), "says": "Out."} for _ in range(draw(st.integers(0, 1)))]
        made.append(
            {"id": f"d-{i}", "title": f"D{i}", "impact": 1 + i % 5, "why": "So.", "evidence": signs, "unless": unless}
        )
    settles, disputed = [], []
    for i in range(draw(st.integers(0, contradictions))):
        tree = draw(_focused(terms, (), computed, leaves=3).filter(lambda tree: len(questions_of(tree)) > 1))
        settle, contradiction = contradiction_of(f"c-{i}", condition_text(tree), questions_of(tree))
        settles.append(settle)
        disputed.append(contradiction)
    asked = draw(st.permutations([question_of(t, gates.get(t.id)) for t in terms])) + settles
    return Plan(tuple(asked), tuple(facts), tuple(made), tuple(disputed))


def _focused(terms: Sequence[Term], diagnoses: Sequence[str], computed: bool, leaves: int) -> _Conditions:
    """Conditions over few of the questions, so that questions repeat."""
    few = st.lists(st.sampled_from(terms), min_size=1, max_size=2, unique=True)
    about = st.lists(st.sampled_from(diagnoses), max_size=1) if diagnoses else st.just([])
    return st.tuples(few, about).flatmap(lambda chosen: some_conditions(some_atoms(*chosen, computed=computed), leaves))


def contradiction_of(id: str, when: str, answers: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The question that settles a contradiction, and the contradiction."""
    replies = {f"reply_{i}": answer for i, answer in enumerate(answers)}
    asks = question_of(Term(f"settle.{id.replace('-', '_')}", Kind.CHOICE, (*replies, "neither")))
    settle = {"question": asks["id"], "withdraws": replies}
    return asks, {"id": id, "title": id, "when": when, "answers": list(answers), "says": "Both?", "settle": settle}


# ---- cases and completions -------------------------------------------------------------------------------


def known_answers(question: Question | Term) -> list[Raw]:
    """Every known answer to a question that conditions can tell apart, ranges left out."""
    kind = question.type if isinstance(question, Question) else question.kind
    options = [getattr(option, "id", option) for option in question.options]
    if kind is Kind.YES_NO:
        return [True, False]
    if kind is Kind.CHOICE:
        return options
    if kind is Kind.CHOICES:
        return [[o for i, o in enumerate(options) if bits >> i & 1] for bits in range(1 << len(options))]
    if kind is Kind.DATE:
        return [(AS_OF + timedelta(days=days)).isoformat() for days in DAYS]
    if kind is Kind.TEXT:
        return ["some text"]
    low, high = question.range or (0, 0) if isinstance(question, Question) else (question.low, question.high)
    steps = int(high - low) if kind is Kind.WHOLE else 4
    values = [low + (high - low) * step / steps for step in range(steps + 1)]
    return [int(value) if kind is Kind.WHOLE else value for value in values]


def ranges_of(question: Question) -> list[Raw]:
    """Every range that conditions can tell apart."""
    if not (question.type.numeric or question.type is Kind.DATE):
        return []
    values = known_answers(question)
    return [{"from": a, "to": b} for i, a in enumerate(values) for b in values[i + 1 :]]


DONT_KNOW: Raw = {"unsure": True}


def every_answer(question: Question) -> list[Raw]:
    """Every answer that a completion may give."""
    return [*known_answers(question), *ranges_of(question), DONT_KNOW]


def an_answer(question: Question) -> st.SearchStrategy[Raw]:
    """Mostly known; sometimes a range or "don't know"."""
    known = st.sampled_from(known_answers(question))
    ranges = ranges_of(question)
    return st.one_of(known, known, st.sampled_from(ranges) if ranges else known, st.just(DONT_KNOW))


@st.composite
def some_answers(draw: st.DrawFn, knowledge: Knowledge, *, differ: bool = False, settle: bool = False) -> Answers:
    """Answers to some of a pack's questions, in any order."""
    found: Answers = {}
    for id in draw(st.permutations(list(knowledge.questions))):
        if id.startswith("settle.") and not (settle and draw(st.booleans())):
            continue
        question = knowledge.questions[id].model
        if differ and question.type is not Kind.TEXT and draw(st.integers(0, 7)) == 0:
            both = draw(st.lists(an_answer(question), min_size=2, max_size=2))
            claims = [v if isinstance(v, dict) else {"value": v} for v in both]
            found[id] = {"differ": [{**claim, "by": by} for claim, by in zip(claims, ("cto", "people"))]}
        elif draw(st.integers(0, 4)) > 1:
            found[id] = draw(an_answer(question))
    return found


@st.composite
def some_completion(draw: st.DrawFn, knowledge: Knowledge, answers: Mapping[str, Raw]) -> Answers:
    """The same answers and more: all of the missing ones, or some of them."""
    more = dict(answers)
    all_of_them = draw(st.booleans())
    for id, entry in knowledge.questions.items():
        if id not in more and (all_of_them or draw(st.booleans())):
            more[id] = draw(an_answer(entry.model))
    return more


def case_of(knowledge: Knowledge, answers: Mapping[str, Raw]) -> Case:
    """The case that answers make; they must fit their questions."""
    case, problems = read_case({"case": "made", "as_of": AS_OF.isoformat(), "answers": dict(answers)}, knowledge)
    assert case is not None, problems
    return case


def given_in(knowledge: Knowledge, answers: Mapping[str, Raw]) -> dict[str, Any]:
    """The answers as inference takes them; people must not differ."""
    found: Mapping[str, Answer] = case_of(knowledge, answers).answers
    return {id: answer.said for id, answer in found.items()}
