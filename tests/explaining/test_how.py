"""How: every leaf is an answer or a figure, and the tree evaluated anew gives what was recorded."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.cases.answers import Given
from advisor.explaining.context import Context
from advisor.explaining.explainer import Explainer, Otherwise
from advisor.explaining.reasons.how import how_diagnosis
from advisor.explaining.reasons.how_model import how_model
from advisor.explaining.tree import (
    AnswerLeaf,
    DiagnosisNode,
    FigureLeaf,
    JoinNode,
    Node,
    NumberNode,
    SignNode,
    TestNode,
    leaves_of,
    parts_of,
)
from advisor.inference.answer_fields import seen_answer
from advisor.inference.certainty import ONE, Bounds, combine, status_of
from advisor.language.intervals import Interval, Truth
from advisor.language.kleene import Seen, atom_value, join, negated
from advisor.language.normal import AllOf, AnyOf, SomeOf
from advisor.language.shown import day_text
from advisor.language.tree import Compare, Concluded, Constant, Day


@dataclass(frozen=True)
class FromLeaves:
    """Reads a test from the leaves below it and nothing else."""

    context: Context
    node: Node

    @property
    def terms(self) -> object:
        return self.context.program.vocabulary.terms

    def seen(self, question: str) -> Seen:
        leaves = [leaf for leaf in leaves_of(self.node) if isinstance(leaf, AnswerLeaf) and not leaf.presumed]
        given = {leaf.question: leaf.given for leaf in leaves}
        return seen_answer(given.get(question), self.context.case.as_of)

    def point(self, name: str) -> Interval | None:
        """Computed by the timeline anew, from the answers at the leaves alone, those that it presumes among them."""
        number = next(n for n in walk(self.node) if isinstance(n, NumberNode) and n.point == name)
        leaves = [leaf for leaf in leaves_of(number) if isinstance(leaf, AnswerLeaf)]
        answers: dict[str, Given] = {leaf.question: leaf.given for leaf in leaves if leaf.given is not None}
        assert self.context.recommender is not None
        return self.context.recommender.timeline_calculator(answers, self.context.case.as_of, {}).known.get(name)

    def concluded(self, conclusion: Concluded) -> Truth:
        inner = next(n for n in walk(self.node) if isinstance(n, DiagnosisNode) and n.id == conclusion.diagnosis)
        low = evaluated_low(self.context, inner)
        threshold = 6_000 if conclusion.how == "diagnosed" else 2_500
        return 1 if low >= threshold else -1 if inner.certainty[1] * ONE < threshold else 0


def walk(node: Node) -> list[Node]:
    """The node and all below it."""
    return [node, *(inner for part in parts_of(node) for inner in walk(part))]


def evaluated(context: Context, node: Node) -> Truth:
    """The truth of a tree, from its leaves."""
    if isinstance(node, TestNode):
        assert node.literal is not None
        own = AllOf(())
        gates = [p for p in node.parts if isinstance(p, (JoinNode, TestNode))]
        if gates and -1 in (values := [evaluated(context, gate) for gate in gates]):
            return join(own, list(values))
        value = atom_value(node.literal.atom, FromLeaves(context, node))  # type: ignore[arg-type]
        value = value if node.literal.positive else negated(value)
        return min(value, *[evaluated(context, gate) for gate in gates]) if gates else value
    assert isinstance(node, JoinNode), node
    if node.every_answer:
        return node.truth
    values = [evaluated(context, part) for part in node.parts]
    kind = {"all": AllOf(()), "any": AnyOf(()), "some": SomeOf(node.n, ())}[node.how]
    if node.truth == 1:
        return join(kind, values)
    assert all(value == node.truth for value in values)
    return node.truth


def evaluated_low(context: Context, node: DiagnosisNode) -> int:
    """The certainty of what fired, from the leaves."""
    if node.ruled_out:
        assert any(evaluated(context, tested.because) == 1 for tested in node.ruled_out)
        return 0
    fired = [sign for sign in node.signs if evaluated(context, sign.because) == 1]
    return combine(round(sign.certainty * 100) for sign in fired)


def is_law_on_the_day(node: Node, context: Context) -> bool:
    """A law against the day of the case: nothing was asked and no figure counts, the test itself says the day."""
    atom = node.literal.atom if isinstance(node, TestNode) and node.literal is not None else None
    if not (isinstance(atom, Compare) and isinstance(atom.left, Day) and isinstance(atom.right, Constant)):
        return False
    assert isinstance(node, TestNode)
    law = context.program.knowledge.laws[atom.left.law].model
    return law.says.rstrip(".") in node.subject and node.said == day_text(context.case.as_of)


def test_every_leaf_is_an_answer_or_a_figure(explainer: Explainer) -> None:
    """Nothing in a justification hangs in the air: not of a diagnosis, not of the model; a law has its day."""
    trees: list[Node] = [how_diagnosis(explainer.context, id) for id in explainer.context.findings]
    model = how_model(explainer.context)
    assert model is not None
    trees += [model.won_by] if parts_of(model.won_by) else []  # the last row holds where none above it does
    trees += [*(row.because for row in model.passed_over)]
    for tree in trees:
        for leaf in leaves_of(tree):
            assert isinstance(leaf, (AnswerLeaf, FigureLeaf)) or is_law_on_the_day(leaf, explainer.context), leaf


def test_the_tree_evaluated_anew_gives_the_recorded_certainty(explainer: Explainer) -> None:
    """From the answers at its leaves alone every sign fires again, and they add up to what was recorded."""
    context = explainer.context
    for finding in context.assessment.findings:
        node = how_diagnosis(context, finding.id)
        low = evaluated_low(context, node)
        assert low == round(node.certainty[0] * ONE), finding.id
        assert not node.signs or node.ruled_out or node.signs[-1].certainty_so_far * ONE == low
        recorded = context.shown_in(finding.id).verdicts[finding.id]
        assert low == recorded.shown.low
        if not node.ruled_out:
            assert status_of(Bounds(low, recorded.shown.high)) is recorded.status


def test_the_row_that_won_holds_by_its_leaves(explainer: Explainer) -> None:
    """The decision table's row is true by the answers shown."""
    model = how_model(explainer.context)
    assert model is not None
    assert evaluated(explainer.context, model.won_by) == 1 or not parts_of(model.won_by)


def test_every_entry_of_the_plan_can_be_asked_about(explainer: Explainer) -> None:
    """An action's sum is the one by which the plan ranked it."""
    plan = explainer.context.assessment.plan
    assert plan is not None
    for entry in plan.entries:
        found = explainer.how(entry.id)
        assert not isinstance(found, (Otherwise, SignNode))
        total = getattr(found, "sum", None)
        if entry.worth is not None:
            assert total.priority == entry.priority
            assert abs(sum(drop for _, _, drop in total.removed) - total.risk_removed) < 1e-9


def test_how_tells_what_leads_to_a_finding_and_what_it_leads_to(explainer: Explainer) -> None:
    """The links of the assessment, seen from both of their ends."""
    context = explainer.context
    nodes = {finding: how_diagnosis(context, finding) for finding in context.findings}
    for name, node in nodes.items():
        assert {(link.diagnosis, link.says) for link in node.leads_to} == {
            (c.to, c.says) for c in context.assessment.causes if c.from_ == name
        }
        for link in node.comes_from:
            assert name in [other.diagnosis for other in nodes[link.diagnosis].leads_to]
