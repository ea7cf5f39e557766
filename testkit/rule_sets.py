"""Rule sets for the engine, and what they mean."""

from __future__ import annotations

from advisor.language.patterns import AllFields, AnyField, Leaf, Pattern, Value, holds


def expected(rules: dict[str, Pattern], facts: dict[str, Value]) -> set[str]:
    return {rule for rule, pattern in rules.items() if holds(pattern, facts)}


def yes(field: str) -> Leaf:
    return Leaf(field, "==", True)


def many(count: int) -> dict[str, Pattern]:
    """Rules that all hold where every field is true and `size` is 7."""
    return {
        f"rule-{i}": AllFields((yes(f"field {i % 40}"), AnyField((Leaf("size", ">", i % 7), yes(f"field {i % 13}")))))
        for i in range(count)
    }


ALL_TRUE: dict[str, Value] = {"size": 7, **{f"field {i}": True for i in range(40)}}
