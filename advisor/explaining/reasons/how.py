"""How something was concluded: the recorded justification laid out as a tree, down to answers and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.cases.answers import Given
from advisor.explaining.context import Context
from advisor.explaining.sources import source_words
from advisor.explaining.telling import TestWording
from advisor.explaining.tree import (
    AnswerLeaf,
    DiagnosisNode,
    FigureLeaf,
    JoinNode,
    LinkLeaf,
    Node,
    NumberNode,
    SignNode,
    TestedBy,
    TestNode,
)
from advisor.inference.assessor import Inference
from advisor.inference.certainty import ONE, combine
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CONFIRMED, CompiledDiagnosis
from advisor.inference.computed_numbers import ComputedNumbers, read_by_numbers
from advisor.language.intervals import EVERYTHING, Truth
from advisor.language.kleene import value_of
from advisor.language.normal import AllOf, Normal, SignedAtom, SomeOf
from advisor.language.tree import (
    Amount,
    Compare,
    Concluded,
    Count,
    Day,
    Number,
    Point,
    WeeksUntil,
    numbers_in,
    questions_of_atom,
)
from advisor.staffing.company_timeline import CompanyTimeline
from advisor.staffing.figures import LeanedOn


class Justifier:
    """Lays out the justification of one resolution."""

    def __init__(self, context: Context, inferred: Inference):
        self.context = context
        self.inferred = inferred
        self.test_wording = TestWording(context, inferred)
        self._points: dict[str, tuple[Node, ...]] = {}  # each takes many timelines; as many as numbers are asked about

    def diagnosis(self, diagnosis: str) -> DiagnosisNode:
        """The tree of a diagnosis: its low certainty follows from the signs, one after the other."""
        compiled = self.context.program.diagnoses[diagnosis]
        verdict = self.inferred.verdicts[diagnosis]
        wording = self.test_wording.wording
        signs: list[SignNode] = []
        so_far: list[int] = []
        for number, sign in enumerate(compiled.signs):
            truth, level = verdict.signs[number]
            if truth != 1:
                continue
            slot, certainty = sign.levels[level]
            so_far.append(certainty)
            sources = source_words(self.context, sign.model.source or compiled.model.source)
            signs.append(
                SignNode(
                    sign.model.id,
                    wording.fill(sign.says),
                    level,
                    certainty / 100,
                    combine(so_far) / ONE,
                    sources,
                    self.condition(self._compiled(compiled, slot), 1),
                )
            )
        missing: list[TestedBy] = []
        if verdict.shown.low < CONFIRMED and not verdict.ruled_out_by:
            for sign, (truth, _) in zip(compiled.signs, verdict.signs):
                if truth != 1:
                    levels = [self._compiled(compiled, slot) for slot, _ in sign.levels]
                    missing.append(TestedBy(sign.model.id, self._no_level(levels)))
        ruled = [
            TestedBy(
                wording.fill(compiled.unless[i][1]),
                self.condition(self._compiled(compiled, compiled.unless[i][0]), 1),
            )
            for i in verdict.ruled_out_by
        ]
        not_known = tuple(sign.model.id for sign, (truth, _) in zip(compiled.signs, verdict.signs) if truth == 0)
        assuming = tuple(wording.fill(compiled.unless[i][1]) for i in verdict.assuming)
        return DiagnosisNode(
            diagnosis,
            compiled.model.title,
            verdict.status.value,
            (verdict.shown.low / ONE, verdict.shown.high / ONE),
            tuple(signs),
            not_known,
            tuple(missing),
            tuple(ruled),
            assuming,
            self.inferred.resolution.left_out,
            compiled.model.why,
            source_words(self.context, compiled.model.source),
        )

    def condition(self, compiled: Compiled, truth: Truth) -> Node:
        """Why a condition has its value; the tests that do not matter for it are left out."""
        found = self.normal(compiled.normal)
        plain = value_of(compiled.normal, self.test_wording.view)
        if plain == truth or truth == 0:
            return found
        given = [q for q in compiled.questions if q in self.inferred.facts.answers]
        return JoinNode("all", len(given), truth, tuple(map(self.answer, given)), every_answer=True)

    def _no_level(self, levels: Sequence[Compiled]) -> Node:
        """Why no level of a sign holds."""
        truths = [value_of(level.normal, self.test_wording.view) for level in levels]
        truth: Truth = 0 if 0 in truths else -1
        deciding = [level for level, value in zip(levels, truths) if value == truth]
        parts = tuple(self.condition(level, truth) for level in deciding)
        return parts[0] if len(parts) == 1 else JoinNode("all", len(parts), truth, parts)

    def normal(self, normal: Normal) -> Node:
        """Why a normal form has its value."""
        if isinstance(normal, SignedAtom):
            return self.test(normal)
        value = value_of(normal, self.test_wording.view)
        deciding = [part for part in normal.parts if value_of(part, self.test_wording.view) == value]
        parts = tuple(self.normal(part) for part in deciding)
        if len(parts) == 1:
            return parts[0]
        if isinstance(normal, SomeOf):
            return JoinNode("some", normal.n if value == 1 else len(normal.parts) - normal.n + 1, value, parts)
        both = isinstance(normal, AllOf) is (value == 1)
        return JoinNode("all" if both else "any", len(parts), value, parts)

    def test(self, literal: SignedAtom) -> TestNode:
        """One test, with what it reads."""
        test_wording, atom = self.test_wording, literal.atom
        parts: tuple[Node, ...]
        if isinstance(atom, Concluded):
            parts = (self.diagnosis(atom.diagnosis),)
        elif isinstance(atom, Compare):
            parts = tuple(part for number in (atom.left, atom.right) for part in self._number(number))
        else:
            parts = (self.answer(atom.question),)
        for question in questions_of_atom(atom):
            if self.inferred.facts.asked.get(question, 1) != 1:
                parts += (self.normal(self.context.program.gate_normals[question]),)
        return TestNode(
            test_wording.subject(literal),
            test_wording.needed(literal),
            test_wording.said(literal),
            test_wording.truth(literal),
            parts,
            literal,
        )

    def answer(self, question: str) -> AnswerLeaf:
        """An answer as given."""
        asked = self.context.program.question(question)
        given = self.inferred.facts.answers.get(question)
        return AnswerLeaf(question, asked.short, asked.ask, self.test_wording.wording.answer(question), given)

    def _number(self, number: Number) -> tuple[Node, ...]:
        """What a number is made of; a constant stands in the test itself."""
        leaves = [n for n in numbers_in(number) if isinstance(n, (Amount, Count, WeeksUntil, Point))]
        parts: list[Node] = []
        for leaf in dict.fromkeys(leaves):
            if isinstance(leaf, Day):
                continue  # the test itself says which day it is
            if isinstance(leaf, Point):
                made_of = self._of_point(leaf.name)
                parts.append(
                    NumberNode(
                        self.test_wording.words(leaf), self.test_wording.range(leaf) or EVERYTHING, made_of, leaf.name
                    )
                )
            elif isinstance(leaf, Amount):
                parts.append(self.answer(leaf.question))
            else:
                range_ = self.test_wording.range(leaf) or EVERYTHING
                words = (
                    f"weeks until: {self.test_wording.words(leaf)}"
                    if isinstance(leaf, WeeksUntil)
                    else self.test_wording.words(leaf)
                )
                parts.append(NumberNode(words, range_, (self.answer(leaf.question),)))
        if len(leaves) == 1 and number is leaves[0]:
            return tuple(parts)
        return (
            (NumberNode(self.test_wording.words(number), self.test_wording.range(number) or EVERYTHING, tuple(parts)),)
            if parts
            else ()
        )

    def _of_point(self, name: str) -> tuple[Node, ...]:
        """The answers and figures without which a number of the timeline would be another one: each is tried.

        A timeline is arithmetic over all of its inputs at once, so there is no record of what a number came from. Each
        answer is left out in turn, for good where that makes no difference, so that those that stay give the number by
        themselves (two of which either would do leave one); each figure is moved a good way.
        """
        if name not in self._points:
            self._points[name] = self._tried(name)
        return self._points[name]

    def _tried(self, name: str) -> tuple[Node, ...]:
        facts, recommender = self.inferred.facts, self.context.recommender
        assert recommender is not None
        answers = read_by_numbers(facts.answers, facts.asked, facts.presumed)
        now = facts.points.known.get(name)
        if now is None:
            waits = facts.points.waits_for.get(name, ())
            return tuple(map(self.answer, waits))
        leaves: list[Node] = []

        def points(changed: Mapping[str, Given], figures: Mapping[str, float | str]) -> ComputedNumbers:
            return recommender.timeline_calculator(changed, facts.as_of, figures)

        kept = dict(answers)
        for question in sorted(recommender.timeline_calculator.questions & answers.keys()):
            without = {q: g for q, g in kept.items() if q != question}
            if points(without, {}).known.get(name) != now:
                leaves.append(self._read(question))
            else:
                kept = without
        company_timeline = facts.points.detail
        for leaned in company_timeline.leaned_on if isinstance(company_timeline, CompanyTimeline) else ():
            mode = leaned.ends[1]
            share = self.context.program.knowledge.figures[leaned.id].model.unit == "share"
            if points(answers, {leaned.id: mode * 0.7 if share else mode * 1.5 + 1}).known.get(name) != now:
                leaves.append(self.figure(leaned))
        return tuple(leaves) or tuple(
            self._read(q) for q in sorted(recommender.timeline_calculator.questions & answers.keys())
        )

    def _read(self, question: str) -> AnswerLeaf:
        """An answer as the timeline reads it: what it presumes is told as such."""
        presumed = self.inferred.facts.presumed.get(question)
        if presumed is None:
            return self.answer(question)
        asked = self.context.program.question(question)
        says = self.context.program.presumptions[question].model.says
        return AnswerLeaf(question, asked.short, asked.ask, says, presumed, presumed=True)

    def figure(self, leaned: LeanedOn) -> FigureLeaf:
        """A figure as it was used."""
        model = self.context.program.knowledge.figures[leaned.id].model
        return FigureLeaf(
            leaned.id,
            model.title,
            leaned.ends,
            model.unit,
            model.grade,
            leaned.own,
            source_words(self.context, model.source),
        )

    def plain_figure(self, figure: str) -> FigureLeaf:
        """A figure that holds everywhere."""
        model = self.context.program.knowledge.figures[figure].model
        return FigureLeaf(
            figure,
            model.title,
            model.values[0].ends,
            model.unit,
            model.grade,
            False,
            source_words(self.context, model.source),
        )

    def _compiled(self, diagnosis: CompiledDiagnosis, slot: int) -> Compiled:
        return self.context.program.strata[diagnosis.stratum].conditions[slot]


def how_diagnosis(context: Context, diagnosis: str) -> DiagnosisNode:
    """How certain a diagnosis is, and why; what leads to it in this case, and what it leads to."""
    found = Justifier(context, context.shown_in(diagnosis)).diagnosis(diagnosis)
    return replace(
        found,
        status=context.assessment.status(diagnosis).value,  # over all resolutions it may be held back
        comes_from=tuple(_link(context, c.from_, c.says) for c in context.assessment.causes if c.to == diagnosis),
        leads_to=tuple(_link(context, c.to, c.says) for c in context.assessment.causes if c.from_ == diagnosis),
    )


def _link(context: Context, other: str, says: str) -> LinkLeaf:
    return LinkLeaf(other, context.program.diagnoses[other].model.title, says)
