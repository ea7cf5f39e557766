"""Sentences of the kit that are printed only where they are true, and what to answer where none is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from advisor.cases.answers import Exactly, Partly, Range
from advisor.inference.compiled.sentences import listed, read_sentence
from advisor.knowledge.pack import place_name
from advisor.language.intervals import Truth
from advisor.report.told import Told

if TYPE_CHECKING:
    from advisor.files.documents import Path
    from advisor.knowledge.kit.guarded import Said

_WHOLE = (Exactly, Range)
_KNOWN = (*_WHOLE, Partly)


def truth(told: Told, path: Path) -> Truth:
    """The truth of the condition that stands at a place of rules/kit.yaml, in the shown reading: 0 where it is open, or
    where answers contradict each other and it hangs on which of them is right.
    """
    late = told.program.late.lines[place_name(path)]
    found: set[Truth] = {late.truth(inference.shown) for inference in told.assessment.assessed.inferences}
    return found.pop() if len(found) == 1 else 0


def true_ones(told: Told, sentences: Sequence[str | Said], at: Path) -> Iterator[str]:
    """Those of some sentences that may be printed, filled: every answer in them is known and undisputed, and one with
    `claims` has these true.
    """
    for i, sentence in enumerate(sentences):
        if not isinstance(sentence, str) and truth(told, (*at, i, "claims")) != 1:
            continue
        says = sentence if isinstance(sentence, str) else sentence.says
        if all(_answered(told, q, _KNOWN) for q in read_sentence(says, told.program.vocabulary).questions):
            yield told.wording.plain(says)


def unknown(told: Told, questions: Sequence[str]) -> tuple[str, ...]:
    """Those of some questions that still wait for a whole answer; none that does not apply."""
    asked = told.assessment.decided_in.facts.asked
    return tuple(q for q in questions if asked.get(q) != -1 and not _answered(told, q, _WHOLE))


def _answered(told: Told, question: str, ways: tuple[type, ...]) -> bool:
    """Whether an answer is given in one of some ways, applies, and is disputed by no other."""
    given = told.assessment.decided_in.facts.answers.get(question)
    return isinstance(given, ways) and question not in told.assessment.assessed.standing.disputed


def to_answer(told: Told, questions: Sequence[str]) -> str:
    """`answer "..." (CTO)`: what to answer so that more can be said, and who knows it; each question whole."""
    asked = [f'"{question.ask}" ({told.who(question.who)})' for question in map(told.program.question, questions)]
    return f"answer {listed(asked)}"
