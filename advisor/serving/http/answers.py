"""What each request is answered with: from its body, as read, to plain data. Nothing here knows of HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from advisor.cases.case import Case
from advisor.interview.state import State
from advisor.problems import Problem
from advisor.serving.desk import Desk
from advisor.serving.http import requests as given
from advisor.serving.reading import NotUnderstood
from advisor.serving.refused import RefusedError, problem_data, refuse


def assess(desk: Desk, body: given.Assess) -> dict[str, Any]:
    """The result in the form that was asked for, with what wasn't understood and doubts."""
    case, told = _case(desk, body)
    made = {"brief": desk.brief, "full": desk.full, "text": desk.text}[body.form]
    return {**told, body.form: made(case)}


def page(desk: Desk, body: given.Page) -> str:
    """The result as one page of HTML."""
    return desk.page(_case(desk, body)[0])


def ahead(desk: Desk, body: given.Ahead) -> dict[str, Any]:
    """The questions that matter most now."""
    return {"questions": desk.ahead(_case(desk, body)[0], body.most)}


def explain(desk: Desk, body: given.Explain) -> dict[str, Any]:
    """Why something came out, or didn't."""
    case = _case(desk, body)[0]
    return desk.explain(case, body.way, body.subject, body.other, detail=body.detail, data=body.data)


def levers(desk: Desk, body: given.Levers) -> dict[str, Any]:
    """The smallest changes that reach a goal."""
    return desk.explain(_case(desk, body)[0], "levers", body.goal, detail=body.detail, data=body.data)


def what_if(desk: Desk, body: given.WhatIf) -> dict[str, Any]:
    """What other answers would change."""
    return desk.what_if(_case(desk, body)[0], body.changes, detail=body.detail, data=body.data)


def compare(desk: Desk, body: given.Compare) -> dict[str, Any]:
    """What happened between two days."""
    before = _read(desk, body.before, "before", lenient=body.lenient)[0]
    after = _read(desk, body.after, "after", lenient=body.lenient)[0]
    return desk.compare(before, after, detail=body.detail, data=body.data)


def portfolio(desk: Desk, body: given.Portfolio) -> dict[str, Any]:
    """Whom to call first."""
    cases = []
    for number, each in enumerate(body.cases):
        where = f"cases.{number}"
        if not isinstance(each, dict):
            way = "Hand over what the file holds."
            raise refuse(where, "not-a-case", "A case is an object; files aren't read here.", way)
        cases.append(_read(desk, each, where, lenient=body.lenient)[0])
    return desk.portfolio(cases, body.most)


# ---- the interview ---------------------------------------------------------------------------------------


def start(desk: Desk, body: given.Start) -> dict[str, Any]:
    """A new interview and its first question."""
    raw = {"case": body.case, "as_of": body.as_of or desk.today().isoformat(), "answers": {}}
    return _step(desk, desk.state(_read(desk, raw, "", lenient=False)[0]))


def following(desk: Desk, body: given.OnState) -> dict[str, Any]:
    """The next question."""
    return _step(desk, _state(desk, body))


def answer(desk: Desk, body: given.Answer) -> dict[str, Any]:
    """The state once a question is answered, and the next question."""
    state, read_as = desk.answer(_state(desk, body), body.question, body.value, exactly=True)
    step = _step(desk, state)
    return step if read_as is None else {**step, "read_as": read_as}


def back(desk: Desk, body: given.OnState) -> dict[str, Any]:
    """The question before, asked again."""
    return _step(desk, desk.back(_state(desk, body)))


def _state(desk: Desk, body: given.OnState) -> State:
    return desk.state(_read(desk, body.state, "state", lenient=False)[0])


def _step(desk: Desk, state: State) -> dict[str, Any]:
    step = desk.next(state)
    return {"state": state.to_dict(), "step": {**step, "brief": desk.brief(state.case)} if step["done"] else step}


# ---- cases -----------------------------------------------------------------------------------------------


def _case(desk: Desk, body: given.OnCase) -> tuple[Case, dict[str, Any]]:
    return _read(desk, body.case, "case", lenient=body.lenient)


def _read(desk: Desk, raw: dict[str, Any], where: str, *, lenient: bool) -> tuple[Case, dict[str, Any]]:
    """A case, and what is told of how it was read; problems are located from the body's top on."""
    try:
        if not lenient:
            case, doubts = desk.case(raw)
            return case, _told((), doubts, where)
        read = desk.read(raw)
    except RefusedError as error:
        raise RefusedError([_inside(where, each) for each in error.problems]) from None
    told = _told(read.not_understood, read.doubts, where)
    return read.case, {**told, "read_as": dict(read.read_as)} if read.read_as else told


def _told(left_out: Sequence[NotUnderstood], doubts: Sequence[Problem], where: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if left_out:
        told["not_understood"] = [
            {**problem_data(_inside(where, each.problem)), "question": each.question, "takes": each.would_be}
            for each in left_out[:100]
        ]
    if doubts:
        told["doubts"] = [problem_data(_inside(where, each)) for each in doubts]
    return told


def _inside(where: str, problem: Problem) -> Problem:
    return replace(problem, path=".".join(part for part in (where, problem.path) if part))
