"""What tests must show of each condition: that it is true, false and open, and that each of its tests decides it.

A test of a condition is *decisive* where the condition is true and would be false if only this test were false, or
the other way round (MC/DC; J. J. Chilenski and S. P. Miller, 1994). For a comparison that must be shown right beside
its threshold, wherever it can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as Word

from advisor.authoring.meaning import Formula, Meaning
from advisor.authoring.spelled import literal_text
from advisor.authoring.written import Written
from advisor.language.fields import Computed, false_pattern, true_pattern
from advisor.language.intervals import Interval, Truth, interval_of
from advisor.language.normal import AllOf, AnyOf, Literal, Normal, SomeOf, literals_of
from advisor.language.threevalued import View, literal_value, number_range, value_of
from advisor.language.tree import Amount, Compare, Constant, Count, Point, WeeksUntil, questions_of_atom
from advisor.language.vocabulary import Kind, Term

Aim = Word["true", "false", "open", "decides"]
WORDS: dict[Truth, Aim] = {1: "true", -1: "false", 0: "open"}


@dataclass(frozen=True)
class Obligation:
    """One thing to show of a condition. `literal` is the number of a test in its normal form, for `decides`;
    `value` the truth that the condition then has; `edge` asks for an answer right beside the threshold.
    """

    aim: Aim
    value: Truth
    literal: int | None = None
    edge: bool = False

    def told(self, written: Written) -> str:
        """In words."""
        if self.literal is None:
            return f"{key_of(written)} is {WORDS[self.value]}"
        text = literal_text(list(literals_of(written.compiled.normal))[self.literal])
        return f"{key_of(written)} is {WORDS[self.value]} by {text}" + (" at its edge" if self.edge else "")


def key_of(written: Written) -> str:
    """A condition's name within the file of its owner."""
    if written.part in ("evidence", "unless"):
        return written.name
    return f"{written.name}:{written.owner}" if written.part == "further" else written.owner


def obligations_of(written: Written, terms: Mapping[str, Term]) -> Iterator[Obligation]:
    """Everything to show of a condition; what cannot be shown is found out by the solver."""
    for value in (1, -1, 0):
        yield Obligation(WORDS[value], value)  # type: ignore[arg-type,index]  # the three truths
    for number, literal in enumerate(literals_of(written.compiled.normal)):
        for value in (1, -1):
            yield Obligation("decides", value, number, _has_edge(literal, terms))  # type: ignore[arg-type]  # a truth


def _has_edge(literal: Literal, terms: Mapping[str, Term]) -> bool:
    return isinstance(literal.atom, Compare) and _step(literal.atom, terms) is not None


def without_edge(obligation: Obligation) -> Obligation:
    """The same anywhere, for a threshold that no answer comes near."""
    return Obligation(obligation.aim, obligation.value, obligation.literal)


# ---- seen in a case --------------------------------------------------------------------------------------


def serves(obligation: Obligation, normal: Normal, view: View) -> bool:
    """Whether a case shows it."""
    if value_of(normal, view) != obligation.value:
        return False
    if obligation.literal is None:
        return True
    literal = list(literals_of(normal))[obligation.literal]
    if literal_value(literal, view) != obligation.value:
        return False
    if value_of(fixed(normal, obligation.literal, obligation.value == -1), view) != -obligation.value:
        return False
    return not obligation.edge or _at_edge(literal, obligation.value, view)


def possible(obligation: Obligation, normal: Normal, view: View) -> bool:
    """Whether further answers could make a case show it; may err on the side of yes."""
    if obligation.value == 0:
        return value_of(normal, view) == 0
    if value_of(normal, view) == -obligation.value:
        return False
    if obligation.literal is None:
        return True
    literal = list(literals_of(normal))[obligation.literal]
    if literal_value(literal, view) == -obligation.value:
        return False
    return value_of(fixed(normal, obligation.literal, obligation.value == -1), view) != obligation.value


def fixed(normal: Normal, number: int, value: bool) -> Normal:
    """The normal form with one of its literals replaced by a constant."""
    return _fixed(normal, [number], AllOf(()) if value else AnyOf(()))


def _fixed(normal: Normal, left: list[int], constant: Normal) -> Normal:
    if isinstance(normal, Literal):
        left[0] -= 1
        return constant if left[0] == -1 else normal
    parts = tuple(_fixed(part, left, constant) for part in normal.parts)
    if isinstance(normal, SomeOf):
        return SomeOf(normal.n, parts)
    return AllOf(parts) if isinstance(normal, AllOf) else AnyOf(parts)


def _step(comparison: Compare, terms: Mapping[str, Term]) -> float | None:
    """How near answers can come to a threshold: a day in weeks, 1 in whole numbers, else a tenth; None for what
    the engine computes before the rules run.
    """
    questions = questions_of_atom(comparison)
    kinds = {terms[question].kind for question in questions}
    if not kinds:
        return None
    if len(questions) == 1 and isinstance(comparison.right, Constant):
        if isinstance(comparison.left, WeeksUntil):
            return 1 / 7
        if isinstance(comparison.left, (Amount, Count)):
            return 0.1 if Kind.NUMBER in kinds else 1.0
    return 1.0


def _reach(literal: Literal, value: Truth, terms: Mapping[str, Term]) -> float | None:
    """How far from the threshold an answer at the edge may lie, where the test is to have this truth."""
    atom = literal.atom
    assert isinstance(atom, Compare)
    true_on_it = (atom.op in ("==", "<=", ">=")) is literal.positive
    return 0.0 if true_on_it is (value == 1) else _step(atom, terms)


def _at_edge(literal: Literal, value: Truth, view: View) -> bool:
    reach, atom = _reach(literal, value, view.terms), literal.atom
    assert isinstance(atom, Compare)

    def leaf(number: Amount | Count | WeeksUntil | Point) -> Interval:
        if isinstance(number, Point):
            return view.point(number.name) or (0.0, 0.0)
        return number_range(number, view)

    (low, high), (other_low, other_high) = (interval_of(side, leaf) for side in (atom.left, atom.right))
    exact = low == high and other_low == other_high
    return exact and reach is not None and abs(low - other_low) <= reach + 1e-9


# ---- asked of the solver ---------------------------------------------------------------------------------


def formula(obligation: Obligation, normal: Normal, meaning: Meaning) -> Sequence[Formula]:
    """What a world must be like to show it, by plain Kleene logic."""
    wanted = [_value(normal, obligation.value, meaning)]
    if obligation.literal is None:
        return wanted
    literal = list(literals_of(normal))[obligation.literal]
    wanted.append(_value(literal, obligation.value, meaning))
    other: Truth = -1 if obligation.value == 1 else 1
    wanted.append(_value(fixed(normal, obligation.literal, other == 1), other, meaning))
    if obligation.edge:
        reach = _reach(literal, obligation.value, meaning.program.vocabulary.terms)
        assert isinstance(literal.atom, Compare) and reach is not None
        wanted.append(meaning.near(literal.atom, reach))
    return wanted


def _value(normal: Normal, value: Truth, meaning: Meaning) -> Formula:
    computed = Computed()
    if value == 0:
        return meaning.all_of([meaning.negated(_value(normal, 1, meaning)), meaning.negated(_value(normal, -1, meaning))])
    pattern = (true_pattern if value == 1 else false_pattern)(normal, computed)
    return meaning.pattern(pattern, {name: comparison for comparison, name in computed.comparisons.items()})
