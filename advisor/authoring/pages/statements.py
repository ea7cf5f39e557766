"""From each numbered statement of the article to what rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from advisor.knowledge.models import Source
from advisor.knowledge.pack import Knowledge
from advisor.knowledge.stored import model_of

KINDS = {
    "diagnoses": "diagnosis",
    "contradictions": "contradiction",
    "figures": "figure",
    "options": "option",
    "models": "row",
    "actions": "action",
    "kits": "kit",
}


@dataclass(frozen=True)
class Support:
    """Something that rests on a statement: a kind and a name, such as `diagnosis role-too-broad: many-must-haves`."""

    kind: str
    name: str


@dataclass(frozen=True)
class Stated:
    """A statement: its gist, what rests on it, and otherwise why nothing does."""

    number: str
    gist: str
    supports: tuple[Support, ...]
    not_encoded: str | None
    awaits: str | None

    @property
    def accounted_for(self) -> bool:
        """Whether something rests on it, or a reason is given why nothing does."""
        return bool(self.supports or self.not_encoded or self.awaits)


def statements(knowledge: Knowledge) -> list[Stated]:
    """Every statement in order, with what rests on it."""
    resting: dict[str, dict[Support, None]] = {}
    for number, support in _supports(knowledge):
        resting.setdefault(number, {})[support] = None
    return [
        Stated(number, said.gist, tuple(resting.get(number, ())), said.not_encoded, said.awaits)
        for number, said in sorted(knowledge.statements.items(), key=lambda item: in_order(item[0]))
    ]


def in_order(number: str) -> tuple[int, ...]:
    """Statements sort by chapter and number."""
    return tuple(int(part) for part in re.findall(r"\d+", number))


def _supports(knowledge: Knowledge) -> Iterator[tuple[str, Support]]:
    """The article's numbers in the sources of all entries."""
    for attribute, kind in KINDS.items():
        entries: Mapping[str, Any] = getattr(knowledge, attribute)
        for owner, entry in entries.items():
            for source, within in _sources(model_of(entry.model), ()):
                if source.article is not None:
                    name = within[-1] if kind in ("row", "kit") and within else ": ".join((owner, *within))
                    yield source.article, Support(kind, name)


def _sources(part: Any, within: tuple[str, ...]) -> Iterator[tuple[Source, tuple[str, ...]]]:
    """Every source inside a model, with the ids of the parts around it."""
    if isinstance(part, Source):
        yield part, within
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _sources(getattr(part, name), within)
    elif isinstance(part, (list, tuple)):
        for member in part:
            member_id = getattr(member, "id", None)
            yield from _sources(member, (*within, member_id) if isinstance(member_id, str) else within)


def as_text(found: list[Stated]) -> str:
    """A statement a paragraph."""
    lines = []
    for stated in found:
        lines.append(f"{stated.number}  {stated.gist}")
        by_kind: dict[str, list[str]] = {}
        for support in stated.supports:
            by_kind.setdefault(support.kind, []).append(support.name)
        lines += [f"      {kind}: {', '.join(names)}" for kind, names in by_kind.items()]
        if stated.not_encoded:
            lines.append(f"      not encoded: {stated.not_encoded}")
        if stated.awaits:
            lines.append(f"      awaits: {stated.awaits}")
        if not stated.accounted_for:
            lines.append("      nothing rests on it")
    return "\n".join(lines)
