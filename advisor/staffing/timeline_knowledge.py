"""What the packs say about a company's timeline, its texts parsed once: circumstances, people, options, figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.inference.compiled.program import Program
from advisor.language.normal import Normal, normal_form
from advisor.language.parsing.parse import parse_condition, parse_number
from advisor.language.tree import questions_of, questions_of_number

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import FigureValue, Instead
    from advisor.staffing.figures import LeanedOn
    from advisor.timeline.distributions import Triangle


class TimelineKnowledge:
    """The timeline of a program without faults of the timeline (`faults_of_timeline`), ready to be asked.

    `questions` are all that any number of the timeline rests on.
    """

    def __init__(self, program: Program):
        knowledge = program.knowledge
        assert knowledge.timeline is not None
        self.program = program
        self.model = knowledge.timeline.model
        self.figures = {figure: entry.model for figure, entry in knowledge.figures.items()}
        self.nearest: dict[tuple[str, str | None, str | None], FigureValue | None] = {}
        self.plain: dict[tuple[str, str | None, str | None], tuple[Triangle, LeanedOn]] = {}
        self.options = {
            option: e.model for option, e in sorted(knowledge.options.items(), key=lambda kv: kv[1].model.order)
        }
        vocabulary = program.vocabulary

        def normal(text: str) -> Normal:
            return normal_form(parse_condition(text, vocabulary))

        standing = (self.model.signed_when, self.model.unopened_when)
        self.signed, self.unopened = (None if text is None else normal(text) for text in standing)
        self.stands_by = tuple(q for text in standing if text for q in _questions_of(text, program))
        self.no_need_by, self.forbidden = normal(self.model.no_need_by), normal(self.model.forbidden_when)
        self.regulated, self.ready = normal(self.model.regulated_when), normal(self.model.ready_when)
        self.familiar, self.here = normal(self.model.familiar_when), normal(self.model.here_when)
        waits = self.model.waits
        self.waits = None if waits is None else normal(waits.when)
        self.waits_by = () if waits is None else tuple(_questions_of(waits.when, program))
        self.here_by = tuple(_questions_of(self.model.here_when, program))
        self.here_people = parse_number(self.model.here_people, vocabulary)
        self.ready_by = tuple(_questions_of(self.model.ready_when, program))
        self.familiar_by = tuple(_questions_of(self.model.familiar_when, program))
        self.people = {(o.id, c.id): parse_number(c.people, vocabulary) for o in self.options.values() for c in o.crews}
        # The present team after others works beside them; these come.
        self.beside = {o.id: crew for o in self.options.values() for crew in o.crews[1:] if crew.comes == "present"}
        self.coming = {o.id: o.crews[:-1] if o.id in self.beside else o.crews for o in self.options.values()}
        self.people_by = {key: questions_of_number(number) for key, number in self.people.items()}
        self.here_people_by = questions_of_number(self.here_people)
        self.here_days = tuple(
            (number, frozenset(questions_of_number(number)))
            for number in (parse_number(text, vocabulary) for text in self.model.here_days)
        )
        ways: dict[str, list[Instead]] = {}
        for way in self.model.instead:
            ways.setdefault(way.of, []).append(way)
        self.instead = {
            of: tuple((normal(way.when), way.take, way.longer) for way in found) for of, found in ways.items()
        }
        self.instead_by = {
            of: tuple(tuple(_questions_of(way.when, program)) for way in found) for of, found in ways.items()
        }
        self.questions = frozenset(self._questions())

    def _questions(self) -> Iterator[str]:
        m = self.model
        yield from (
            m.stands,
            m.starts_on,
            m.need_by,
            m.work_left,
            m.region,
            m.post,
            m.currency,
            m.share_percent,
            m.data_access,
        )
        yield from self.stands_by
        yield from self.waits_by
        yield from m.own.values()
        for counts in m.own_counts.values():
            yield from (counts.happened, counts.out_of)
        for number in (*self.people.values(), self.here_people):
            yield from questions_of_number(number)
        for _, questions in self.here_days:
            yield from questions
        for way in m.instead:
            yield from _questions_of(way.when, self.program)
        for text in (m.no_need_by, m.forbidden_when, m.regulated_when, m.ready_when, m.familiar_when, m.here_when):
            yield from _questions_of(text, self.program)


def _questions_of(text: str, program: Program) -> Iterator[str]:
    yield from questions_of(parse_condition(text, program.vocabulary))
