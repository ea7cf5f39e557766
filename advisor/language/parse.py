"""From the text of a condition to its tree: parsed by Python's own grammar, checked against a whitelist.

Nothing is ever evaluated. Names are resolved by type, so options need no quotes. `traps` knows the usual
slips and what to write instead.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, Union

from advisor.language import traps
from advisor.language.errors import ConditionError
from advisor.language.intervals import declared_interval
from advisor.language.tree import (
    MIRRORED,
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Concluded,
    Condition,
    Constant,
    Count,
    Extreme,
    Fixed,
    Has,
    IsYes,
    Not,
    Number,
    OneOf,
    Operator,
    Or,
    Point,
    Unsure,
    WeeksUntil,
    plain_number,
    questions_of_number,
)
from advisor.language.vocabulary import Kind, Term, Vocabulary
from advisor.problems import did_you_mean, nearest

FUNCTIONS = ("count", "min", "max", "weeks_until", "weeks_since", "unsure", "at_least", "diagnosed", "suspected")
_NUMBER_NODES = (Constant, Amount, Count, WeeksUntil, Point, Arithmetic, Extreme)
_OPERATORS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
MOST_CHARACTERS = 4_000
MOST_FACTS = 100
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that is not a value by itself: an option, or a question of a type that has no value alone."""

    text: str
    term: Term | None
    node: ast.expr


_Meaning = Union[Condition, Number, _Name]


def parse_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """The tree of a condition; ConditionError says what is wrong and what to write instead."""
    reader = _Reader(text, vocabulary)
    return reader.condition(reader.root)


def parse_number(text: str, vocabulary: Vocabulary) -> Number:
    """The tree of a number, as in a derived fact's `value` or a placeholder."""
    reader = _Reader(text, vocabulary)
    return reader.number(reader.root)


class _Reader:
    """Walks the syntax tree of one condition."""

    def __init__(
        self, text: str, vocabulary: Vocabulary, expanding: tuple[str, ...] = (), expanded: Iterator[int] | None = None
    ):
        self.text = text
        self.vocabulary = vocabulary
        self.expanding = expanding
        self.expanded = expanded if expanded is not None else itertools.count(1)
        if len(text) > MOST_CHARACTERS:
            raise ConditionError("too-long", f"A condition has at most {MOST_CHARACTERS} characters.")
        traps.check_text(text)
        try:
            self.root = ast.parse(f"(\n{text}\n)", mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            traps.explain_syntax(text, error)
        if _depth(self.root) > DEEPEST:
            raise ConditionError("too-deep", f"A condition nests at most {DEEPEST} levels deep.")

    # ---- what a piece of syntax means ----------------------------------------------------------------

    def condition(self, node: ast.expr) -> Condition:
        """The node as a condition."""
        meaning = self.meaning(node)
        if isinstance(meaning, _Name):
            self._name_alone(meaning)
        if isinstance(meaning, _NUMBER_NODES):
            self.fail(
                node,
                "type",
                "This is a number, not something that is true or false.",
                "Compare it with something, as in `> 3`.",
            )
        return meaning

    def number(self, node: ast.expr) -> Number:
        """The node as a number."""
        meaning = self.meaning(node)
        if isinstance(meaning, _NUMBER_NODES):
            return meaning
        if isinstance(meaning, _Name):
            if meaning.term is None:
                self.unknown(meaning)
            way = {
                Kind.CHOICES: f"Count its options: `count({meaning.text})`.",
                Kind.DATE: f"Write `weeks_until({meaning.text})`.",
            }.get(meaning.term.kind)
            self.fail(node, "type", f"`{meaning.text}` is a {meaning.term.kind.value} question, not a number.", way)
        self.fail(node, "type", "A number is expected here, this is true or false.")

    def meaning(self, node: ast.expr) -> _Meaning:
        """What a node means by itself."""
        if isinstance(node, ast.BoolOp):
            parts = tuple(self._part_of(node, value) for value in node.values)
            return And(parts) if isinstance(node.op, ast.And) else Or(parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Not(self.condition(node.operand))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self.number(node.operand)
            return Constant(-inner.value) if isinstance(inner, Constant) else Arithmetic("-", Constant(0.0), inner)
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._name(node)
        self.fail(
            node,
            "not-allowed",
            "This is not part of the condition language.",
            "Allowed are comparisons, and, or, not, in [..], + - * / and "
            + ", ".join(f"{f}()" for f in FUNCTIONS)
            + ".",
        )

    def _part_of(self, parent: ast.BoolOp, node: ast.expr) -> Condition:
        """One side of `and`/`or`; knows the slip `x == a or b`."""
        if isinstance(node, ast.Name):
            meaning = self.meaning(node)
            if isinstance(meaning, _Name) and meaning.term is None:
                traps.explain_bare_option(self.text, parent, node, self.source)
        return self.condition(node)

    def _constant(self, node: ast.Constant) -> _Meaning:
        value = node.value
        if isinstance(value, bool):
            return Fixed(value)
        if isinstance(value, (int, float)):
            if abs(value) > 1e15:
                self.fail(node, "out-of-range", "The number is too large.")
            return Constant(float(value))
        if isinstance(value, str):
            self.fail(node, "quotes", "Options are written without quotes.", f"Write `{value}`.")
        self.fail(node, "not-allowed", "This value is not part of the condition language.")

    def _name(self, node: ast.expr) -> _Meaning:
        name = self._dotted(node)
        term = self.vocabulary.terms.get(name)
        if term is not None:
            if term.kind is Kind.YES_NO:
                return IsYes(name)
            return Amount(name) if term.kind.numeric else _Name(name, term, node)
        if name in self.vocabulary.macros:
            return self._expand(name, node)
        if name in self.vocabulary.points:
            return Point(name)
        if name in ("true", "false"):
            return Fixed(name == "true")
        return _Name(name, None, node)

    def _dotted(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute):
            return f"{self._dotted(node.value)}.{node.attr}"
        self.fail(node, "not-allowed", "A name is expected here.")

    def _expand(self, name: str, node: ast.expr) -> _Meaning:
        if name in self.expanding:
            circle = " -> ".join((*self.expanding[self.expanding.index(name) :], name))
            self.fail(node, "cycle", f"Derived facts go round in a circle: {circle}.")
        if next(self.expanded) > MOST_FACTS or len(self.expanding) >= DEEPEST:
            message = f"A condition may use derived facts {MOST_FACTS} times, and {DEEPEST} inside one another."
            self.fail(node, "too-large", message, "Use fewer of them.")
        macro = self.vocabulary.macros[name]
        try:
            inner = _Reader(macro.text, self.vocabulary, (*self.expanding, name), self.expanded)
            return inner.condition(inner.root) if macro.boolean else inner.number(inner.root)
        except ConditionError as error:
            if error.code in ("cycle", "too-large"):
                self.fail(node, error.code, error.message, error.suggestion)
            self.fail(node, "bad-fact", f"The derived fact `{name}` is itself faulty: {error.message}")

    # ---- calls, arithmetic, comparisons --------------------------------------------------------------

    def _call(self, node: ast.Call) -> _Meaning:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            name = self.source(node.func)
            self.fail(node, "unknown-function", f"There is no function `{name}`.", did_you_mean(name, FUNCTIONS))
        if node.keywords:
            self.fail(node, "not-allowed", "Functions take no named arguments.")
        function, arguments = node.func.id, node.args
        if function in ("min", "max"):
            if len(arguments) < 2:
                self.fail(node, "arguments", f"`{function}` compares two or more numbers.")
            parts = tuple(self.number(argument) for argument in arguments)
            return Extreme("min" if function == "min" else "max", parts)
        if function == "at_least":
            return self._at_least(node)
        if len(arguments) != 1:
            self.fail(node, "arguments", f"`{function}` takes one name.")
        if function in ("diagnosed", "suspected"):
            return self._concluded(function, arguments[0])
        term = self._question(arguments[0], function)
        if function == "unsure":
            return Unsure(term.id)
        if function == "count":
            self._expect(arguments[0], term, Kind.CHOICES, "count() counts the options of a multiple choice")
            return Count(term.id, len(term.options))
        self._expect(arguments[0], term, Kind.DATE, f"{function}() needs a date")
        until = WeeksUntil(term.id)
        return until if function == "weeks_until" else Arithmetic("-", Constant(0.0), until)

    def _at_least(self, node: ast.Call) -> Condition:
        first = node.args[0] if node.args else None
        if not isinstance(first, ast.Constant) or not isinstance(first.value, int) or isinstance(first.value, bool):
            self.fail(node, "arguments", "`at_least` starts with a whole number.", "As in `at_least(2, a, b, c)`.")
        parts = tuple(self.condition(argument) for argument in node.args[1:])
        if not 1 <= first.value <= len(parts):
            self.fail(node, "arguments", f"`at_least({first.value}, ...)` of {len(parts)} conditions makes no sense.")
        return AtLeast(first.value, parts)

    def _concluded(self, how: str, node: ast.expr) -> Concluded:
        name = self._dotted(node).replace("_", "-")
        if name not in self.vocabulary.diagnoses:
            near = nearest(name, self.vocabulary.diagnoses)
            self.fail(
                node,
                "unknown-diagnosis",
                f"There is no diagnosis `{name}`.",
                f"Did you mean `{how}({near.replace('-', '_')})`?" if near else None,
            )
        return Concluded(name, "diagnosed" if how == "diagnosed" else "suspected")

    def _question(self, node: ast.expr, function: str) -> Term:
        name = self._dotted(node) if isinstance(node, (ast.Name, ast.Attribute)) else self.source(node)
        term = self.vocabulary.terms.get(name)
        if term is None:
            self.fail(
                node,
                "unknown-name",
                f"`{function}` needs a question; there is no question `{name}`.",
                did_you_mean(name, self.vocabulary.terms),
            )
        return term

    def _expect(self, node: ast.expr, term: Term, kind: Kind, rule: str) -> None:
        if term.kind is not kind:
            self.fail(node, "type", f"{rule}; `{term.id}` is a {term.kind.value} question.")

    def _arithmetic(self, node: ast.BinOp) -> Number:
        op = _ARITHMETIC.get(type(node.op))
        if op is None:
            self.fail(node, "not-allowed", "Only + - * / are part of the language.")
        left, right = self.number(node.left), self.number(node.right)
        if op == "/":
            low, high = declared_interval(right, self.vocabulary.terms)
            if low <= 0 <= high:
                self.fail(
                    node.right,
                    "divisor",
                    "The divisor can be 0.",
                    "Use a question whose range does not hold 0, or compare without dividing.",
                )
        return Arithmetic(op, left, right)  # type: ignore[arg-type]  # one of the four keys above

    def _comparison(self, node: ast.Compare) -> Condition:
        sides = [node.left, *node.comparators]
        parts = [self._compared(sides[i], op, sides[i + 1]) for i, op in enumerate(node.ops)]
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(op, (ast.In, ast.NotIn)):
            inside = self._membership(left, right)
            return Not(inside) if isinstance(op, ast.NotIn) else inside
        if type(op) not in _OPERATORS:
            self.fail(left, "not-allowed", "Write `==` and `!=`, not `is`.")
        a, b = self.meaning(left), self.meaning(right)
        choice = self._choice_test(a, left, b, right) or self._choice_test(b, right, a, left)
        if choice is not None:
            if isinstance(op, ast.Eq):
                return choice
            if isinstance(op, ast.NotEq):
                return Not(choice)
            self.fail(left, "type", "Choices have no order.", "Use `==`, `!=` or `in [..]`.")
        return self._number_test(left, _OPERATORS[type(op)], right)

    def _choice_test(self, a: _Meaning, left: ast.expr, b: _Meaning, right: ast.expr) -> Condition | None:
        """`question == option`, where the left side is a choice; None where it is not."""
        if isinstance(a, IsYes):
            if isinstance(b, Fixed):
                return a if b.value else Not(a)
            way = f"Write `{a.question}` or `not {a.question}`."
            self.fail(left, "type", f"`{a.question}` is a yes-no question and is compared with nothing.", way)
        if not isinstance(a, _Name) or a.term is None:
            return None
        if a.term.kind is Kind.CHOICES:
            self.fail(
                left, "type", f"`{a.text}` can hold several options.", f"Write `{self.source(right)} in {a.text}`."
            )
        if a.term.kind is not Kind.CHOICE:
            weeks = f"Write `weeks_until({a.text})`." if a.term.kind is Kind.DATE else None
            self.fail(left, "type", f"A {a.term.kind.value} question cannot be compared like this.", weeks)
        return OneOf(a.text, (self._option(a.term, right),))

    def _option(self, term: Term, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            text = str(node.value) if isinstance(node, ast.Constant) else self.source(node)
            self.fail(
                node,
                "type",
                f"`{text}` is not an option of `{term.id}`.",
                did_you_mean(text, term.options) or f"Its options are {', '.join(term.options)}.",
            )
        if node.id not in term.options:
            self.fail(
                node,
                "unknown-option",
                f"`{term.id}` has no option `{node.id}`.",
                did_you_mean(node.id, term.options) or f"Its options are {', '.join(term.options)}.",
            )
        return node.id

    def _membership(self, left: ast.expr, right: ast.expr) -> Condition:
        if isinstance(right, (ast.List, ast.Tuple, ast.Set)):
            subject = self.meaning(left)
            if not isinstance(subject, _Name) or subject.term is None or subject.term.kind is not Kind.CHOICE:
                if isinstance(subject, _Name) and subject.term is None:
                    self.unknown(subject)
                self.fail(left, "type", "Only a choice can be `in [..]`.")
            if not right.elts:
                self.fail(right, "empty", "The list has no option.")
            options = {self._option(subject.term, element) for element in right.elts}
            return OneOf(subject.text, tuple(o for o in subject.term.options if o in options))
        container = self.meaning(right)
        if not isinstance(container, _Name) or container.term is None or container.term.kind is not Kind.CHOICES:
            if isinstance(container, _Name) and container.term is None:
                self.unknown(container)
            self.fail(right, "type", "`in` needs a multiple choice or a list in square brackets on its right.")
        return Has(container.text, self._option(container.term, left))

    def _number_test(self, left: ast.expr, op: Operator, right: ast.expr) -> Condition:
        a, b = self.number(left), self.number(right)
        if isinstance(a, Constant) and not isinstance(b, Constant):
            a, op, b = b, MIRRORED[op], a
        if not (*questions_of_number(a), *questions_of_number(b)) and isinstance(a, Constant):
            self.fail(left, "constant", "Two constants are compared.")
        if isinstance(b, Constant) and isinstance(a, (Amount, Count)):
            low, high = declared_interval(a, self.vocabulary.terms)
            if not low <= b.value <= high:
                self.fail(
                    right,
                    "out-of-range",
                    f"{plain_number(b.value)} is outside the range of "
                    f"`{a.question}`, {plain_number(low)} to {plain_number(high)}.",
                )
        return Compare(a, op, b)

    # ---- complaints ----------------------------------------------------------------------------------

    def _name_alone(self, name: _Name) -> NoReturn:
        if name.term is None:
            self.unknown(name)
        example = {
            Kind.CHOICE: f"{name.text} == {name.term.options[0] if name.term.options else '...'}",
            Kind.CHOICES: f"{name.term.options[0] if name.term.options else '...'} in {name.text}",
            Kind.DATE: f"weeks_until({name.text}) <= 10",
        }.get(name.term.kind)
        self.fail(
            name.node,
            "type",
            f"`{name.text}` is a {name.term.kind.value} question and is not true or false by itself.",
            f"Write for instance `{example}`." if example else None,
        )

    def unknown(self, name: _Name) -> NoReturn:
        """Complain about a name that nothing has."""
        owner = next((t for t in self.vocabulary.terms.values() if name.text in t.options), None)
        way = did_you_mean(name.text, self.vocabulary.names())
        if way is None and owner is not None:
            test = f"{owner.id} == {name.text}" if owner.kind is Kind.CHOICE else f"{name.text} in {owner.id}"
            way = f"It is an option of `{owner.id}`: write `{test}`."
        self.fail(name.node, "unknown-name", f"There is nothing called `{name.text}`.", way)

    def source(self, node: ast.AST) -> str:
        """The text that a node was written as."""
        return ast.unparse(node)

    def fail(self, node: ast.expr, code: str, message: str, suggestion: str | None = None) -> NoReturn:
        """Raise, pointing at the node (its place inside the condition's text)."""
        raise ConditionError(
            code, message, suggestion, token=self.source(node), line=node.lineno - 2, column=node.col_offset
        )


def _depth(node: ast.AST) -> int:
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [child for parent in level for child in ast.iter_child_nodes(parent)]
        if deepest > 3 * DEEPEST:
            break
    return deepest
