"""Two versions of a pack: which cases get another verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.explaining.differences.difference import Difference, difference
from advisor.result.assessment import Assessment


@dataclass(frozen=True)
class CaseDiffers:
    """One case under both versions; `problem` is set where one of them cannot read it."""

    case: str
    difference: Difference | None
    problem: str | None = None

    @property
    def flips(self) -> bool:
        """Whether a status or the model is another one, not only a number."""
        d = self.difference
        if d is None:
            return self.problem is not None
        return any(c.flipped for c in d.diagnoses) or (d.model is not None and d.model.before != d.model.after)


@dataclass(frozen=True)
class VersionsDiffer:
    """All cases that differ between two versions of the rules."""

    old: str
    new: str
    cases: int
    differing: tuple[CaseDiffers, ...]


def case_differs(before: Assessment, after: Assessment) -> CaseDiffers | None:
    """One case under two versions; None where nothing differs."""
    found = difference(before, after)
    return CaseDiffers(after.case, found) if found else None


def versions_differ(old: str, new: str, cases: int, differing: Iterable[CaseDiffers]) -> VersionsDiffer:
    """The cases that differ, those that flip first."""
    return VersionsDiffer(old, new, cases, tuple(sorted(differing, key=lambda c: (not c.flips, c.case))))
