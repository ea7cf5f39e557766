"""When the interview offers to stop: what is on the screen would stay if the rest were told.

The rest is imagined: a number of times a drawn company near to this one answers what is left, each question with the
chance that this person knows it, and what then comes out is compared: what the headline is about, the staffing model,
and (in the first of them, since it takes longer) the action that the plan begins with. The same answers always imagine
the same, so an offer does not come and go.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from advisor.cases.answers import Answer, DontKnow, Given
from advisor.cases.case import Case
from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.incremental import Varying
from advisor.interview.choosing.position import Position, heaviest, model_of
from advisor.interview.choosing.worth import Worth
from advisor.planning.recommender import Recommender

if TYPE_CHECKING:
    from advisor.interview.shapes import StopData

_AT_ONCE = 5  # completions that are tried together, before the changes are counted


@dataclass(frozen=True)
class Stop:
    """An offer to stop.

    `because`: `stable` (what is shown would stay), or `unknown` (several questions in a row were not known). `tried`
    tells how often the rest was imagined, `changed` in how many of these something on the screen did. `lines_left` and
    `questions_left` are what the rest comes to.
    """

    because: Literal["stable", "unknown"]
    tried: int
    changed: int
    lines_left: int
    questions_left: int

    def to_dict(self) -> StopData:
        """The offer as JSON data."""
        return {
            "because": self.because,
            "tried": self.tried,
            "changed": self.changed,
            "lines_left": self.lines_left,
            "questions_left": self.questions_left,
        }


class Completions:
    """What is left of one position, imagined to be told; each is inferred once, for whoever asks first."""

    def __init__(self, position: Position, worth: Worth, left: Sequence[str]):
        self._position = position
        self._worth = worth
        self._left = left
        self._program = position.rulebase.program
        self._inferred: list[tuple[dict[str, Given], Inference]] = []

    def changes(self) -> tuple[int, int]:
        """In how many completions something on the screen changes, and how many were tried.

        It ends once more change than may.
        """
        said, base, recommender = self._position.policy.stop, self._position.base, self._position.rulebase.recommender
        before = (model_of(self._program, base), heaviest(self._program, base))
        changed, same = 0, []
        for start in range(0, said.completions, _AT_ONCE):
            some = self._some(start)
            for each, inferred in some:
                if (model_of(self._program, inferred), heaviest(self._program, inferred)) == before:
                    same.append(each)
                else:
                    changed += 1
            if changed > said.may_change:
                return changed, start + len(some)
        if recommender is None:
            return changed, said.completions
        first = _first_action(recommender, self._position.assessed)
        for each in same[: said.with_actions]:
            if each and _first_action(recommender, _assessed(self._position, each)) != first:
                changed += 1
                if changed > said.may_change:
                    break
        return changed, said.completions

    @cached_property
    def model_is_firm(self) -> bool:
        """Whether the staffing model changes in no more completions than may; never where none are imagined."""
        said = self._position.policy.stop
        before, changed = model_of(self._program, self._position.base), 0
        for start in range(0, said.completions, _AT_ONCE):
            changed += sum(model_of(self._program, inferred) != before for _, inferred in self._some(start))
            if changed > said.may_change:
                return False
        return said.completions > 0

    def _some(self, start: int) -> list[tuple[dict[str, Given], Inference]]:
        """The completions from one on that are tried together."""
        end = min(start + _AT_ONCE, self._position.policy.stop.completions)
        if len(self._inferred) < end:
            some = [completion(self._position, self._worth, self._left, number) for number in range(start, end)]
            after = self._position.rulebase.what_ifs.vary(self._position.base, [Varying(each) for each in some])
            self._inferred += zip(some, after)
        return self._inferred[start:end]


def completion(position: Position, worth: Worth, left: Sequence[str], number: int) -> dict[str, Given]:
    """What this person could still tell: the answers of one of the nearest companies, those that would be known."""
    # Gates are kept: what hangs on something that was not told is not told either.
    rng = random.Random(f"{position.policy.companies.seed} {number} {len(position.given)}")
    pool, near = position.pool, position.near
    if not len(near):
        return {}
    codes = pool.company(int(near[rng.randrange(len(near))]), left)
    gate_reads = position.rulebase.program.gate_reads
    told: dict[str, Given] = {}
    for question in left:
        known = rng.random() < worth.known(question)
        part = rng.random()
        if question not in codes or not known:
            continue
        if all(above in told or above in position.given for above in gate_reads.get(question, ())):
            told[question] = pool.typical[question].given(codes[question], position.case.as_of, part)
    return told


def unknown_in_a_row(position: Position, trail: Sequence[str], line_of: Mapping[str, str]) -> int:
    """How many of the last lines were answered with nothing but don't know; what is asked together counts once."""
    found: set[str] = set()
    for question in reversed(trail):
        line = line_of.get(question, question)
        if not isinstance(position.given.get(question), DontKnow):
            return len(found - {line})
        found.add(line)
    return len(found)


def _assessed(position: Position, more: dict[str, Given]) -> CaseInference:
    case = position.case
    answers = {**case.answers, **{question: Answer(given) for question, given in more.items()}}
    return position.rulebase.what_ifs.assess(Case(case.id, case.as_of, answers))


def _first_action(recommender: Recommender, assessed: CaseInference) -> str | None:
    return recommender.begins_with(assessed, recommender.decide(assessed))
