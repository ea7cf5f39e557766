"""Which step of the work is broken first: the findings in the order in which a plan mends them.

The steps are those of the packs (`step` of a diagnosis, 0 the earliest). Of what was found, what is light beside the
heaviest is left out: a hint at an early step does not come before a proof at a later one.
"""

from __future__ import annotations

from advisor.inference.assessor import Inference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import SUSPECTED, Program
from advisor.inference.relevance.ends import ends_among, gravest, reached_by, told_among
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


def told_finding(program: Program, inferred: Inference) -> str | None:
    """The finding that a headline tells: the heaviest at an end of what leads from one to the other, of those that are
    found before those that are likely; None where nothing is. As `advisor.result.story.chain` has it for one reading.
    """
    shown = {
        diagnosis: verdict.status is Status.CONFIRMED
        for diagnosis, verdict in inferred.verdicts.items()
        if verdict.status in (Status.CONFIRMED, Status.SUSPECTED) and diagnosis not in program.compounds
    }
    links = [
        (cause, link.id)
        for cause in shown
        for link in program.diagnoses[cause].model.leads_to
        if link.id in shown and link.id != cause and _holds(program, f"{cause}>{link.id}", inferred)
    ]
    reached, grave = reached_by(shown, links), gravest(program, shown)
    counted = told_among([diagnosis for diagnosis, found in shown.items() if found], shown, reached, grave)
    weight = {d: (-program.diagnoses[d].model.impact, -inferred.verdicts[d].shown.low, d) for d in counted}
    return min(ends_among(counted, reached, grave), key=lambda d: weight[d], default=None)


def _holds(program: Program, link: str, inferred: Inference) -> bool:
    late = program.late.links.get(link)
    return late is None or late.truth(inferred.shown) == 1
