"""Hypothesis strategies for whole packs, for answers to their questions, and for what completes these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from advisor.knowledge.models import Question
from advisor.knowledge.pack import Knowledge
from advisor.language.tree import And, Condition, Or, questions_of
from advisor.language.vocabulary import Kind, Term
from testkit.companies.answers import DONT_KNOW, Answers, Raw, known_answers, partly_known, ranges_of
from testkit.packs.conditions import a_condition, an_atom, atom_of_term, between, condition_text, one_of, some_terms
from testkit.packs.plan import Plan, contradiction_of, question_of

# ---- packs -----------------------------------------------------------------------------------------------

_CERTAINTIES: tuple[str | float, ...] = ("hint", "weak", "fair", "strong", "proof", 0.01, 0.25, 0.6, 0.99)
_STRONGEST_FIRST: tuple[tuple[str | float, str | float], ...] = (("strong", "fair"), (0.7, 0.3), ("proof", "hint"))


def a_sign(draw: st.DrawFn, name: str, text: Callable[[], str], terms: Sequence[Term]) -> dict[str, Any]:
    """One sign, with one level or two; its sentence sometimes prints an answer. `text` draws a condition."""
    printed = [t.id for t in terms if t.kind is not Kind.YES_NO]
    says = f"Sign {{{one_of(draw, printed)}}}." if printed and draw(st.booleans()) else "Sign."
    made: dict[str, Any] = {"id": name, "says": says}
    if draw(st.booleans()):
        made["otherwise"] = "No sign."
    if between(draw, 0, 2):
        return made | {"when": text(), "certainty": one_of(draw, _CERTAINTIES)}
    return made | {"levels": [{"when": text(), "certainty": c} for c in one_of(draw, _STRONGEST_FIRST)]}


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
        if between(draw, 0, 2) == 0:
            gates[term.id] = condition_text(_focused(draw, terms[:number], (), computed, leaves=4))
    facts = [
        {"id": f"f.n{i}", "title": f"f.n{i}", "when": condition_text(_focused(draw, terms, (), computed, leaves=3))}
        for i in range(between(draw, 0, 1))
    ]
    made = []
    for i in range(between(draw, 1, diagnoses)):
        earlier = [f"d-{j}" for j in range(i)]

        def text(earlier: Sequence[str] = earlier) -> str:
            said = condition_text(_focused(draw, terms, earlier, computed, leaves))
            return one_of(draw, ("{}", "{}", "f.n0 and ({})", "({}) or not f.n0")).format(said) if facts else said

        signs = [a_sign(draw, f"e-{j}", text, terms) for j in range(between(draw, 1, 3))]
        unless = [{"when": text(), "says": "Out."} for _ in range(between(draw, 0, 1))]
        made.append(
            {"id": f"d-{i}", "title": f"D{i}", "impact": 1 + i % 5, "why": "So.", "evidence": signs, "unless": unless}
        )
    settles, disputed = [], []
    for i in range(between(draw, 0, contradictions)):
        tree = _of_two(draw, terms, computed)
        settle, contradiction = contradiction_of(f"c-{i}", condition_text(tree), questions_of(tree))
        settles.append(settle)
        disputed.append(contradiction)
    asked = draw(st.permutations([question_of(t, gates.get(t.id)) for t in terms])) + settles
    return Plan(tuple(asked), tuple(facts), tuple(made), tuple(disputed))


def _focused(
    draw: st.DrawFn, terms: Sequence[Term], diagnoses: Sequence[str], computed: bool, leaves: int
) -> Condition:
    """A condition over one or two of the questions, so that questions repeat, and at most one diagnosis."""
    few = _few(draw, terms, between(draw, 1, min(2, len(terms))))
    about = [one_of(draw, diagnoses)] if diagnoses and draw(st.booleans()) else []
    return a_condition(draw, lambda: an_atom(draw, few, about, computed=computed), leaves)


def _of_two(draw: st.DrawFn, terms: Sequence[Term], computed: bool) -> Condition:
    """A condition over two of the questions, both of which it reads."""
    both = _few(draw, terms, 2)
    tree = a_condition(draw, lambda: an_atom(draw, both, computed=computed), 3)
    left_out = [atom_of_term(draw, term) for term in both if term.id not in questions_of(tree)]
    return one_of(draw, (And, Or))((tree, *left_out)) if left_out else tree


def _few(draw: st.DrawFn, terms: Sequence[Term], count: int) -> list[Term]:
    left = list(terms)
    return [left.pop(between(draw, 0, len(left) - 1)) for _ in range(count)]


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
            found[name] = {"differ": [{**claim, "by": by} for claim, by in zip(claims, ("cto", "recruiting"))]}
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
