"""Several companies at once: whom to call first, as `advisor portfolio` ranks them, and what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from advisor.inference.certainty import Status
from advisor.knowledge.pack import Knowledge
from advisor.result.assessment import Assessment
from advisor.serving.refused import refuse

_LONGEST_LIST = 3  # findings and gates that are told of one company
_MOST_COMMON = 8


def portfolio(results: Sequence[Assessment], knowledge: Knowledge, most: int) -> dict[str, Any]:
    """The companies worth a call, those first that have most at stake and soonest, and the problems they share.

    What is about one person's load is left out: a portfolio is read by outsiders. RefusedError without polars.
    """
    try:
        import polars as pl

        from advisor.batch.portfolio.calls import calls_of
        from advisor.batch.runs.advice import advice
    except ImportError:
        way = "Install it where the server runs: pip install 'staffing-advisor[batch]'."
        raise refuse("", "not-installed", "A portfolio needs the `batch` extra, which isn't here.", way) from None
    ids = [each for each, entry in knowledge.diagnoses.items() if not entry.model.person]
    rows = [{**_verdicts(result, ids), **advice(result, knowledge)} for result in results]
    calls = calls_of(pl.DataFrame(rows, infer_schema_length=None, strict=False), ids, knowledge)
    counts = Counter(
        each for result in results for each in ids if result.status(each) in (Status.CONFIRMED, Status.SUSPECTED)
    )
    return {
        "cases": len(results),
        "calls": [_call(asdict(call), knowledge) for call in calls[:most]],
        "more": max(len(calls) - most, 0),
        "in_common": [
            {"id": each, "title": knowledge.diagnoses[each].model.title, "cases": number}
            for each, number in counts.most_common(_MOST_COMMON)
            if number > 1
        ],
    }


def _verdicts(result: Assessment, ids: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"case": result.case, "as_of": result.as_of}
    for finding in result.findings:
        if finding.id in ids:
            row[finding.id] = finding.status.value
            row[f"{finding.id}.low"], row[f"{finding.id}.high"] = finding.certainty
    return row


def _call(call: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    """What a call is about, in words."""
    titles = {each: entry.model.title for each, entry in knowledge.diagnoses.items()}
    first, asked = call["first_action"], call["first_question"]
    found = {
        "case": call["case"],
        "headline": call["headline"],
        "why_now": list(call["why_now"]),
        "found": [titles[each] for each in call["found"][:_LONGEST_LIST]],
        "likely": [titles[each] for each in call["likely"][:_LONGEST_LIST]],
        "staffing": None if call["model"] is None else knowledge.model_title(call["model"], short=True),
        "sure": call["model_sure"],
        "first": None if first is None else knowledge.actions[first].model.title,
        "ask": None if asked is None else knowledge.questions[asked].model.ask,
        "who": call["ask"],
        "worth": call["worth"],
    }
    return {name: part for name, part in found.items() if part not in (None, [], "")}
