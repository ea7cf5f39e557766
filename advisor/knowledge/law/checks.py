"""What is checked of several laws together: a law that takes another's place begins when that one has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.knowledge.law.lawmodels import Law
from advisor.knowledge.pack import Entry
from advisor.problems import Problem, did_you_mean


def law_problems(laws: Mapping[str, Entry[Law]]) -> Iterator[Problem]:
    """Each law that overlaps with the one whose place it takes, or names one that does not exist."""
    for entry in laws.values():
        law, before = entry.model, entry.model.replaces_law
        if before is None:
            continue
        if before == law.id or before not in laws:
            message = f"There's no other law `{before}`."
            yield entry.problem(("replaces_law",), "unknown-name", message, did_you_mean(before, laws))
            continue
        ends = laws[before].model.ends
        if ends is None or ends > law.begins:
            until = f"holds until {ends}" if ends is not None else "has no `to:`"
            message = f"`{law.id}` begins on {law.begins}, and `{before}`, whose place it takes, {until}."
            way = f"Write `to: {law.begins}` at `{before}`, or correct the day."
            yield entry.problem(("from",), "overlap", message, way)
