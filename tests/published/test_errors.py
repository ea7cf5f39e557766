"""One family of errors: each says what was given, what is wanted, and how; programs read its code."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from advisor import (
    Advisor,
    AdvisorError,
    ArgumentError,
    CaseError,
    EngineError,
    FileError,
    PackError,
    Problem,
    UnknownSubjectError,
)
from testkit.shipped import shipped_advisor, shipped_case

CASE = {"case": "acme", "as_of": "2026-11-22", "answers": {"role.open_days": 58}}


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


MADE: dict[str, tuple[Callable[[], Any], str, list[str]]] = {
    "one pack": (lambda: Advisor("mine"), "type", ["packs", "'mine'", "packs=['mine']"]),
    "a path": (lambda: Advisor(Path("mine")), "type", ["packs", "packs=['mine']"]),  # type: ignore[arg-type]
    "no list": (lambda: Advisor(3), "type", ["packs", "a list of folders", "the number 3"]),  # type: ignore[arg-type]
    "no paths": (lambda: Advisor([3]), "type", ["packs", "a path", "the number 3"]),  # type: ignore[list-item]
    "figures": (lambda: Advisor(figures="our.yaml"), "type", ["figures", "figures=['our.yaml']"]),
    "kept_in": (lambda: Advisor(kept_in=True), "type", ["kept_in", "a path", "True"]),  # type: ignore[arg-type]
    "base": (lambda: Advisor(base=3), "type", ["base", "a path", "the number 3"]),  # type: ignore[arg-type]
    "engine": (lambda: Advisor(engine="fast"), "unknown-engine", ["engine", '"durable"', "'fast'"]),  # type: ignore[arg-type]
    "an engine's slip": (lambda: Advisor(engine="pyton"), "unknown-engine", ["Did you mean `python`?"]),  # type: ignore[arg-type]
    "pack": (lambda: Advisor(["/nowhere"]), "no-pack", ["/nowhere", "pack.yaml"]),
}


@pytest.mark.parametrize("slip", MADE)
def test_a_slip_in_making_an_advisor(slip: str) -> None:
    """Told before any rule is read."""
    call, code, words = MADE[slip]
    with pytest.raises(AdvisorError) as told:
        call()
    assert told.value.code == code
    assert all(word in str(told.value) for word in words), str(told.value)


ASKED: dict[str, tuple[Callable[[Any], Any], str, list[str]]] = {
    "assess a dict": (lambda a: a.assess(CASE), "type", ["case", "a Case", "a dict", "advisor.read(data)"]),
    "assess what read gives": (lambda a: a.assess(a.read(CASE)), "type", ["case, problems = advisor.read(data)"]),
    "assess nothing": (lambda a: a.assess(a.read({})[0]), "type", ["None", "problems forbid assessing"]),
    "assess a file's name": (lambda a: a.assess("acme.yaml"), "type", ["advisor.read_file(path)"]),
    "assess twice": (lambda a: a.assess(a.assess(a.case({}, as_of="2026-11-22"))), "type", ["assessed already"]),
    "assess many of one": (lambda a: a.assess_many(a.case({}, as_of="2026-11-22")), "type", ["a list of Cases"]),
    "assess many of dicts": (lambda a: a.assess_many([CASE]), "type", ["a Case", "a dict"]),
    "a day in words": (lambda a: a.start(as_of="tomorrow"), "type", ["as_of", "'tomorrow'", "2026-11-30"]),
    "a day that isn't there": (lambda a: a.start(as_of="2026-02-30"), "type", ["as_of", "2026-02-30"]),
    "a day of another time": (lambda a: a.start(as_of="1066-10-14"), "out-of-range", ["as_of", "1066"]),
    "a number for a day": (lambda a: a.case({}, as_of=20261122), "type", ["as_of", "a day", "the number"]),
    "a list of answers": (lambda a: a.case([1], as_of="2026-11-22"), "type", ["values by question", "a list"]),
    "a state in JSON": (lambda a: a.next({}), "type", ["a State", "advisor.resume(data)"]),
    "no state": (lambda a: a.back(None), "type", ["a State", "advisor.start"]),
    "resume nonsense": (lambda a: a.resume([]), "shape", ["A case has fields"]),
    "brief of a case": (lambda a: a.brief(a.case({}, as_of="2026-11-22")), "type", ["advisor.assess(case)"]),
    "brief of JSON": (lambda a: a.brief({"schema": 1}), "type", ["an Assessment", "a dict"]),
    "explain a case": (lambda a: a.explain(CASE), "type", ["an Assessment"]),
    "an unknown schema": (lambda a: a.schema("breif"), "unknown-schema", ["Did you mean `brief`?"]),
    "an unknown question": (lambda a: a.question("role.stages"), "unknown-question", ["Did you mean `role.stage`?"]),
    "answer an unknown one": (lambda a: a.answer(a.start(as_of="2026-11-22"), "x", 1), "unknown-question", ["`x`"]),
    "skip an unknown one": (lambda a: a.skip(a.start(as_of="2026-11-22"), "x"), "unknown-question", ["`x`"]),
    "a bad answer": (
        lambda a: a.answer(a.start(as_of="2026-11-22"), "loop.rounds", "many"),
        "type",
        ["loop.rounds", "'many'"],
    ),
    "a note that's no text": (lambda a: a.note(a.start(as_of="2026-11-22"), "loop.rounds", 3), "type", ["a note"]),
}


@pytest.mark.parametrize("slip", ASKED)
def test_a_slip_in_asking(advisor: Advisor, slip: str) -> None:
    """What was given, what is wanted, and how."""
    call, code, words = ASKED[slip]
    with pytest.raises(AdvisorError) as told:
        call(advisor)
    assert told.value.code == code
    assert all(word in str(told.value) for word in words), str(told.value)


@pytest.mark.parametrize("slip", ["what_if", "how", "compare", "levers"])
def test_a_slip_in_explaining(advisor: Advisor, slip: str) -> None:
    """Likewise, where there's an assessment."""
    assessment: Any = advisor.assess(shipped_case(advisor, "textbook"))
    calls: dict[str, tuple[Callable[[], Any], str]] = {
        "what_if": (lambda: advisor.what_if(assessment, "loop.rounds=4"), "values by question"),
        "how": (lambda: advisor.how(assessment, 1), "an id"),  # type: ignore[arg-type]
        "compare": (lambda: advisor.compare(assessment, CASE), "after"),  # type: ignore[arg-type]
        "levers": (lambda: advisor.levers(assessment, 0.8), "a goal"),  # type: ignore[arg-type]
    }
    call, word = calls[slip]
    with pytest.raises(ArgumentError, match=word):
        call()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AdvisorError("It failed."), "failed"),
        (FileError("acme.yaml: Can't find this file."), "file"),
        (EngineError("durable-rules isn't installed."), "engine"),
        (UnknownSubjectError("There's no finding 9."), "unknown-subject"),
        (PackError([Problem("a.b", "no-pack", "It isn't there.", "Name another.", 3, 4, "pack.yaml")]), "no-pack"),
        (CaseError([Problem("a", "one", "One."), Problem("b", "two", "Two.")]), "one"),
        (ArgumentError([Problem("packs", "type", "This takes a list.")]), "type"),
        (CaseError([]), "case"),
    ],
)
def test_errors_are_values_with_data(advisor: Advisor, error: AdvisorError, code: str) -> None:
    """A code, problems, JSON by the schema; whole when they come from another process."""
    again = pickle.loads(pickle.dumps(error))
    for each in (error, again):
        assert (each.code, each.problems, str(each)) == (code, error.problems, str(error))
        data = each.to_dict()
        jsonschema.Draft202012Validator(advisor.schema("problems")).validate(json.loads(json.dumps(data)))
        assert data["code"] == code and [p["message"] for p in data["problems"]] == [p.message for p in error.problems]


def test_wrong_arguments_are_what_pythonistas_expect() -> None:
    """A TypeError and a ValueError."""
    with pytest.raises(TypeError):
        Advisor("mine")
    with pytest.raises(ValueError, match="engine"):
        Advisor(engine="fast")  # type: ignore[arg-type]
