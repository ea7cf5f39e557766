"""Options that a question takes from a list of the packs, so that they stand in one place: people, complaints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from advisor.knowledge.models import Option
from advisor.knowledge.pack import Entry


def take_options(models: Mapping[str, dict[str, Entry[Any]]]) -> None:
    """Give each question with `options_from` the members of that list as its options, in place."""
    for name, entry in models["questions"].items():
        source = entry.model.options_from
        if source is None:
            continue
        options = tuple(_option(member.model) for member in models[source].values())
        models["questions"][name] = replace(entry, model=entry.model.model_copy(update={"options": options}))


def _option(member: Any) -> Option:
    """A complaint by its label, a person by their title."""
    label = getattr(member, "label", None) or f"{member.title[:1].upper()}{member.title[1:]}"
    return Option(id=member.id, label=label, was=getattr(member, "was", ()))
