"""From the text of a condition to its tree: parsed by Python's own grammar, checked against a whitelist.

Nothing is ever evaluated. Names are resolved by type, so options need no quotes. `traps` knows the usual
slips and what to write instead.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from advisor.language.intervals import declared_interval
from advisor.language.parsing import traps
from advisor.language.parsing.comparing import Comparing, Meaning, Name
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.syntax import DEEPEST
from advisor.language.tree import (
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Concluded,
    Condition,
    Constant,
    Count,
    Day,
    Extreme,
    Fixed,
    IsYes,
    Not,
    Number,
    Or,
    Point,
    Unsure,
    WeeksUntil,
)
from advisor.language.vocabulary import InForce, Kind, Term, Vocabulary
from advisor.problems import did_you_mean, nearest

FUNCTIONS = ("count", "min", "max", "weeks_until", "weeks_since", "unsure", "at_least", "diagnosed", "suspected")
_NUMBER_NODES = (Constant, Amount, Count, WeeksUntil, Point, Arithmetic, Extreme)
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
# Derived facts are expanded where they are named, so facts that name others twice double with each step: without a
# bound a pack of thirty lines could ask for a tree of a billion nodes.
MOST_FACTS = 100


def parse_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """The tree of a condition; ConditionError says what is wrong, where in the text, and what to write instead.

    >>> vocabulary = Vocabulary({"plan.frozen": Term("plan.frozen", Kind.YES_NO)})
    >>> parse_condition("not plan.frozen", vocabulary)
    Not(part=IsYes(question='plan.frozen'))
    >>> parse_condition("plan.frosen", vocabulary)
    Traceback (most recent call last):
    advisor.language.parsing.errors.ConditionError: There's nothing called `plan.frosen`.
    """
    reader = _TreeReader(text, vocabulary)
    return reader.condition(reader.root)


def parse_number(text: str, vocabulary: Vocabulary) -> Number:
    """The tree of a number, as in a derived fact's `value` or a placeholder; ConditionError where it is none."""
    reader = _TreeReader(text, vocabulary)
    return reader.number(reader.root)


class _TreeReader(Comparing):
    """Walks the syntax tree of one condition."""

    def __init__(
        self, text: str, vocabulary: Vocabulary, expanding: tuple[str, ...] = (), expanded: Iterator[int] | None = None
    ):
        super().__init__(text)
        self.vocabulary = vocabulary
        self.expanding = expanding
        self.expanded = expanded if expanded is not None else itertools.count(1)

    # ---- what a piece of syntax means ----------------------------------------------------------------

    def condition(self, node: ast.expr) -> Condition:
        """The node as a condition."""
        meaning = self.meaning(node)
        if isinstance(meaning, Name):
            self.name_alone(meaning)
        if isinstance(meaning, _NUMBER_NODES):
            self.fail(
                node,
                "type",
                "This is a number, not something that's true or false.",
                "Compare it with something, as in `> 3`.",
            )
        return meaning

    def number(self, node: ast.expr) -> Number:
        """The node as a number."""
        meaning = self.meaning(node)
        if isinstance(meaning, _NUMBER_NODES):
            return meaning
        if isinstance(meaning, Name):
            if meaning.term is None:
                self.unknown(meaning)
            way = {
                Kind.CHOICES: f"Count its options: `count({meaning.text})`.",
                Kind.DATE: f"Write `weeks_until({meaning.text})`.",
            }.get(meaning.term.kind)
            self.fail(node, "type", f"`{meaning.text}` is a {meaning.term.kind.value} question, not a number.", way)
        self.fail(node, "type", "A number is expected here, this is true or false.")

    def meaning(self, node: ast.expr) -> Meaning:
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
            return self.comparison(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._name(node)
        self.fail(
            node,
            "not-allowed",
            "This isn't part of the condition language.",
            "Allowed are comparisons, and, or, not, in [..], + - * / and "
            + ", ".join(f"{f}()" for f in FUNCTIONS)
            + ".",
        )

    def _part_of(self, parent: ast.BoolOp, node: ast.expr) -> Condition:
        """One side of `and`/`or`; knows the slip `x == a or b`."""
        if isinstance(node, ast.Name):
            meaning = self.meaning(node)
            if isinstance(meaning, Name) and meaning.term is None:
                traps.explain_bare_option(self.text, parent, node, self.source)
        return self.condition(node)

    def _constant(self, node: ast.Constant) -> Meaning:
        value = node.value
        if isinstance(value, bool):
            return Fixed(value)
        if isinstance(value, (int, float)):
            if abs(value) > 1e15:
                self.fail(node, "out-of-range", "The number is too large.")
            return Constant(float(value))
        if isinstance(value, str):
            what = "Numbers" if value.replace(".", "", 1).isdigit() else "Options"
            self.fail(node, "quotes", f"{what} are written without quotes.", f"Write `{value}`.")
        self.fail(node, "not-allowed", "This value isn't part of the condition language.")

    def _name(self, node: ast.expr) -> Meaning:
        name = self.dotted(node)
        term = self.vocabulary.terms.get(name)
        if term is not None:
            if term.kind is Kind.YES_NO:
                return IsYes(name)
            return Amount(name) if term.kind.numeric else Name(name, term, node)
        if name in self.vocabulary.macros:
            return self._expand(name, node)
        if name in self.vocabulary.points:
            return Point(name)
        if name in self.vocabulary.laws:
            return _in_force(name, self.vocabulary.laws[name])
        if name in ("true", "false"):
            return Fixed(name == "true")
        return Name(name, None, node)

    def _expand(self, name: str, node: ast.expr) -> Meaning:
        if name in self.expanding:
            circle = " -> ".join((*self.expanding[self.expanding.index(name) :], name))
            way = f"Leave `{name}` out of `{self.expanding[-1]}`."
            self.fail(node, "cycle", f"Derived facts go round in a circle: {circle}.", way)
        if next(self.expanded) > MOST_FACTS or len(self.expanding) >= DEEPEST:
            message = f"A condition may use derived facts {MOST_FACTS} times, and {DEEPEST} inside one another."
            self.fail(node, "too-large", message, "Use fewer of them.")
        macro = self.vocabulary.macros[name]
        try:
            inner = _TreeReader(macro.text, self.vocabulary, (*self.expanding, name), self.expanded)
            return inner.condition(inner.root) if macro.boolean else inner.number(inner.root)
        except ConditionError as error:
            if error.code in ("cycle", "too-large"):
                self.fail(node, error.code, error.message, error.suggestion)
            self.fail(node, "bad-fact", f"The derived fact `{name}` is itself faulty: {error.message}")

    # ---- calls, arithmetic, comparisons --------------------------------------------------------------

    def _call(self, node: ast.Call) -> Meaning:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            name = self.source(node.func)
            self.fail(node, "unknown-function", f"There's no function `{name}`.", did_you_mean(name, FUNCTIONS))
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
        name = self.dotted(node).replace("_", "-")
        if name not in self.vocabulary.diagnoses:
            near = nearest(name, self.vocabulary.diagnoses)
            self.fail(
                node,
                "unknown-diagnosis",
                f"There's no diagnosis `{name}`.",
                f"Did you mean `{how}({near.replace('-', '_')})`?" if near else None,
            )
        return Concluded(name, "diagnosed" if how == "diagnosed" else "suspected")

    def _question(self, node: ast.expr, function: str) -> Term:
        name = self.dotted(node) if isinstance(node, (ast.Name, ast.Attribute)) else self.source(node)
        term = self.vocabulary.terms.get(name)
        if term is None:
            self.fail(
                node,
                "unknown-name",
                f"`{function}` needs a question; there's no question `{name}`.",
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
                    "Use a question whose range doesn't hold 0, or compare without dividing.",
                )
        return Arithmetic(op, left, right)  # type: ignore[arg-type]  # one of the four keys above


def _in_force(name: str, law: InForce) -> Condition:
    """The law holds on the day of the case."""
    # A comparison of the day like any other: every reader of conditions understands it, and sees that a law and the one
    # that takes its place never hold together.
    day = Day(law=name.partition(".")[2])
    begun = Compare(day, ">=", Constant(float(law.begins.toordinal())))
    return begun if law.ends is None else And((begun, Compare(day, "<", Constant(float(law.ends.toordinal())))))
