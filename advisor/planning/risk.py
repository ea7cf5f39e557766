"""The risk of a case. What an action removes of it is the difference between two of these: measured, not asserted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from advisor.inference.assessor import Inference
from advisor.inference.certainty import sign_value
from advisor.inference.compiled.program import SUSPECTED, CompiledDiagnosis, Program

# Certainties combine as 1 - product(1 - c), which saturates: of five signs each, taken by itself, seems to remove
# almost nothing. The logarithm of the doubt that is left adds up instead, sum of -ln(1 - c), so a sign weighs the same
# whatever else fired, and what two actions remove of two signs adds up (the idea of I. J.
# Good's weights of evidence, 1950). Every certainty that a pack may give is below 1, else its weight would be endless.
_UNIT = -math.log(0.05)  # one unit of weight is a certainty of 0.95
_MOST_REMEMBERED = 2_000  # patterns of truths, by diagnosis; a batch may bring any number of them


@dataclass(frozen=True, slots=True)
class BoundedNumber:
    """A number known to lie between two bounds."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """One diagnosis' part of the risk: what fired in the shown reading, in all and by sign, and for each sign the
    span from what surely fired to what could still fire.
    """

    fired: float
    by_sign: tuple[float, ...]
    signs: tuple[BoundedNumber, ...]


@dataclass(frozen=True)
class Risk:
    """The weight of every sign of every diagnosis, times the diagnosis' impact; diagnoses concluded only from
    diagnoses left out.
    """

    weighed: Mapping[str, Weighed]

    @property
    def by_diagnosis(self) -> Mapping[str, float]:
        """What fired in the shown reading, by diagnosis."""
        return {diagnosis: part.fired for diagnosis, part in self.weighed.items()}

    @property
    def shown(self) -> float:
        """The sum in the shown reading."""
        return sum([part.fired for part in self.weighed.values()])


def weight(hundredths: int) -> float:
    """The weight of a sign by its certainty in hundredths, additive over signs: 0 for 0, 1 for 95.

    >>> round(weight(95), 3), round(weight(30) + weight(40), 3) == round(weight(58), 3)
    (1.0, True)
    """
    return -math.log(1 - hundredths / 100) / _UNIT


def risk_of(program: Program, inferred: Inference, cures: Mapping[str, float]) -> Risk:
    """The risk of one resolution, in points of impact; `cures` are shares (0..1) of diagnoses removed."""
    return Risk(
        {
            diagnosis: weighed(compiled, inferred, cures.get(diagnosis, 0.0))
            for diagnosis, compiled in program.diagnoses.items()
            if compiled.id not in program.compounds
        }
    )


def weighed(diagnosis: CompiledDiagnosis, inferred: Inference, cured: float) -> Weighed:
    """One diagnosis' part of the risk, in points of impact, once a share (0..1) of it is cured."""
    impact = diagnosis.model.impact * (1 - cured)
    verdict = inferred.verdicts[diagnosis.id]
    certain = inferred.certain[diagnosis.stratum]
    fired = []
    surely_out = any(certain[slot] == 1 for slot, _ in diagnosis.unless)
    perhaps_out = any(certain[slot] != -1 for slot, _ in diagnosis.unless)
    signs = []
    for number, sign in enumerate(diagnosis.signs):
        truth, level = verdict.signs[number]
        fired.append(impact * weight(sign.levels[level][1]) if truth == 1 and not verdict.ruled_out_by else 0.0)
        _, _, low, high = sign_value(sign, certain, 0)
        signs.append(
            BoundedNumber(0.0 if perhaps_out else impact * weight(low), 0.0 if surely_out else impact * weight(high))
        )
    return Weighed(sum(fired), tuple(fired), tuple(signs))


Beside = tuple[Inference, Risk]
"""Something inferred, and its risk."""


class Scales:
    """Weighs the diagnoses of one program.

    A diagnosis' part rests on the truths of its own conditions and its cure alone. What-ifs come by the hundred and
    change few of them, so parts are kept by these, at most _MOST_REMEMBERED a diagnosis. A part that is the same object
    as before tells at once that nothing about the diagnosis changed.
    """

    def __init__(self, program: Program):
        self._counted = tuple(each for each in program.diagnoses.values() if each.id not in program.compounds)
        self._remembered: dict[str, dict[tuple[object, ...], Weighed]] = {each.id: {} for each in self._counted}

    def risk(
        self, inferred: Inference, cures: Mapping[str, float], likely: bool = False, beside: Beside | None = None
    ) -> Risk:
        """The risk of one resolution, as `risk_of` works it out; `cures` are shares (0..1) of diagnoses removed.

        With `likely` only the part of diagnoses that are found or likely; parts that are as in what was inferred
        `beside` it are taken from there.
        """
        found: dict[str, Weighed] = {}
        verdicts = inferred.verdicts
        for compiled in self._counted:
            if likely and verdicts[compiled.id].shown.low < SUSPECTED:
                continue
            # The same verdict comes of the same truths: it is kept by them.
            if beside is not None and verdicts[compiled.id] is beside[0].verdicts[compiled.id]:
                if cures.get(compiled.id) == beside[0].cures.get(compiled.id):
                    found[compiled.id] = beside[1].weighed[compiled.id]
                    continue
            diagnosis, first, last = compiled.id, compiled.first_slot, compiled.last_slot
            cured = cures.get(diagnosis, 0.0)
            shown, certain = inferred.shown[compiled.stratum], inferred.certain[compiled.stratum]
            own = shown[first:last]
            key = (own, own if certain is shown else certain[first:last], cured)
            remembered = self._remembered[diagnosis]
            part = remembered.get(key)
            if part is None:
                part = weighed(compiled, inferred, cured)
                if len(remembered) < _MOST_REMEMBERED:
                    remembered[key] = part
            found[diagnosis] = part
        return Risk(found)


def drop_between(before: Risk, after: Risk) -> BoundedNumber:
    """Bounds of the drop of risk over what is not known: sign by sign, where anything about the sign changed.

    A sign that is open before and after, in the same way, is the same unknown and drops by nothing; any other is
    reckoned as if the two were unknown independently, so the bounds are wide rather than wrong.
    """
    low = high = 0.0
    for diagnosis, was in before.weighed.items():
        now = after.weighed[diagnosis]
        if now is was:
            continue
        for span, then in zip(was.signs, now.signs):
            if then != span:
                low += span.low - then.high
                high += span.high - then.low
    return BoundedNumber(low, high)
