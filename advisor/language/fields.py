"""Which fields of the flat fact an atom reads, and the two patterns of a normal form.

q            yes-no: True or False; choice: the option's id
q:option     multiple choice: whether the option was named; absent where a list known in part leaves it open
q#low, #high numbers, counts of a multiple choice, weeks until a date
q#unsure     True on "don't know", False on any other answer
q#off        True where the question does not apply
=N           a comparison of computed numbers, decided before the rules run; =N#off likewise
diagnosed(x), suspected(x)    True or False once decided

Engines know two values, conditions have three. So every condition becomes two patterns: one holds where the condition
is certainly true, the other where it is certainly false, and where neither holds it is open. Both are positive: they
test only fields that are there, and join the tests by all, any and a count. Negation was pushed down to the atoms
before (`normal`), and there it turns into another positive test: `not q` asks whether `q` is False, which is
more than that `q` is not True.

Why not one pattern, and "it does not match" for false? Because nothing matches where nothing is known, and every
condition of an empty case would be false. And why positive? Because then a pattern that holds keeps holding when more
becomes known: an engine never has to take back what it fired, and the order of facts and rules cannot matter. A single
test that holds where a field is absent would break both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom
from advisor.language.patterns import ALWAYS, NEVER, AllFields, AtLeastFields, Leaf, Pattern, all_of, any_of
from advisor.language.tree import (
    OPPOSITE,
    Amount,
    Atom,
    Compare,
    Concluded,
    Constant,
    Count,
    Has,
    IsYes,
    OneOf,
    Operator,
    Point,
    Unsure,
    WeeksUntil,
)

Leafy = (Amount, Count, WeeksUntil, Point)


@dataclass
class ComputedFields:
    """Collects the comparisons that must be computed before the rules run, each once."""

    comparisons: dict[Compare, str] = field(default_factory=dict)

    def name(self, comparison: Compare) -> str:
        """The field that holds the comparison's truth."""
        return self.comparisons.setdefault(comparison, f"={len(self.comparisons)}")


def is_plain(comparison: Compare) -> bool:
    """True where one answer is compared with a constant, which an engine can test by itself."""
    return isinstance(comparison.left, Leafy) and isinstance(comparison.right, Constant)


def number_field(number: Amount | Count | WeeksUntil | Point) -> str:
    """The stem of the two fields that hold a number's range."""
    return number.name if isinstance(number, Point) else number.question


def conclusion_field(atom: Concluded) -> str:
    """The field that holds a conclusion."""
    return f"{atom.how}({atom.diagnosis})"


def true_pattern(normal: Normal, computed: ComputedFields) -> Pattern:
    """When the normal form is certainly true.

    A question that does not apply needs no test of its own here: its fields are absent then, so no test on it holds.
    """
    if isinstance(normal, SignedAtom):
        return _literal_true(normal.atom, normal.positive, computed)
    parts = [true_pattern(part, computed) for part in normal.parts]
    if isinstance(normal, AllOf):
        return all_of(parts)
    return any_of(parts) if isinstance(normal, AnyOf) else _several(normal.n, parts)


def false_pattern(normal: Normal, computed: ComputedFields) -> Pattern:
    """When the normal form is certainly false: De Morgan's laws once more, now on the patterns.

    It is not the true pattern of the negation, because a test and its negation are both false where a question does not
    apply; so each atom is false also where its field `#off` is True.
    """
    if isinstance(normal, SignedAtom):
        return any_of([*_off(normal.atom, computed), _literal_true(normal.atom, not normal.positive, computed)])
    parts = [false_pattern(part, computed) for part in normal.parts]
    if isinstance(normal, AllOf):
        return any_of(parts)
    return all_of(parts) if isinstance(normal, AnyOf) else _several(len(parts) - normal.n + 1, parts)


def _several(n: int, parts: list[Pattern]) -> Pattern:
    """At least `n` of the parts, without those that always or never hold; a plain join where it is one."""
    sure = sum(part == ALWAYS for part in parts)
    rest = tuple(part for part in parts if part not in (ALWAYS, NEVER))
    n -= sure
    if n <= 0:
        return ALWAYS
    if n > len(rest):
        return NEVER
    if n == 1:
        return any_of(list(rest))
    return all_of(list(rest)) if n == len(rest) else AtLeastFields(n, rest)


def _off(atom: Atom, computed: ComputedFields) -> list[Pattern]:
    """The tests that say that the atom's question does not apply."""
    if isinstance(atom, Concluded):
        return []
    if not isinstance(atom, Compare):
        return [Leaf(f"{atom.question}#off", "==", True)]
    if not is_plain(atom):
        return [Leaf(f"{computed.name(atom)}#off", "==", True)]
    return [] if isinstance(atom.left, Point) else [Leaf(f"{number_field(atom.left)}#off", "==", True)]  # type: ignore[arg-type]  # plain


def _literal_true(atom: Atom, positive: bool, computed: ComputedFields) -> Pattern:
    """When an atom, or its negation, is certainly true."""
    if isinstance(atom, IsYes):
        return Leaf(atom.question, "==", positive)
    if isinstance(atom, Has):
        return Leaf(f"{atom.question}:{atom.option}", "==", positive)
    if isinstance(atom, Unsure):
        return Leaf(f"{atom.question}#unsure", "==", positive)
    if isinstance(atom, Concluded):
        return Leaf(conclusion_field(atom), "==", positive)
    if isinstance(atom, OneOf):
        if positive:
            return any_of([Leaf(atom.question, "==", option) for option in atom.options])
        return all_of([Leaf(atom.question, "!=", option) for option in atom.options])
    if not is_plain(atom):
        return Leaf(computed.name(atom), "==", positive)
    op: Operator = atom.op if positive else OPPOSITE[atom.op]
    return _range_test(number_field(atom.left), op, atom.right.value)  # type: ignore[arg-type,union-attr]  # plain


def _range_test(stem: str, op: Operator, constant: float) -> Pattern:
    """When every number of the range passes the test: the end that passes last decides."""
    low, high = f"{stem}#low", f"{stem}#high"
    if op in (">", ">="):
        return Leaf(low, op, constant)
    if op in ("<", "<="):
        return Leaf(high, op, constant)
    if op == "==":
        return AllFields((Leaf(low, ">=", constant), Leaf(high, "<=", constant)))
    return any_of([Leaf(low, ">", constant), Leaf(high, "<", constant)])
