"""Packs ready for the laws: compiled, with both engines, and what the laws mean by a contradiction added."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import Any

from advisor import Advisor
from advisor.cases.answers import Differ, Given
from advisor.cases.case import Case
from advisor.engines.choice import Choice
from advisor.engines.durable import session as durable
from advisor.inference.assessor import Assessor, Inference
from advisor.inference.compiled.program import Program
from advisor.knowledge.loading import load_packs
from advisor.knowledge.models import Question
from advisor.knowledge.pack import Knowledge
from advisor.language.patterns import leaves_of
from advisor.language.vocabulary import Kind
from advisor.result.assessment import Assessment
from advisor.rulebase.rulebase import Rulebase
from advisor.shipped import shipped
from tests.pack_strategies import AS_OF, DONT_KNOW, Answers, Raw, case_of, given_in

ENGINES: tuple[Choice, ...] = ("python", "durable") if durable.available() else ("python",)


def advisor_of(knowledge: Knowledge, engine: Choice) -> Advisor:
    """The library's own object for knowledge that no folder holds."""
    return Advisor.over(Rulebase.of(knowledge, engine=engine))


@dataclass(frozen=True, repr=False)
class World:
    """A pack with an Advisor for every engine there is."""

    knowledge: Knowledge

    def __repr__(self) -> str:
        kinds = ("questions", "facts", "diagnoses", "contradictions")
        entries = [entry.document.data for kind in kinds for entry in getattr(self.knowledge, kind).values()]
        return "\n".join(["World of", *map(str, entries)]) if len(entries) < 40 else "a large World"

    @cached_property
    def advisors(self) -> tuple[Advisor, ...]:
        return tuple(advisor_of(self.knowledge, engine) for engine in ENGINES)

    @property
    def program(self) -> Program:
        return self.advisors[0].program

    @property
    def assessor(self) -> Assessor:
        return self.advisors[0].assessor

    def case(self, answers: Answers) -> Case:
        return case_of(self.knowledge, answers)

    def infer(self, answers: Answers) -> Inference:
        """One reading; people must not differ."""
        return self.assessor.infer(given_in(self.knowledge, answers), AS_OF)

    def assess(self, answers: Answers, engine: int = 0) -> Assessment:
        return self.advisors[engine].assess(self.case(answers))

    def as_text(self, answers: Answers, engine: int = 0) -> str:
        """The published JSON without `run`, as bytes would be compared."""
        return text_of(self.assess(answers, engine))

    @cached_property
    def own_numbers(self) -> frozenset[str]:
        """What figures stand in for: the laws of completion hold with these left as they are."""
        if self.knowledge.timeline is None:
            return frozenset()
        model = self.knowledge.timeline.model
        counts = [q for own in model.own_counts.values() for q in (own.happened, own.out_of)]
        return frozenset((*model.own.values(), *counts, model.region, model.post))

    def found(self, case: Case) -> set[str]:
        """The contradictions that show in a case, settled or not."""
        given = {id: a.said for id, a in case.answers.items() if not isinstance(a.said, Differ)}
        return {
            contradiction.id
            for contradiction in self.assessor.contradiction_finder.found(self.assessor.maker.facts(given, AS_OF).fact)
        }

    def contradicts(self, before: Answers, after: Answers) -> bool:
        """Whether completing `before` to `after` adds a contradiction, or makes an answered question inapplicable.

        Withdrawing one more answer of a contradiction that is settled already is a change, not a completion.
        """
        old, new = self.case(before), self.case(after)
        more: Mapping[str, Given] = {q: a.said for q, a in new.answers.items() if q not in old.answers}  # type: ignore[misc]
        if not self.found(new) <= self.found(old):
            return True
        standing = self.assessor.assess(old).standing
        settled = self.found(old) - {contradiction.id for contradiction in standing.contradictions}
        if any(self.program.contradiction_of[id].model.settle.question in more for id in settled):
            return True
        plain = {q: a.said for q, a in old.answers.items() if not isinstance(a.said, Differ)}
        for answers in (plain, *map(standing.answers_in, standing.resolutions)):
            was = self.assessor.maker.facts(answers, AS_OF).asked
            now = self.assessor.maker.facts({**answers, **more}, AS_OF).asked
            if any(was.get(q, 1) != -1 and now.get(q, 1) == -1 for q in answers):
                return True
        return False

    @cached_property
    def thresholds(self) -> Mapping[str, tuple[float, ...]]:
        """The numbers that conditions compare each question with; weeks for dates."""
        found: dict[str, set[float]] = {}
        for stratum in self.program.strata:
            for condition in stratum.conditions:
                for leaf in (*leaves_of(condition.true), *leaves_of(condition.false)):
                    stem, _, end = leaf.field.partition("#")
                    if end in ("low", "high"):
                        found.setdefault(stem, set()).add(float(leaf.value))
        return {question: tuple(sorted(values)) for question, values in found.items()}

    def some_case(self, seed: int) -> Answers:
        """Answers to some of the questions, near the thresholds; sparse or dense by the seed."""
        chance = random.Random(seed)
        density = chance.choice([0.03, 0.1, 0.3, 0.6, 0.9])
        asked = [q for q in self.knowledge.questions if chance.random() < density]
        chance.shuffle(asked)
        return {q: self.some_answer(q, chance) for q in asked}

    def some_completion(self, answers: Answers, seed: int) -> Answers:
        """The same answers and more."""
        chance = random.Random(seed)
        density = chance.choice([0.02, 0.1, 0.5, 1.0])
        missing = [q for q in self.knowledge.questions if q not in answers and q not in self.own_numbers]
        more = [q for q in missing if chance.random() < density]
        return {**answers, **{q: self.some_answer(q, chance) for q in more}}

    def some_answer(self, id: str, chance: random.Random) -> Raw:
        question = self.knowledge.questions[id].model
        if chance.random() < 0.15:
            return DONT_KNOW
        if (question.type.numeric or question.type is Kind.DATE) and chance.random() < 0.15:
            both = sorted(self._some_value(question, chance) for _ in range(2))
            return {"from": both[0], "to": both[1]}
        return self._some_value(question, chance)

    def _some_value(self, question: Question, chance: random.Random) -> Any:
        if question.type is Kind.YES_NO:
            return chance.random() < 0.5
        if question.type is Kind.TEXT:
            return "some text"
        options = [option.id for option in question.options]
        if question.type is Kind.CHOICE:
            return chance.choice(options)
        if question.type is Kind.CHOICES:
            return chance.sample(options, chance.randint(0, len(options)))
        near = chance.choice(self.thresholds.get(question.id, (0.0,))) + chance.choice([-1, -0.5, 0, 0.5, 1])
        if question.type is Kind.DATE:
            return (AS_OF + timedelta(days=round(7 * near))).isoformat()
        low, high = question.range or (0.0, 0.0)
        value = min(max(near, low), high)
        return round(value) if question.type is Kind.WHOLE else value


def text_of(assessment: Assessment) -> str:
    """The published JSON of an assessment without `run`."""
    return json.dumps({key: value for key, value in assessment.to_dict().items() if key != "run"})


@lru_cache(maxsize=1)
def shipped_world() -> World:
    """The pack that comes with the program."""
    return World(load_packs([shipped("rules")]))
