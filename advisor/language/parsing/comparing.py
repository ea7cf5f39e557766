"""What a comparison in a condition means, by the types of its two sides."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from typing import NoReturn, Union

from advisor.language.intervals import declared_interval
from advisor.language.parsing.syntax import Syntax
from advisor.language.tree import (
    MIRRORED,
    Amount,
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Fixed,
    Has,
    IsYes,
    Not,
    Number,
    OneOf,
    Operator,
    plain_number,
    questions_of_number,
)
from advisor.language.vocabulary import Kind, Term, Vocabulary
from advisor.problems import did_you_mean

_OPERATORS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


@dataclass(frozen=True)
class Name:
    """A name that is not a value by itself: an option, or a question of a type that has no value alone."""

    text: str
    term: Term | None
    node: ast.expr


Meaning = Union[Condition, Number, Name]


class Comparing(Syntax):
    """Reads comparisons; what stands on their sides is read by the class that builds on this one."""

    vocabulary: Vocabulary

    def meaning(self, node: ast.expr) -> Meaning:
        """What a node means by itself."""
        raise NotImplementedError

    def number(self, node: ast.expr) -> Number:
        """The node as a number."""
        raise NotImplementedError

    def comparison(self, node: ast.Compare) -> Condition:
        """One comparison, or several in a chain."""
        sides = [node.left, *node.comparators]
        parts = [self._compared(sides[i], op, sides[i + 1]) for i, op in enumerate(node.ops)]
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(op, (ast.In, ast.NotIn)):
            inside = self._membership(left, right)
            return Not(inside) if isinstance(op, ast.NotIn) else inside
        if type(op) not in _OPERATORS:
            self.fail(left, "not-allowed", "Write `==` and `!=`, not `is`.")
        self._quoted(left, right, op)
        a, b = self.meaning(left), self.meaning(right)
        if not isinstance(op, (ast.Eq, ast.NotEq)):
            for side in (a, b):
                if isinstance(side, Name) and side.term is not None and side.term.kind is Kind.CHOICE:
                    way = f"Write for instance `{side.text} == {side.term.options[0] if side.term.options else '...'}`."
                    self.fail(left, "type", "Choices have no order.", way)
        choice = self._choice_test(a, left, b, right) or self._choice_test(b, right, a, left)
        if choice is not None:
            if isinstance(op, ast.Eq):
                return choice
            return Not(choice)
        return self._number_test(left, _OPERATORS[type(op)], right)

    def _quoted(self, left: ast.expr, right: ast.expr, op: ast.cmpop) -> None:
        """Complain about a label in quotes, which stands where the option's id belongs."""
        for text, other in ((left, right), (right, left)):
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                term = self.vocabulary.terms.get(self.source(other))
                option = term.labelled(text.value) if term is not None else None
                if term is not None and option is not None:
                    test = f"{term.id} {'!=' if isinstance(op, ast.NotEq) else '=='} {option}"
                    test = f"{option} in {term.id}" if term.kind is Kind.CHOICES else test
                    message = f"`{text.value}` is the label; conditions name options by their ids."
                    self.fail(text, "quotes", message, f"Write `{test}`.")

    def _choice_test(self, a: Meaning, left: ast.expr, b: Meaning, right: ast.expr) -> Condition | None:
        """`question == option`, where the left side is a choice; None where it is not."""
        if isinstance(a, IsYes):
            if isinstance(b, Fixed):
                return a if b.value else Not(a)
            way = f"Write `{a.question}` or `not {a.question}`."
            self.fail(left, "type", f"`{a.question}` is a yes-no question and is compared with nothing.", way)
        if not isinstance(a, Name) or a.term is None:
            return None
        if a.term.kind is Kind.CHOICES:
            self.fail(
                left, "type", f"`{a.text}` can hold several options.", f"Write `{self.source(right)} in {a.text}`."
            )
        if a.term.kind is not Kind.CHOICE:
            weeks = f"Write `weeks_until({a.text})`." if a.term.kind is Kind.DATE else None
            self.fail(left, "type", f"A {a.term.kind.value} question can't be compared like this.", weeks)
        return OneOf(a.text, (self._option(a.term, right),))

    def _option(self, term: Term, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            text = str(node.value) if isinstance(node, ast.Constant) else self.source(node)
            self.fail(
                node,
                "type",
                f"`{text}` isn't an option of `{term.id}`.",
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
            if not isinstance(subject, Name) or subject.term is None or subject.term.kind is not Kind.CHOICE:
                if isinstance(subject, Name) and subject.term is None:
                    self.unknown(subject)
                self.fail(left, "type", "Only a choice can be `in [..]`.")
            if not right.elts:
                self.fail(right, "empty", "The list has no option.")
            options = {self._option(subject.term, element) for element in right.elts}
            return OneOf(subject.text, tuple(o for o in subject.term.options if o in options))
        container = self.meaning(right)
        if not isinstance(container, Name) or container.term is None or container.term.kind is not Kind.CHOICES:
            if isinstance(container, Name) and container.term is None:
                self.unknown(container)
            self.fail(right, "type", "`in` needs a multiple choice or a list in square brackets on its right.")
        return Has(container.text, self._option(container.term, left))

    def _number_test(self, left: ast.expr, op: Operator, right: ast.expr) -> Condition:
        self._no_number(left, op, right)
        self._no_number(right, MIRRORED[op], left)
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

    def _no_number(self, left: ast.expr, op: Operator, right: ast.expr) -> None:
        """Complain about `question < word`, where the question is a number and the word is nothing at all."""
        word = self.meaning(right) if isinstance(right, (ast.Name, ast.Attribute)) else None
        if not isinstance(word, Name) or word.term is not None:
            return
        number = self.meaning(left)
        if isinstance(number, Amount):
            term = self.vocabulary.terms[number.question]
            named = [t.id for t in self.vocabulary.terms.values() if t.kind.numeric]
            named += [*self.vocabulary.points, *(m.id for m in self.vocabulary.macros.values() if not m.boolean)]
            low, high = (0.0 if math.isinf(term.low) else term.low), (100.0 if math.isinf(term.high) else term.high)
            example = high if op.startswith("<") else low
            way = f"Compare it with a number: write for instance `{term.id} {op} {plain_number(example)}`."
            way = (did_you_mean(word.text, named) if "." in word.text else None) or way
            message = f"`{term.id}` is a number, and `{word.text}` is none."
            self.fail(right, "unknown-name", message, way)

    # ---- complaints ----------------------------------------------------------------------------------

    def name_alone(self, name: Name) -> NoReturn:
        """Complain about a name where something true or false is expected."""
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
            f"`{name.text}` is a {name.term.kind.value} question and isn't true or false by itself.",
            f"Write for instance `{example}`." if example else None,
        )

    def unknown(self, name: Name) -> NoReturn:
        """Complain about a name that nothing has."""
        owner = next((t for t in self.vocabulary.terms.values() if name.text in t.options), None)
        way = did_you_mean(name.text, self.vocabulary.names())
        if way is None and owner is not None:
            test = f"{owner.id} == {name.text}" if owner.kind is Kind.CHOICE else f"{name.text} in {owner.id}"
            way = f"It's an option of `{owner.id}`: write `{test}`."
        self.fail(name.node, "unknown-name", f"There's nothing called `{name.text}`.", way)
