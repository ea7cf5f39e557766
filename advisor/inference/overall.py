"""One verdict over all resolutions of a case that contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.inference.certainty import Bounds, Status, Verdict, settled_within
from advisor.inference.compiled.program import CONFIRMED, Program


@dataclass(frozen=True, slots=True)
class OverallVerdict:
    """A diagnosis over all resolutions; `only_if` numbers those in which it is found or likely, where not in all."""

    status: Status
    shown: Bounds
    certain: Bounds
    settled: bool
    only_if: tuple[int, ...]


def over_resolutions(
    program: Program, resolved: Sequence[Mapping[str, Verdict]], overloaded: bool
) -> dict[str, OverallVerdict]:
    """Each diagnosis over the verdicts of all resolutions: one status in all of them stands, else it is held back.

    `overloaded` says that one resolution stands in for too many; then only what is certain is found.
    """
    if len(resolved) == 1 and not overloaded:
        (verdicts,) = resolved
        return {
            diagnosis: OverallVerdict(v.status, v.shown, v.certain, v.settled, ())
            for diagnosis, v in ((diagnosis, verdicts[diagnosis]) for diagnosis in program.diagnoses)
        }
    return {
        diagnosis: _together([verdicts[diagnosis] for verdicts in resolved], overloaded)
        for diagnosis in program.diagnoses
    }


def _together(verdicts: Sequence[Verdict], overloaded: bool) -> OverallVerdict:
    # One of the resolutions is how things are, and nobody knows which. So the interval reaches from the least to the
    # greatest, and a status is said only where all give it. Where some find a diagnosis and others do not, it is at
    # most likely, and told with the resolutions in which it holds.
    shown = Bounds(min(v.shown.low for v in verdicts), max(v.shown.high for v in verdicts))
    certain = Bounds(min(v.certain.low for v in verdicts), max(v.certain.high for v in verdicts))
    statuses = {v.status for v in verdicts}
    settled = settled_within(certain) and all(v.settled for v in verdicts)
    if overloaded:
        status = verdicts[0].status
        if status is Status.CONFIRMED and certain.low < CONFIRMED:
            status = Status.SUSPECTED
        return OverallVerdict(status, shown, certain, settled, ())
    if len(statuses) == 1:
        return OverallVerdict(verdicts[0].status, shown, certain, settled, ())
    likely = tuple(i for i, v in enumerate(verdicts) if v.status in (Status.CONFIRMED, Status.SUSPECTED))
    if likely:
        status = Status.SUSPECTED
    else:
        status = Status.OPEN if Status.OPEN in statuses else Status.NO_SIGN
    return OverallVerdict(status, shown, certain, settled, likely)
