"""A pack of so many rules drawn at random, seeded: 48 questions, some of them gated, and diagnoses on two layers."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

QUESTIONS = 48
ABOVE = 10  # one in so many diagnoses more, which rest on others


def write_pack(folder: Path, rules: int, seed: int = 1) -> Path:
    """A folder with a pack whose diagnoses have `rules` conditions on answers, and some more on other diagnoses."""
    rng = random.Random(seed)
    questions = [_question(number, rng) for number in range(QUESTIONS)]
    diagnoses: list[dict[str, Any]] = []
    left = rules
    while left:
        conditions = min(left, rng.choice((2, 3, 4)))
        left -= conditions
        signs = [_sign(number, _condition(questions, rng), rng) for number in range(conditions - 1)]
        ruled_out = [{"when": _condition(questions, rng), "says": "Not here."}]
        if conditions == 1:
            signs, ruled_out = [_sign(0, _condition(questions, rng), rng)], []
        diagnoses.append(_diagnosis(len(diagnoses), signs, ruled_out))
    below = [d["id"].replace("-", "_") for d in diagnoses]
    for _ in range(len(below) // ABOVE):
        first, second = rng.sample(below, 2)
        texts = (f"diagnosed({first}) and {_condition(questions, rng)}", f"suspected({second})")
        diagnoses.append(_diagnosis(len(diagnoses), [_sign(n, text, rng) for n, text in enumerate(texts)], []))
    _write(folder / "pack.yaml", {"name": "drawn", "version": "1.0.0", "title": "Drawn at random"})
    asked = {"section": "all", "title": "All", "order": 10, "questions": questions}
    _write(folder / "questions" / "all.yaml", asked)
    for diagnosis in diagnoses:
        _write(folder / "diagnoses" / f"{diagnosis['id']}.yaml", diagnosis)
    return folder


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")  # JSON is YAML


def _question(number: int, rng: random.Random) -> dict[str, Any]:
    kind = ("yes-no", "yes-no", "choice", "choices", "whole-number", "number")[number % 6]
    made: dict[str, Any] = {"id": f"q.n{number}", "ask": f"Number {number}?", "short": f"Number {number}"}
    made |= {"help": "As it is.", "type": kind, "who": "cto", "changeable": True, "seconds": 10}
    if kind in ("choice", "choices"):
        made["options"] = [{"id": f"o{option}", "label": f"Option {option}"} for option in range(rng.choice((4, 6)))]
    if kind in ("whole-number", "number"):
        made["range"] = [0, 100]
    if number >= 12 and number % 5 == 0:  # asked only where an earlier yes-no question says so
        made["asked_when"] = f"q.n{rng.choice((0, 1, 6, 7))}"
    return made


def _diagnosis(number: int, signs: list[dict[str, Any]], unless: list[dict[str, Any]]) -> dict[str, Any]:
    made = {"id": f"d-{number}", "title": f"Diagnosis {number}", "impact": 1 + number % 5, "why": "So it is."}
    return {**made, "evidence": signs, "unless": unless}


def _sign(number: int, when: str, rng: random.Random) -> dict[str, Any]:
    return {"id": f"e-{number}", "says": "It shows.", "when": when, "certainty": rng.choice(("weak", "fair", "strong"))}


def _condition(questions: list[dict[str, Any]], rng: random.Random) -> str:
    """One comparison, or two or three joined; 1.6 on average."""
    tests = [_test(rng.choice(questions), rng) for _ in range(rng.choices((1, 2, 3), (55, 30, 15))[0])]
    return rng.choice((" and ", " or ")).join(tests)


def _test(question: dict[str, Any], rng: random.Random) -> str:
    name = question["id"]
    if question["type"] == "yes-no":
        return rng.choice((name, f"not {name}"))
    if question["type"] in ("choice", "choices"):
        options = rng.sample([option["id"] for option in question["options"]], 2)
        if question["type"] == "choices":
            return rng.choice((f"{options[0]} in {name}", f"count({name}) >= {rng.randint(2, 3)}"))
        return rng.choice((f"{name} == {options[0]}", f"{name} in [{options[0]}, {options[1]}]"))
    return f"{name} {rng.choice(('<', '<=', '>', '>='))} {rng.randint(10, 90)}"
