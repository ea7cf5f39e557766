"""What a question is worth: by what its answer decides alone, and by what typical answers would change."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.cases.answers import DontKnow
from advisor.cases.opening import complaints
from advisor.inference.assessor import Inference
from advisor.inference.certainty import ONE, Status, Verdict
from advisor.inference.incremental import Varying
from advisor.inference.relevance.stakes import MODEL
from advisor.interview.choosing.position import Position, heaviest, model_of
from advisor.knowledge.pack import Knowledge

if TYPE_CHECKING:
    from advisor.knowledge.order.policymodels import PolicyFile

Members = tuple[str, ...]  # those questions of a line that would be asked


class Worth:
    """What each question is worth at one position; what was worked out is kept with it."""

    # Two orders, one cheap and one dear. The cheap one reads the shares of `relevance/stakes.py`: what an answer
    # decides alone. It is blind to what several open conditions come to together, so the best by it are tried: each
    # typical answer is inferred, and what it changes is weighed by how often companies like this one give it. Looking
    # further ahead costs more than it gains where each answer may be "don't know" (Gorry and Barnett, 1968, chose
    # tests so).

    def __init__(self, position: Position):
        self._position = position
        self._policy: PolicyFile = position.policy
        self._program = position.rulebase.program
        self._section = section_of(self._program.knowledge)
        self._ahead: dict[Members, float] = {}

    def scores(self, lines: Iterable[Sequence[str]]) -> dict[Members, float]:
        """The scores of the best of some lines, each given by those of its questions that would be asked."""
        order = {question: place for place, question in enumerate(self._program.knowledge.questions)}
        cheap = {tuple(members): sum(self.cheap(question) for question in members) for members in lines}
        best = sorted(cheap, key=lambda members: (-cheap[members], order[members[0]]))
        if not self._policy.cheap.go_on:
            return {members: cheap[members] for members in best}
        best = best[: self._policy.cheap.go_on]
        ahead = self.ahead(best)
        mean_ahead, mean_cheap = _mean(list(ahead.values())), _mean([cheap[members] for members in best])
        weight = self._policy.score.cheap
        return {each: ahead[each] / mean_ahead + weight * cheap[each] / mean_cheap for each in best}

    # ---- who would know ---------------------------------------------------------------------------------

    def known(self, question: str) -> float:
        """How likely the answer is known, 0 to 1: by the question, and by what was known of its section so far."""
        knows = self._policy.knows
        plain = {"often": knows.often, "sometimes": knows.sometimes, "rarely": knows.rarely}
        share = plain[self._program.question(question).known]
        section = self._section[question]
        unsure, answers = self._by_section[0][section], self._by_section[1][section]
        odds = math.log(share / (1 - share)) - knows.unsure * unsure + knows.answer * answers
        return 1 / (1 + math.exp(-odds))

    @cached_property
    def _by_section(self) -> tuple[Counter[str], Counter[str]]:
        """How many don't knows, and how many answers, each section has."""
        given = self._position.given
        return (
            Counter(self._section[q] for q, said in given.items() if isinstance(said, DontKnow)),
            Counter(self._section[q] for q, said in given.items() if not isinstance(said, DontKnow)),
        )

    # ---- the cheap order --------------------------------------------------------------------------------

    def cheap(self, question: str) -> float:
        """What an answer decides alone, of what is seen already most, by the second."""
        cheap = self._policy.cheap
        total = 0.0
        for target, share in self._position.stakes.bears_on[question].items():
            if target == MODEL:
                total += cheap.model * share
                continue
            impact = self._program.diagnoses[target].model.impact
            factor = cheap.heaviest if impact >= self._heaviest_impact else cheap.lighter
            bounds = self._position.assessed.together[target].shown
            certainty = (bounds.low + bounds.high) / (2 * ONE)
            total += share * impact * self.weight(target) * factor * (cheap.certainty + certainty)
        return total * self._by_the_second(question)

    def _by_the_second(self, question: str) -> float:
        return self.known(question) / math.pow(self._program.question(question).seconds, self._policy.cheap.time)

    def weight(self, diagnosis: str) -> float:
        """What a diagnosis counts by what the person came for."""
        if not self._ticked:
            return 1.0
        said = self._policy.complaints
        return said.ticked if diagnosis in self._ticked else said.others

    @cached_property
    def _ticked(self) -> frozenset[str]:
        ticked = complaints(self._program.knowledge, self._position.case.answers)
        return frozenset(name for complaint in ticked for name in complaint.diagnoses)

    @cached_property
    def _heaviest_impact(self) -> int:
        found = heaviest(self._program, self._position.base)
        return self._program.diagnoses[found].model.impact if found is not None else 0

    # ---- one step ahead ---------------------------------------------------------------------------------

    def ahead(self, lines: Sequence[Members]) -> dict[Members, float]:
        """What typical answers to each line would change, by the second; 0 where none is typical."""
        self._look_ahead([members for members in lines if members not in self._ahead])
        return {members: self._ahead[members] for members in lines}

    def _look_ahead(self, lines: Sequence[Members]) -> None:
        # What is asked together is tried together: two facts that decide something only with each other are worth
        # nothing one by one.
        position, pool = self._position, self._position.pool
        tries: list[tuple[Members, float, Varying]] = []
        for members in lines:
            self._ahead[members] = 0.0
            for codes, share in pool.chances(members, position.near, self._policy.ahead.answers):
                given = {q: pool.typical[q].given(code, position.case.as_of) for q, code in codes.items()}
                tries.append((members, share, Varying(given)))
        after = position.rulebase.what_ifs.vary(position.base, [change for _, _, change in tries])
        for (members, share, _), inferred in zip(tries, after):
            self._ahead[members] += share * self._changed(inferred) * self._line_by_the_second(members)

    def _line_by_the_second(self, members: Members) -> float:
        known = sum(self.known(question) for question in members) / len(members)
        seconds = sum(self._program.question(question).seconds for question in members)
        return known / math.pow(seconds, self._policy.cheap.time)

    def _changed(self, after: Inference) -> float:
        """What is otherwise after an answer: statuses and certainties, the model, what the headline is about."""
        ahead, before = self._policy.ahead, self._position.base
        total = 0.0
        for name, verdict in after.verdicts.items():
            was = before.verdicts[name]
            if verdict is not was:
                change = abs(self._band(verdict) - self._band(was))
                change += ahead.certainty * abs(_certainty(verdict) - _certainty(was))
                total += self._program.diagnoses[name].model.impact * self.weight(name) * change
        total += ahead.model * (model_of(self._program, after) != self._before[0])
        return total + ahead.headline * (heaviest(self._program, after) != self._before[1])

    @cached_property
    def _before(self) -> tuple[str | None, str | None]:
        base = self._position.base
        return model_of(self._program, base), heaviest(self._program, base)

    def _band(self, verdict: Verdict) -> float:
        if verdict.status is Status.CONFIRMED:
            return 1.0
        return self._policy.ahead.likely if verdict.status is Status.SUSPECTED else 0.0


def section_of(knowledge: Knowledge) -> Mapping[str, str]:
    """The section of each question."""
    return {question: section.id for section in knowledge.sections for question in section.questions}


def _certainty(verdict: Verdict) -> float:
    return (verdict.shown.low + verdict.shown.high) / (2 * ONE)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if sum(values) else 1.0
