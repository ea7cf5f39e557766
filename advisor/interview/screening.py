"""One broad question before many: what a list leaves unchecked answers other questions in the same words.

"Which of these are true?" without "someone left" says that no one left, so nobody is asked how many did; what is
checked is asked about next. It is written down as answers to those questions, seen and changed like any other, and
concludes nothing else: no condition may read the list itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor.cases.answers import Answer, Differ, Exactly, Given, Partly, read_answer
from advisor.knowledge.pack import Knowledge

if TYPE_CHECKING:
    from advisor.interview.state import State


def screening(knowledge: Knowledge) -> tuple[str, ...]:
    """The lists that answer other questions by what they leave unchecked."""
    return tuple(name for name, entry in knowledge.questions.items() if entry.model.screens)


def unchecked(knowledge: Knowledge, name: str, said: Given | Differ | None) -> dict[str, Answer]:
    """What a list says of other questions by the options that it surely does not have."""
    found: dict[str, Answer] = {}
    for option, others in knowledge.questions[name].model.screens.items():
        if _has(said, option) is False:
            for other, value in others.items():
                plain = list(value) if isinstance(value, tuple) else value
                found[other] = read_answer(knowledge.questions[other].model, plain)
    return found


def checked(knowledge: Knowledge, name: str, said: Given | Differ | None) -> tuple[str, ...]:
    """The questions behind the options that a list has: what is asked about next."""
    screens = knowledge.questions[name].model.screens
    return tuple(dict.fromkeys(q for option in screens if _has(said, option) for q in screens[option]))


def screened(knowledge: Knowledge, state: State) -> frozenset[str]:
    """The questions of a state, set aside or not, whose answer is what a list says by leaving something unchecked."""
    found: set[str] = set()
    for name in screening(knowledge) if state.answers else ():
        if name in state.answers:
            for other, answer in unchecked(knowledge, name, state.answers[name].said).items():
                given = state.answers.get(other) or state.set_aside.get(other)
                if given is not None and given.said == answer.said:
                    found.add(other)
    return frozenset(found)


def rewritten(
    knowledge: Knowledge, state: State, name: str, before: Given | Differ | None
) -> tuple[Mapping[str, Answer], Mapping[str, Answer]]:
    """The answers and those set aside, once a list is answered otherwise than before: what it says is set aside, for
    whoever keeps the books to take in where it applies and contradicts nothing; what it no longer says is gone.

    What was answered stays, "don't know" too: that is an answer to the narrow question.
    """
    now = state.answers[name].said if name in state.answers else None
    old, new = unchecked(knowledge, name, before), unchecked(knowledge, name, now)
    gone = {q for q, answer in old.items() if q not in new and _said(state, q) == answer.said}
    answers = {q: answer for q, answer in state.answers.items() if q not in gone}
    aside = {q: answer for q, answer in state.set_aside.items() if q not in gone}
    return answers, {**aside, **{q: answer for q, answer in new.items() if q not in answers and q not in aside}}


def _said(state: State, question: str) -> Given | Differ | None:
    answer = state.answers.get(question) or state.set_aside.get(question)
    return answer.said if answer is not None else None


def _has(said: Given | Differ | None, option: str) -> bool | None:
    """Whether a list has an option; None where that was not said."""
    if isinstance(said, Partly):
        return True if option in said.has else False if option in said.lacks else None
    return option in said.value if isinstance(said, Exactly) and isinstance(said.value, tuple) else None
