"""The ways of staffing side by side, from the company's own numbers and answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.files.documents import place_name
from advisor.inference.compiled.conditions import Compiled
from advisor.language.tree import atoms_of, points_of_atom
from advisor.report.kit.guarded import true_ones, truth, unknown
from advisor.report.kit.measures import in_words
from advisor.report.layout import escaped
from advisor.report.staffing import assumptions
from advisor.report.told import Told
from advisor.report.work_left import not_known

if TYPE_CHECKING:
    from advisor.knowledge.kit.guarded import TradeOffRow, TradeOffTable


def trade_offs(told: Told, table: TradeOffTable) -> Iterator[str]:
    """The table, then what must be true for each way, and whether it is."""
    options = [option for option in table.options if option in told.knowledge.options]
    yield f"# {escaped(table.title)}"
    for text in true_ones(told, table.lead, ("trade_offs", "lead")):
        yield from ("", escaped(text))
    model = told.assessment.model
    if model is not None:
        sure = "firm" if model.firm else "leaning: some answers are missing"
        yield from ("", f"Staffing option: **{escaped(told.knowledge.model_title(model.model))}** ({sure}).")
    yield from ("", f"| | {' | '.join(_title(told, option) for option in options)} |")
    yield f"| --- |{' --- |' * len(options)}"
    for i, row in enumerate(table.rows):
        cells = (escaped(_cell(told, row, i, option)) for option in options)
        yield f"| **{escaped(row.title)}** | {' | '.join(cells)} |"
    if assumptions(told):
        yield from ("", escaped(assumptions(told)))
    yield from ("", f"## {escaped(table.premises_title)}")
    for option in options:
        yield from ("", f"### {_title(told, option)}", "", *_premises(told, option))
    for text in true_ones(told, table.closing, ("trade_offs", "closing")):
        yield from ("", escaped(text))


def _title(told: Told, option: str) -> str:
    return escaped(told.knowledge.options[option].model.title)


def _cell(told: Told, row: TradeOffRow, number: int, option: str) -> str:
    """A number or what the way says of itself, and each sentence on this company that is true."""
    if row.measure is not None:
        first = in_words(told, option, row.measure)
    else:
        first = getattr(told.knowledge.options[option].model.trade_offs, row.text or "")
    own = true_ones(told, row.says.get(option, ()), ("trade_offs", "rows", number, "says", option))
    return " ".join([first, *own])


def _premises(told: Told, option: str) -> Iterator[str]:
    for i, must in enumerate(told.knowledge.options[option].model.must_be_true):
        path = ("options", option, "must_be_true", i, "when")
        late = told.program.late.lines[place_name(path)]
        value = truth(told, path)
        if value == 0:
            holds = not_known(told, unknown(told, _read(told, late.condition)))
        else:
            holds = "true" if value == 1 else "not true"
        yield f"- {escaped(must.says)} ({escaped(holds)})"


def _read(told: Told, condition: Compiled) -> tuple[str, ...]:
    """The questions that a condition reads, and those for which the numbers wait that it reads."""
    waits_for = told.assessment.decided_in.facts.points.waits_for
    points = [point for atom in atoms_of(condition.tree) for point in points_of_atom(atom)]
    behind = [question for point in points for question in waits_for.get(point, ())]
    return tuple(dict.fromkeys((*condition.questions, *behind)))
