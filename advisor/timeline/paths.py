"""How people come to be productive: the stages before their first day, and those after it.

A path says nothing about numbers of people, work or money. Durations are in days, probabilities in 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from advisor.timeline.distributions import MOST, TimelineError, Triangle

LEAST_CHANCE = 1e-6
"""A smaller chance that an offer is accepted, or that the person starts, counts as none."""


class Stage(Enum):
    """The stages of a search that can be repeated."""

    SOURCE = "source"
    LOOP = "loop"
    CLOSE = "close"


class RoleStanding(Enum):
    """How far the furthest candidate for a post is: there the clock starts."""

    NOBODY = "nobody"
    IN_CALLS = "in_calls"
    FINALIST = "finalist"
    OFFER_OUT = "offer_out"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class OwnDuration:
    """A company's own duration for several stages together, such as first call to signature."""

    stages: tuple[Stage, ...]
    length: Triangle

    def __post_init__(self) -> None:
        if not self.stages or len(set(self.stages)) < len(self.stages):
            raise TimelineError("own", "an own duration names each stage that it covers once")


@dataclass(frozen=True, slots=True)
class Joining:
    """A path without repeats: the stages `before` the first day of work, and those `after` it until people are
    productive. Outside help: choosing and signing, access; then ramp. Present team: freeing; then learning.
    Either may be empty. `days_here` counts for people who have begun already, so that nothing is before them: the
    days since their first, of which the ramp is so much shorter.

    Raises TimelineError for days here below 0, or beside stages that are still to come before the first day.
    """

    before: tuple[Triangle, ...]
    after: tuple[Triangle, ...]
    days_here: int = 0
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0 <= self.days_here <= MOST:
            raise TimelineError("days_here", f"{self.days_here} days must lie between 0 and {MOST:,.0f}")
        if self.days_here and self.before:
            raise TimelineError("days_here", "who has begun already has nothing before the first day of work")
        object.__setattr__(self, "_hash", hash((self.before, self.after, self.days_here)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Hiring:
    """The path of one permanent post.

    source      days from opening the post to the first candidate worth a call
    loop        first call to decision
    close       decision to signature
    notice      signature to first day of work
    after       first day of work to productive: ramp, and what an unready company adds
    acceptance  chance that an offer is accepted; each refusal costs `search_again` of the search (0..1), a loop
                and a close more
    joining     chance that somebody who signed turns up; that they did not is found out on the day they should
                start: the notice is lost, then come loop, close (with refusals of its own) and notice again
    standing    where the post stands today; SIGNED needs `starts_in_days`, counted from today
    close_left  the share of the close that is still to come once an offer is out
    own         own durations that cover several stages; a part of one is taken in proportion to the means of the
                stages given here

    Raises TimelineError for shares outside 0..1, an acceptance or joining of 0, a start date in the past, own
    durations that overlap.
    """

    source: Triangle
    loop: Triangle
    close: Triangle
    notice: Triangle
    after: tuple[Triangle, ...]
    acceptance: float
    joining: float
    search_again: float
    close_left: float
    standing: RoleStanding = RoleStanding.NOBODY
    starts_in_days: int | None = None
    own: tuple[OwnDuration, ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("acceptance", "joining"):
            chance: float = getattr(self, name)
            if not LEAST_CHANCE <= chance <= 1:
                raise TimelineError(name, f"{chance:g} must lie above 0, where no one ever starts, and not above 1")
        for name in ("search_again", "close_left"):
            share: float = getattr(self, name)
            if not 0 <= share <= 1:
                raise TimelineError(name, f"{share:g} must lie in 0..1")
        if (self.standing is RoleStanding.SIGNED) is (self.starts_in_days is None):
            raise TimelineError("starts_in_days", "someone who signed has a start date, and no one else does")
        if self.starts_in_days is not None and not 0 <= self.starts_in_days <= MOST:
            raise TimelineError("starts_in_days", f"a start in {self.starts_in_days} days is in the past or too far")
        covered = [stage for span in self.own for stage in span.stages]
        if len(set(covered)) < len(covered):
            raise TimelineError("own", "two own durations cover the same stage")
        # Looked up often, computed once; from numbers alone, whose hashes are the same in every process.
        stages = (self.source, self.loop, self.close, self.notice, self.after)
        object.__setattr__(self, "_hash", hash((stages, self.acceptance, self.joining, self.starts_in_days or 0)))

    def __hash__(self) -> int:
        return self._hash

    def first_round(self) -> tuple[Triangle, ...]:
        """What is left until the first candidate signs or refuses; for SIGNED, until the start date."""
        if self.starts_in_days is not None:
            wait = float(self.starts_in_days)
            return (Triangle(wait, wait, wait),)
        if self.standing is RoleStanding.NOBODY:
            return self._parts(1, 1, 1)
        if self.standing is RoleStanding.IN_CALLS:
            return self._parts(0, 1, 1)
        return self._parts(0, 0, 1 if self.standing is RoleStanding.FINALIST else self.close_left)

    def after_refusal(self) -> tuple[Triangle, ...]:
        """What a refused offer costs until the next candidate signs or refuses."""
        return self._parts(self.search_again, 1, 1)

    def after_no_show(self) -> tuple[Triangle, ...]:
        """What comes after the day on which nobody turned up, until the next candidate signs or refuses."""
        return self._parts(0, 1, 1)

    def _parts(self, source: float, loop: float, close: float) -> tuple[Triangle, ...]:
        """The durations that make up these shares of the three stages."""
        if not self.own:
            usual = ((self.source, source), (self.loop, loop), (self.close, close))
            return tuple(stage if share == 1 else stage.times(share) for stage, share in usual if share > 0)
        whole = {Stage.SOURCE: (self.source, source), Stage.LOOP: (self.loop, loop), Stage.CLOSE: (self.close, close)}
        parts = []
        for span in self.own:
            covered = [whole.pop(stage) for stage in span.stages]
            # Where all means are 0, no stage says more than another.
            means = [usual.mean for usual, _ in covered]
            weights = means if any(means) else [1.0] * len(means)
            wanted = sum(weight * share for weight, (_, share) in zip(weights, covered, strict=True))
            parts.append((span.length, wanted / sum(weights)))
        parts.extend(whole.values())
        return tuple(length if share == 1 else length.times(share) for length, share in parts if share > 0)


Path = Hiring | Joining
