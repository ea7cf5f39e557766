"""What a founder reads: how, why-not and levers of each shipped case, as reviewed.

`EXPLAIN_TRANSCRIPTS=write` writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from advisor.explaining.explainer import Explainer
from advisor.explaining.views import as_text
from advisor.explaining.views.lines import names_in
from advisor.inference.certainty import Status

FOLDER = Path(__file__).parent / "transcripts"
JARGON = ("P50", "P80", "certainty", "suspected", "no-sign")


def transcript(explainer: Explainer) -> str:
    """The first two findings and the model by how; of each status the first by why-not; the levers."""
    assessment, names = explainer.context.assessment, names_in(explainer.context.program.knowledge)
    shown = [*assessment.found, *assessment.likely][:2]
    parts = [as_text([explainer.how(finding.id)], names=names) for finding in shown]
    parts.append(as_text([explainer.how("model")], names=names))
    for status in (Status.SUSPECTED, Status.OPEN, Status.NO_SIGN, Status.RULED_OUT):
        first = next((f for f in assessment.findings if f.status is status), None)
        if first is not None:
            parts.append(as_text([explainer.why_not(first.id)], names=names))
    decision = assessment.decision
    assert decision is not None
    parts.append(as_text([explainer.why_not("hire" if decision.model != "hire" else "bridge-and-hire")], names=names))
    parts.append(as_text(explainer.levers(), names=names))
    return "\n".join(parts)


@pytest.mark.slow
def test_the_transcript_is_the_reviewed_one(explainer: Explainer) -> None:
    """Word for word; in plain words, without ids, in eighty columns."""
    told, file = transcript(explainer), FOLDER / f"{explainer.context.case.id}.txt"
    if os.environ.get("EXPLAIN_TRANSCRIPTS") == "write":
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")
    assert max(map(len, told.splitlines())) <= 80
    names = (*JARGON, *explainer.context.program.knowledge.questions, *explainer.context.program.diagnoses)
    assert not [name for name in names if name in told]
