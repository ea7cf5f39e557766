"""The text of a condition as Python's own grammar reads it, with its places; nothing is ever evaluated."""

from __future__ import annotations

import ast
import warnings
from typing import NoReturn

from advisor.language.parsing import traps
from advisor.language.parsing.errors import ConditionError

MOST_CHARACTERS = 4_000
DEEPEST = 40


class Syntax:
    """The syntax tree of one text; ConditionError where it is none."""

    def __init__(self, text: str):
        self.text = text
        if len(text) > MOST_CHARACTERS:
            raise ConditionError("too-long", f"A condition has at most {MOST_CHARACTERS} characters.")
        traps.check_text(text)
        # In brackets of its own, so that a condition may run over several lines; places are moved back by one line.
        try:
            with warnings.catch_warnings():  # of Python's to programmers; whoever writes rules is told in our words
                warnings.simplefilter("ignore")
                self.root = ast.parse(f"(\n{text}\n)", mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            traps.explain_syntax(text, error)
        if _depth(self.root) > DEEPEST:
            raise ConditionError("too-deep", f"A condition nests at most {DEEPEST} levels deep.")

    def dotted(self, node: ast.expr) -> str:
        """The name that a node is, with its dots."""
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute):
            return f"{self.dotted(node.value)}.{node.attr}"
        self.fail(node, "not-allowed", "A name is expected here.")

    def source(self, node: ast.AST) -> str:
        """The text that a node was written as."""
        return ast.unparse(node)

    def fail(self, node: ast.expr, code: str, message: str, suggestion: str | None = None) -> NoReturn:
        """Raise, pointing at the node (its place inside the condition's text)."""
        raise ConditionError(
            code, message, suggestion, token=self.source(node), line=node.lineno - 2, column=node.col_offset
        )


def _depth(node: ast.AST) -> int:
    """How deep a tree nests, level by level, because recursion would be what the bound is there to prevent."""
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [child for parent in level for child in ast.iter_child_nodes(parent)]
        if deepest > 3 * DEEPEST:
            break
    return deepest
