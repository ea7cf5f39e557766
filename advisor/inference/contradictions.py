"""Contradictions: which answers are disputed, and in which resolutions the case is assessed until they are settled."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.cases.answers import Answer, Claim, Differ, DontKnow, Exactly, Given
from advisor.inference.compiled.program import CompiledContradiction, Program
from advisor.language.to_python import truth_function

# Resolutions multiply; beyond these all disputed answers are left out at once.
MOST_CONTRADICTIONS = 4
MOST_RESOLUTIONS = 64


@dataclass(frozen=True, slots=True)
class Resolution:
    """One way to resolve disputed answers: which are left out, and whose word counts where people differ."""

    left_out: tuple[str, ...] = ()
    taken: tuple[tuple[str, Claim], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundContradiction:
    """A contradiction found in a case: the answers it disputes and the question that settles it.

    `people_differ`: people answered one question differently; else `id` is that of a contradiction in the packs.
    """

    id: str
    answers: tuple[str, ...]
    settle: str
    people_differ: bool = False


@dataclass(frozen=True)
class SortedAnswers:
    """A case's answers sorted out: what was withdrawn, what is disputed, and the resolutions that are left.

    `overloaded` is true where there are so many contradictions, or resolutions of them, that all disputed answers are
    left out at once.
    """

    answers: Mapping[str, Given]
    withdrawn: tuple[str, ...]
    contradictions: tuple[FoundContradiction, ...]
    resolutions: tuple[Resolution, ...]
    overloaded: bool

    @property
    def disputed(self) -> frozenset[str]:
        """The questions whose answers are disputed or withdrawn."""
        return frozenset((*self.withdrawn, *(answer for c in self.contradictions for answer in c.answers)))

    def answers_in(self, resolution: Resolution) -> Mapping[str, Given]:
        """The answers that count in one resolution, by question."""
        if not resolution.left_out and not resolution.taken:
            return self.answers
        kept = {question: given for question, given in self.answers.items() if question not in resolution.left_out}
        kept.update((question, claim.given) for question, claim in resolution.taken)
        return kept


class ContradictionFinder:
    """Finds the contradictions of cases for one program."""

    def __init__(self, program: Program):
        self.program = program
        self._shown = truth_function([(d.condition.true, d.condition.false) for d in program.contradictions])

    def found(self, fact: Mapping[str, bool | int | float | str]) -> list[CompiledContradiction]:
        """The contradictions whose condition is certainly true of a flat fact, in the order of the program."""
        return [d for d, value in zip(self.program.contradictions, self._shown(fact)) if value == 1]

    def sort_out(self, answers: Mapping[str, Answer], found: Sequence[CompiledContradiction]) -> SortedAnswers:
        """The answers less those that settling replies withdraw, and the resolutions of what stays disputed.

        `answers` are those of the case as given, `found` the contradictions that show among them.
        """
        answers = {question: a for question, a in answers.items() if question not in self.program.no_evidence}
        given = {question: a.said for question, a in answers.items() if not isinstance(a.said, Differ)}
        withdrawn: list[str] = []
        contradictions: list[FoundContradiction] = []
        for contradiction in found:
            settle = contradiction.model.settle
            reply = given.get(settle.question)
            answer = settle.withdraws.get(str(reply.value)) if isinstance(reply, Exactly) else None
            if answer is not None:
                withdrawn.append(answer)
            else:
                answers_disputed = contradiction.model.answers
                contradictions.append(FoundContradiction(contradiction.id, answers_disputed, settle.question))
        contradictions = [c for c in contradictions if not set(c.answers) & set(withdrawn)]
        differing = {question: a.said for question, a in sorted(answers.items()) if isinstance(a.said, Differ)}
        differing = {question: said for question, said in differing.items() if question not in withdrawn}
        contradictions += [FoundContradiction(f"differ:{q}", (q,), q, people_differ=True) for q in differing]
        kept = {question: g for question, g in given.items() if question not in withdrawn}
        resolutions = (
            _resolutions(contradictions, kept, differing) if len(contradictions) <= MOST_CONTRADICTIONS else None
        )
        if resolutions is None:
            # What every resolution agrees on could still be said, but it would take as many inferences as there are
            # ways. One resolution without any disputed answer stands in for all of them; it knows less than each, so
            # `over_resolutions` finds a diagnosis only where no completion of what is left out can take it back.
            disputed = tuple(dict.fromkeys(answer for c in contradictions for answer in c.answers))
            return SortedAnswers(kept, tuple(withdrawn), tuple(contradictions), (Resolution(disputed),), True)
        return SortedAnswers(kept, tuple(withdrawn), tuple(contradictions), tuple(resolutions), False)


def _resolutions(
    contradictions: Sequence[FoundContradiction], given: Mapping[str, Given], differing: Mapping[str, Differ]
) -> list[Resolution] | None:
    """One disputed answer of each contradiction left out, and one claim taken where people differ, in all ways; None
    where these are more than MOST_RESOLUTIONS.
    """
    # Of answers that contradict each other one at least is wrong, and nobody here knows which. So each that may be the
    # wrong one is left out in turn, one for each contradiction: the product of all choices. To leave out none would let
    # answers that exclude each other fire signs together; to leave out all would throw away what holds either way.
    # Two choices can leave out the same answers (one answer disputed twice), so equal resolutions count once. An answer
    # that is left out counts as not given. Whose word is taken does not matter where the answer is left out anyhow.
    disputed = [[a for a in c.answers if a in given or a in differing] for c in contradictions if not c.people_differ]
    outs = [answers for answers in disputed if answers]
    takes = {question: [(question, claim) for claim in said.claims] for question, said in differing.items()}
    resolutions: dict[Resolution, None] = {}
    for left_out in dict.fromkeys(tuple(sorted(set(each))) for each in itertools.product(*outs)):
        for taken in itertools.product(*(claims for question, claims in takes.items() if question not in left_out)):
            resolutions[Resolution(left_out, taken)] = None
            if len(resolutions) > MOST_RESOLUTIONS:
                return None
    return list(resolutions) or [Resolution()]


def is_known(given: Given | None) -> bool:
    """Whether an answer says something."""
    return given is not None and not isinstance(given, DontKnow)
