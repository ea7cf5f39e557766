"""What would bring a delivery nearer: the actions that touch the timeline, alone and two together, each tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from advisor.cases.answers import Given
from advisor.inference.assessor import NOTHING_IMAGINED
from advisor.inference.hypothetical import Hypothetical
from advisor.inference.incremental import Varying
from advisor.planning.effects import TIMELINE
from advisor.planning.measurer import Measurer
from advisor.staffing.trials import Trial, Trials, chance_of
from advisor.timeline.options import DAYS_PER_WEEK, OptionTimeline, Situation

_TOGETHER = 3  # of the best actions alone, each two are tried together


@dataclass(frozen=True)
class Push:
    """Actions, what must be done before them, what is so then, and how many days it takes until it is."""

    actions: tuple[str, ...]
    first: tuple[str, ...]
    imagined: Hypothetical
    days: int


@dataclass(frozen=True)
class Pushed:
    """What a push comes to on the option on which it comes to most."""

    push: Push
    trial: Trial
    timeline: OptionTimeline

    @property
    def chance(self) -> float:
        """Of being done by the day."""
        return chance_of(self.timeline)


class Pushes:
    """The pushes of one case. `never` are answers that no push may change, `under` is the recommended model."""

    def __init__(self, measurer: Measurer, trials: Trials, never: frozenset[str], under: str | None):
        self._measurer = measurer
        self._trials = trials
        self._never = never
        self._under = under

    def best(self, options: Sequence[str], work_left: float | None, more_than: float) -> list[Pushed]:
        """The best action alone, and the best two where they come to more; of those above `more_than`, least first.

        `options` are those on which they are tried, `work_left` stands in for what the company says.
        """
        alone = self._tried(list(self._single()), options, work_left, more_than)
        two = [self._joined(a.push, b.push) for a, b in itertools.combinations(alone[:_TOGETHER], 2)]
        found = alone[:1]
        if found:
            together = self._tried([push for push in two if push is not None], options, work_left, found[0].chance)
            found += together[:1]
        return found

    def _tried(
        self, pushes: Sequence[Push], options: Sequence[str], work_left: float | None, more_than: float
    ) -> list[Pushed]:
        """Each push on the option on which it comes to most, the best first."""
        trials: list[Trial] = []
        of: list[Push] = []
        for push, at in zip(pushes, self._situations(pushes)):
            there = {option.id for option in at.options}
            mine = [Trial(at, option, push.days, work_left) for option in options if option in there]
            trials += mine
            of += [push] * len(mine)
        best: dict[tuple[str, ...], Pushed] = {}
        for push, trial, timeline in zip(of, trials, self._trials.timelines(trials)):
            pushed = Pushed(push, trial, timeline)
            if pushed.chance > max(more_than, best[push.actions].chance if push.actions in best else 0.0):
                best[push.actions] = pushed
        return sorted(best.values(), key=lambda p: (-p.chance, p.push.days, p.push.actions))

    def _situations(self, pushes: Sequence[Push]) -> list[Situation]:
        """The company with each push done."""
        measurer = self._measurer
        changes = [Varying(push.imagined.answers, push.imagined.figures) for push in pushes]
        found = measurer.assessor.read_by_numbers(measurer.as_it_is.inferred, changes)
        return [self._trials.at(read, push.imagined.figures) for read, push in zip(found, pushes)]

    def _single(self) -> Iterator[Push]:
        """Every action that may be offered and can change the timeline; of those that come to the same the quickest."""
        measurer = self._measurer
        seen: dict[object, Push] = {}
        for action, model in measurer.actions.items():
            if TIMELINE not in measurer.effects.touched(action) or not measurer.is_offered(action):
                continue
            if model.under and self._under not in model.under:
                continue
            push = self._push((action,), measurer.unmet(action, measurer.as_it_is, ()))
            if push is None:
                continue
            key = self._on_timeline(push.imagined.answers), tuple(sorted(push.imagined.figures.items()))
            if key != ((), ()) and (key not in seen or push.days < seen[key].days):
                seen[key] = push
        yield from seen.values()

    def _on_timeline(self, answers: Mapping[str, Given]) -> tuple[tuple[str, Given], ...]:
        of_question = self._measurer.effects.of_question
        return tuple(sorted((q, g) for q, g in answers.items() if TIMELINE in of_question.get(q, frozenset())))

    def _joined(self, one: Push, other: Push) -> Push | None:
        """Both, side by side; None where one is a part of the other, or one would undo what the other brings."""
        if set(one.actions) & set(other.first) or set(other.actions) & set(one.first):
            return None
        first = tuple(dict.fromkeys((*one.first, *other.first)))
        return self._push((*one.actions, *other.actions), first)

    def _push(self, actions: tuple[str, ...], first: tuple[str, ...]) -> Push | None:
        """Some actions after what must be done before them; None where they change what no push may change."""
        measurer, imagined = self._measurer, NOTHING_IMAGINED
        for step in (*first, *actions):
            imagined = imagined.together(measurer.imagine(step, measurer.as_it_is, imagined))
        if self._never & imagined.answers.keys():
            return None
        weeks = sum(measurer.actions[step].weeks for step in first) + max(measurer.actions[a].weeks for a in actions)
        return Push(actions, first, imagined, ceil(weeks * DAYS_PER_WEEK))
