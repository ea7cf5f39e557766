"""Hypothesis strategies: vocabularies, conditions and their texts, whole packs, cases and what completes them.

Everything is small on purpose (few options, short ranges), so that every completion can be tried and so that
questions are tested twice in one condition, which is where a reader goes wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from advisor.inference.answers import Answer
from advisor.inference.case import Case, read_case
from advisor.knowledge.documents import Document
from advisor.knowledge.models import Contradiction, Diagnosis, Fact, Question
from advisor.knowledge.pack import Entry, Knowledge, PackInfo, Section
from advisor.language.tree import (
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Atom,
    Compare,
    Concluded,
    Condition,
    Constant,
    Count,
    Extreme,
    Fixed,
    Has,
    IsYes,
    Not,
    Number,
    OneOf,
    Or,
    Point,
    Unsure,
    WeeksUntil,
    questions_of,
)
from advisor.language.vocabulary import Kind, Term, Vocabulary

AS_OF = date(2026, 11, 22)
OPTIONS = ("red", "green", "blue")
DAYS = (-4, 0, 3, 7, 10)  # from AS_OF: before, at, between, at and after the weeks that conditions name
WEEKS = (0.0, 1.0)
Raw = Any  # an answer as a case file has it

# ---- vocabularies ----------------------------------------------------------------------------------------


def a_term(id: str, kinds: Sequence[Kind] = tuple(Kind)) -> st.SearchStrategy[Term]:
    """A question as conditions see it."""
    shapes = {
        Kind.YES_NO: st.just(Term(id, Kind.YES_NO)),
        Kind.CHOICE: st.sampled_from([2, 3]).map(lambda n: Term(id, Kind.CHOICE, OPTIONS[:n])),
        Kind.CHOICES: st.sampled_from([2, 3]).map(lambda n: Term(id, Kind.CHOICES, OPTIONS[:n])),
        Kind.WHOLE: st.sampled_from([(0.0, 3.0), (1.0, 3.0)]).map(lambda r: Term(id, Kind.WHOLE, (), *r)),
        Kind.NUMBER: st.just(Term(id, Kind.NUMBER, (), -1.0, 1.0)),
        Kind.DATE: st.just(Term(id, Kind.DATE)),
        Kind.TEXT: st.just(Term(id, Kind.TEXT)),
    }
    return st.sampled_from(kinds).flatmap(shapes.__getitem__)


@st.composite
def some_terms(draw: st.DrawFn, least: int = 1, most: int = 5, kinds: Sequence[Kind] = tuple(Kind)) -> list[Term]:
    """Questions of all types; the types that can go wrong in more ways come more often."""
    count = draw(st.integers(least, most))
    return [draw(a_term(f"q.{name}", kinds)) for name in "abcdefgh"[:count]]


def a_vocabulary(points: Iterable[str] = ("t.x",), diagnoses: Iterable[str] = ("d-0", "d-1")) -> Any:
    """Terms, points and diagnoses, without derived facts."""
    return some_terms().map(
        lambda terms: Vocabulary({t.id: t for t in terms}, {}, frozenset(diagnoses), frozenset(points))
    )


# ---- conditions ------------------------------------------------------------------------------------------


def cuts_of(term: Term) -> tuple[float, ...]:
    """The thresholds that conditions name for a number or a day."""
    if term.kind is Kind.DATE:
        return WEEKS
    if term.kind is Kind.CHOICES:
        return tuple(map(float, range(len(term.options) + 1)))
    return (term.low, (term.low + term.high) / 2, term.high)


def _leaf(term: Term) -> Number | None:
    if term.kind.numeric:
        return Amount(term.id)
    if term.kind is Kind.CHOICES:
        return Count(term.id, len(term.options))
    return WeeksUntil(term.id) if term.kind is Kind.DATE else None


def _atoms_of_term(term: Term) -> list[st.SearchStrategy[Atom]]:
    found: list[st.SearchStrategy[Atom]] = [st.just(Unsure(term.id))]
    leaf = _leaf(term)
    if leaf is not None:
        found += 2 * [st.builds(Compare, st.just(leaf), _operators, st.sampled_from(cuts_of(term)).map(Constant))]
    if term.kind is Kind.YES_NO:
        found += 2 * [st.just(IsYes(term.id))]
    if term.kind is Kind.CHOICE:
        sets = st.sets(st.sampled_from(term.options), min_size=1)
        found += 2 * [sets.map(lambda s: OneOf(term.id, tuple(o for o in term.options if o in s)))]
    if term.kind is Kind.CHOICES:
        found += 2 * [st.sampled_from(term.options).map(lambda o: Has(term.id, o))]
    return found


_operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_constants = st.sampled_from([-2.0, -0.5, 0.0, 0.5, 1.0, 2.0, 7.25]).map(Constant)


def some_numbers(terms: Sequence[Term], points: Sequence[str] = ()) -> st.SearchStrategy[Number]:
    """Numbers, computed ones too; no divisor can be 0."""
    leaves = [leaf for leaf in map(_leaf, terms) if leaf is not None] + [Point(name) for name in points]
    divisors: list[Number] = [Constant(2.0), Constant(-0.5)]
    divisors += [Amount(t.id) for t in terms if t.kind.numeric and t.low > 0]
    base: st.SearchStrategy[Number] = st.sampled_from(leaves) | _constants if leaves else _constants

    def larger(inner: st.SearchStrategy[Number]) -> st.SearchStrategy[Number]:
        sums = st.builds(Arithmetic, st.sampled_from("+-*"), inner, inner)
        quotients = st.builds(Arithmetic, st.just("/"), inner, st.sampled_from(divisors))
        extremes = st.builds(
            Extreme, st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=3).map(tuple)
        )
        return sums | quotients | extremes

    return st.recursive(base, larger, max_leaves=4)


def some_atoms(
    terms: Sequence[Term], diagnoses: Sequence[str] = (), points: Sequence[str] = (), *, computed: bool = True
) -> st.SearchStrategy[Atom]:
    """Every kind of test on these questions, conclusions and computed numbers."""
    found = [atom for term in terms for atom in _atoms_of_term(term)]
    how = st.sampled_from(["diagnosed", "suspected"])
    found += [st.builds(Concluded, st.just(id), how) for id in diagnoses]
    found += [st.builds(Compare, st.just(Point(p)), _operators, _constants) for p in points]
    if computed and any(_leaf(term) for term in terms):
        numbers = some_numbers(terms, points)
        by_itself = numbers.filter(lambda n: not isinstance(n, (Constant, Amount, Count)))
        found.append(st.builds(Compare, by_itself, _operators, numbers))
    return st.one_of(found)


def some_conditions(atoms: st.SearchStrategy[Atom], leaves: int = 6) -> st.SearchStrategy[Condition]:
    """Trees of conditions as the parser gives them."""

    def larger(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        counted = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return (
            parts.map(And)
            | parts.map(Or)
            | inner.map(Not)
            | counted.flatmap(lambda p: st.integers(1, len(p)).map(lambda n: AtLeast(n, p)))
        )

    base: st.SearchStrategy[Condition] = st.one_of(*(7 * [atoms]), st.booleans().map(Fixed))
    return st.recursive(base, larger, max_leaves=leaves)


def condition_text(condition: Condition) -> str:
    """The condition as an author writes it; parsed again it is the same tree."""
    if isinstance(condition, Fixed):
        return "true" if condition.value else "false"
    if isinstance(condition, Not):
        return f"not {_inside(condition.part)}"
    if isinstance(condition, (And, Or)):
        return (" and " if isinstance(condition, And) else " or ").join(map(_inside, condition.parts))
    if isinstance(condition, AtLeast):
        return f"at_least({condition.n}, {', '.join(map(condition_text, condition.parts))})"
    if isinstance(condition, IsYes):
        return condition.question
    if isinstance(condition, OneOf):
        one = len(condition.options) == 1
        return f"{condition.question} " + (f"== {condition.options[0]}" if one else f"in [{', '.join(condition.options)}]")
    if isinstance(condition, Has):
        return f"{condition.option} in {condition.question}"
    if isinstance(condition, Unsure):
        return f"unsure({condition.question})"
    if isinstance(condition, Concluded):
        return f"{condition.how}({condition.diagnosis.replace('-', '_')})"
    return f"{number_text(condition.left)} {condition.op} {number_text(condition.right)}"


def _inside(condition: Condition) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, (And, Or, Not, Compare, OneOf, Has)) else text


def number_text(number: Number) -> str:
    """The number as an author writes it."""
    if isinstance(number, Constant):
        return f"{number.value:g}"
    if isinstance(number, Amount):
        return number.question
    if isinstance(number, Count):
        return f"count({number.question})"
    if isinstance(number, WeeksUntil):
        return f"weeks_until({number.question})"
    if isinstance(number, Point):
        return number.name
    if isinstance(number, Extreme):
        return f"{number.which}({', '.join(map(number_text, number.parts))})"
    return f"({number_text(number.left)} {number.op} {number_text(number.right)})"


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
def some_evidence(draw: st.DrawFn, id: str, conditions: st.SearchStrategy[str], terms: Sequence[Term]) -> dict[str, Any]:
    """One sign, with one level or two; its sentence sometimes prints an answer."""
    printed = [t.id for t in terms if t.kind is not Kind.YES_NO]
    says = f"Sign {{{draw(st.sampled_from(printed))}}}." if printed and draw(st.booleans()) else "Sign."
    made: dict[str, Any] = {"id": id, "says": says}
    if draw(st.booleans()):
        made["otherwise"] = "No sign."
    if draw(st.integers(0, 2)):
        return made | {"when": draw(conditions), "certainty": draw(_CERTAINTIES)}
    strongest_first = draw(st.sampled_from([("strong", "fair"), (0.7, 0.3), ("proof", "hint")]))
    return made | {"levels": [{"when": draw(conditions), "certainty": c} for c in strongest_first]}


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
        {"id": f"f.{i}", "title": f"f.{i}", "when": condition_text(draw(_focused(terms, (), computed, leaves=3)))}
        for i in range(draw(st.integers(0, 1)))
    ]
    made = []
    for i in range(draw(st.integers(1, diagnoses))):
        earlier = [f"d-{j}" for j in range(i)]
        texts = _focused(terms, earlier, computed, leaves).map(condition_text)
        if facts:
            texts = texts | texts.map(lambda text: f"f.0 and ({text})") | texts.map(lambda text: f"({text}) or not f.0")
        signs = [draw(some_evidence(f"e-{j}", texts, terms)) for j in range(draw(st.integers(1, 3)))]
        unless = [{"when": draw(texts), "says": "Out."} for _ in range(draw(st.integers(0, 1)))]
        made.append(
            {"id": f"d-{i}", "title": f"D{i}", "impact": 1 + i % 5, "why": "So.", "evidence": signs, "unless": unless}
        )
    settles, disputes = [], []
    for i in range(draw(st.integers(0, contradictions))):
        tree = draw(_focused(terms, (), computed, leaves=3).filter(lambda tree: len(questions_of(tree)) > 1))
        settle, dispute = contradiction_of(f"c-{i}", condition_text(tree), questions_of(tree))
        settles.append(settle)
        disputes.append(dispute)
    asked = draw(st.permutations([question_of(t, gates.get(t.id)) for t in terms])) + settles
    return Plan(tuple(asked), tuple(facts), tuple(made), tuple(disputes))


def _focused(terms: Sequence[Term], diagnoses: Sequence[str], computed: bool, leaves: int) -> st.SearchStrategy[Condition]:
    """Conditions over few of the questions, so that questions repeat."""
    few = st.lists(st.sampled_from(terms), min_size=1, max_size=2, unique=True)
    about = st.lists(st.sampled_from(diagnoses), max_size=1) if diagnoses else st.just([])
    return st.tuples(few, about).flatmap(
        lambda chosen: some_conditions(some_atoms(*chosen, computed=computed), leaves)
    )


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
def some_answers(draw: st.DrawFn, knowledge: Knowledge, *, differ: bool = False, settle: bool = False) -> dict[str, Raw]:
    """Answers to some of a pack's questions, in any order."""
    found: dict[str, Raw] = {}
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
def some_completion(draw: st.DrawFn, knowledge: Knowledge, answers: Mapping[str, Raw]) -> dict[str, Raw]:
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
