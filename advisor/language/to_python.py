"""Patterns compiled to Python: one function that reads a flat fact and tells the truth of many conditions.

The code is made from checked patterns only: field names and texts enter as literals, never as code. Patterns may have
been kept on disk, where others could have changed them, so every part that enters is looked at here once more.

One function tells the truth of all conditions of a stratum, because a call costs more than a condition. Each field is
looked up once, into a local variable. A number that is absent reads as the infinity (or the constant itself) that fails
its test, so that the hot path has no branch for what is missing; a field with tests in both directions is looked up
into a variable for each.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from advisor.language.intervals import Truth
from advisor.language.patterns import ALWAYS, AllFields, AnyField, Facts, Leaf, Pattern, leaves_of
from advisor.language.tree import OPPOSITE, Operator
from advisor.problems import EngineError

Truths = Callable[[Facts], tuple[Truth, ...]]


def truth_function(conditions: Sequence[tuple[Pattern, Pattern]]) -> Truths:
    """A function from a fact to one value per condition: 1 certainly true, -1 certainly false, 0 open.

    `conditions` holds the two patterns of each condition, the true one first.

    >>> truths = truth_function([(Leaf("plan.frozen", "==", True), Leaf("plan.frozen", "==", False))])
    >>> truths({"plan.frozen": True}), truths({"plan.frozen": False}), truths({})
    ((1,), (-1,), (0,))
    """
    names: dict[tuple[str, str], str] = {}
    for pair in conditions:
        for pattern in pair:
            for leaf in leaves_of(pattern):
                _check(leaf)
                names.setdefault((leaf.field, _default(leaf)), f"v{len(names)}")
    lines = ["def truths(fact):", "    get = fact.get"]
    lines += [f"    {name} = get({field!r}{default})" for (field, default), name in names.items()]
    values = [_truth(true, false, names) for true, false in conditions]
    lines.append(f"    return ({', '.join(values)}{',' if len(values) == 1 else ''})")
    scope: dict[str, object] = {"INF": math.inf}
    exec(compile("\n".join(lines), "<conditions>", "exec"), scope)
    function = scope["truths"]
    assert callable(function)
    return function


def _check(leaf: Leaf) -> None:
    """EngineError for a test of which no code is to be made."""
    if not (type(leaf.field) is str and leaf.op in OPPOSITE and type(leaf.value) in (bool, int, float, str)):
        _refuse()


def _refuse() -> NoReturn:
    raise EngineError("A rule holds a test that no pack can say. Set ADVISOR_CACHE=off to use no rules that were kept.")


def _truth(true: Pattern, false: Pattern, names: Mapping[tuple[str, str], str]) -> str:
    """The expression for the value of one condition."""
    if true == ALWAYS:
        return "1"
    return f"1 if {expression(true, names)} else -1 if {expression(false, names)} else 0"


def expression(pattern: Pattern, names: Mapping[tuple[str, str], str]) -> str:
    """The pattern as a Python expression over the given variables."""
    if isinstance(pattern, Leaf):
        return _test(pattern, names[pattern.field, _default(pattern)])
    if isinstance(pattern, (AllFields, AnyField)):
        if not pattern.parts:
            return "True" if isinstance(pattern, AllFields) else "False"
        word = " and " if isinstance(pattern, AllFields) else " or "
        return "(" + word.join(expression(part, names) for part in pattern.parts) + ")"
    if type(pattern.n) is not int:
        _refuse()
    return "(" + " + ".join(f"bool({expression(p, names)})" for p in pattern.parts) + f" >= {pattern.n})"


_WITHOUT: Mapping[Operator, str] = {">": ", -INF", ">=": ", -INF", "<": ", INF", "<=": ", INF"}


def _default(leaf: Leaf) -> str:
    """The value that makes the test false where the field is absent."""
    if isinstance(leaf.value, (str, bool)):
        return ""
    return f", {leaf.value!r}" if leaf.op == "!=" else _WITHOUT.get(leaf.op, "")


def _test(leaf: Leaf, name: str) -> str:
    """The expression for one test; `name` holds the field's value, or what fails the test."""
    if isinstance(leaf.value, bool):
        if leaf.op == "==":
            return f"{name} is {leaf.value}"
        return f"{name} is {not leaf.value}"
    if isinstance(leaf.value, str):
        return f"{name} == {leaf.value!r}" if leaf.op == "==" else f"({name} is not None and {name} != {leaf.value!r})"
    return f"{name} {leaf.op} {leaf.value!r}"
