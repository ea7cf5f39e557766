"""Actions in words: how one came into the plan, and why one stands above another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.explaining.reasons.above import Above, HowAction, PlaceTold, Sum
from advisor.explaining.views.lines import Line, Names, days, several
from advisor.language.shown import day_text

_KINDS = {
    "gate": "It has to be done before contractors get access, so it isn't ranked by worth.",
    "fix": "It isn't ranked by worth.",
    "duty": "You owe it to others whatever it gains, so it isn't ranked by worth.",
    "check": "Nothing else is worth doing now, so the plan begins with this: look again on that day.",
    "upkeep": "It follows from what you said, and changes nothing, so it isn't ranked by worth.",
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
        yield Line(1, _KINDS.get(explanation.kind, "It is not ranked."))
    if explanation.changes:
        yield Line(1, "Once it is done, these would be answered in another way:")
        for question, short, before, after in explanation.changes:
            yield Line(2, f"{short}: {before if before is not None else 'not answered'} -> {after}")
            yield Line(3, question, True)
    for diagnosis, title, share in explanation.cures:
        yield Line(1, f"What is past cannot be answered otherwise; it takes away part of: {title}")
        yield Line(2, f"{diagnosis}: share {share:g}", True)
    if explanation.kind == "fix" and not explanation.settled:
        yield Line(1, "Open answers could still put another action in its place: as things stand.")
    if explanation.sources:
        yield Line(1, f"Sources: {explanation.sources}", True)


def _sum(parts: Sum, depth: int) -> Iterator[Line]:
    helped = [(title, drop) for _, title, drop in parts.removed if drop > 0]
    worse = [title for _, title, drop in parts.removed if drop < 0]
    if helped:
        yield Line(depth, f"Works on: {'; '.join(title for title, _ in helped)}")
    if worse:
        yield Line(depth, f"Costs a little on: {'; '.join(worse)}")
    if parts.weeks_gained >= 0.05:
        weeks = f"{parts.weeks_gained:.1f}".rstrip("0").rstrip(".")
        yield Line(depth, f"Gains {weeks} {'week' if weeks == '1' else 'weeks'} on the way to the date")
    elif parts.weeks_gained <= -0.05:
        yield Line(depth, f"Costs {-parts.weeks_gained:.1f} weeks on the way to the date")
    else:
        yield Line(depth, "Gains no time on the way to the date, as far as that is known")
    yield Line(depth, f"Costs {days(parts.effort_days)} of work, and {_works(parts.works)}")
    if parts.prerequisites:
        yield Line(depth, "Counted together with what must come before it", True)
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
        yield Line(0, f'It is the other way round: "{first}" stands above "{second}".')
    else:
        yield Line(0, f'Why "{first}" stands above "{second}":')
    own, other = explanation.sums
    if own is None:
        yield Line(1, _KINDS.get(explanation.kinds[0], "The first is not ranked by worth."))
        return
    if explanation.place is not None:
        yield Line(1, _place(explanation.place))
    if explanation.needs:
        yield Line(1, "The second needs the first to be done before it.")
    if explanation.after:
        yield Line(1, f"Both measured once this is done: {several(explanation.after)}.")
    yield Line(1, f"{first}:")
    yield from _sum(own, 2)
    yield Line(1, f"{second}:")
    if other is None:
        yield Line(
            2,
            "Makes nothing better on top of that, or is not ranked by worth."
            if explanation.kinds[1] == "fix"
            else _KINDS.get(explanation.kinds[1], ""),
        )
        return
    yield from _sum(other, 2)
    if explanation.place is not None and explanation.place.place.why != "gain":
        return
    if other.priority > 0 and own.priority > other.priority:
        yield Line(1, f"For each day of work the first is worth {_times(own.priority / other.priority)} the second.")
    elif not explanation.needs:
        yield Line(
            1, "For its effort the second is worth as much or more by itself, but another entry needs the first."
        )


def _place(told: PlaceTold) -> str:
    """Why a fix stands where it does."""
    place = told.place
    if place.why == "earliest":
        return (
            f'It fixes the earliest broken step (step {place.step}, "{told.finding}"): of its fixes it takes away the '
            f"most for its effort, {place.share:.0%} of that finding."
        )
    if place.why == "begins":
        return f"It begins the recommended model ({told.model}), which you aren't on yet."
    if place.why == "headline":
        return (
            f'None of those before it works on what the headline says ("{told.finding}"): of what does, it gains the '
            f"most for its effort, and takes away {place.share:.0%} of that finding."
        )
    if place.why == "cause":
        return (
            f'None of those before it works on "{told.finding}": of what mainly does, it gains the most for its '
            f"effort, and takes away {place.share:.0%} of that finding."
        )
    return "Of what was left it gains the most for its effort."


def _times(ratio: float) -> str:
    if ratio < 1.15:
        return "a little more than"
    return f"{ratio:.1f} times" if ratio < 10 else "more than ten times"


def _works(works: float) -> str:
    if works >= 1:
        return "works for sure"
    return "works in four of five cases" if works >= 0.8 else "works in about half the cases"
