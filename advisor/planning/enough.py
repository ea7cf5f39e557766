"""Whether enough is known to say that nothing is wrong, and that nothing should change.

Both count what this company was asked: which questions matter is the interview's to say, case by case, and a fixed list
would ask for answers that nobody was asked for.
"""

from __future__ import annotations

from advisor.cases.answers import DontKnow
from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program

KNOWN_SHARE = "known-share"
LOOKED_AT_SHARE = "looked-at-share"
LOOKED_AT_LEAST = "looked-at-least"


def enough_looked_at(program: Program, inferred: Inference) -> bool:
    """Whether enough was looked at to say that nothing is wrong: at least as many answers as the figure
    `looked-at-least` asks for, and of what was asked the share `looked-at-share`.

    True where the packs have no such figures.
    """
    asked, known = _asked_and_known(program, inferred)
    return known >= _figure(program, LOOKED_AT_LEAST) and known >= _figure(program, LOOKED_AT_SHARE) * asked


def enough_known(program: Program, inferred: Inference) -> bool:
    """Whether enough is known to say that nothing should change: of what was asked, the share `known-share`.

    What nobody has asked yet is asked beside it; "don't know" to most of it is no ground to leave things alone.
    """
    asked, known = _asked_and_known(program, inferred)
    return known >= _figure(program, KNOWN_SHARE) * asked


def _asked_and_known(program: Program, inferred: Inference) -> tuple[int, int]:
    """How many questions that apply for sure were asked, and how many of these have an answer."""
    questions, facts = program.knowledge.questions, inferred.facts
    asked = [
        given
        for question, given in facts.answers.items()
        if facts.asked.get(question, 1) == 1
        and question in questions
        and question not in program.no_evidence
        and not questions[question].model.settles
    ]
    return len(asked), sum(not isinstance(given, DontKnow) for given in asked)


def _figure(program: Program, figure: str) -> float:
    found = program.knowledge.figures.get(figure)
    return 0.0 if found is None else found.model.values[0].ends[1]
