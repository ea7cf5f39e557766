"""What the first answers of a case say: who is answering, what brought them here, and what they call things.

None of it is evidence. It weighs what is asked, and of whom; names are printed and read by nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor.cases.answers import Answer, Differ, Exactly, Partly
from advisor.cases.names import as_seen
from advisor.cases.values import LONGEST_CALLED
from advisor.knowledge.opening.naming import namings
from advisor.knowledge.pack import Knowledge

if TYPE_CHECKING:
    from advisor.knowledge.models import Naming, Question
    from advisor.knowledge.opening.complaints import Complaint

_ARTICLE = re.compile(r"(?:the|an?|our|my)\s+", re.IGNORECASE)
# What may stand around a name, and what a spreadsheet would take for the beginning of a sum.
_AROUND = " \t\"'`\u201c\u201d\u2018\u2019.,;:!?=+@-"


def answering(knowledge: Knowledge, answers: Mapping[str, Answer]) -> str | None:
    """The id of the person who is answering; None where that was not said."""
    for name, entry in knowledge.questions.items():
        said = answers[name].said if entry.model.options_from == "people" and name in answers else None
        if isinstance(said, Exactly) and isinstance(said.value, str):
            return said.value
    return None


def others(
    knowledge: Knowledge, answers: Mapping[str, Answer], question: Question
) -> tuple[tuple[str, ...], str | None]:
    """Who can be asked beside the person who is answering, and who of them knows best; None where nobody else does."""
    here = answering(knowledge, answers)
    people = tuple(person for person in knowledge.who_can_be_asked if person != here)
    return people, question.who if question.who != here else None


def complaints(knowledge: Knowledge, answers: Mapping[str, Answer]) -> tuple[Complaint, ...]:
    """What brought this company here, in the order of the packs; empty where nobody said."""
    found: list[str] = []
    for name, entry in knowledge.questions.items():
        said = answers[name].said if entry.model.options_from == "complaints" and name in answers else None
        ticked = said.has if isinstance(said, Partly) else said.value if isinstance(said, Exactly) else ()
        found += [ticked] if isinstance(ticked, str) else ticked if isinstance(ticked, tuple) else ()
    return tuple(entry.model for name, entry in knowledge.complaints.items() if name in found)


def names(knowledge: Knowledge, answers: Mapping[str, Answer] | None = None) -> dict[str, str]:
    """By question, what stands in a sentence for what it names: the company's word, or the pack's without one.

    Where two people give two names, the first one's.
    """
    found = {}
    for name, naming in namings(knowledge).items():
        answer = answers.get(name) if answers else None
        said = answer.said if answer is not None else None
        said = said.claims[0].given if isinstance(said, Differ) else said
        typed = said.value if isinstance(said, Exactly) and isinstance(said.value, str) else ""
        found[name] = spoken(naming, typed)
    return found


def spoken(naming: Naming, typed: str) -> str:
    """A name as in a sentence, whatever was typed: one short line of letters that can be seen, with no brackets that
    could be taken for a placeholder, and without what the sentence gives it anyway (`the ... role`).
    """
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in as_seen(typed))
    seen = " ".join(seen.translate({ord("{"): "(", ord("}"): ")"}).split()).strip(_AROUND)
    before, _, after = naming.spoken.partition("{}")
    if before.strip():
        seen = _ARTICLE.sub("", seen, count=1) if _ARTICLE.match(seen) else seen
    if after.strip() and seen.casefold().endswith(after.casefold()):
        seen = seen[: -len(after)]
    seen = seen[:LONGEST_CALLED].strip()
    return f"{before}{seen}{after}" if seen else naming.otherwise
