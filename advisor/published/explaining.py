"""What a client can ask about an assessment: the brief, pages, how, why not, what if, levers, comparing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from advisor.published import checks
from advisor.published.catalog import Catalog
from advisor.result.assessment import Assessment

if TYPE_CHECKING:
    from advisor.cases.answers import Given
    from advisor.explaining.explainer import Explainer, How, Otherwise
    from advisor.explaining.reasons.above import Above
    from advisor.explaining.reasons.why_not import WhyNot
    from advisor.explaining.search.lever_sets import Levers
    from advisor.explaining.search.sensitivity import Sensitivity
    from advisor.published.explanation import ComparisonExplanation, Explanation, WhatIfExplanation
    from advisor.published.shapes import Asked, BriefData
    from advisor.report.told import Told

S = TypeVar("S")

# Modules of reports and explanations are imported where they are used: most who assess ask for neither.


class Explaining(Catalog):
    """The part of an advisor that says what an assessment rests on, and what would change it."""

    # ---- views of an assessment ----------------------------------------------------------------------------

    def brief(self, assessment: Assessment) -> BriefData:
        """The result as plain data in under 4 kB, by the schema `brief`: for a chat, a ticket, an assistant."""
        from advisor.published.brief import brief_of

        return brief_of(self._told(assessment))

    def text(self, assessment: Assessment, *, verbose: bool = False) -> str:
        """The result as `advisor assess` prints it, in 80 columns."""
        from advisor.report.text import text

        return text(self._told(assessment), verbose=verbose)

    def markdown(self, assessment: Assessment) -> str:
        """The result as Markdown."""
        from advisor.report.markdown import markdown

        return markdown(self._told(assessment))

    def page(self, assessment: Assessment, *, board: bool = False) -> str:
        """The result as one page of HTML that asks no one for anything; `board` leaves out what a board isn't told."""
        if board:
            from advisor.report.html.board import board_page

            return board_page(self._told(assessment)).html
        from advisor.report.html.verdict import verdict_page

        return verdict_page(self._told(assessment))

    def kit(self, assessment: Assessment) -> dict[str, str]:
        """The papers that go with a result, as Markdown by the name of the file: role card, interview plan, ..."""
        from advisor.report.kit.files import kit_files

        return dict(kit_files(self._told(assessment)))

    def _told(self, assessment: Assessment) -> Told:
        from advisor.report.told import Told

        return Told(checks.assessment(assessment), self.rulebase)

    # ---- questions about it --------------------------------------------------------------------------------

    def explain(self, assessment: Assessment) -> Explainer:
        """What answers questions about an assessment with structures alone: how, why not, what if, levers.

        >>> from advisor import Advisor
        >>> advisor = Advisor(engine="python")
        >>> raw = {"case": "acme", "as_of": "2026-11-22", "answers": {"role.stage": "nobody", "role.open_days": 58}}
        >>> case, _ = advisor.read(raw)
        >>> how = advisor.explain(advisor.assess(case)).how("role-open-too-long")
        >>> [(sign.id, sign.certainty) for sign in how.signs]
        [('days-open', 0.45)]
        """
        from advisor.explaining.context import Context
        from advisor.explaining.explainer import Explainer

        return Explainer(Context(checks.assessment(assessment), self.rulebase))

    def how(self, assessment: Assessment, subject: str) -> Explanation[How | Otherwise]:
        """How a finding, the staffing model (`model`) or an action of the plan came out.

        `subject` is an id, a finding's number or a plan entry's letter on the screen; UnknownSubjectError suggests the
        nearest.
        """
        name = checks.text("subject", "an id", subject, "'model'")
        return self._explained("how", name, assessment, self.explain(assessment).how(name))

    def why_not(self, assessment: Assessment, subject: str) -> Explanation[WhyNot | Otherwise]:
        """Why a problem isn't found, a model isn't chosen or an action isn't planned."""
        name = checks.text("subject", "an id", subject, "'role-open-too-long'")
        return self._explained("why-not", name, assessment, self.explain(assessment).why_not(name))

    def what_if(self, assessment: Assessment, answers: Mapping[str, Any] | Sequence[str]) -> WhatIfExplanation:
        """What other answers would change. CaseError with every problem found.

        `answers` are values by question: as in a case file, as Python has them, or as people write them ("3 weeks",
        "don't know"); `(30, 45)` and "30..45" are ranges, `UNSURE` is "don't know", None leaves an answer out. A list
        of texts `question=value` is taken too.
        """
        from advisor.published.explanation import WhatIfExplanation, in_words

        found = self.explain(assessment).what_if(
            answers if _are_texts(answers) else self._given(assessment, "answers", answers)
        )
        subject = ", ".join(each.question for each in found.supposed)
        return WhatIfExplanation("what-if", subject, *self._of(assessment), found, in_words([found], self.knowledge))

    def levers(
        self, assessment: Assessment, goal: str | None = None, givens: Mapping[str, Any] | Sequence[str] = ()
    ) -> Explanation[tuple[Levers, ...]]:
        """The smallest sets of actions and givens that reach a goal; without one, for each finding and another model.

        `goal` is a finding, a model, "another-model" or a chance ("80%"); `givens` are answers that you could change
        (a later date, less scope), in place of the usual ones, as `what_if` takes them.
        """
        explainer = self.explain(assessment)
        wanted = None if goal is None else explainer.goal(checks.text("goal", "a goal", goal, "'80%'"))
        named = givens if _are_texts(givens) else self._given(assessment, "givens", givens)
        return self._explained("levers", goal, assessment, explainer.levers(wanted, named))

    def above(self, assessment: Assessment, one: str, other: str) -> Explanation[Above]:
        """Why one entry of the plan stands above another; ids or letters."""
        names = [checks.text(name, "an id", value, "'a'") for name, value in (("one", one), ("other", other))]
        return self._explained("above", ", ".join(names), assessment, self.explain(assessment).above(*names))

    def sensitivity(self, assessment: Assessment) -> Explanation[Sensitivity]:
        """Which single answers and figures to double-check."""
        return self._explained("sensitivity", None, assessment, self.explain(assessment).sensitivity())

    def compare(self, before: Assessment, after: Assessment) -> ComparisonExplanation:
        """What happened between two assessments of one company, the earlier one first."""
        from advisor.published.explanation import ComparisonExplanation, in_words

        checks.assessment(before, "before")
        found = self.explain(before).compare(self.explain(checks.assessment(after, "after")))
        return ComparisonExplanation("comparison", None, *self._of(after), found, in_words([found], self.knowledge))

    def _given(self, assessment: Assessment, argument: str, values: Any) -> dict[str, Given | None]:
        """Plain values by question as answers; days in words are counted from the day of the assessment."""
        from advisor.published.plain import given_of, read_answers

        if not isinstance(values, Mapping):
            raise checks.wrong(argument, "values by question", values, f"As in `{argument}={{'role.open_days': 3}}`.")
        today = checks.assessment(assessment).assessed.case.as_of
        read = read_answers(self.knowledge, values, today)
        return {question: given_of(question, answer) for question, answer in read.items()}

    def _explained(self, asked: Asked, subject: str | None, assessment: Assessment, found: S) -> Explanation[S]:
        from advisor.published.explanation import Explanation, in_words

        structures: Any = found if isinstance(found, tuple) else [found]
        return Explanation(asked, subject, *self._of(assessment), found, in_words(structures, self.knowledge))

    @staticmethod
    def _of(assessment: Assessment) -> tuple[str, str]:
        return assessment.case, assessment.as_of


def _are_texts(values: Any) -> bool:
    """Whether answers are given as texts `question=value`."""
    return isinstance(values, (list, tuple)) and all(isinstance(each, str) for each in values)
