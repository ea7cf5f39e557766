"""The library: one immutable object that reads cases and assesses them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Union

from advisor.cases.answers import plain_answer
from advisor.cases.case import Case, read_case
from advisor.engines.choice import Choice
from advisor.files.documents import Document
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import Program
from advisor.planning.recommender import Recommender
from advisor.problems import CaseError, Problem
from advisor.published import checks
from advisor.published.interviewing import Interviewing
from advisor.result.assessment import Assessment
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase
from advisor.shipped import shipped_packs
from advisor.staffing.company_timeline import TimelineCalculator

PackPath = Union[str, "os.PathLike[str]"]


class Advisor(Interviewing):
    """Knowledge ready for use. Immutable, without global state; safe to share between threads and across fork.

    `packs` are folders of rules that stand over the shipped ones (`base=None` leaves those out, or names others).
    `figures` are files with figures of one's own, which stand over those of the packs.
    `engine` is "auto" (durable-rules where it can be imported), "durable" or "python"; verdicts are the same.
    `drafts` includes diagnoses that their authors have not released.
    `kept_in` is a folder where packs made ready are kept for the next time, so that starting takes a third; None
    keeps nothing.

    Raises PackError with every problem of the packs, EngineError where the engine is not available, ArgumentError
    where something of another kind is given.

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
        checks.engine(engine)
        own, files = checks.paths("packs", "folders", packs), checks.paths("figures", "files", figures)
        for argument, one in (("base", base), ("kept_in", kept_in)):
            if one is not None and not (argument == "base" and isinstance(one, bool)):
                checks.path(argument, one)
        first: list[PackPath] = [*shipped_packs()] if base is True else [base] if base else []
        self._rulebase = Rulebase.load(
            [Path(pack) for pack in (*first, *own)],
            [Path(file) for file in files],
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
    def program(self) -> Program:
        """The compiled knowledge."""
        return self._rulebase.program

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

    def case(self, answers: Mapping[str, Any], *, as_of: date | str, name: str = "case") -> Case:
        """A case of answers alone; CaseError with every problem found.

        `answers` are values by question: as in a case file, as Python has them, or as people write them ("3 weeks",
        "end of March", "don't know"). `(30, 45)` and "30..45" are ranges, `UNSURE` is "don't know", None is no answer.
        `as_of` is the day of the answers; days in words are counted from it.

        >>> advisor = Advisor(engine="python")
        >>> case = advisor.case({"role.open_days": "8 weeks", "loop.rounds": (4, 6)}, as_of="2026-11-22", name="acme")
        >>> case.plain_answers()
        {'loop.rounds': {'from': 4, 'to': 6}, 'role.open_days': 56}
        """
        from advisor.published.plain import read_answers

        if not isinstance(answers, Mapping):
            raise checks.wrong("answers", "values by question", answers, "As in `{'role.open_days': 58}`.")
        day = checks.day("as_of", as_of)
        read = read_answers(self.knowledge, answers, day)
        plain = {question: plain_answer(answer) for question, answer in read.items() if answer is not None}
        case, problems = self.read({"case": name, "as_of": day, "answers": plain})
        if case is None:
            raise CaseError(problems)
        return case

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
        return assess_many(self._rulebase, [checks.case(case)])[0]

    def assess_many(self, cases: Sequence[Case]) -> list[Assessment]:
        """The assessment of each of some cases, in their order: as if assessed one by one, but faster."""
        if isinstance(cases, Mapping) or not isinstance(cases, Iterable):
            raise checks.wrong("cases", "a list of Cases", cases, "`assess` takes one.")
        return assess_many(self._rulebase, [checks.case(each) for each in cases])
