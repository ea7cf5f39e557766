"""An assessment as plain data: the published JSON (its schema is in `advisor.result.schema`)."""

from __future__ import annotations

from typing import Any

from advisor.inference.compiled.program import Program
from advisor.inference.presumptions.leaning import Leaning
from advisor.result.assessment import Assessment
from advisor.result.findings import Finding, SignFound
from advisor.result.staffing_data import (
    assumptions_as_data,
    plan_as_data,
    staffing_as_data,
)
from advisor.result.ways.data import ways_out_as_data
from advisor.result.wording import Wording

SCHEMA_VERSION = 1


def assessment_as_data(assessment: Assessment, program: Program, wording: Wording, leaning: Leaning) -> dict[str, Any]:
    """The assessment as JSON has it, without `run`: the same bytes on any machine.

    `wording` fills texts from the resolution that the model was decided in, `leaning` tells what it leans on.
    """
    knowledge = program.knowledge
    return {
        "schema": SCHEMA_VERSION,
        "case": assessment.case,
        "as_of": assessment.as_of,
        "answers": assessment.assessed.case.plain_answers(),
        "not_applied": [{"id": each.id, "because": list(each.because)} for each in assessment.not_applied],
        "other": [
            {"id": question, "says": answer.other}
            for question, answer in assessment.assessed.case.answers.items()
            if answer.other is not None
        ],
        "packs": [
            {"name": p.name, "version": p.version, "sha256": p.sha256, "overrides": p.overrides}
            for p in knowledge.packs
        ],
        "headline": assessment.headline,
        "causes": [cause.data for cause in assessment.causes],
        "story": assessment.story.data if assessment.story is not None else None,
        "looked_at": assessment.looked_at.data,
        "diagnoses": [_finding(finding) for finding in assessment.findings],
        "contradictions": [
            {
                "id": c.id,
                "says": c.says,
                "answers": list(c.answers),
                "settle": c.settle,
                "settle_question": c.settle_question,
            }
            for c in assessment.contradictions
        ],
        "open_questions": [
            {"id": q.id, "ask": q.ask, "who": q.who, "unsure": q.unsure, "bears_on": list(q.bears_on)}
            for q in assessment.open_questions
        ],
        "staffing": staffing_as_data(assessment, leaning),
        "ways_out": ways_out_as_data(assessment.ways_out),
        "gates": [gate.data for gate in assessment.gates],
        "plan": plan_as_data(assessment.plan, knowledge, wording),
        "ask_first": [
            {"id": each.question, "could_change": list(each.could_change), "settles": each.settles}
            for each in assessment.ask_first
        ],
        "law": assessment.law.data if assessment.law is not None else None,
        "assumptions": assumptions_as_data(assessment, knowledge),
        "presumptions": [made.data for made in assessment.presumptions],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "title": finding.title,
        "status": finding.status.value,
        "certainty": list(finding.certainty),
        "certain": list(finding.certain),
        "settled": finding.settled,
        "as_far_as_you_know": finding.as_far_as_you_know,
        "impact": finding.impact,
        "due": None if finding.due is None else {"level": finding.due.level, "before": finding.due.before},
        "assuming": list(finding.assuming),
        "ruled_out_by": list(finding.ruled_out_by),
        "if": [dict(resolution) for resolution in finding.only_if],
        "evidence": [_sign(sign) for sign in finding.signs],
        "could_tell": list(finding.could_tell),
        "pack": finding.pack,
    }


def _sign(sign: SignFound) -> dict[str, Any]:
    return {
        "id": sign.id,
        "value": sign.value,
        "certainty": sign.certainty,
        "says": sign.says,
        "answers": dict(sign.answers),
        "presumed": list(sign.presumed),
        "source": [source.model_dump(exclude_none=True) for source in sign.source],
    }
