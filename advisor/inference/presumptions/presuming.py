"""Which answers are presumed: what the timeline, and nothing else, reads in place of answers that nobody has given.

A presumption is a figure for circumstances. It is made where nothing that is known speaks against it, each by itself:
presumptions do not read one another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from advisor.cases.answers import Given
from advisor.inference.compiled.program import CompiledContradiction, Program
from advisor.inference.contradictions import is_known
from advisor.language.intervals import Truth
from advisor.language.patterns import Facts, holds
from advisor.language.tree import Unsure, atoms_of

Presumed = Mapping[str, Given]
"""Answers that are presumed, by question."""
NOTHING_PRESUMED: Presumed = {}
Read = Callable[[Mapping[str, Given]], "tuple[Facts, Mapping[str, Truth]]"]
"""The flat fact of some answers, without computed numbers, and which gated questions apply."""


@dataclass(frozen=True)
class Touch:
    """What a presumed value could touch if it were an answer: questions asked by it, contradictions that read these."""

    gated: tuple[str, ...]
    contradictions: tuple[CompiledContradiction, ...]


class Presumer:
    """Makes the presumptions of one resolution of a case, for one program."""

    def __init__(self, program: Program):
        self.presumptions = program.presumptions
        self.touches = {question: _touch(program, question) for question in program.presumptions}

    def presumed(
        self,
        fact: Facts,
        asked: Mapping[str, Truth],
        answers: Mapping[str, Given],
        never: Collection[str],
        read: Read,
    ) -> Presumed:
        """What is presumed beside some answers, of which `fact` and `asked` were read; `never` are disputed."""
        found: dict[str, Given] = {}
        for question, presumption in self.presumptions.items():
            if is_known(answers.get(question)) or question in never or asked.get(question, 1) == -1:
                continue
            if presumption.when is not None and not holds(presumption.when.true, fact):
                continue
            if self.fits(question, presumption.value, fact, asked, answers, read):
                found[question] = presumption.value
        return found or NOTHING_PRESUMED

    def fits(
        self,
        question: str,
        value: Given,
        fact: Facts,
        asked: Mapping[str, Truth],
        answers: Mapping[str, Given],
        read: Read,
    ) -> bool:
        """Whether a value, were it given, would leave every known answer in force and contradict none."""
        touch = self.touches[question]
        known = [q for q in touch.gated if asked[q] != -1 and is_known(answers.get(q))]
        if not known and not touch.contradictions:
            return True
        would, applies = read({**answers, question: value})
        if any(applies[q] == -1 for q in known):
            return False
        conditions = [contradiction.condition.true for contradiction in touch.contradictions]
        return not any(holds(true, would) and not holds(true, fact) for true in conditions)


def _touch(program: Program, presumed: str) -> Touch:
    """All that an answer could touch, through gates of any depth."""
    # A question that is asked just because the presumed one is not known would be set aside by an answer to that, but
    # nothing it says speaks against what is presumed.
    touched = {presumed}
    for gate in program.gates:  # each stands after those that it reads
        if not touched.isdisjoint(gate.condition.questions) and Unsure(presumed) not in atoms_of(gate.condition.tree):
            touched.add(gate.question)
    return Touch(
        tuple(sorted(touched - {presumed})),
        tuple(c for c in program.contradictions if not touched.isdisjoint(c.condition.questions)),
    )
