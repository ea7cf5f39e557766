"""Companies reckoned with the figures that are shipped, read from the file as it stands."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from advisor.timeline.distributions import Triangle
from advisor.timeline.options import Crew, OptionInputs, Price
from advisor.timeline.paths import Hiring, Joining, Path
from testkit.places import RULES

REGIONS = ("us", "uk", "de", "fr", "pl", "india", "br", "ar", "mx")


@cache
def figures() -> dict[str, dict[str, Any]]:
    """The entries of rules/figures.yaml by id."""
    entries = yaml.safe_load((RULES / "figures.yaml").read_text(encoding="utf-8"))["figures"]
    return {entry["id"]: entry for entry in entries}


def value(figure: str, region: str = "any", post: str = "any") -> dict[str, Any]:
    """The value that counts for a region and a kind of post."""
    values: list[dict[str, Any]] = figures()[figure]["values"]
    for wanted in ((region, post), (region, "any"), ("any", post), ("any", "any")):
        for entry in values:
            if (entry.get("region", "any"), entry.get("post", "any")) == wanted:
                return entry
    raise LookupError(f"{figure} has no value for {region}, {post}")


def stage(figure: str, region: str = "any", post: str = "any") -> Triangle:
    """The duration that counts for a region and a kind of post."""
    entry = value(figure, region, post)
    return Triangle(entry["low"], entry["mode"], entry["high"])


def hiring(region: str = "us", post: str = "engineer", *, ready: bool = True, **changes: Any) -> Hiring:
    """A permanent post; `changes` replace what the figures say."""
    usual = {
        "source": stage("search-source", region, post),
        "loop": stage("search-loop", region, post),
        "close": stage("search-close", region, post),
        "notice": stage("notice", region, post),
        "after": ramp("ramp", ready),
        "acceptance": value("offer-acceptance", region, post)["mode"],
        "joining": value("offer-joining", region, post)["mode"],
        "search_again": value("search-again")["value"],
        "close_left": value("search-close-left")["value"],
    }
    return Hiring(**{**usual, **changes})


def outside(*, regulated: bool = False, ready: bool = True) -> Joining:
    """People from outside."""
    access = stage("external-access-regulated" if regulated else "external-access")
    return Joining((stage("external-sign"), access), ramp("ramp-external", ready))


def present() -> Joining:
    """The present team."""
    return Joining((stage("team-freeing"),), (stage("team-learning"),))


def ramp(figure: str, ready: bool) -> tuple[Triangle, ...]:
    """The stages of a ramp."""
    return (stage(figure),) if ready else (stage("ramp-unready"), stage(figure))


def crew(path: Path, people: float = 1, output: float = 1, guiding: float = 0.15) -> Crew:
    """A crew at a round price."""
    return Crew(path, people, output, guiding, Price(10_000, 4_000))


def option(*crews: Crew, owner: int | None = 0, handover_days: float = 0, beside: Crew | None = None) -> OptionInputs:
    """An option; its name does not matter."""
    return OptionInputs("option", crews, owner, handover_days, beside)
