"""What an action is worth: the difference between two assessments, computed, never asserted (design, section 5)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from advisor.inference.assessor import Inference
from advisor.inference.certainty import sign_value
from advisor.inference.compiled.program import CompiledDiagnosis, Program

_UNIT = -math.log(0.05)  # one unit of weight is a certainty of 0.95
_MOST_REMEMBERED = 2_000  # patterns of truths, by diagnosis


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
    """The weight of one sign, additive over signs: -ln(1 - certainty), in units of a certainty of 0.95."""
    return -math.log(1 - hundredths / 100) / _UNIT


def risk_of(program: Program, inferred: Inference, cures: Mapping[str, float]) -> Risk:
    """The risk in one reading, cures included."""
    return Risk(
        {
            diagnosis: weighed(compiled, inferred, cures.get(diagnosis, 0.0))
            for diagnosis, compiled in program.diagnoses.items()
            if compiled.id not in program.compounds
        }
    )


def weighed(diagnosis: CompiledDiagnosis, inferred: Inference, cured: float) -> Weighed:
    """One diagnosis' part of the risk, a share of it cured."""
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


class Scales:
    """Weighs the diagnoses of one program; the same truths weigh the same, and are weighed once."""

    def __init__(self, program: Program):
        self._judgements = tuple(j for j in program.diagnoses.values() if j.id not in program.compounds)
        self._remembered: dict[str, dict[tuple[object, ...], Weighed]] = {j.id: {} for j in self._judgements}

    def risk(self, inferred: Inference, cures: Mapping[str, float]) -> Risk:
        """As `risk_of`."""
        found = {}
        for compiled in self._judgements:
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
    """Bounds of the drop of risk: sign by sign, where anything about the sign changed."""
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
