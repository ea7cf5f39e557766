"""The one line at the top of a result: what it costs, and the root of it."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.cases.answers import Exactly, Partly, Range
from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.sentences import points_of, read_sentence
from advisor.result.story.chain import Chain
from advisor.result.wording import Wording

PROBABLY = "Probably: "


def headline_of(program: Program, assessed: CaseInference, chain: Chain, wordings: Sequence[Wording]) -> str:
    """What the heaviest finding at an end costs, and the root of it where that is found; empty where nothing is wrong.

    A line stands only where what it claims is true and what it prints is known; else the title does. What is only
    likely is told as such.
    """
    cost = chain.cost
    if cost is None:
        return _of_compounds(program, assessed)
    model = program.diagnoses[cost].model
    says = _filled(program, assessed, wordings, model.headline) if chain.headline_holds(cost) else None
    head = (says or model.title).rstrip(".")
    if assessed.together[cost].status is not Status.CONFIRMED:
        head = f"{PROBABLY}{head}"
    story = chain.story_of(cost)
    if story is None or assessed.together[story.root].status is not Status.CONFIRMED:
        return f"{head}."
    root = _filled(program, assessed, wordings, program.diagnoses[story.root].model.as_root)
    return f"{head}: {root.rstrip('.')}." if root else f"{head}."


def _of_compounds(program: Program, assessed: CaseInference) -> str:
    """The title of what is concluded from other findings; only where these are not shown themselves."""
    for status, before in ((Status.CONFIRMED, ""), (Status.SUSPECTED, PROBABLY)):
        for diagnosis in sorted(program.compounds):
            if assessed.together[diagnosis].status is status:
                return f"{before}{program.diagnoses[diagnosis].model.title}."
    return ""


def _filled(program: Program, assessed: CaseInference, wordings: Sequence[Wording], text: str | None) -> str | None:
    """A text with its placeholders filled; None where there is none, or where an answer in it is not known for sure."""
    if text is None:
        return None
    sentence = read_sentence(text, program.vocabulary)
    known = all(
        _is_known(inferred, question) for inferred in assessed.inferences for question in sentence.questions
    ) and all(point in inferred.facts.points.known for inferred in assessed.inferences for point in points_of(sentence))
    return wordings[0].fill(sentence) if known else None


def _is_known(inferred: Inference, question: str) -> bool:
    given = inferred.facts.answers.get(question)
    return isinstance(given, (Exactly, Range, Partly)) and inferred.facts.asked.get(question, 1) != -1
