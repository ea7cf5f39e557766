"""An explanation as clients get it: the structure, the same in words, and as plain data in under 20 kB."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from advisor.explaining.differences.comparing import AnswerDiffers, Comparison
from advisor.explaining.differences.difference import Difference
from advisor.explaining.differences.what_if import Supposed, WhatIf
from advisor.explaining.explainer import Otherwise
from advisor.explaining.views import Structure, lines_of
from advisor.explaining.views.lines import Line, names_in
from advisor.knowledge.pack import Knowledge
from advisor.problems import one_line, shortened
from advisor.published.brief import size_of
from advisor.report.layout import escaped

if TYPE_CHECKING:
    from advisor.published.shapes import (
        Asked,
        ChangesData,
        ComparisonData,
        ExplanationData,
        LineData,
        ModelChanged,
        PlanChanged,
        Status,
        SupposedData,
        Sure,
        Titled,
        WhatIfData,
    )

MOST_BYTES = 20_000
_LONGEST = 1_000  # letters of one line
S = TypeVar("S", covariant=True)


@dataclass(frozen=True)
class Explanation(Generic[S]):
    """An answer to a question about an assessment; a value that can be compared, copied and pickled.

    `of` is the structure with every part typed, `lines` the same in words. `str` gives the text, `to_dict` plain data.
    """

    asked: Asked
    subject: str | None
    case: str
    as_of: str
    of: S
    lines: tuple[Line, ...]

    @property
    def otherwise(self) -> bool:
        """Whether it was asked the wrong way round: how something came out that didn't, or why not, though it did."""
        return isinstance(self.of, Otherwise)

    def to_dict(self) -> ExplanationData:
        """Plain data by the schema `explanation`, under 20 kB; the deepest lines are left out first."""
        data = self._plain()
        _shorten(data, MOST_BYTES)
        return data

    def _plain(self) -> ExplanationData:
        return {
            "schema": 1,
            "case": self.case,
            "as_of": self.as_of,
            "asked": self.asked,
            "subject": self.subject,
            "otherwise": self.otherwise,
            "lines": [_line(line) for line in self._shown],
            "left_out": 0,
        }

    def __str__(self) -> str:
        return "\n".join("  " * line.depth + line.text for line in self._shown)

    def _repr_markdown_(self) -> str:
        """For notebooks: headings, and lists below them."""
        told = [f"\n**{escaped(line.text)}**\n" if line.depth == 0 else _item(line) for line in self._shown]
        return "\n".join(told).strip() + "\n"

    def _repr_html_(self) -> str:
        return "".join(
            f'<div style="margin-left:{line.depth}em">{html.escape(one_line(line.text))}</div>' for line in self._shown
        )

    @property
    def _shown(self) -> list[Line]:
        return [line for line in self.lines if not line.detail]


@dataclass(frozen=True)
class WhatIfExplanation(Explanation[WhatIf]):
    """What other answers would change."""

    def to_dict(self) -> WhatIfData:
        """Plain data by the schema `what-if`, under 20 kB."""
        data: WhatIfData = {
            **self._plain(),
            "supposed": [_supposed(each) for each in self.of.supposed],
            "changes": changes_of(self.of.difference),
            "contradicts": list(self.of.contradictions),
        }
        _shorten(data, MOST_BYTES)
        return data


@dataclass(frozen=True)
class ComparisonExplanation(Explanation[Comparison]):
    """What happened between two assessments of one company."""

    def to_dict(self) -> ComparisonData:
        """Plain data by the schema `comparison`, under 20 kB."""
        found = self.of
        data: ComparisonData = {
            **self._plain(),
            "since": found.before,
            "answers": [_supposed(each) for each in found.answers],
            "changes": changes_of(found.difference),
            "stale": [question for question, _ in found.stale],
            "done": _titled(found.done),
            "not_done": _titled(found.not_done),
            "other_case": found.other_case is not None,
        }
        _shorten(data, MOST_BYTES)
        return data


def in_words(structures: Sequence[Structure], knowledge: Knowledge) -> tuple[Line, ...]:
    """Explanations in words, one after the other; models and people are named as the packs do."""
    names = names_in(knowledge)
    return tuple(line for structure in structures for line in lines_of(structure, names))


def changes_of(found: Difference) -> ChangesData:
    """Everything that differs between two results, as plain data."""
    return {
        "diagnoses": [
            {
                "id": change.id,
                "title": change.title,
                "way": change.way,
                "before": cast("Status", change.status[0]),
                "after": cast("Status", change.status[1]),
                "certainty_before": list(change.certainty[0]),
                "certainty_after": list(change.certainty[1]),
            }
            for change in found.diagnoses
        ],
        "model": _model(found),
        "plan": _plan(found),
        "options": [
            {"option": change.option, "number": change.number, "before": change.before, "after": change.after}
            for change in found.options
        ],
    }


def _model(found: Difference) -> ModelChanged | None:
    change = found.model
    if change is None:
        return None
    return {
        "before": change.before,
        "after": change.after,
        "sure_before": cast("Sure", change.sure[0]),
        "sure_after": cast("Sure", change.sure[1]),
    }


def _plan(found: Difference) -> PlanChanged | None:
    change = found.plan
    if change is None:
        return None
    return {
        "added": _titled(change.added),
        "removed": _titled(change.removed),
        "first": None if change.first is None else {"before": change.first[0], "after": change.first[1]},
        "reordered": change.reordered,
    }


def _titled(entries: Sequence[tuple[str, str]]) -> list[Titled]:
    return [{"id": entry, "title": title} for entry, title in entries]


def _supposed(each: Supposed | AnswerDiffers) -> SupposedData:
    return {"question": each.question, "short": each.short, "before": each.before, "after": each.after}


def _line(line: Line) -> LineData:
    return {"depth": line.depth, "says": shortened(line.text, _LONGEST)}


def _item(line: Line) -> str:
    return "  " * (line.depth - 1) + f"- {escaped(line.text)}"


def _shorten(data: Any, most: int) -> None:
    """Cut the longest list from its end until all is short enough; of lines the deepest go first."""
    changes = data.get("changes", {})
    lists = [data["lines"], *(data.get(part, []) for part in ("answers", "supposed", "contradicts", "stale"))]
    lists += [changes.get(part, []) for part in ("diagnoses", "options")]
    while (over := size_of(data) - most) > 0 and (longest := max(lists, key=size_of)):
        gone = 0
        while gone < over and longest:
            last = _deepest(longest) if longest is data["lines"] else len(longest) - 1
            gone += size_of(longest.pop(last))
            data["left_out"] += 1


def _deepest(lines: list[LineData]) -> int:
    """The place of the last of the deepest lines."""
    return max(range(len(lines)), key=lambda place: (lines[place]["depth"], place))
