"""The order of version 1.0.0, to compare with: the core in the order of the questionnaire, then what decides most of
what matters most by the second, in the section at hand where that is nearly as good.
"""

from __future__ import annotations

from advisor.inference.relevance.stakes import Relevance
from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.state import State

STAY = 0.4  # the section goes on while its best question is worth this share of the best of all


def next_by_core(lead: Interviewer, state: State) -> Ask | None:
    """The next question in the earlier order; None where nothing can change any more."""
    choice = lead.choice(state)
    if state.revisiting is not None or choice.settling is not None:
        return lead.ask(state, state.revisiting or choice.settling or "")
    stakes = choice.position.stakes
    ready = [q for q in choice.left if choice.applies(q)]
    if not ready:
        return None
    core = next((q for q in lead.order if q in ready and lead.program.question(q).core), None)
    return _asked(lead, state, core or _best(lead, state, stakes, ready))


def _asked(lead: Interviewer, state: State, question: str) -> Ask:
    model = lead.program.question(question)
    return Ask(model, lead.section_of[question].title, (), False, 0, 0, 0, state.answers.get(question))


def _best(lead: Interviewer, state: State, stakes: Relevance, ready: list[str]) -> str:
    worth = {q: _worth(lead, stakes, q) for q in ready}
    best = min(worth, key=lambda q: (-worth[q], lead.order[q]))
    here = lead.section_of.get(state.trail[-1]) if state.trail else None
    related = [q for q in worth if lead.section_of[q] is here and worth[q] >= STAY * worth[best]]
    return min(related, key=lambda q: (-worth[q], lead.order[q])) if related else best


def _worth(lead: Interviewer, stakes: Relevance, question: str) -> float:
    shares = stakes.bears_on.get(question, {})
    return (
        sum(share * stakes.impact(target) for target, share in shares.items()) / lead.program.question(question).seconds
    )
