"""What an action is worth: the difference between two assessments, computed, never asserted (design, section 5)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from advisor.inference.assessing import Inferred
from advisor.inference.certainty import sign_value
from advisor.inference.program import Program

_UNIT = -math.log(0.05)  # one unit of weight is a certainty of 0.95


@dataclass(frozen=True, slots=True)
class Span:
    """A number known to lie between two bounds."""

    low: float
    high: float


@dataclass(frozen=True)
class Risk:
    """The weight of every sign of every diagnosis, times the diagnosis' impact.

    `shown` adds up what fired in the shown reading. `signs` holds per sign the span from what surely fired to what
    could still fire, so that the drop between two risks can be bounded sign by sign.
    """

    by_diagnosis: Mapping[str, float]
    signs: Mapping[tuple[str, int], Span]

    @property
    def shown(self) -> float:
        """The sum in the shown reading."""
        return sum(self.by_diagnosis.values())


def weight(hundredths: int) -> float:
    """The weight of one sign, additive over signs: -ln(1 - certainty), in units of a certainty of 0.95."""
    return -math.log(1 - hundredths / 100) / _UNIT


def risk_of(program: Program, inferred: Inferred, cures: Mapping[str, float]) -> Risk:
    """The risk in one reading, cures included."""
    total: dict[str, float] = {}
    signs: dict[tuple[str, int], Span] = {}
    for id, judgement in program.judgements.items():
        if judgement.compound(program):
            continue
        impact = judgement.model.impact * (1 - cures.get(id, 0.0))
        verdict = inferred.verdicts[id]
        certain = inferred.certain[judgement.stratum]
        fired = 0.0
        surely_out = any(certain[slot] == 1 for slot, _ in judgement.unless)
        perhaps_out = any(certain[slot] != -1 for slot, _ in judgement.unless)
        for number, sign in enumerate(judgement.signs):
            truth, level = verdict.signs[number]
            if truth == 1 and not verdict.ruled_out_by:
                fired += weight(sign.levels[level][1])
            _, _, low, high = sign_value(sign, certain, 0)
            signs[id, number] = Span(
                0.0 if perhaps_out else impact * weight(low), 0.0 if surely_out else impact * weight(high)
            )
        total[id] = impact * fired
    return Risk(total, signs)


def drop_between(before: Risk, after: Risk) -> Span:
    """Bounds of the drop of risk: sign by sign, where anything about the sign changed."""
    low = high = 0.0
    for key, span in before.signs.items():
        then = after.signs[key]
        if then != span:
            low += span.low - then.high
            high += span.high - then.low
    return Span(low, high)
