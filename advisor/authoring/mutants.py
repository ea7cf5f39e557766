"""Small faults planted in the text of a condition, for the mutation test (R. A. DeMillo and others, 1978)."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

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


def mutants_of(text: str) -> tuple[Mutant, ...]:
    """Every mutant of a condition, each once: comparisons flipped, thresholds shifted by one step of their last digit,
    clauses dropped, tests negated.
    """
    root = ast.parse(f"(\n{text}\n)", mode="eval").body
    sound = ast.unparse(root)
    found: dict[str, Mutant] = {}
    for number, node in enumerate(ast.walk(root)):
        for how, change in _changes(node):
            changed = copy.deepcopy(root)
            place = list(ast.walk(changed))[number]
            made = change(place)
            text = ast.unparse(_replaced(changed, place, made)).replace("\n", " ")
            if text != sound:
                found.setdefault(text, Mutant(how, text))
    if isinstance(root, (ast.Name, ast.Attribute, ast.Call)):
        text = f"not {sound}"
        found.setdefault(text, Mutant("negate", text))
    return tuple(found.values())


def _changes(node: ast.AST) -> Iterator[tuple[How, Callable[[Any], ast.expr]]]:
    """The changes that can be made at a node; each takes the node of a copy and gives what stands in its place."""
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            for other in _FLIPPED[type(op)]:
                yield "flip", lambda n, i=i, other=other: _with_operator(n, i, other)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        for sign in (1, -1):
            yield "shift", lambda n, sign=sign: ast.Constant(_shifted(n.value, sign))
    if isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            yield "drop", lambda n, i=i: _without_clause(n, i)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "at_least":
        for i in range(1, len(node.args)):
            yield "drop", lambda n, i=i: ast.Call(n.func, [*n.args[:i], *n.args[i + 1 :]], [])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "negate", lambda n: n.operand
    for field, value in ast.iter_fields(node):
        for i, child in enumerate(value if isinstance(value, list) else [value]):
            if _is_test(node, field, i, child):
                yield "negate", lambda n, f=field, i=i: _with_negated(n, f, i)


def _is_test(parent: ast.AST, field: str, number: int, child: Any) -> bool:
    """Whether a part is a single test that is true or false by itself: a name, or a call such as `diagnosed(x)`."""
    if not isinstance(child, (ast.Name, ast.Attribute, ast.Call)):
        return False
    if isinstance(parent, ast.BoolOp):
        return True
    if isinstance(parent, ast.Call):
        return field == "args" and number > 0 and isinstance(parent.func, ast.Name) and parent.func.id == "at_least"
    return False


def _with_operator(node: ast.Compare, number: int, op: type[ast.cmpop]) -> ast.expr:
    return ast.Compare(node.left, [op() if i == number else o for i, o in enumerate(node.ops)], node.comparators)


def _without_clause(node: ast.BoolOp, number: int) -> ast.expr:
    left = [value for i, value in enumerate(node.values) if i != number]
    return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _with_negated(node: Any, field: str, number: int) -> ast.expr:
    parts = getattr(node, field)
    parts[number] = ast.UnaryOp(ast.Not(), parts[number])
    return node  # type: ignore[no-any-return]  # a boolean operation or a call


def _shifted(value: float, sign: int) -> float:
    """The number with its last written digit changed by one."""
    written = Decimal(str(value))
    exponent = min(int(written.normalize().as_tuple().exponent), 0)
    shifted = written + sign * Decimal(1).scaleb(exponent)
    return int(shifted) if exponent == 0 else float(shifted)


def _replaced(root: ast.expr, place: ast.AST, made: ast.expr) -> ast.expr:
    """The tree with one node replaced."""
    if root is place:
        return made

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return made if node is place else self.generic_visit(node)

    return root if made is place else Replace().visit(root)  # type: ignore[no-any-return]  # an expression
