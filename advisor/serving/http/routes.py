"""The requests as they are listed: where, what for, with which body and an example of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from advisor.serving.desk import Desk
from advisor.serving.http import answers
from advisor.serving.http import requests as given

_CASE = {
    "case": "acme",
    "as_of": "2026-11-22",
    "answers": {"role.stage": "nobody", "role.open_days": 58, "milestone.need_by": "2027-01-17"},
}
_LATER = {**_CASE, "as_of": "2027-01-10", "answers": {**_CASE["answers"], "role.open_days": 107}}  # type: ignore[dict-item]  # a dict above
_STATE = {"case": "acme", "as_of": "2026-11-22", "answers": {}, "meta": {"interview": {"trail": [], "seconds": 0.0}}}


@dataclass(frozen=True)
class Asking:
    """One request that carries a case or a state."""

    path: str
    summary: str
    takes: type[given.Body]
    does: Callable[[Desk, Any], Any]
    example: dict[str, Any]
    page: bool = False


ASKING = (
    Asking("/assess", "What's wrong, and what to do first", given.Assess, answers.assess, {"case": _CASE}),
    Asking("/page", "The result as one page of HTML", given.Page, answers.page, {"case": _CASE}, page=True),
    Asking(
        "/questions/ahead",
        "The questions that matter most now",
        given.Ahead,
        answers.ahead,
        {"case": _CASE, "most": 5},
    ),
    Asking(
        "/explain",
        "Why something came out, or didn't",
        given.Explain,
        answers.explain,
        {"case": _CASE, "way": "how", "subject": "1"},
    ),
    Asking("/levers", "What would change it", given.Levers, answers.levers, {"case": _CASE, "goal": "80%"}),
    Asking(
        "/what-if",
        "What other answers would change",
        given.WhatIf,
        answers.what_if,
        {"case": _CASE, "changes": {"role.open_days": 14}},
    ),
    Asking(
        "/compare",
        "What changed between two dates",
        given.Compare,
        answers.compare,
        {"before": _CASE, "after": _LATER},
    ),
    Asking("/portfolio", "Who to call first", given.Portfolio, answers.portfolio, {"cases": [_CASE], "most": 5}),
    Asking(
        "/interview/start",
        "A new interview",
        given.Start,
        answers.start,
        {"case": "acme", "as_of": "2026-11-22"},
    ),
    Asking("/interview/next", "The next question", given.OnState, answers.following, {"state": _STATE}),
    Asking(
        "/interview/answer",
        "Record an answer",
        given.Answer,
        answers.answer,
        {"state": _STATE, "question": "role.open_days", "value": "9 weeks"},
    ),
    Asking("/interview/back", "The question before, again", given.OnState, answers.back, {"state": _STATE}),
)
