"""Why not, and levers, in words."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.explaining.reasons.why_not import Miss, Way, WhyNot
from advisor.explaining.search.flipping import AnswerChange, Searched
from advisor.explaining.search.lever_sets import Goal, Levers
from advisor.explaining.views.lines import Line, Names, days, status_words
from advisor.language.shown import counted

SHOWN_WAYS = 3
SHOWN_QUESTIONS = 3
_CONCLUDED = {
    "confirmed": "it's confirmed",
    "likely": "it's only likely",
    "no sign": "there's no sign of it",
    "can't tell": "we can't tell",
    "ruled out": "it's ruled out",
}


def why_not(explanation: WhyNot, names: Names) -> Iterator[Line]:
    """What stands in the way, the nearest way first, and what would flip it."""
    yield Line(0, _head(explanation, names))
    yield Line(1, explanation.id, True)
    for reason in explanation.blocked:
        yield Line(1, f"Ruled out: {reason}" if explanation.kind == "diagnosis" else reason)
    ways = _told_once(explanation)
    for number, way in enumerate(ways):
        late = number >= SHOWN_WAYS
        several = sum(len(sign.misses) for sign in way.missing) > 1
        first = "Closest" if number == 0 else "Or"
        yield Line(1, f"{first}, all of these:" if several else f"{first}:", late)
        for told in way.there:
            yield Line(2, f"Already true: {told}", late)
        yield from _missed(way, late)
    more = len(ways) - SHOWN_WAYS
    if more > 0:
        yield Line(1, f"{counted(more, 'more way')} (-v).")
    yield from _flip(explanation.searched, explanation)
    if explanation.deciding:
        yield Line(1, "Still open. These questions decide it:")
        for number, (question, ask) in enumerate(explanation.deciding):
            yield Line(2, ask, number >= SHOWN_QUESTIONS)
            yield Line(3, question, True)


def _told_once(explanation: WhyNot) -> list[Way]:
    """The ways that lack something, of those that lack the same and more none."""
    kept: dict[tuple[Miss, ...], Way] = {}
    for way in explanation.ways:
        if way.missing:
            lacks = tuple(dict.fromkeys(miss for sign in way.missing for miss in sign.misses))
            if not any(set(fewer) <= set(lacks) for fewer in kept):
                kept[lacks] = way
    return list(kept.values())


def _head(explanation: WhyNot, names: Names) -> str:
    if explanation.kind == "model":
        return f"WHY NOT {names(explanation.id)}? Right now the answer is: {names(explanation.status)}."
    if explanation.kind == "action":
        return f"WHY NOT: {explanation.title}? It isn't in the plan."
    now = {
        "suspected": "It's only likely so far.",
        "open": "We can't tell yet.",
        "no-sign": "There's no sign of it.",
        "ruled-out": "Something rules it out.",
    }
    return f"WHY NOT: {explanation.title}? {now.get(explanation.status, '')}".strip()


def _missed(way: Way, late: bool) -> Iterator[Line]:
    """Everything that a way lacks, each test once."""
    for miss in dict.fromkeys(miss for sign in way.missing for miss in sign.misses):
        yield Line(2, _miss(miss), late)
    for sign in way.missing:
        if sign.says and not sign.misses:
            yield Line(2, f"This holds: {sign.says}", late)
        yield Line(3, f"{sign.id}, distance {sign.distance:.2f}", True)


def _miss(miss: Miss) -> str:
    needs = f"{miss.subject}: needs {miss.needed}"
    if not miss.questions and miss.said in _CONCLUDED:
        return f"{miss.subject}: needs to be {miss.needed}; {_CONCLUDED[miss.said]}"
    if miss.said in ("not answered", "don't know"):
        return f"{needs}; " + ("you didn't answer" if miss.said == "not answered" else "you don't know")
    if miss.said == "not known":
        return f"{needs}; we can't work that out yet"
    if miss.said.startswith("not asked"):
        return f"{needs}; we didn't ask, because it doesn't apply here"
    if miss.said in miss.needed and miss.needed.startswith(("anything but", "to be without")):
        return f"{needs}, which you said"
    return f"{needs}, " + ("it's" if miss.worked_out or not miss.questions else "you said") + f" {miss.said}"


def _flip(searched: Searched, explanation: WhyNot) -> Iterator[Line]:
    flip = searched.flip
    if flip is None:
        few = "No single answer would" if searched.proved == 1 else "No answer, and no two together, would"
        yield Line(1, f"{few} change this, and we found no larger set that does.")
        yield Line(2, f"{searched.tried} sets were tried", True)
        return
    to = (
        f"it would be {status_words(flip.after)}"
        if explanation.kind == "diagnosis"
        else ("it would be chosen" if explanation.kind == "model" else "it would be in the plan")
    )
    yield Line(
        1, f"Checked by running it again: {to}, if" + (" all of this were true:" if len(flip.changes) > 1 else ":")
    )
    for change in flip.changes:
        yield Line(2, _change(change))
        yield Line(3, change.question, True)
    yield Line(2, f"{searched.tried} sets were tried", True)


def _change(change: AnswerChange) -> str:
    before = "not answered yet" if change.before is None else f"now: {change.before}"
    return f"{change.short}: {change.after} ({before})"


def levers(explanation: Levers, names: Names) -> Iterator[Line]:
    """The smallest sets, least effort first."""
    yield Line(0, _goal(explanation.goal, explanation, names))
    if explanation.reached_already:
        yield Line(
            1,
            "Already true once the conflicting answers are left out. Settle those first."
            if explanation.goal.kind == "remove"
            else "Already true.",
        )
        return
    if not explanation.sets:
        yield Line(
            1,
            f"Nothing does it, not even three changes together ({counted(explanation.tried, 'set')} tried)."
            if explanation.tried
            else "None: no action here touches it.",
        )
        return
    for number, made in enumerate(explanation.sets):
        named = made.levers
        end = _comes_to(explanation.goal, made.comes_to, names)
        if len(named) == 1:
            yield Line(1, f"{_lever(named[0].kind, named[0].title)} ({days(made.days)}){end}", number >= 3)
        else:
            yield Line(1, f"All of these together ({days(made.days)}){end}:", number >= 3)
            for lever in named:
                yield Line(2, _lever(lever.kind, lever.title), number >= 3)
        yield Line(2, ", ".join(lever.id for lever in named), True)
    hidden = explanation.more + max(0, len(explanation.sets) - 3)
    if hidden:
        yield Line(1, f"{counted(hidden, 'more set')} of the same size, for as much effort or more.")
    if len(explanation.sets[0].levers) > 1:
        yield Line(1, "You need everything in a set; part of it isn't enough.")


def _goal(goal: Goal, explanation: Levers, names: Names) -> str:
    if goal.kind == "remove":
        return f"TO CLEAR THIS: {explanation.title} ({status_words(explanation.now)})"
    if goal.kind == "model":
        to = f" to: {names(goal.id)}" if goal.id else ""
        return f"TO CHANGE THE STAFFING OPTION{to} (now: {names(explanation.now)})"
    chance = f"{(goal.chance or 0) * 100:.0f}%"
    now = "not known" if explanation.now == "not known" else f"now {float(explanation.now) * 100:.0f}% at best"
    return f"TO SHIP BY THE DEADLINE with a chance of {chance} or more ({now})"


def _lever(kind: str, title: str) -> str:
    return title if kind == "action" else f"If you can get this: {title}"


def _comes_to(goal: Goal, to: str, names: Names) -> str:
    if goal.kind == "remove":
        return "; then we can't tell" if to == "open" else ""
    return f" -> {names(to)}"
