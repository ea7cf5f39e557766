"""Views of explanations: lines of words, printed as text or Markdown; and plain data for JSON. They compute nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.explaining.differences.comparing import Comparison
from advisor.explaining.differences.difference import Difference
from advisor.explaining.differences.replaying import Replay
from advisor.explaining.differences.versions import VersionsDiffer
from advisor.explaining.differences.what_if import WhatIf
from advisor.explaining.explainer import Otherwise
from advisor.explaining.reasons.above import Above, HowAction
from advisor.explaining.reasons.how_model import HowModel
from advisor.explaining.reasons.why_not import WhyNot
from advisor.explaining.search.lever_sets import Levers
from advisor.explaining.search.sensitivity import Sensitivity
from advisor.explaining.tree import DiagnosisNode
from advisor.explaining.views import actions, changes, how, models, reasons
from advisor.explaining.views.lines import Line, Names, by_id, escaped
from advisor.report.layout import wrapped

Structure = (
    DiagnosisNode
    | HowModel
    | HowAction
    | WhyNot
    | Otherwise
    | WhatIf
    | Levers
    | Above
    | Sensitivity
    | Comparison
    | Replay
    | VersionsDiffer
)


def lines_of(explanation: Structure, names: Names = by_id) -> Iterator[Line]:
    """An explanation as lines of words."""
    if isinstance(explanation, Otherwise):
        yield from _otherwise(explanation, names)
    elif isinstance(explanation, DiagnosisNode):
        yield from how.diagnosis(explanation)
    elif isinstance(explanation, HowModel):
        yield from models.how(explanation, names)
    elif isinstance(explanation, HowAction):
        yield from actions.how(explanation, names)
    elif isinstance(explanation, WhyNot):
        yield from reasons.why_not(explanation, names)
    elif isinstance(explanation, WhatIf):
        yield from changes.what_if(explanation, names)
    elif isinstance(explanation, Levers):
        yield from reasons.levers(explanation, names)
    elif isinstance(explanation, Above):
        yield from actions.above(explanation)
    elif isinstance(explanation, Sensitivity):
        yield from changes.sensitivity(explanation, names)
    elif isinstance(explanation, Comparison):
        yield from changes.comparison(explanation, names)
    elif isinstance(explanation, Replay):
        yield from changes.replay(explanation)
    else:
        yield from changes.versions(explanation, names)


def _otherwise(explanation: Otherwise, names: Names) -> Iterator[Line]:
    if explanation.asked == "why-not":
        yield Line(0, "It's true. Here's how it came out.")
    else:
        yield Line(0, "It isn't true. Here's why not.")
    yield from lines_of(explanation.answer, names)


def as_text(explanations: Iterable[Structure], *, names: Names = by_id, verbose: bool = False) -> str:
    """Explanations as text in 80 columns; ids, decimals and sources only where `verbose`.

    `names` are those of the staffing models; without it they are named by id.
    """
    blocks = []
    for explanation in explanations:
        told: list[str] = []
        for line in lines_of(explanation, names):
            if verbose or not line.detail:
                first = "" if line.depth == 0 else "  " * line.depth + "- "
                told += wrapped(line.text, len(first) if line.depth else 0, first)
        blocks.append("\n".join(told))
    return "\n\n".join(blocks) + "\n"


def text_of_difference(found: Difference, names: Names) -> str:
    """What answers that were added changed, as text in 80 columns."""
    told = wrapped("What these answers changed:" if found else "These answers don't change the result.")
    for line in changes.difference_lines(found, names) if found else ():
        if not line.detail:
            told += wrapped(line.text, 4, "  - ")
    return "\n".join(told) + "\n"


def as_markdown(explanations: Iterable[Structure], *, names: Names = by_id, verbose: bool = False) -> str:
    """Explanations as Markdown."""
    told: list[str] = []
    for explanation in explanations:
        for number, line in enumerate(lines_of(explanation, names)):
            if verbose or not line.detail:
                text = escaped(line.text)
                if line.depth == 0:
                    told += ["", f"## {text}" if number == 0 else text, ""]
                else:
                    told.append("  " * (line.depth - 1) + f"- {text}")
    return "\n".join(told).strip() + "\n"
