"""The three-valued meaning of conditions, exactly, as formulas for the solver.

A *world* is one case that the solver may choose: for each question whether it is asked, answered, known, and with
which value. The formulas are made from the same patterns that the engines evaluate (`advisor.language.fields`), so
they say exactly when a condition is certainly true or certainly false. In a *complete* world every question that
applies is answered, "don't know" only where some condition asks for that; else anything may be left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal

from advisor.authoring.solver.certainties import Certainties
from advisor.authoring.solver.formulas import Formula, Logic
from advisor.authoring.solver.numbers import RangeTerms, bounds_of, compared, real, surely, tested
from advisor.authoring.solver.smt import Term
from advisor.authoring.solver.subjects import QuestionTerms
from advisor.inference.compiled.program import Program
from advisor.language.fields import conclusion_field
from advisor.language.patterns import AllFields, AnyField, AtLeastFields, Leaf, Pattern
from advisor.language.tree import (
    DAY,
    OPPOSITE,
    Amount,
    Compare,
    Concluded,
    Count,
    Point,
    Unsure,
    WeeksUntil,
    atoms_of,
    points_of_atom,
    questions_of_atom,
)

HOW: tuple[Literal["diagnosed", "suspected"], ...] = ("diagnosed", "suspected")


class Meaning(Logic):
    """Formulas over one kind of world for one program."""

    def __init__(self, program: Program, *, complete: bool):
        super().__init__()
        self.program = program
        self.complete = complete
        self._doubted = frozenset(
            atom.question for tree in _trees(program) for atom in atoms_of(tree) if isinstance(atom, Unsure)
        )
        self._subjects: dict[str, QuestionTerms] = {}
        self._off: dict[str, Formula] = {}
        self._asked: dict[str, Formula] = {}
        self._patterns: dict[Pattern, Formula] = {}
        self._numbers: dict[tuple[Compare, bool], Formula] = {}
        self._computed = {name: comparison for comparison, name in program.computed.items()}
        self._concluded: dict[tuple[str, bool], Formula] = {}
        self._known: dict[str, Formula] = {}
        self._conclusions = {
            conclusion_field(Concluded(diagnosis, how)): Concluded(diagnosis, how)
            for diagnosis in program.diagnoses
            for how in HOW
        }

    # ---- questions -----------------------------------------------------------------------------------

    def subject(self, question: str) -> QuestionTerms:
        """The variables of a question."""
        if question not in self._subjects:
            doubted = not self.complete or question in self._doubted
            self._subjects[question] = QuestionTerms(self.z3, self.program.vocabulary.terms[question], doubted)
        return self._subjects[question]

    def off(self, question: str) -> Formula:
        """The question does not apply."""
        if question not in self._off:
            gate = self.program.gate_of.get(question)
            self._off[question] = self.pattern(gate.condition.false) if gate else self.never
        return self._off[question]

    def given(self, question: str) -> Formula:
        """The question applies and was answered, be it with "don't know"."""
        subject, off = self.subject(question), self.off(question)
        applies = self.z3.Not(off.term)
        term = applies if self.complete else self.z3.And(applies, self.z3.Or(subject.known, subject.unsure))
        return Formula(term, off.reads | {question})

    def known(self, question: str) -> Formula:
        """The question applies and has a known answer."""
        if question not in self._known:
            subject, off = self.subject(question), self.off(question)
            unsure = self.z3.Not(subject.unsure) if subject.doubted else self.z3.BoolVal(True)
            known = unsure if self.complete else subject.known
            self._known[question] = Formula(self.z3.And(self.z3.Not(off.term), known), off.reads | {question})
        return self._known[question]

    def unsure(self, question: str) -> Formula:
        """The question certainly applies and was answered with "don't know"."""
        subject, gate = self.subject(question), self.program.gate_of.get(question)
        if not subject.doubted:
            return self.never
        applies = self.pattern(gate.condition.true) if gate else self.always
        return Formula(self.z3.And(applies.term, subject.unsure), applies.reads | {question})

    def known_name(self, name: str) -> Formula:
        """A question has a known answer, or a computed number is known."""
        if name in self.program.vocabulary.terms:
            return self.known(name)
        if name == DAY:
            return Formula(self.always.term, frozenset({DAY}))
        return Formula(self.z3.Bool(f"{name}#known"), frozenset({name}))

    def asked(self, question: str) -> Formula:
        """The question certainly applies: its gate is true, or its answer is known and its gate is not false."""
        # A known answer to a question says that it applies, unless its gate denies it. Between "asked" and "off" there
        # is a third: the gate is open and nothing is known. Then no test on the question is decided either way.
        if question not in self._asked:
            gate = self.program.gate_of.get(question)
            parts = [self.known(question)] + ([self.pattern(gate.condition.true)] if gate else [])
            self._asked[question] = self.any_of(parts) if gate else Formula(self.always.term, frozenset({question}))
        return self._asked[question]

    # ---- conditions ----------------------------------------------------------------------------------

    def pattern(self, pattern: Pattern, computed: Mapping[str, Compare] | None = None) -> Formula:
        """The pattern holds. `computed` names comparisons that the program does not have."""
        if computed is not None:
            return self._pattern(pattern, computed)
        found = self._patterns.get(pattern)
        if found is None:
            found = self._patterns[pattern] = self._pattern(pattern, self._computed)
        return found

    def _pattern(self, pattern: Pattern, computed: Mapping[str, Compare]) -> Formula:
        if isinstance(pattern, Leaf):
            return self._leaf(pattern, computed)
        parts = [self._pattern(part, computed) for part in pattern.parts]
        if isinstance(pattern, AllFields):
            return self.all_of(parts)
        if isinstance(pattern, AnyField):
            return self.any_of(parts)
        assert isinstance(pattern, AtLeastFields)
        return self.at_least(pattern.n, parts)

    def _leaf(self, leaf: Leaf, computed: Mapping[str, Compare]) -> Formula:
        stem, _, end = leaf.field.partition("#")
        if stem in computed:
            return self._of_comparison(computed[stem], leaf.value is True) if not end else self._inapt(computed[stem])
        if leaf.field in self._conclusions:
            return self.concluded(self._conclusions[leaf.field], leaf.value is True)
        if end == "off":
            return self.off(stem)
        if end == "unsure":
            return self.unsure(stem) if leaf.value is True else self.known(stem)
        if end in ("low", "high"):
            return self._bound(stem, end, leaf)
        question, _, option = leaf.field.partition(":")
        known = self.known(question)
        value = self.subject(question).value(option or leaf.value)
        positive = leaf.op == "==" if not option and isinstance(leaf.value, str) else leaf.value is True
        return Formula(self.z3.And(known.term, value if positive else self.z3.Not(value)), known.reads)

    def _bound(self, stem: str, end: str, leaf: Leaf) -> Formula:
        """A test on one end of the range of a number, or of weeks, or of a computed point."""
        assert isinstance(leaf.value, (int, float))
        if stem not in self.program.vocabulary.terms:
            known, (low, high) = self.known_name(stem), self.point(stem)
            test = tested(low if end == "low" else high, leaf.op, leaf.value)
            return Formula(self.z3.And(known.term, test), known.reads)
        subject, known = self.subject(stem), self.known(stem)
        shown = Formula(self.z3.And(known.term, tested(subject.number, leaf.op, leaf.value)), known.reads)
        # Without a known answer the declared range of the question stands in, and may decide the test by itself:
        # `days >= 0` is true of every company that is asked for days. That takes that the question is asked.
        declared = subject.declared[0 if end == "low" else 1]
        if declared is None or not compared(declared, leaf.op, leaf.value):
            return shown
        asked = self.asked(stem)
        either = self.z3.Or(self.z3.Not(known.term), shown.term)
        return Formula(self.z3.And(asked.term, either), asked.reads | shown.reads)

    def point(self, name: str) -> tuple[Term, Term]:
        """The ends of the range of a computed number; one term twice in a complete world."""
        if name == DAY:
            day = self.z3.ToReal(self.day)
            return (day, day)
        low = self.z3.Real(f"{name}#low")
        return (low, low) if self.complete else (low, self.z3.Real(f"{name}#high"))

    @property
    def day(self) -> Term:
        """The day of the case, as `date.toordinal` counts."""
        return self.z3.Int(DAY)

    def _of_comparison(self, comparison: Compare, truth: bool) -> Formula:
        """A comparison of computed numbers is certainly true (or certainly false), and all its questions apply."""
        key = (comparison, truth)
        if key not in self._numbers:
            questions = questions_of_atom(comparison)
            asked = [self.asked(q) for q in questions]
            points = [self.known_name(name) for name in points_of_atom(comparison)]
            left, right = (bounds_of(side, self._ends, self.z3) for side in (comparison.left, comparison.right))
            op = comparison.op if truth else OPPOSITE[comparison.op]
            terms = [*(a.term for a in asked), *(p.term for p in points), surely(left, op, right, self.z3)]
            reads = frozenset().union(*(a.reads for a in asked), *(p.reads for p in points), questions)
            self._numbers[key] = Formula(self.z3.And(terms), reads)
        return self._numbers[key]

    def near(self, comparison: Compare, step: float) -> Formula:
        """Both sides are exactly known and no further apart than a step (0: equal)."""
        questions = questions_of_atom(comparison)
        known = [self.known(question) for question in questions]
        left, right = (bounds_of(side, self._ends, self.z3) for side in (comparison.left, comparison.right))
        apart, most = left.low - right.low, Fraction(step).limit_denominator(100)
        most = self.z3.Q(most.numerator, most.denominator)
        reads = frozenset().union(*(k.reads for k in known), questions, points_of_atom(comparison))
        return Formula(self.z3.And([k.term for k in known] + [apart <= most, -apart <= most]), reads)

    def _inapt(self, comparison: Compare) -> Formula:
        """A question of the comparison does not apply."""
        return self.any_of([self.off(q) for q in questions_of_atom(comparison)])

    def _ends(self, number: Amount | Count | WeeksUntil | Point) -> RangeTerms:
        if isinstance(number, Point):
            return RangeTerms(*self.point(number.name))
        subject = self.subject(number.question)
        if self.complete and not subject.doubted:
            return RangeTerms(subject.number, subject.number)
        known = self.known(number.question).term
        low, high = (real(end, self.z3, i) for i, end in enumerate(subject.declared))
        return RangeTerms(self.z3.If(known, subject.number, low), self.z3.If(known, subject.number, high))

    # ---- conclusions ---------------------------------------------------------------------------------

    def concluded(self, conclusion: Concluded, truth: bool) -> Formula:
        """`diagnosed` or `suspected` is decided so, in the shown reading."""
        key = (conclusion_field(conclusion), truth)
        if key not in self._concluded:
            self._concluded[key] = self.certainties(conclusion.diagnosis).concluded(conclusion.how, truth)
        return self._concluded[key]

    def certainties(self, diagnosis: str) -> Certainties:
        """The certainty of a diagnosis as formulas over these worlds."""
        return Certainties(self, self.pattern, self.program, diagnosis)


def _trees(program: Program) -> Iterable[Any]:
    for stratum in program.strata:
        for condition in stratum.conditions:
            yield condition.tree
    for gate in program.gates:
        yield gate.condition.tree
    for contradiction in program.contradictions:
        yield contradiction.condition.tree
