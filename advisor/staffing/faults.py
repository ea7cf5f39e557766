"""What is wrong with a timeline that has the right shape: names that are not there, figures that nobody can use."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.inference.compiled.compiler import compile_program
from advisor.inference.compiled.program import Program
from advisor.knowledge.pack import Entry, Knowledge
from advisor.knowledge.timemodels import Figure, TimelineFile
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_condition, parse_number
from advisor.problems import PackError, Problem, did_you_mean
from advisor.staffing.company_timeline import point_names
from advisor.staffing.figures import REPLACEABLE, REQUIRED
from advisor.timeline.arrivals import FARTHEST
from advisor.timeline.paths import LEAST_CHANCE

HORIZON = "horizon"


def whole_program(knowledge: Knowledge, *, drafts: bool = False) -> Program:
    """The program of a knowledge base with its timeline checked; PackError carries every problem found."""
    points = point_names({option: entry.model for option, entry in knowledge.options.items()})
    program = compile_program(knowledge, points=points, drafts=drafts)
    faults = faults_of_timeline(program)
    if faults:
        raise PackError(faults)
    return program


def faults_of_timeline(program: Program) -> list[Problem]:
    """What keeps the timeline from being worked out: names that are not there, texts that cannot be read."""
    knowledge = program.knowledge
    timeline = knowledge.timeline
    if timeline is None:
        return []
    found = [
        timeline.problem(
            (),
            "missing-figure",
            f"The timeline needs the figure `{figure}`, which no pack has.",
            "Do not turn it off; change its values instead.",
        )
        for figure in REQUIRED
        if figure not in knowledge.figures
    ]
    for name, text in timeline.model.model_dump().items():
        if not isinstance(text, str) or name in ("id", "extends", "replaces"):
            continue
        try:
            if name == "here_people":
                parse_number(text, program.vocabulary)
            elif name == "no_need_by" or name.endswith("_when"):
                parse_condition(text, program.vocabulary)
            elif text not in program.vocabulary.terms:
                way = did_you_mean(text, program.vocabulary.terms)
                found.append(timeline.problem((name,), "unknown-name", f"There's no question `{text}`.", way))
        except ConditionError as error:
            found.append(timeline.problem((name,), error.code, error.message, error.suggestion))
    found += _faults_of_lists(program)
    for entry in knowledge.options.values():
        for number, crew in enumerate(entry.model.crews):
            try:
                parse_number(crew.people, program.vocabulary)
            except ConditionError as error:
                found.append(entry.problem(("crews", number, "people"), error.code, error.message, error.suggestion))
    return [*found, *_faults_of_figures(program)]


def _faults_of_lists(program: Program) -> Iterator[Problem]:
    """Texts of the timeline that stand in lists, and figures that are to stand in for others."""
    timeline = program.knowledge.timeline
    assert timeline is not None
    for i, text in enumerate(timeline.model.here_days):
        try:
            parse_number(text, program.vocabulary)
        except ConditionError as error:
            yield timeline.problem(("here_days", i), error.code, error.message, error.suggestion)
    yield from _faults_of_waits(program, timeline)
    for i, question in enumerate(timeline.model.runway):
        if question not in program.vocabulary.terms:
            near = did_you_mean(question, program.vocabulary.terms)
            yield timeline.problem(("runway", i), "unknown-name", f"There's no question `{question}`.", near)
    people = program.knowledge.people
    for name, owner in _owners(timeline.model) if people else ():
        if owner not in people:
            way_out = did_you_mean(owner, people)
            yield timeline.problem(
                ("ways_out", name, "owner"), "unknown-name", f"There's no person `{owner}`.", way_out
            )
    for i, way in enumerate(timeline.model.instead):
        for name, figure in (("of", way.of), ("take", way.take)):
            if figure not in program.knowledge.figures:
                nearest = did_you_mean(figure, program.knowledge.figures)
                yield timeline.problem(("instead", i, name), "unknown-name", f"There's no figure `{figure}`.", nearest)
        if way.of not in REPLACEABLE:
            message = f"For `{way.of}` nothing else can stand in."
            yield timeline.problem(("instead", i, "of"), "figure", message, f"It may be {', '.join(REPLACEABLE)}.")
        try:
            parse_condition(way.when, program.vocabulary)
        except ConditionError as error:
            yield timeline.problem(("instead", i, "when"), error.code, error.message, error.suggestion)


def _faults_of_waits(program: Program, timeline: Entry[TimelineFile]) -> Iterator[Problem]:
    """What is said of work that waits for somebody else."""
    waits = timeline.model.waits
    if waits is None:
        return
    if waits.on not in program.vocabulary.terms:
        way = did_you_mean(waits.on, program.vocabulary.terms)
        yield timeline.problem(("waits", "on"), "unknown-name", f"There's no question `{waits.on}`.", way)
    try:
        parse_condition(waits.when, program.vocabulary)
    except ConditionError as error:
        yield timeline.problem(("waits", "when"), error.code, error.message, error.suggestion)


def _owners(timeline: TimelineFile) -> Iterator[tuple[str, str]]:
    """Who decides about each kind of way out, where one is named."""
    for name, part in (timeline.ways_out.model_dump() if timeline.ways_out is not None else {}).items():
        if isinstance(part, dict) and part["owner"] is not None:
            yield name, part["owner"]


def _faults_of_figures(program: Program) -> Iterator[Problem]:
    """Every fault, at its place."""
    timeline = program.knowledge.timeline
    assert timeline is not None
    for entry in program.knowledge.figures.values():
        yield from _places(entry, timeline.model, program)
        yield from _sizes(entry, timeline.model)


def _places(entry: Entry[Figure], timeline: TimelineFile, program: Program) -> Iterator[Problem]:
    """Regions and kinds of post that no company can have, the same place twice, no value for any other company."""
    values = entry.model.values
    for i, value in enumerate(values):
        for name, question in (("region", timeline.region), ("post", timeline.post)):
            said, term = getattr(value, name), program.vocabulary.terms.get(question)
            if said is not None and term is not None and said not in term.options:
                way = did_you_mean(said, term.options) or f"`advisor rules show {question}` lists them."
                yield entry.problem(("values", i, name), "unknown-option", f"There's no {name} `{said}`.", way)
        if any((v.region, v.post, v.currency) == (value.region, value.post, value.currency) for v in values[:i]):
            message = "There's already a value for the same companies."
            yield entry.problem(("values", i), "figure", message, "Keep one, or give them `region` or `post`.")
    if not any(v.currency for v in values) and all(v.region or v.post for v in values):
        message = "There's no value for other companies."
        yield entry.problem(("values",), "figure", message, "Add one without `region` and `post`.")


def _sizes(entry: Entry[Figure], timeline: TimelineFile) -> Iterator[Problem]:
    """Stages that take no time or too much, chances of 0, a horizon that is none."""
    figure = entry.model
    for i, value in enumerate(figure.values):
        low, _, high = value.ends
        message = way = None
        if figure.covers and high == 0:
            message, way = "A stage takes some time.", "Give at least `high` above 0."
        elif figure.id in timeline.own_counts and low < LEAST_CHANCE:
            message, way = f"A chance of {low:g} would mean no one ever starts.", "Give one above 0."
        elif figure.id == HORIZON and not 1 <= high <= FARTHEST:
            message = f"{high:g} is outside 1 to {FARTHEST:,} days."
        elif figure.covers and high > FARTHEST:
            message, way = f"{high:,.0f} {figure.unit} is too long.", "Is it another unit?"
        if message is not None:
            yield entry.problem(("values", i), "figure", message, way)
