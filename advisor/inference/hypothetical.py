"""What if: answers changed as they would be given for the next hire, figures changed, diagnoses cured in part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from advisor.cases.answers import DontKnow, Exactly, Given, Partly, Range, known_in_part
from advisor.cases.values import read_value
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question
    from advisor.knowledge.planmodels import Change


@dataclass(frozen=True)
class Hypothetical:
    """Changes that are imagined: answers by question, figures, shares (0..1) of diagnoses removed.

    A figure gets a new mode, or the id of another figure that stands in.
    """

    answers: Mapping[str, Given] = field(default_factory=dict)
    figures: Mapping[str, float | str] = field(default_factory=dict)
    cures: Mapping[str, float] = field(default_factory=dict)

    def together(self, other: Hypothetical) -> Hypothetical:
        """Both, where the other was imagined on top of this one; cures add up to at most the whole."""
        cures = dict(self.cures)
        for diagnosis, share in other.cures.items():
            cures[diagnosis] = 1 - (1 - cures.get(diagnosis, 0.0)) * (1 - share)
        return Hypothetical({**self.answers, **other.answers}, {**self.figures, **other.figures}, cures)


def changed(given: Given | None, change: Change, question: Question) -> Given | None:
    """The answer to a question once the change is true; `given` itself where the change makes no difference.

    None is an answer that is not there, before and after: what is not known cannot be made more or less. What is added
    to a list of which nobody knows is on it from then on; of the rest nobody knows then either.
    """
    if change.set is not None:
        made: Given = Exactly(read_value(question, change.set))
        return given if made == given else made
    if question.type is Kind.CHOICES:
        return _changed_choices(given, change, question)
    if question.type is Kind.DATE:
        return _moved(given, change)
    if given is None or isinstance(given, DontKnow):
        return given
    assert not isinstance(given, Partly)
    low, high = (given.low, given.high) if isinstance(given, Range) else (given.value, given.value)
    assert isinstance(low, (int, float)) and isinstance(high, (int, float))
    least = change.at_least if change.at_least is not None else float("-inf")
    most = change.at_most if change.at_most is not None else float("inf")
    new_low, new_high = min(max(low, least), most), min(max(high, least), most)
    if (new_low, new_high) == (low, high):
        return given
    return Exactly(new_low) if new_low == new_high else Range(new_low, new_high)


def _changed_choices(given: Given | None, change: Change, question: Question) -> Given | None:
    if isinstance(given, Partly):
        return _changed_in_part(given, change, question)
    before = given.value if isinstance(given, Exactly) and isinstance(given.value, tuple) else None
    if before is None and not change.add:
        return given
    if before is None and change.at_most is None:
        return known_in_part(question, change.add, ())  # what else is on it nobody knows then either
    kept = [o for o in before or () if o not in change.remove]
    wanted = {*kept, *change.add}
    after = [option.id for option in question.options if option.id in wanted]
    if change.at_most is not None:
        after = after[: int(change.at_most)]
    return given if before is not None and tuple(after) == before else Exactly(tuple(after))


def _changed_in_part(given: Partly, change: Change, question: Question) -> Given:
    """Each option that comes or goes is known from then on; the others stay as they are."""
    removed = [option for option in change.remove if option not in change.add]
    has = [o.id for o in question.options if o.id in {*given.has, *change.add} and o.id not in removed]
    lacks = {*given.lacks, *removed} - {*has}
    if change.at_most is not None:
        has = has[: int(change.at_most)]
        maybe = [o.id for o in question.options if o.id not in has and o.id not in lacks]
        lacks.update(maybe[int(change.at_most) - len(has) :])
    made = known_in_part(question, has, lacks)
    return given if made == given else made


def _moved(given: Given | None, change: Change) -> Given | None:
    days = timedelta((change.later_days or 0) - (change.sooner_days or 0))
    if isinstance(given, Exactly) and isinstance(given.value, date) and days:
        return Exactly(given.value + days)
    if isinstance(given, Range) and isinstance(given.low, date) and isinstance(given.high, date) and days:
        return Range(given.low + days, given.high + days)
    return given
