"""Packs ready for the laws: compiled, with both engines, and what the laws mean by a contradiction added."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from advisor import Advisor
from advisor.cases.answers import Differ, DontKnow, Exactly, Given
from advisor.cases.case import Case
from advisor.cases.following import followed
from advisor.engines.choice import Choice
from advisor.engines.durable import session as durable
from advisor.inference.assessor import Assessor, Inference
from advisor.inference.compiled.program import Program
from advisor.knowledge.loading import load_packs
from advisor.knowledge.pack import Knowledge
from advisor.language.parsing.parse import parse_number
from advisor.language.tree import questions_of_number
from advisor.result.assessment import Assessment
from advisor.rulebase.rulebase import Rulebase
from advisor.shipped import shipped_packs
from testkit.companies.answers import AS_OF, Answers
from testkit.companies.drawn import DENSITIES, drawn_answers, thresholds_of
from testkit.packs.plan import case_of, given_in

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

    def loose(self, assessment: Assessment, diagnosis: str) -> bool:
        """Whether a diagnosis rests on an answer that could still cease to count."""
        reads = self.program.rests_on[diagnosis]
        return any(not reads.isdisjoint(each.facts.loose) for each in assessment.assessed.inferences)

    @cached_property
    def own_numbers(self) -> frozenset[str]:
        """What figures stand in for: the laws of completion hold with these left as they are."""
        if self.knowledge.timeline is None:
            return frozenset()
        model = self.knowledge.timeline.model
        counts = [q for own in model.own_counts.values() for q in (own.happened, own.out_of)]
        here = [q for text in model.here_days for q in questions_of_number(parse_number(text, self.program.vocabulary))]
        return frozenset((*model.own.values(), *counts, *here, model.region, model.post))

    def found(self, case: Case) -> set[str]:
        """The contradictions that show in a case, settled or not."""
        said = followed(self.program.follows, case.answers)
        given = {name: a.said for name, a in said.items() if not isinstance(a.said, Differ)}
        return {
            contradiction.id
            for contradiction in self.assessor.contradiction_finder.found(self.assessor.maker.facts(given, AS_OF).fact)
        }

    def goes_against(self, before: Answers, after: Answers) -> bool:
        """Whether what came in addition says otherwise than what follows from the other answers for good, or tells what
        somebody doesn't know by an answer that hangs on it, and so is not asked for.
        """
        gates, more = self.program.gate_of, after.keys() - before.keys()
        hanging = {above for q in more if q in gates for above in gates[q].condition.questions}
        was, now = (followed(self.program.follows, self.case(answers).answers) for answers in (before, after))
        for question in {way.question for way in self.program.follows} & was.keys():
            said = was[question].said
            tentative = isinstance(said, Exactly) and said.tentative
            told = now[question].said != said
            if told and not tentative and (not isinstance(said, DontKnow) or question in hanging):
                return True
        return False

    def contradicts(self, before: Answers, after: Answers) -> bool:
        """Whether completing `before` to `after` adds a contradiction.

        Withdrawing one more answer of a contradiction that is settled already is a change, not a completion; so is what
        goes against what follows from the other answers.
        """
        if self.goes_against(before, after):
            return True
        old, new = self.case(before), self.case(after)
        more: Mapping[str, Given] = {q: a.said for q, a in new.answers.items() if q not in old.answers}  # type: ignore[misc]
        if not self.found(new) <= self.found(old):
            return True
        standing = self.assessor.assess(old).standing
        settled = self.found(old) - {contradiction.id for contradiction in standing.contradictions}
        return any(self.program.contradiction_of[name].model.settle.question in more for name in settled)

    @cached_property
    def thresholds(self) -> Mapping[str, Sequence[float]]:
        """The numbers that conditions compare each question with; weeks for dates."""
        return thresholds_of(self.program)

    def some_case(self, seed: int) -> Answers:
        """Answers to some of the questions in any order, near the thresholds; sparse or dense by the seed."""
        rng = random.Random(seed)
        answers = self.drawn(rng, rng.choice(DENSITIES))
        return dict(rng.sample(list(answers.items()), len(answers)))

    def some_completion(self, answers: Answers, seed: int) -> Answers:
        """A completion: these answers, and more of them but for own numbers."""
        rng = random.Random(seed)
        drawn = self.drawn(rng, rng.choice((0.02, 0.1, 0.5, 1.0)))
        return {**answers, **{q: a for q, a in drawn.items() if q not in answers and q not in self.own_numbers}}

    def drawn(self, rng: random.Random, given: float) -> Answers:
        """Each question answered with the chance `given`, near the thresholds."""
        return drawn_answers(
            self.knowledge, rng, given=given, settling=1, unsure=0.15, ranges=0.15, near=self.thresholds
        )


def text_of(assessment: Assessment) -> str:
    """The published JSON of an assessment without `run`."""
    return json.dumps({key: value for key, value in assessment.to_dict().items() if key != "run"})


@lru_cache(maxsize=1)
def shipped_world() -> World:
    """The packs that come with the program."""
    return World(load_packs(shipped_packs()))
