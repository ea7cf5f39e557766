"""How signs add up: certainty factors combined as in MYCIN (Shortliffe and Buchanan, 1975), exactly.

A certainty is a whole number of hundredths; the combination 1 - product(1 - c) is computed with integers and
rounded once, half up, to ten-thousandths. Thresholds compare rounded values.

What is known of a diagnosis is an interval: `low` from the signs that fired, `high` as if all that is open held. And
there are two of these, for two readings of an `unless` that nobody asked about: `shown` ignores it, `certain` does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, CompiledDiagnosis, Sign
from advisor.language.intervals import Truth

ONE = 10_000  # full certainty, in ten-thousandths


class Status(str, Enum):
    """What is known of a diagnosis; the values are those of the JSON."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"
    OPEN = "open"
    NO_SIGN = "no-sign"
    RULED_OUT = "ruled-out"

    @property
    def band(self) -> str:
        """For what is settled, no sign and ruled out count as one."""
        return "absent" if self in (Status.NO_SIGN, Status.RULED_OUT) else self.value


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of certainty in ten-thousandths: from what fired to what could still come."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """One diagnosis in one resolution of the answers.

    `status` is by the shown reading, `settled` by the certain one: `shown` ignores an open `unless` (those are in
    `assuming`, by number), `certain` does not.
    `signs` holds for each evidence its truth and the level that counts (-1 where none does).
    """

    status: Status
    shown: Bounds
    certain: Bounds
    settled: bool
    signs: tuple[tuple[Truth, int], ...]
    ruled_out_by: tuple[int, ...]
    assuming: tuple[int, ...]


def combine(certainties: Iterable[int]) -> int:
    """1 - product(1 - c) for certainties in hundredths, in ten-thousandths, rounded half up."""
    # Each sign takes its share of the doubt that is left: CF(a, b) = a + b (1 - a), the rule of Shortliffe and Buchanan
    # ("A model of inexact reasoning in medicine", 1975) for signs that all speak for a thing; what speaks against it is
    # an `unless`. Whole numbers keep the product exact, whatever the order of the signs. With floating point the last
    # bit would depend on the order, and with it on which side of a threshold a certainty of 0.60 falls.
    left, scale = 1, 1
    for certainty in certainties:
        left *= 100 - certainty
        scale *= 100
    return (2 * (scale - left) * ONE + scale) // (2 * scale)


def status_of(bounds: Bounds) -> Status:
    """The status that an interval of certainty gives, `unless` aside."""
    if bounds.low >= CONFIRMED:
        return Status.CONFIRMED
    if bounds.low >= SUSPECTED:
        return Status.SUSPECTED
    return Status.OPEN if bounds.high >= SUSPECTED else Status.NO_SIGN


def settled_within(bounds: Bounds) -> bool:
    """Whether both ends give one status, so that nothing between them can change it."""
    low = status_of(Bounds(bounds.low, bounds.low))
    return low is status_of(Bounds(bounds.high, bounds.high))


def sign_value(sign: Sign, truths: Sequence[int], offset: int) -> tuple[Truth, int, int, int]:
    """A sign's truth, the level that counts, and the least and greatest certainty it can lend (hundredths).

    Levels stand strongest first and the first that holds counts; an open level above it may still count.
    """
    high, open_level = 0, -1
    for number, (slot, certainty) in enumerate(sign.levels):
        value = truths[slot - offset]
        if value == 1:
            return 1, number, certainty, max(high, certainty)
        if value == 0 and high == 0:
            high, open_level = certainty, number
    return (0, open_level, 0, high) if high else (-1, -1, 0, 0)


def judge(diagnosis: CompiledDiagnosis, shown: Sequence[int], certain: Sequence[int]) -> Verdict:
    """The verdict on one diagnosis from the truths of its conditions, in the shown and the certain reading."""
    # Every bound is monotone: a sign that comes true raises `low`, one that comes false lowers `high`, and combining
    # never turns that round. So an answer can only narrow an interval, and what both ends agree on no answer changes.
    # An `unless` works against that, and an open one is read twice: the shown reading takes it for false and says so
    # (`assuming`), else every exception that nobody was asked about would silence its diagnosis; the certain reading
    # lets `low` drop to 0, else "settled" would be said of what one answer can still take away.
    offset = diagnosis.first_slot
    signs = [sign_value(sign, shown, offset) for sign in diagnosis.signs]
    bounds = Bounds(combine(s[2] for s in signs), combine(s[3] for s in signs))
    ruled_out = tuple(i for i, (slot, _) in enumerate(diagnosis.unless) if shown[slot - offset] == 1)
    assuming = tuple(i for i, (slot, _) in enumerate(diagnosis.unless) if shown[slot - offset] == 0)
    if certain is shown:
        low, high = bounds.low, bounds.high
    else:
        sure = [sign_value(sign, certain, offset) for sign in diagnosis.signs]
        low, high = combine(s[2] for s in sure), combine(s[3] for s in sure)
    surely_out = any(certain[slot - offset] == 1 for slot, _ in diagnosis.unless)
    if surely_out:
        low = high = 0
    elif any(certain[slot - offset] == 0 for slot, _ in diagnosis.unless):
        low = 0
    if ruled_out:
        bounds = Bounds(0, 0)
    status = Status.RULED_OUT if ruled_out else status_of(bounds)
    certain_bounds = Bounds(low, high)
    return Verdict(
        status,
        bounds,
        certain_bounds,
        settled_within(certain_bounds),
        tuple((s[0], s[1]) for s in signs),
        ruled_out,
        assuming,
    )


def cured(verdict: Verdict, share: float) -> Verdict:
    """The verdict once a share of the diagnosis is removed: 1 - low becomes (1 - low)^(1 - share), high likewise.

    A share of 0 changes nothing, a share of 1 leaves no certainty.
    """

    # Certainties combine by multiplying doubts, so their logarithm adds up over signs; to take a share of that sum away
    # is to raise the doubt to the power of what stays.
    def less(bounds: Bounds) -> Bounds:
        return Bounds(*(_half_up(ONE * (1 - (1 - b / ONE) ** (1 - share))) for b in (bounds.low, bounds.high)))

    shown, certain = less(verdict.shown), less(verdict.certain)
    status = verdict.status if verdict.ruled_out_by else status_of(shown)
    return replace(verdict, status=status, shown=shown, certain=certain, settled=settled_within(certain))


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)


def concluded(bounds: Bounds, threshold: int) -> bool | None:
    """`diagnosed` or `suspected` by the bounds of one reading, shown or certain: True, False, or None while open."""
    if bounds.low >= threshold:
        return True
    return False if bounds.high < threshold else None
