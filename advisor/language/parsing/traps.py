"""The slips that authors make, recognised before or after parsing, each with the corrected line.

What people write from habit (`=`, `&&`, `AND`, curly quotes, decimal commas, dashes in names) is either no Python at
all, where the parser's own message would help nobody, or, worse, is Python with another meaning: `x-y` subtracts,
`a & b` binds tighter than a comparison, `x == a or b` is true of b alone. So the text is searched for slips before
it is parsed, and refused with the line as it should be; nothing is corrected silently. A pattern here must never match
a sound condition, because then an author could not write it at all: each is kept as narrow as its slip.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable
from typing import NoReturn

from advisor.language.parsing.errors import ConditionError

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
            "Curly quotes aren't part of the language; options need no quotes.",
            text,
            text.translate(_CURLY),
            _first(text, r"[\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb]"),
        )
    for symbol, ascii_form in _SYMBOLS.items():
        if symbol in text:
            _raise(
                "symbol",
                f"`{symbol}` is written `{ascii_form}`." if symbol.strip() else "A special space stands here.",
                text,
                text.replace(symbol, ascii_form),
                text.index(symbol),
            )
    for pattern, _, code, message in _REWRITES:
        found = re.search(pattern, text)
        if found:
            slip = found.group(0)
            column = found.start() + len(slip) - len(slip.lstrip())
            _raise(code, message.format(slip.strip()), text, _rewritten(text), column)
    if "#" in text:
        at = text.index("#")
        raise ConditionError(
            "comment",
            "A `#` starts a comment in YAML and has no place in a condition.",
            line=text.count("\n", 0, at),
            column=at - text.rfind("\n", 0, at) - 1,
            token="#",
        )


# Tried in this order, and all applied for the line that is shown: where one slip is found there are often several, and
# the author should not have to meet them one by one. A two-character sign stands before the single one in it.
# A minus between two values has a dotted name, a number or a bracket on its right; this has none.
_DASHED = r"(?<![\w.])[a-z]\w*(?:\.\w+)*(?:-[a-z]\w*)+(?![\w.(])"
# A number and the word behind it without a blank between them: Python reads it for now, and has said that it won't.
_GLUED = r"(?<![\w.])([0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)(?=(?:and|or|if|in|is|not|else)\b)"
_REWRITES: tuple[tuple[str, str | Callable[[re.Match[str]], str], str, str], ...] = (
    (_GLUED, r"\1 ", "glued-number", "A blank is missing after `{}`."),
    (r"=>", ">=", "arrow", "`=>` is written `>=`."),
    (r"=<", "<=", "arrow", "`=<` is written `<=`."),
    (r"<>", "!=", "not-equal", "`<>` is written `!=`."),
    (r"(?<![=<>!:])=(?!=)", "==", "single-equals", "A comparison is written with two signs, `==`."),
    (r"\s*&&?\s*", " and ", "symbol-and", "`{}` is written `and`."),
    (r"\s*\|\|?\s*", " or ", "symbol-or", "`{}` is written `or`."),
    (r"!(?!=)\s*", "not ", "symbol-not", "`!` is written `not`."),
    (
        r"\b(AND|OR|NOT|IN|And|Or|Not|In)\b",
        lambda m: m.group(0).lower(),
        "capitals",
        "`and`, `or`, `not` and `in` are written in small letters.",
    ),
    (_DASHED, lambda m: m.group(0).replace("-", "_"), "dash", "Names use underscores, not dashes."),
    (r"(?<=\d)\s*%", "", "percent", "Percentages are plain numbers; the question says which unit it has."),
    (r"(?<![\w.\[(,])(\d+),(\d+)(?![\w.])", r"\1.\2", "decimal-comma", "Decimals are written with a point."),
)


def _rewritten(text: str) -> str:
    """The text with every known slip corrected."""
    for pattern, replacement, _, _ in _REWRITES:
        text = re.sub(pattern, replacement, text)
    return text


def explain_syntax(text: str, error: Exception) -> NoReturn:
    """Raise ConditionError for text that Python's grammar refuses."""
    if isinstance(error, (MemoryError, RecursionError)) or "nested" in str(error):
        raise ConditionError("too-deep", "The condition nests too deeply.") from None
    for opening, closing in ("()", "[]"):
        if text.count(opening) != text.count(closing):
            raise ConditionError(
                "brackets",
                f"`{opening}` and `{closing}` don't match.",
                f"There are {text.count(opening)} and {text.count(closing)}.",
            )
    lines = text.split("\n")
    line = (getattr(error, "lineno", None) or 2) - 2
    column = (getattr(error, "offset", None) or 1) - 1
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    raise ConditionError(
        "syntax",
        f"`{_short(text)}` can't be read as a condition.",
        "Write it as in `role.open_days > 45 and not role.parked`.",
        line=line,
        column=column,
    ) from None


def explain_bare_option(text: str, parent: ast.BoolOp, node: ast.expr, source: Callable[[ast.AST], str]) -> None:
    """Raise ConditionError for `x == a or b` and `x != a and b`, which mean something else than they look."""
    position = parent.values.index(node)
    start = next((i for i in range(position, -1, -1) if isinstance(parent.values[i], ast.Compare)), 0)
    first = parent.values[start]
    trap = ast.Eq if isinstance(parent.op, ast.Or) else ast.NotEq
    if not isinstance(first, ast.Compare) or len(first.ops) != 1 or not isinstance(first.ops[0], trap):
        return
    rest = itertools.takewhile(lambda value: isinstance(value, ast.Name), parent.values[start + 1 :])
    options = [source(option) for option in (first.comparators[0], *rest)]
    if not isinstance(node, ast.Name) or node.id not in options:
        return
    raise ConditionError(
        "bare-option",
        f"`{_short(source(parent))}` doesn't compare `{node.id}` with anything.",
        f"Write `{source(first.left)} {'in' if trap is ast.Eq else 'not in'} [{', '.join(options)}]`.",
        token=node.id,
        line=node.lineno - 2,
        column=node.col_offset,
    )


def _short(text: str) -> str:
    """The text on one line, cut where it is long."""
    shown = "".join(c if c.isprintable() else " " for c in text.strip())
    return shown if len(shown) <= 100 else shown[:97] + "..."


def _first(text: str, pattern: str) -> int:
    """Where the pattern is first found; 0 where it is not."""
    found = re.search(pattern, text)
    return found.start() if found else 0


def _raise(code: str, message: str, text: str, corrected: str, column: int) -> NoReturn:
    """Raise ConditionError at a character of the text, with the corrected text as the way out."""
    line = text.count("\n", 0, column)
    column -= text.rfind("\n", 0, column) + 1
    raise ConditionError(code, message, f"Write `{corrected.strip()}`.", line=line, column=column)
