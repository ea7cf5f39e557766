"""Why a condition can never hold, in the words of its author: the parts that exclude each other, or the range."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.meaning import Meaning
from advisor.authoring.solver.worlds import Worlds
from advisor.language.fields import ComputedFields, true_pattern
from advisor.language.intervals import declared_interval
from advisor.language.normal import Normal, normal_form
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_condition
from advisor.language.tree import Amount, Compare, Constant, Count, plain_number


def plainly(meaning: Meaning, normal: Normal) -> Formula:
    """The normal form is true by plain Kleene logic."""
    computed = ComputedFields()
    pattern = true_pattern(normal, computed)
    return meaning.pattern(pattern, {name: comparison for comparison, name in computed.comparisons.items()})


def never(worlds: Worlds, text: str) -> tuple[str | None, str | None]:
    """The derived fact that is to blame for a condition that no case makes true, if it is one, and what to change.

    Both are None where no part of the condition alone is to blame.
    """
    parts = _conjuncts(text)
    vocabulary = worlds.program.vocabulary
    try:
        trees = {part: parse_condition(part, vocabulary) for part in parts}
    except ConditionError:
        return None, None
    formulas = {part: plainly(worlds.meaning, normal_form(tree)) for part, tree in trees.items()}
    clashing = _smallest_clash(worlds, formulas)
    if len(clashing) > 1:
        told = " and ".join(f"`{part}`" for part in clashing)
        return None, f"{told} exclude each other: leave one out, or write `or` between them."
    if clashing and clashing[0] in vocabulary.macros:
        inner, way = never(worlds, vocabulary.macros[clashing[0]].text)
        return inner or clashing[0], way
    tree = trees[clashing[0]] if clashing else None
    if isinstance(tree, Compare) and isinstance(tree.left, (Amount, Count)) and isinstance(tree.right, Constant):
        low, high = declared_interval(tree.left, vocabulary.terms)
        end, op = (low, "<=") if tree.op.startswith("<") else (high, ">=")
        name = tree.left.question if isinstance(tree.left, Amount) else f"count({tree.left.question})"
        ends = f"{plain_number(low)} to {plain_number(high)}"
        return None, f"`{name}` is {ends}: write for instance `{name} {op} {plain_number(end)}`."
    return None, None


def _smallest_clash(worlds: Worlds, formulas: dict[str, Formula]) -> Sequence[str]:
    """Parts that can't hold together, of which none can be left out; none where all can."""
    kept = list(formulas)
    if worlds.can_be(*formulas.values()) is not False:
        return ()
    for part in list(kept):
        rest = [formulas[other] for other in kept if other != part]
        if worlds.can_be(*rest) is False:
            kept.remove(part)
    return kept


def _conjuncts(text: str) -> list[str]:
    """The parts that `and` joins at the top of a condition."""
    waiting, found = [ast.parse(f"(\n{text}\n)", mode="eval").body], []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            waiting = [*node.values, *waiting]
        else:
            found.append(ast.unparse(node))
    return list(dict.fromkeys(found))
