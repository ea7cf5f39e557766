"""Which step of the work is broken first: the findings in the order in which a plan mends them.

The steps are those of the packs (`step` of a diagnosis, 0 the earliest). Of what was found, what is light beside the
heaviest is left out: a hint at an early step does not come before a proof at a later one.
"""

from __future__ import annotations

from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import SUSPECTED, Program
from advisor.planning.measured import ImaginedCase


def findings(program: Program, base: ImaginedCase) -> frozenset[str]:
    """The diagnoses that are found or likely in a case with things imagined, those concluded from others left out."""
    verdicts, weighed = base.inferred.verdicts, base.risk.weighed
    return frozenset(d for d, part in weighed.items() if part.fired > 0 and verdicts[d].shown.low >= SUSPECTED)


def step_of(program: Program, diagnosis: str, inferred: Inference) -> int:
    """The step of the work that a diagnosis breaks."""
    model, elsewhere = program.diagnoses[diagnosis].model, program.late.steps.get(diagnosis)
    if elsewhere is not None and model.step_when is not None and elsewhere.truth(inferred.shown) == 1:
        return model.step_when.step
    return model.step


def broken_steps(program: Program, base: ImaginedCase, lightest: float) -> list[str]:
    """The findings, the earliest step first and the heaviest of a step first, less those lighter than `lightest` (a
    share) of the heaviest.
    """
    found, weighed = findings(program, base), base.risk.weighed
    heaviest = max((weighed[d].fired for d in found), default=0.0)
    kept = [d for d in found if weighed[d].fired >= lightest * heaviest]
    return sorted(kept, key=lambda d: (step_of(program, d, base.inferred), -round(weighed[d].fired, 9), d))
