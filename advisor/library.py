"""The library: one immutable object that reads cases and assesses them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.cases.case import Case, read_case
from advisor.engines.choice import Choice
from advisor.files.documents import Document
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import Program
from advisor.knowledge.pack import Knowledge, PackInfo
from advisor.planning.recommender import Recommender
from advisor.problems import Problem
from advisor.result.assessment import Assessment
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase
from advisor.shipped import shipped_packs
from advisor.staffing.company_timeline import TimelineCalculator

if TYPE_CHECKING:
    from advisor.explaining.explainer import Explainer
    from advisor.interview.choosing.interviewer import Interviewer, Step
    from advisor.interview.state import State

PackPath = str | os.PathLike[str]


class Advisor:
    """Knowledge ready for use. Immutable, without global state; safe to share between threads and across fork.

    `packs` are folders of rules that stand over the shipped ones (`base=None` leaves those out, or names others).
    `figures` are files with figures of one's own, which stand over those of the packs.
    `engine` is "auto" (durable-rules where it can be imported), "durable" or "python"; verdicts are the same.
    `drafts` includes diagnoses that their authors have not released.
    `kept_in` is a folder where packs made ready are kept for the next time, so that starting takes a third; None
    keeps nothing.

    Raises PackError with every problem of the packs, EngineError where the engine is not available.

    >>> advisor = Advisor(engine="python")
    >>> case, problems = advisor.read(
    ...     {"case": "acme", "as_of": "2026-11-22", "answers": {"role.stage": "nobody", "role.open_days": 58}}
    ... )
    >>> assessment = advisor.assess(case)
    >>> assessment.headline
    'Probably: A role you need has been open too long.'
    >>> [finding.id for finding in assessment.likely]
    ['role-open-too-long']
    >>> assessment.model.model  # too little is known for a staffing model yet
    'undecided'
    """

    def __init__(
        self,
        packs: Sequence[PackPath] = (),
        *,
        engine: Choice = "auto",
        drafts: bool = False,
        base: PackPath | bool | None = True,
        figures: Sequence[PackPath] = (),
        kept_in: PackPath | None = None,
    ):
        first: list[PackPath] = [*shipped_packs()] if base is True else [base] if base else []
        self._rulebase = Rulebase.load(
            [Path(pack) for pack in (*first, *packs)],
            [Path(file) for file in figures],
            engine=engine,
            drafts=drafts,
            kept_in=None if kept_in is None else Path(kept_in),
        )

    @classmethod
    def over(cls, rulebase: Rulebase) -> Advisor:
        """An advisor over packs that are ready for use already, as `advisor.rulebase` gives them."""
        made = cls.__new__(cls)
        made._rulebase = rulebase
        return made

    def __reduce__(self) -> tuple[Callable[[Rulebase], Advisor], tuple[Rulebase]]:
        """Pickled by its packs."""
        return (Advisor.over, (self._rulebase,))

    @property
    def rulebase(self) -> Rulebase:
        """The packs made ready for use: what interviews, explanations and batches are given."""
        return self._rulebase

    @property
    def program(self) -> Program:
        """The compiled knowledge."""
        return self._rulebase.program

    @property
    def knowledge(self) -> Knowledge:
        """The merged knowledge of all packs."""
        return self._rulebase.knowledge

    @property
    def packs(self) -> tuple[PackInfo, ...]:
        """The packs in use, in order."""
        return self._rulebase.knowledge.packs

    @property
    def engine(self) -> str:
        """The name of the engine that fires the rules."""
        return self._rulebase.engine.name

    @property
    def assessor(self) -> Assessor:
        """What assesses, for those who want verdicts without texts."""
        return self._rulebase.assessor

    @property
    def what_ifs(self) -> Assessor:
        """What assesses with the Python engine, for what is inferred by the hundred; its verdicts do not differ."""
        return self._rulebase.what_ifs

    @property
    def recommender(self) -> Recommender:
        """What decides and plans, for those who measure actions themselves; AdvisorError without a timeline."""
        return self._rulebase.planning_recommender

    @property
    def timeline_calculator(self) -> TimelineCalculator | None:
        """What computes the timeline; None where the packs have none."""
        return self._rulebase.timeline_calculator

    def read(
        self, raw: Any, document: Document | None = None, file: str | None = None
    ) -> tuple[Case | None, list[Problem]]:
        """The case in plain data (as from JSON), and all problems found; None where they forbid assessing.

        `document` and `file` let problems name line and column. Doubts, as a day on the wrong side of `as_of`, are
        problems that come with a case.

        >>> raw = {"case": "acme", "as_of": "2026-11-22", "answers": {"post.open_dais": 58}}
        >>> case, problems = Advisor(engine="python").read(raw)
        >>> case is None, problems[0].code, problems[0].suggestion
        (True, 'unknown-question', 'Did you mean `role.open_days`?')
        """
        return read_case(raw, self.knowledge, document, file)

    def read_file(self, path: PackPath) -> tuple[Case | None, list[Problem]]:
        """The one case of a file, as the commands read it, and all problems found; None where they forbid assessing.

        `path` is a YAML or JSON file, its ending may be left out, or the name of a shipped case. A file that is not
        there, cannot be read, or holds several cases (`read_files` takes those) is a problem like others.

        >>> case, problems = Advisor(engine="python").read_file("textbook")
        >>> case.id, problems
        ('textbook', [])
        """
        found = self.read_files([path])
        if len(found) == 1:
            return found[0]
        message = f"The file holds {len(found)} cases, and you need one."
        return None, [Problem("", "several-cases", message, "Read it with `read_files`.", file=os.fspath(path))]

    def read_files(self, paths: Sequence[PackPath]) -> list[tuple[Case | None, list[Problem]]]:
        """Every case of several files, each with its problems as `read` gives them; those that cannot be read first.

        A file holds one case, a list of them, or one a line (JSON lines). Files of one case, as two people fill them
        in, are joined: where they differ both answers stand.
        """
        from advisor.cases.files import read_files

        reads = read_files(self.knowledge, [os.fspath(path) for path in paths])
        return [(read.case, [*read.problems, *read.doubts]) for read in reads]

    def assess(self, case: Case) -> Assessment:
        """The assessment of a case: verdicts at once, findings, model and plan when they are first looked at.

        It is a pure function of packs, answers and day; its `to_dict` gives the published JSON.
        """
        return self.assess_many([case])[0]

    def assess_many(self, cases: Sequence[Case]) -> list[Assessment]:
        """The assessment of each of some cases, in their order: as if assessed one by one, but faster."""
        return assess_many(self._rulebase, cases)

    def explain(self, assessment: Assessment) -> Explainer:
        """What answers questions about an assessment: how, why not, what if, levers; structures, not texts.

        >>> advisor = Advisor(engine="python")
        >>> raw = {"case": "acme", "as_of": "2026-11-22", "answers": {"role.stage": "nobody", "role.open_days": 58}}
        >>> case, _ = advisor.read(raw)
        >>> how = advisor.explain(advisor.assess(case)).how("role-open-too-long")
        >>> [(sign.id, sign.certainty) for sign in how.signs]
        [('days-open', 0.45)]
        """
        from advisor.explaining.context import Context
        from advisor.explaining.explainer import Explainer

        return Explainer(Context(assessment, self._rulebase))

    # ---- the interview, as a frozen state that goes from move to move -------------------------------------

    @cached_property
    def interviewer(self) -> Interviewer:
        """Chooses the questions of interviews."""
        from advisor.interview.choosing.interviewer import Interviewer

        return Interviewer(self.rulebase)

    def start(self, *, as_of: date, case: str = "interview") -> State:
        """An interview in which nothing was answered yet. `State.to_dict` and `resume` carry it through JSON."""
        from advisor.interview import moves
        from advisor.interview.state import pack_name

        return moves.begin(case, as_of, pack_name(self.knowledge))

    def resume(self, raw: Any) -> State:
        """The interview in JSON data, or in a case file's data; CaseError with every problem found."""
        from advisor.interview import moves
        from advisor.interview.state import State

        return moves.resumed(self.what_ifs, State.from_dict(raw, self.knowledge))

    def next(self, state: State) -> Step:
        """The next question, Ask, or Done with the assessment where nothing can change any more.

        Where what is shown would stay if the rest were told, `step.stop` offers to stop; `go_on` turns that down.

        >>> advisor = Advisor(engine="python")
        >>> state = advisor.answer(advisor.start(as_of=date(2026, 11, 22)), "you.who", "cto")
        >>> state = advisor.answer(state, "you.why", ["date_at_risk"])
        >>> step = advisor.next(state)
        >>> step.question.id, step.question.ask
        ('milestone.next_capability', "What's the ONE thing you have to ship next?")
        """
        return self.interviewer.next(state)

    def answer(self, state: State, question: str, value: Any) -> State:
        """The state once a question is answered: a value as in a case file, or UNSURE. CaseError if it does not fit."""
        from advisor.interview import moves

        return moves.answer(self.what_ifs, state, question, value)

    def back(self, state: State) -> State:
        """The question before is asked again; its answer stands until another is given."""
        from advisor.interview import moves

        return moves.back(state)

    def withdraw(self, state: State, question: str) -> State:
        """The state without an answer."""
        from advisor.interview import moves

        return moves.withdraw(self.what_ifs, state, question)

    def go_on(self, state: State) -> State:
        """The state once an offer to stop is turned down: it comes again some lines later."""
        from advisor.interview import moves

        return moves.go_on(state, len(self.interviewer.lines.done(state)))

    def note(self, state: State, question: str, text: str) -> State:
        """The state with a note on an answer, or on the answer that is given next."""
        from advisor.interview import moves

        return moves.note(self.what_ifs, state, question, text)
