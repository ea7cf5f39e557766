"""Small faults planted in the text of a condition, for the mutation test (R. A. DeMillo and others, 1978)."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Literal

Change = Callable[[Any], ast.expr]
How = Literal["flip", "shift", "drop", "negate"]
_FLIPPED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.Gt, ast.LtE),
    ast.LtE: (ast.GtE, ast.Lt),
    ast.Gt: (ast.Lt, ast.GtE),
    ast.GtE: (ast.LtE, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


@dataclass(frozen=True)
class Mutant:
    """A faulty text in the place of a sound one, and what was done to it."""

    how: How
    text: str


def mutants_of(text: str, computed: Collection[str] = ()) -> tuple[Mutant, ...]:
    """Every mutant of a condition, each once: comparisons flipped, thresholds shifted by one step of their last digit,
    clauses dropped, tests negated.

    No case brings a number that the engine computes (`computed` names these) exactly to a threshold, so there `<` is
    not changed to `<=`.
    """
    # Conditions are written in a part of Python's grammar, so Python's own parser makes the trees. A change is made in
    # a copy, at the node with the same number in the same walk; `ast.unparse` gives every text one form, so that
    # mutants that come out alike (and those that come out as the sound text) are seen to be.
    root = ast.parse(f"(\n{text}\n)", mode="eval").body
    sound = ast.unparse(root)
    found: dict[str, Mutant] = {}
    for number, node in enumerate(ast.walk(root)):
        for how, change in _changes(node):
            changed = copy.deepcopy(root)
            place = list(ast.walk(changed))[number]
            made = change(place)
            text = ast.unparse(_replaced(changed, place, made)).replace("\n", " ")
            if text != sound and not (how == "flip" and _only_strict(node, made) and _reads(node, computed)):
                found.setdefault(text, Mutant(how, text))
    if isinstance(root, (ast.Name, ast.Attribute, ast.Call)):
        text = f"not {sound}"
        found.setdefault(text, Mutant("negate", text))
    return tuple(found.values())


def _only_strict(node: ast.AST, made: ast.expr) -> bool:
    """Whether a comparison was only made strict, or no longer strict."""
    pairs = ({ast.Lt, ast.LtE}, {ast.Gt, ast.GtE})
    if not isinstance(node, ast.Compare) or not isinstance(made, ast.Compare):
        return False
    return all(type(a) is type(b) or {type(a), type(b)} in pairs for a, b in zip(node.ops, made.ops))


def _reads(node: ast.AST, computed: Collection[str]) -> bool:
    return any(isinstance(n, ast.Attribute) and ast.unparse(n) in computed for n in ast.walk(node))


def _changes(node: ast.AST) -> Iterator[tuple[How, Change]]:
    """The changes that can be made at a node; each takes the node of a copy and gives what stands in its place."""
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            for other in _FLIPPED[type(op)]:
                yield "flip", partial(_with_operator, number=i, op=other)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        for sign in (1, -1):
            yield "shift", partial(_shifted, sign=sign)
    if isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            yield "drop", partial(_without_clause, number=i)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "at_least":
        for i in range(1, len(node.args)):
            yield "drop", partial(_without_argument, number=i)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "negate", _not_negated
    for field, value in ast.iter_fields(node):
        for i, child in enumerate(value if isinstance(value, list) else [value]):
            if _is_test(node, field, i, child):
                yield "negate", partial(_with_negated, field=field, number=i)


def _is_test(parent: ast.AST, field: str, number: int, child: Any) -> bool:
    """Whether a part is a single test that is true or false by itself: a name, or a call such as `diagnosed(x)`."""
    if not isinstance(child, (ast.Name, ast.Attribute, ast.Call)):
        return False
    if isinstance(parent, ast.BoolOp):
        return True
    if isinstance(parent, ast.Call):
        return field == "args" and number > 0 and isinstance(parent.func, ast.Name) and parent.func.id == "at_least"
    return False


def _with_operator(node: Any, number: int, op: type[ast.cmpop]) -> ast.expr:
    return ast.Compare(node.left, [op() if i == number else o for i, o in enumerate(node.ops)], node.comparators)


def _without_clause(node: Any, number: int) -> ast.expr:
    left: list[ast.expr] = [value for i, value in enumerate(node.values) if i != number]
    return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _without_argument(node: Any, number: int) -> ast.expr:
    return ast.Call(node.func, [*node.args[:number], *node.args[number + 1 :]], [])


def _not_negated(node: Any) -> ast.expr:
    operand: ast.expr = node.operand
    return operand


def _with_negated(node: Any, field: str, number: int) -> ast.expr:
    parts = getattr(node, field)
    parts[number] = ast.UnaryOp(ast.Not(), parts[number])
    changed: ast.expr = node
    return changed


def _shifted(node: Any, sign: int) -> ast.expr:
    """The number with its last written digit changed by one."""
    written = Decimal(str(node.value))
    exponent = min(int(written.normalize().as_tuple().exponent), 0)
    shifted = written + sign * Decimal(1).scaleb(exponent)
    return ast.Constant(int(shifted) if exponent == 0 else float(shifted))


def _replaced(root: ast.expr, place: ast.AST, made: ast.expr) -> ast.expr:
    """The tree with one node replaced."""
    if root is place:
        return made

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return made if node is place else self.generic_visit(node)

    changed: ast.expr = root if made is place else Replace().visit(root)
    return changed
