"""Packs made ready for use: the one thing that interviews, explanations, batches, authors and tests are given.

`Rulebase.load` makes one from folders, `Rulebase.of` from knowledge that no folder holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from advisor.cases.answers import Answer
from advisor.cases.opening import names
from advisor.engines.choice import Choice, choose_engine, fires
from advisor.engines.engine import Engine
from advisor.engines.python import PythonEngine
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import Program
from advisor.inference.words.worded import in_words
from advisor.knowledge.pack import Knowledge
from advisor.planning.recommender import Recommender
from advisor.problems import AdvisorError
from advisor.rulebase.store import Prepared, prepare, program_of
from advisor.staffing.company_timeline import TimelineCalculator

_MOST_WORDED = 16  # companies whose words are remembered


class Rulebase:
    """Compiled knowledge with what infers, reckons and plans by it. Immutable; safe to share between threads.

    `assessor` fires the rules with the engine that was chosen, `what_ifs` with the Python engine, which is faster
    for the hundreds of questions that planning asks; verdicts are the same. `timeline_calculator` is None where the
    packs have no timeline.
    """

    def __init__(self, prepared: Prepared, engine: Choice, made_by: partial[Rulebase], kept_in: Path | None = None):
        self._made_by = made_by
        self.kept_in = kept_in
        self.program: Program = prepared.program
        self.engine: Engine = choose_engine(self.program.patterns, engine, prepared.layouts)
        # Two engines, one meaning. The engine that was asked for fires the rules of a case, so that what an assessment
        # records as its engine is what ran. A plan or an explanation asks hundreds of what-ifs more, and durable-rules
        # takes a session for each and one at a time; generated Python answers them many times faster, and incremental
        # inference reads single conditions, which only Python can. Tests hold the two to the same truths on drawn
        # facts; where they differed, a plan would be measured on another case than the one that is shown.
        has_timeline = self.knowledge.timeline is not None
        self.timeline_calculator = TimelineCalculator(self.program) if has_timeline else None
        self.assessor = Assessor(self.program, self.engine, self.timeline_calculator)
        self.what_ifs = (
            self.assessor
            if isinstance(self.engine, PythonEngine)
            else self.assessor.with_engine(PythonEngine(self.program.patterns))
        )

    @classmethod
    def load(
        cls,
        folders: Sequence[Path],
        figures: Sequence[Path] = (),
        *,
        engine: Choice = "auto",
        drafts: bool = False,
        kept_in: Path | None = None,
    ) -> Rulebase:
        """The rulebase of packs in folders, in their order, with files of figures over them.

        `kept_in` is a folder where packs made ready are kept for the next time. PackError with every problem of the
        packs, EngineError where the engine is not available.
        """
        prepared = prepare(folders, figures, drafts=drafts, lay_out=fires(engine), kept_in=kept_in)
        options: dict[str, Any] = {"engine": engine, "drafts": drafts, "kept_in": kept_in}
        return cls(prepared, engine, partial(cls.load, tuple(folders), tuple(figures), **options), kept_in)

    @classmethod
    def of(cls, knowledge: Knowledge, *, engine: Choice = "auto", drafts: bool = False) -> Rulebase:
        """The rulebase of knowledge; PackError with every problem, EngineError where the engine is not available."""
        prepared = program_of(knowledge, drafts=drafts, lay_out=fires(engine))
        return cls(prepared, engine, partial(cls.of, knowledge, engine=engine, drafts=drafts))

    def __reduce__(self) -> tuple[partial[Rulebase], tuple[()]]:
        """Pickled by its packs, and made ready anew: compiled rules and engines belong to one process."""
        return (self._made_by, ())

    def program_for(self, answers: Mapping[str, Answer]) -> Program:
        """The program with its texts in the words of a case: what it calls what must ship, the role, the vendor."""
        found = names(self.knowledge, answers)
        return self.program if found == self.program.names else self._worded(tuple(found.items()))

    @cached_property
    def _worded(self) -> Callable[[tuple[tuple[str, str], ...]], Program]:
        return lru_cache(maxsize=_MOST_WORDED)(lambda found: in_words(self.program, dict(found)))

    @property
    def knowledge(self) -> Knowledge:
        """The merged knowledge of all packs."""
        return self.program.knowledge

    @cached_property
    def recommender(self) -> Recommender | None:
        """What decides the staffing model and plans; None where the packs have no timeline."""
        if self.timeline_calculator is None:
            return None
        return Recommender(self.what_ifs, self.timeline_calculator)

    @property
    def planning_recommender(self) -> Recommender:
        """The recommender, for those who cannot do without; AdvisorError where the packs have no timeline."""
        if self.recommender is None:
            raise AdvisorError("These packs have no timeline.yaml, so there is neither model nor plan.")
        return self.recommender
