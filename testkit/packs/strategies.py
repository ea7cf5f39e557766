"""Hypothesis strategies for whole packs, for answers to their questions, and for what completes these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from advisor.knowledge.models import Question
from advisor.knowledge.pack import Knowledge
from advisor.language.tree import Condition, questions_of
from advisor.language.vocabulary import Kind, Term
from testkit.companies.answers import DONT_KNOW, Answers, Raw, known_answers, partly_known, ranges_of
from testkit.packs.conditions import condition_text, some_atoms, some_conditions, some_terms
from testkit.packs.plan import Plan, contradiction_of, question_of

_Conditions = st.SearchStrategy[Condition]

# ---- packs -----------------------------------------------------------------------------------------------

_CERTAINTIES = st.sampled_from(["hint", "weak", "fair", "strong", "proof", 0.01, 0.25, 0.6, 0.99])


@st.composite
def some_evidence(draw: st.DrawFn, name: str, texts: st.SearchStrategy[str], terms: Sequence[Term]) -> Any:
    """One sign, with one level or two; its sentence sometimes prints an answer."""
    printed = [t.id for t in terms if t.kind is not Kind.YES_NO]
    says = f"Sign {{{draw(st.sampled_from(printed))}}}." if printed and draw(st.booleans()) else "Sign."
    made: dict[str, Any] = {"id": name, "says": says}
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


# ---- cases and completions -------------------------------------------------------------------------------


def an_answer(question: Question) -> st.SearchStrategy[Raw]:
    """Mostly known; sometimes a range, a list in part or "don't know"."""
    known = st.sampled_from(known_answers(question))
    ranges = [*ranges_of(question), *partly_known(question)]
    return st.one_of(known, known, st.sampled_from(ranges) if ranges else known, st.just(DONT_KNOW))


@st.composite
def some_answers(draw: st.DrawFn, knowledge: Knowledge, *, differ: bool = False, settle: bool = False) -> Answers:
    """Answers to some of a pack's questions, in any order."""
    found: Answers = {}
    for name in draw(st.permutations(list(knowledge.questions))):
        if name.startswith("settle.") and not (settle and draw(st.booleans())):
            continue
        question = knowledge.questions[name].model
        if differ and question.type is not Kind.TEXT and draw(st.integers(0, 7)) == 0:
            both = draw(st.lists(an_answer(question), min_size=2, max_size=2))
            claims = [v if isinstance(v, dict) else {"value": v} for v in both]
            found[name] = {"differ": [{**claim, "by": by} for claim, by in zip(claims, ("cto", "people"))]}
        elif draw(st.integers(0, 4)) > 1:
            found[name] = draw(an_answer(question))
    return found


@st.composite
def some_completion(draw: st.DrawFn, knowledge: Knowledge, answers: Mapping[str, Raw]) -> Answers:
    """These answers and all of the missing ones, or some of them."""
    more = dict(answers)
    all_of_them = draw(st.booleans())
    for name, entry in knowledge.questions.items():
        if name not in more and (all_of_them or draw(st.booleans())):
            more[name] = draw(an_answer(entry.model))
    return more
