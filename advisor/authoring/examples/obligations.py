"""What tests must show of each condition: that it is true, false and open, and that each of its tests decides it.

A test *decides* where the condition is true and would be false if only this test were false, or the other way round
(MC/DC; J. J. Chilenski and S. P. Miller, 1994). For a comparison that must be shown right beside its threshold,
wherever it can be. The tests inside a derived fact must decide some condition that uses the fact, not every one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.authoring.conditions.source import Occurrence, Texts
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.meaning import Meaning
from advisor.inference.compiled.written import Written
from advisor.language.fields import ComputedFields, false_pattern, true_pattern
from advisor.language.intervals import Interval, Truth, interval_of
from advisor.language.kleene import View, number_range, value_of
from advisor.language.normal import Normal, SignedAtom
from advisor.language.tree import Amount, Compare, Constant, Count, Point, WeeksUntil, questions_of_atom
from advisor.language.vocabulary import Kind, Term

WORDS: dict[Truth, str] = {1: "true", -1: "false", 0: "open"}
Shared = tuple[str, int, Truth, bool]


@dataclass(frozen=True)
class Obligation:
    """One thing to show of a condition: that it has this value, because of one test where `test` names one.

    `edge` asks for an answer right beside the threshold of the test.
    """

    value: Truth
    test: Occurrence | None = None
    edge: bool = False

    @property
    def shared(self) -> Shared | None:
        """What conditions that use a fact have in common, so that it is enough to show it for one of them."""
        if self.test is None or self.test.fact is None:
            return None
        value: Truth = self.value if self.test.straight else -1 if self.value == 1 else 1
        return (self.test.fact, self.test.number, value, self.edge)

    def told(self, written: Written) -> str:
        """In words."""
        said = f"{key_of(written)} is {WORDS[self.value]}"
        if self.test is None:
            return said
        by = f" of {self.test.fact}" if self.test.fact else ""
        return f"{said} by {self.test.text}{by}" + (" at its edge" if self.edge else "")


def key_of(written: Written) -> str:
    """A condition's name within the file of its owner."""
    if written.part in ("evidence", "unless"):
        return written.name
    return f"{written.name}:{written.owner}" if written.part == "late" else written.owner


def obligations_of(written: Written, texts: Texts, terms: Mapping[str, Term]) -> Iterator[Obligation]:
    """Everything to show of a condition; what cannot be shown is found out by the solver."""
    values: tuple[Truth, ...] = (1, -1, 0)
    for value in values:
        yield Obligation(value)
    for test in texts.occurrences(written.compiled.text):
        has_edge = test.comparison is not None and _step(_compare(test.comparison), terms) is not None
        for value in values[:2]:
            yield Obligation(value, test, has_edge)


def without_edge(obligation: Obligation) -> Obligation:
    """The obligation met by any answer, however far from the threshold, where none can come near."""
    return replace(obligation, edge=False)


# ---- seen in a case --------------------------------------------------------------------------------------


def serves(obligation: Obligation, value: Truth, view: View) -> bool:
    """Whether a case in which the condition has this value shows it.

    `view` is what the case says; `value` is the truth of the whole condition in it.
    """
    test = obligation.test
    if value != obligation.value:
        return False
    if test is None:
        return True
    if value_of(test.literal, view) != value:
        return False
    otherwise = test.when_false if value == 1 else test.when_true
    if value_of(otherwise, view) != -value:
        return False
    return not obligation.edge or _at_edge(test, value, view)


def possible(obligation: Obligation, normal: Normal, view: View) -> bool:
    """Whether further answers could make a case show it; may err on the side of yes."""
    # Truth values only ever go from open to true or false as answers are added, so what is decided against the
    # obligation stays so. Open is the exception: it can be lost by further answers, so it must be there already.
    value, test = obligation.value, obligation.test
    if value == 0:
        return value_of(normal, view) == 0
    if value_of(normal, view) == -value:
        return False
    if test is None:
        return True
    if value_of(test.literal, view) == -value:
        return False
    return value_of(test.when_false if value == 1 else test.when_true, view) != value


def _compare(literal: SignedAtom) -> Compare:
    assert isinstance(literal.atom, Compare)
    return literal.atom


def _step(comparison: Compare, terms: Mapping[str, Term]) -> float | None:
    """How near answers can come to a threshold: a day in weeks, 1 in whole numbers, else a tenth; None for what
    the engine computes before the rules run.
    """
    questions = questions_of_atom(comparison)
    if not questions:
        return None
    if len(questions) == 1 and isinstance(comparison.right, Constant):
        if isinstance(comparison.left, WeeksUntil):
            return 1 / 7
        if isinstance(comparison.left, Amount) and terms[questions[0]].kind is Kind.NUMBER:
            return 0.1
    return 1.0


def _reach(test: Occurrence, value: Truth, terms: Mapping[str, Term]) -> float | None:
    """How far from the threshold an answer at the edge may lie, where the test is to have this truth."""
    assert test.comparison is not None
    comparison = _compare(test.comparison)
    true_on_it = (comparison.op in ("==", "<=", ">=")) is test.comparison.positive
    return 0.0 if true_on_it is (value == 1) else _step(comparison, terms)


def _at_edge(test: Occurrence, value: Truth, view: View) -> bool:
    assert test.comparison is not None
    reach, comparison = _reach(test, value, view.terms), _compare(test.comparison)

    def leaf(number: Amount | Count | WeeksUntil | Point) -> Interval:
        if isinstance(number, Point):
            return view.point(number.name) or (0.0, 0.0)
        return number_range(number, view)

    (low, high), (other_low, other_high) = (interval_of(side, leaf) for side in (comparison.left, comparison.right))
    exact = low == high and other_low == other_high
    return exact and reach is not None and abs(low - other_low) <= reach + 1e-9


# ---- asked of the solver ---------------------------------------------------------------------------------


def formula(obligation: Obligation, normal: Normal, meaning: Meaning) -> Sequence[Formula]:
    """What a world must be like to show it, by plain Kleene logic."""
    value, test = obligation.value, obligation.test
    wanted = [_value(normal, value, meaning)]
    if test is None:
        return wanted
    wanted.append(_value(test.literal, value, meaning))
    wanted.append(_value(test.when_false, -1, meaning) if value == 1 else _value(test.when_true, 1, meaning))
    if obligation.edge:
        reach = _reach(test, value, meaning.program.vocabulary.terms)
        assert test.comparison is not None and reach is not None
        wanted.append(meaning.near(_compare(test.comparison), reach))
    return wanted


def _value(normal: Normal, value: Truth, meaning: Meaning) -> Formula:
    if value == 0:
        return meaning.all_of(meaning.negated(_value(normal, other, meaning)) for other in (1, -1))
    computed = ComputedFields()
    pattern = (true_pattern if value == 1 else false_pattern)(normal, computed)
    return meaning.pattern(pattern, {name: comparison for comparison, name in computed.comparisons.items()})
