"""What is wrong with figures that have the right shape: values for nobody, regions that are none, chances of 0."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.inference.program import Program
from advisor.knowledge.pack import Entry
from advisor.knowledge.timemodels import Figure, TimelineFile
from advisor.problems import Problem, did_you_mean
from advisor.staffing.arrivals import FARTHEST
from advisor.staffing.paths import LEAST_CHANCE

HORIZON = "horizon"


def faults_of_figures(program: Program) -> Iterator[Problem]:
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
                yield entry.problem(("values", i, name), "unknown-option", f"There is no {name} `{said}`.", way)
        if any((v.region, v.post, v.currency) == (value.region, value.post, value.currency) for v in values[:i]):
            message = "There is a value for the same companies already."
            yield entry.problem(("values", i), "figure", message, "Keep one, or give them `region` or `post`.")
    if not any(v.currency for v in values) and all(v.region or v.post for v in values):
        message = "There is no value for other companies."
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
            message, way = f"A chance of {low:g} would mean that nobody ever starts.", "Give one above 0."
        elif figure.id == HORIZON and not 1 <= high <= FARTHEST:
            message = f"{high:g} is outside 1 to {FARTHEST:,} days."
        elif figure.covers and high > FARTHEST:
            message, way = f"{high:,.0f} {figure.unit} is too long.", "Is it another unit?"
        if message is not None:
            yield entry.problem(("values", i), "figure", message, way)
