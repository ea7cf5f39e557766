"""Verdicts by the truths that they rest on, remembered."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.inference.certainty import Verdict, judge
from advisor.inference.compiled.program import CompiledDiagnosis, Program

_MOST_REMEMBERED = 2_000  # patterns of truths, by diagnosis; a batch may bring any number of them


class Judged:
    """The verdict on each diagnosis of a program. It rests on the truths of its own conditions alone, so it is kept by
    these.

    Many cases and most what-ifs repeat a few patterns of truths; at most _MOST_REMEMBERED are kept a diagnosis.
    """

    def __init__(self, program: Program):
        self._remembered: dict[str, dict[tuple[Sequence[int], Sequence[int] | None], Verdict]] = {
            diagnosis: {} for diagnosis in program.diagnoses
        }

    def verdict(self, diagnosis: CompiledDiagnosis, shown: Sequence[int], certain: Sequence[int]) -> Verdict:
        """The verdict, from the truths of the diagnosis' stratum in the two readings."""
        first, last = diagnosis.first_slot, diagnosis.last_slot
        own = shown[first:last]
        sure = own if certain is shown else certain[first:last]
        key = (own, None if sure is own else sure)
        remembered = self._remembered[diagnosis.id]
        verdict = remembered.get(key)
        if verdict is None:
            verdict = judge(diagnosis, own, sure)
            if len(remembered) < _MOST_REMEMBERED:
                remembered[key] = verdict
        return verdict
