"""What an assistant can read about the rules: questions, problems, figures and schemas, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from advisor.problems import did_you_mean, shortened
from advisor.serving import lookup
from advisor.serving.desk import Desk
from advisor.serving.refused import refuse

SCHEME = "advisor://"


@dataclass(frozen=True)
class Readable:
    """One resource."""

    name: str
    title: str
    description: str
    content: Callable[[], Any]


def resources(desk: Desk) -> dict[str, Readable]:
    """Every resource by its address. Each section of the questionnaire is one of its own: all are long."""
    knowledge = desk.advisor.knowledge
    found = [
        Readable("questions", "Questions", "Sections of the questionnaire.", lambda: lookup.sections(knowledge)),
        *(
            Readable(
                f"questions/{each.id}",
                f"Questions: {each.title}",
                "The questions of one section, with options and help.",
                lambda ids=tuple(each.questions): lookup.compactly(knowledge.questions, ids),  # type: ignore[misc]  # bound now
            )
            for each in knowledge.sections
        ),
        Readable("diagnoses", "Problems", "Every problem that the rules know.", lambda: lookup.diagnoses(knowledge)),
        Readable(
            "figures",
            "Figures",
            "The numbers that stand in for a company's own, with source and grade.",
            lambda: lookup.figures(knowledge),
        ),
        *(
            Readable(f"schemas/{name}", f"Schema: {name}", f"The JSON schema of {what}.", make)
            for name, what, make in _schemas(desk)
        ),
    ]
    return {f"{SCHEME}{each.name}": each for each in found}


def read(desk: Desk, address: str) -> str:
    """A resource as JSON; RefusedError where there's none at the address."""
    known = resources(desk)
    if address not in known:
        way = did_you_mean(address[:200], known) or f"There are {', '.join(list(known)[:4])} and more."
        raise refuse("uri", "unknown-resource", f"There's nothing at `{shortened(address, 100)}`.", way)
    return json.dumps(known[address].content(), ensure_ascii=False, separators=(",", ":"))


def _schemas(desk: Desk) -> list[tuple[str, str, Callable[[], Any]]]:
    from advisor.result.schema import schemas
    from advisor.serving.assistants.outputs import Brief

    knowledge = desk.advisor.knowledge
    return [
        ("assessment", "a whole result", lambda: schemas(knowledge)["assessment"]),
        ("brief", "a short result", Brief.model_json_schema),
        ("case", "a case", lambda: schemas(knowledge)["case"]),
    ]
