"""Actions in words: how one came into the plan, and why one stands above another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.explaining.reasons.above import Above, HowAction, PlaceTold, Sum
from advisor.explaining.views.lines import Line, Names, days, several
from advisor.language.shown import day_text

_KINDS = {
    "gate": "It has to come before anything else with your contractors, so it isn't ranked by payoff.",
    "fix": "It isn't ranked by payoff.",
    "dated": "It has to be done by that day, so it isn't ranked by payoff.",
    "look-up": "It finds out what else is wrong. It comes after the first fix, and isn't ranked by payoff.",
    "duty": "You owe this to someone else regardless of payoff, so it isn't ranked.",
    "check": "Nothing else is worth doing now, so the plan starts with a check on that day.",
    "upkeep": "It keeps up what already works, so it isn't ranked by payoff.",
}


def how(explanation: HowAction, names: Names) -> Iterator[Line]:
    """An entry of the plan: what it is worth, and what it changes."""
    due = day_text(date.fromisoformat(explanation.due))
    yield Line(0, f"DO: {explanation.title} ({names(explanation.owner)}, by {due}).")
    yield Line(1, f"{explanation.id}, place {explanation.place + 1} of the plan", True)
    if explanation.why_there is not None:
        yield Line(1, _place(explanation.why_there))
    if explanation.sum is not None:
        yield from _sum(explanation.sum, 1)
    else:
        yield Line(1, _KINDS.get(explanation.kind, "It isn't ranked."))
    if explanation.changes:
        yield Line(1, "Once it's done, these answers change:")
        for question, short, before, after in explanation.changes:
            yield Line(2, f"{short}: {before if before is not None else 'not answered'} -> {after}")
            yield Line(3, question, True)
    for diagnosis, title, share in explanation.cures:
        yield Line(1, f"It can't change the past, but it clears part of: {title}")
        yield Line(2, f"{diagnosis}: share {share:g}", True)
    if explanation.kind == "fix" and not explanation.settled:
        yield Line(1, "Answers you haven't given could still move another action here.")
    if explanation.sources:
        yield Line(1, f"Sources: {explanation.sources}", True)


def _sum(parts: Sum, depth: int) -> Iterator[Line]:
    helped = [(title, drop) for _, title, drop in parts.removed if drop > 0]
    worse = [title for _, title, drop in parts.removed if drop < 0]
    if helped:
        yield Line(depth, f"Works on: {'; '.join(title for title, _ in helped)}")
    if worse:
        yield Line(depth, f"Makes a little worse: {'; '.join(worse)}")
    if parts.weeks_gained >= 0.05:
        weeks = f"{parts.weeks_gained:.1f}".rstrip("0").rstrip(".")
        yield Line(depth, f"Gains {weeks} {'week' if weeks == '1' else 'weeks'} toward the deadline")
    elif parts.weeks_gained <= -0.05:
        yield Line(depth, f"Costs {-parts.weeks_gained:.1f} weeks toward the deadline")
    else:
        yield Line(depth, "No known effect on the deadline")
    yield Line(depth, f"Costs {days(parts.effort_days)} of work, and {_works(parts.works)}")
    if parts.prerequisites:
        yield Line(depth, "Counted together with what has to come first", True)
    for diagnosis, _, drop in parts.removed:
        yield Line(depth + 1, f"{diagnosis}: {drop:+.3f} points", True)
    yield Line(
        depth,
        f"{parts.works:g} x ({parts.risk_removed:.3f} + {parts.delay_per_week:g} x {parts.weeks_gained:.3f})"
        f" / {parts.effort_days:g} = {parts.priority:.3f}",
        True,
    )


def above(explanation: Above) -> Iterator[Line]:
    """Both sums, side by side."""
    first, second = explanation.titles
    if explanation.swapped:
        yield Line(0, f'No, the other way around: "{first}" ranks above "{second}".')
    else:
        yield Line(0, f'Why "{first}" ranks above "{second}":')
    own, other = explanation.sums
    if own is None:
        yield Line(1, _KINDS.get(explanation.kinds[0], "The first isn't ranked by payoff."))
        return
    if explanation.place is not None:
        yield Line(1, _place(explanation.place))
    if explanation.needs:
        yield Line(1, "The second can't start until the first is done.")
    if explanation.after:
        yield Line(1, f"Both are measured once this is done: {several(explanation.after)}.")
    yield Line(1, f"{first}:")
    yield from _sum(own, 2)
    yield Line(1, f"{second}:")
    if other is None:
        yield Line(
            2,
            "Adds nothing on top of that, or isn't ranked by payoff."
            if explanation.kinds[1] == "fix"
            else _KINDS.get(explanation.kinds[1], ""),
        )
        return
    yield from _sum(other, 2)
    if explanation.place is not None and explanation.place.place.why != "gain":
        return
    if other.priority > 0 and own.priority > other.priority:
        yield Line(1, f"Per day of work, the first is worth {_times(own.priority / other.priority)} the second.")
    elif not explanation.needs:
        yield Line(1, "Per day of work the second is worth as much or more, but another entry needs the first.")


def _place(told: PlaceTold) -> str:
    """Why a fix stands where it does."""
    place = told.place
    if place.why == "earliest":
        return (
            f'It fixes the earliest broken step (step {place.step}, "{told.finding}"), and of its fixes it clears the '
            f"most for its effort: {place.share:.0%} of that problem."
        )
    if place.why == "begins":
        return f"It starts the recommended option ({told.model}), which you aren't on yet."
    if place.why == "headline":
        return (
            f'Nothing above it works on the headline problem ("{told.finding}"). Of what does, it gains the '
            f"most for its effort, and clears {place.share:.0%} of that problem."
        )
    if place.why == "cause":
        return (
            f'Nothing above it works on "{told.finding}". Of what mainly does, it gains the most for its '
            f"effort, and clears {place.share:.0%} of that problem."
        )
    return "Of what's left, it gains the most for its effort."


def _times(ratio: float) -> str:
    if ratio < 1.15:
        return "a little more than"
    return f"{ratio:.1f} times" if ratio < 10 else "more than ten times"


def _works(works: float) -> str:
    if works >= 1:
        return "always works"
    return "works in four of five cases" if works >= 0.8 else "works in about half the cases"
