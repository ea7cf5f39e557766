"""What could still change a diagnosis, remembered over the cases of a batch by the answers that the diagnosis rests on.

Most companies of a table leave the same questions out, and say of the rest what others say too.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import cast

from advisor.cases.answers import Given
from advisor.inference.compiled.program import COMPUTED, Program
from advisor.language.vocabulary import Kind
from advisor.memory import Cache

_MOST_REMEMBERED = 5_000  # to twice as many; a key holds some ten answers, less than a kilobyte
_NOTHING: frozenset[str] = frozenset()


class AskedBefore:
    """The questions that could still change a diagnosis of one program, kept by a key. Safe to share between threads.

    A diagnosis' questions follow from the answers to what it rests on, from which of these are disputed or loose, and,
    where one asks for a day, from the day of the case; nothing else of a case matters where nothing is imagined. A
    diagnosis that rests on computed numbers has no key: these rest on too much.
    """

    def __init__(self, program: Program):
        terms = program.vocabulary.terms
        self._reads = {
            diagnosis: (tuple(sorted(reads)), reads, any(terms[q].kind is Kind.DATE for q in reads))
            for diagnosis, reads in program.rests_on.items()
            if COMPUTED not in reads
        }
        found = {way.question: program.gate_reads.get(way.question, ()) for way in program.follows}
        for way in program.follows:
            found[way.question] = tuple(dict.fromkeys((*found[way.question], *(q for q, _ in way.needed))))
        self._follows: Mapping[str, tuple[str, ...]] = found
        self._gate_reads = program.gate_reads
        self._kept: Cache[Hashable, tuple[str, ...]] = Cache(_MOST_REMEMBERED)

    @classmethod
    def of(cls, program: Program) -> AskedBefore:
        """That of a program, kept with it."""
        kept = program.remembered.get(cls.__name__)
        if kept is None:
            kept = program.remembered[cls.__name__] = cls(program)
        return cast(AskedBefore, kept)

    def could_take_away(self, question: str) -> tuple[str, ...]:
        """The questions whose answers decide whether an answer counts: what its gate reads, or what it follows from."""
        return self._follows.get(question) or self._gate_reads.get(question, ())

    def key(
        self,
        diagnosis: str,
        answers: Mapping[str, Given],
        as_of: date,
        loose: frozenset[str] = _NOTHING,
        disputed: frozenset[str] = _NOTHING,
    ) -> Hashable | None:
        """What tells all that matters; None where the diagnosis rests on computed numbers, or on a loose answer that
        follows from others, which the diagnosis need not rest on.
        """
        reads = self._reads.get(diagnosis)
        if reads is None:
            return None
        questions, among, dated = reads
        doubtful: tuple[frozenset[str], frozenset[str]] | None = None
        if not (among.isdisjoint(loose) and among.isdisjoint(disputed)):
            doubtful = among & loose, among & disputed
            if not doubtful[0].isdisjoint(self._follows):
                return None
        given = answers.get
        return diagnosis, as_of if dated else None, doubtful, tuple([given(question) for question in questions])

    def get(self, key: Hashable) -> tuple[str, ...] | None:
        """What is remembered, if anything."""
        return self._kept.get(key)

    def put(self, key: Hashable, questions: tuple[str, ...]) -> None:
        """Remember it."""
        self._kept.put(key, questions)
