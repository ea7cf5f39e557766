"""The slips that authors make, recognised before or after parsing, each with the corrected line."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import NoReturn

from advisor.language.errors import ConditionError

_CURLY = str.maketrans(
    {"\u201c": "", "\u201d": "", "\u2018": "", "\u2019": "", "\u201e": "", "\u00ab": "", "\u00bb": ""}
)
_SYMBOLS = {"\u2264": "<=", "\u2265": ">=", "\u2260": "!=", "\u2212": "-", "\u00d7": "*", "\u00a0": " "}


def check_text(text: str) -> None:
    """Raise ConditionError for slips that show in the text alone."""
    if not text.strip():
        raise ConditionError("empty", "The condition is empty.")
    if text != text.translate(_CURLY):
        _raise(
            "curly-quotes",
            "Curly quotes are not part of the language; options need no quotes.",
            text,
            text.translate(_CURLY),
            _first(text, r"[\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb]"),
        )
    for symbol, ascii_form in _SYMBOLS.items():
        if symbol in text:
            _raise(
                "symbol",
                f"Write `{ascii_form.strip() or 'a plain space'}` for this sign.",
                text,
                text.replace(symbol, ascii_form),
                text.index(symbol),
            )
    for pattern, replacement, code, message in _REWRITES:
        found = re.search(pattern, text)
        if found:
            _raise(code, message, text, re.sub(pattern, replacement, text), found.start())
    if "#" in text:
        raise ConditionError(
            "comment",
            "A `#` starts a comment in YAML and has no place in a condition.",
            column=text.index("#"),
            token="#",
        )


_REWRITES: tuple[tuple[str, str | Callable[[re.Match[str]], str], str, str], ...] = (
    (r"=>", ">=", "arrow", "`=>` is written `>=`."),
    (r"=<", "<=", "arrow", "`=<` is written `<=`."),
    (r"<>", "!=", "not-equal", "`<>` is written `!=`."),
    (r"(?<![=<>!])=(?!=)", "==", "single-equals", "A comparison is written with two signs, `==`."),
    (r"&&|&", "and", "symbol-and", "Write `and`."),
    (r"\|\||\|", "or", "symbol-or", "Write `or`."),
    (r"!(?!=)\s*", "not ", "symbol-not", "Write `not`."),
    (
        r"\b(AND|OR|NOT|IN|And|Or|Not|In)\b",
        lambda m: m.group(0).lower(),
        "capitals",
        "`and`, `or`, `not` and `in` are written in small letters.",
    ),
    (r"(?<=\d)\s*%", "", "percent", "Percentages are plain numbers; the question says which unit it has."),
    (r"(?<![\w.\[(,])(\d+),(\d+)(?![\w.])", r"\1.\2", "decimal-comma", "Decimals are written with a point."),
)


def explain_syntax(text: str, error: Exception) -> NoReturn:
    """Raise ConditionError for text that Python's grammar refuses."""
    found = re.search(r"\b[a-z_]+(?:\.[a-z_]+)*-[a-z_]+", text)
    if found:
        _raise(
            "dash",
            "Names use underscores, not dashes.",
            text,
            text.replace(found.group(0), found.group(0).replace("-", "_")),
            found.start(),
        )
    for opening, closing in ("()", "[]"):
        if text.count(opening) != text.count(closing):
            raise ConditionError(
                "brackets",
                f"`{opening}` and `{closing}` do not match.",
                f"There are {text.count(opening)} and {text.count(closing)}.",
            )
    line = (getattr(error, "lineno", None) or 2) - 2
    column = (getattr(error, "offset", None) or 1) - 1
    raise ConditionError(
        "syntax",
        f"`{text.strip()}` cannot be read as a condition.",
        "As in `post.open_days > 45 and not post.parked`.",
        line=line,
        column=column,
    ) from None


def explain_bare_option(text: str, parent: ast.BoolOp, node: ast.expr, source: Callable[[ast.AST], str]) -> None:
    """Raise ConditionError for `x == a or b`, which means something else than it looks."""
    position = parent.values.index(node)
    before = parent.values[position - 1] if position else None
    if isinstance(before, ast.Compare) and len(before.ops) == 1 and isinstance(before.ops[0], (ast.Eq, ast.NotEq)):
        subject, first, second = source(before.left), source(before.comparators[0]), source(node)
        word = "in" if isinstance(before.ops[0], ast.Eq) else "not in"
        raise ConditionError(
            "bare-option",
            f"`{source(parent)}` does not compare `{second}` with anything.",
            f"Write `{subject} {word} [{first}, {second}]`.",
            token=second,
            line=node.lineno - 2,
            column=node.col_offset,
        )


def _first(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    return found.start() if found else 0


def _raise(code: str, message: str, text: str, corrected: str, column: int) -> NoReturn:
    line = text.count("\n", 0, column)
    column -= text.rfind("\n", 0, column) + 1
    raise ConditionError(code, message, f"Write `{corrected.strip()}`.", line=line, column=column)
