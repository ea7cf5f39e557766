"""What was found as a chain: which finding brings about which, and one way from the root to what it costs.

The rules, so that two readers of the same findings tell the same story:

- A link holds where both of its diagnoses are found or likely whichever of contradictory answers is wrong, and its
  `when`, if it has one, is true. Diagnoses concluded from others stand in no chain.
- What it costs: the heaviest finding at an end. A finding is at an end where no link leads on from it to another one
  that is found (where nothing is found: that is likely); findings that lead to each other in a circle are one end.
  What may cost the company (`GRAVEST`) is an end wherever it stands, and where something found leads to it, it counts
  also when it's only likely. Heavier is what has the greater impact, then the greater certainty; then the id decides.
- The root: of the findings from which at most `MOST_LINKS` links lead to the cost, those that are found before those
  that are likely, then the earliest step of the work, then the heaviest.
- The way between them: the one whose findings in between weigh most together (impact times certainty).
- The story is told of the heaviest end that something leads to; where there is none among what is found, of the
  heaviest end of all that is shown. A finding without links stands alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.sentences import read_sentence
from advisor.inference.relevance.ends import ends_among, gravest, reached_by, told_among
from advisor.result.wording import Wording

MOST_LINKS = 3  # a longer story is not read to its end

_SHOWN = (Status.CONFIRMED, Status.SUSPECTED)


@dataclass(frozen=True)
class Cause:
    """One link: a finding (its id), another that it leads to, and how, as a clause."""

    from_: str
    to: str
    says: str

    @property
    def data(self) -> dict[str, Any]:
        """As the published JSON has it."""
        return {"from": self.from_, "to": self.to, "says": self.says}


@dataclass(frozen=True)
class Story:
    """One way from the root (an id) to what it costs; each link begins where the one before ends."""

    links: tuple[Cause, ...]

    @property
    def root(self) -> str:
        """The finding that it begins with."""
        return self.links[0].from_

    @property
    def cost(self) -> str:
        """The finding that it ends in."""
        return self.links[-1].to

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings on the way, from the root on."""
        return (self.root, *(link.to for link in self.links))

    @property
    def data(self) -> dict[str, Any]:
        """As the published JSON has it."""
        return {"root": self.root, "cost": self.cost, "links": [link.data for link in self.links]}


class Chain:
    """How the findings of one case hang together; `wording` fills the texts of links."""

    def __init__(self, program: Program, assessed: CaseInference, wording: Wording):
        self._program = program
        self._assessed = assessed
        self._wording = wording

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Every link that holds, by the id of what causes, then as it stands there."""
        members = sorted(each for each in self._program.diagnoses if self._holds(each))
        return tuple(
            Cause(cause, link.id, self._wording.fill(read_sentence(link.says, self._program.vocabulary)))
            for cause in members
            for link in self._program.diagnoses[cause].model.leads_to
            if link.id in members and link.id != cause and self._true("links", f"{cause}>{link.id}")
        )

    @cached_property
    def cost(self) -> str | None:
        """The heaviest finding at an end, whether or not something leads to it; None where nothing is shown."""
        return self._ends[0] if self._ends else None

    @cached_property
    def story(self) -> Story | None:
        """The way from a root to the heaviest end that something leads to; None where no link holds."""
        led_to = {cause.to for cause in self.causes}
        ends = (*self._ends, *self._ends_among(set(self._candidates)))
        return next((self.story_of(end) for end in ends if end in led_to), None)

    def story_of(self, cost: str) -> Story | None:
        """The way from the root to a finding; None where nothing leads to it."""
        ways = list(self._ways(cost))
        if not ways:
            return None
        root = min((way[0].from_ for way in ways), key=self._root_place)
        return Story(min((way for way in ways if way[0].from_ == root), key=self._way_place))

    def _ways(self, cost: str) -> Iterator[tuple[Cause, ...]]:
        """Every way of at most so many links that ends in a finding and meets none twice."""
        waiting: list[tuple[Cause, ...]] = [(cause,) for cause in self._into(cost)]
        while waiting:
            way = waiting.pop(0)
            yield way
            if len(way) < MOST_LINKS:
                met = {cost, *(link.from_ for link in way)}
                waiting += [(cause, *way) for cause in self._into(way[0].from_) if cause.from_ not in met]

    def _into(self, finding: str) -> Sequence[Cause]:
        return [cause for cause in self.causes if cause.to == finding]

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        """The findings at the ends, the heaviest first."""
        found = [each for each in self._candidates if self._is_found(each)]
        return self._ends_among(told_among(found, self._candidates, self._reached, self._gravest))

    def _ends_among(self, counted: Collection[str]) -> tuple[str, ...]:
        """Those of some findings from which no link leads on to another of them, but in a circle, and the gravest;
        heaviest first."""
        return tuple(sorted(ends_among(counted, self._reached, self._gravest), key=self._weight_place))

    @cached_property
    def _candidates(self) -> tuple[str, ...]:
        """What may head a result: whatever is found or likely, but for what is concluded from other findings."""
        shown = [each for each in sorted(self._program.diagnoses) if self._assessed.together[each].status in _SHOWN]
        return tuple(each for each in shown if each not in self._program.compounds)

    @cached_property
    def _reached(self) -> Mapping[str, set[str]]:
        """For each finding, those to which links lead from it, through however many."""
        return reached_by(self._candidates, [(cause.from_, cause.to) for cause in self.causes])

    @cached_property
    def _gravest(self) -> frozenset[str]:
        return gravest(self._program)

    def _is_found(self, diagnosis: str) -> bool:
        return self._assessed.together[diagnosis].status is Status.CONFIRMED

    def _holds(self, diagnosis: str) -> bool:
        """Whether a diagnosis is found or likely whichever answer is wrong, and may stand in a chain."""
        together = self._assessed.together[diagnosis]
        return together.status in _SHOWN and not together.only_if and diagnosis not in self._program.compounds

    def _true(self, use: Any, owner: str) -> bool:
        """Whether a condition that is read after all diagnoses is true, or not there, whichever answer is wrong."""
        late = self._program.late.of(use).get(owner)
        return late is None or all(late.truth(inferred.shown) == 1 for inferred in self._assessed.inferences)

    def step(self, diagnosis: str) -> int:
        """The step of the work that a diagnosis breaks in this case."""
        model = self._program.diagnoses[diagnosis].model
        if model.step_when is not None and self._true("steps", diagnosis):
            return model.step_when.step
        return model.step

    def headline_holds(self, diagnosis: str) -> bool:
        """Whether what the headline of a diagnosis claims is true."""
        return self._true("headlines", diagnosis)

    def _weight_place(self, diagnosis: str) -> tuple[int, int, str]:
        return (-self._program.diagnoses[diagnosis].model.impact, -self._low(diagnosis), diagnosis)

    def _root_place(self, diagnosis: str) -> tuple[bool, int, tuple[int, int, str]]:
        return (not self._is_found(diagnosis), self.step(diagnosis), self._weight_place(diagnosis))

    def _way_place(self, way: Sequence[Cause]) -> tuple[int, int, tuple[str, ...]]:
        between = [link.from_ for link in way[1:]]
        weight = sum(self._program.diagnoses[each].model.impact * self._low(each) for each in between)
        return (-weight, len(way), tuple(between))

    def _low(self, diagnosis: str) -> int:
        return self._assessed.together[diagnosis].shown.low
