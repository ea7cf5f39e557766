"""Whether enough is known to say that nothing is wrong, and that nothing should change."""

from __future__ import annotations

from advisor.cases.answers import DontKnow
from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program

SHARE = "looked-at-share"


def enough_looked_at(program: Program, inferred: Inference) -> bool:
    """Whether enough was looked at to say that nothing is wrong: the share of the core questions that the figure
    `looked-at-share` asks for was answered, of those that apply for sure.

    True where the packs have no such figure, or no core question applies.
    """
    core = _core(program, inferred)
    return _answered(inferred, core) >= _share(program) * len(core)


def enough_known(program: Program, inferred: Inference) -> bool:
    """Whether enough is known to say that nothing should change: the same share of the core questions that were put.

    What nobody has asked yet is asked beside it; "don't know" to what matters most is no ground to leave things alone.
    """
    put = [question for question in _core(program, inferred) if question in inferred.facts.answers]
    return _answered(inferred, put) >= _share(program) * len(put)


def _core(program: Program, inferred: Inference) -> list[str]:
    """The core questions that apply for sure."""
    asked = inferred.facts.asked
    return [q for q, entry in program.knowledge.questions.items() if entry.model.core and asked.get(q, 1) == 1]


def _answered(inferred: Inference, questions: list[str]) -> int:
    answers = inferred.facts.answers
    return sum(q in answers and not isinstance(answers[q], DontKnow) for q in questions)


def _share(program: Program) -> float:
    figure = program.knowledge.figures.get(SHARE)
    return 0.0 if figure is None else figure.model.values[0].ends[1]
