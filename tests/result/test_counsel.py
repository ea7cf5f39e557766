"""Counsel on companies told anew from public accounts and from what strangers and an expert found wrong.

Each file says in `right` what must be so, and in its first line why; the case stands for its kind. `pending` names what
is not so yet, with the cause: whoever cures it takes it out.

    model, not_model   ways of staffing, one of which is (none of which is) recommended
    found, likely      diagnoses that are found; found or likely
    one_of             lists of diagnoses, of each of which one is found or likely
    not_found, absent  diagnoses that are not found; neither found nor likely
    not_ruled_out      diagnoses that are not ruled out
    first              actions, one of which the plan begins with
    planned            actions that stand in the plan, and `not_planned` that do not
    gates              gates that are due, and `taken_away` all access that they take away now
    due                by diagnosis, the level by which it has to be right
    at_least           the least chance of shipping by the deadline, by option
    never              words that stand nowhere on the page
    not_applied        answers of which is told that they do not apply
    not_asked          beginnings of questions that are not asked
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor import Advisor, Assessment
from advisor.interview import moves
from advisor.report.kit.files import kit_files
from advisor.report.told import Told
from testkit.coherence.laws import broken
from testkit.coherence.looked_at import LookedAt
from testkit.interviews.faces import interviewed

CASES = Path(__file__).parent / "counsel"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
FOUND, SHOWN = ("confirmed",), ("confirmed", "suspected")


def raw(name: str) -> dict[str, Any]:
    """A file as it is."""
    read: dict[str, Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    return read


def looked_at(advisor: Advisor, name: str, **changes: Any) -> LookedAt:
    """The result of a file's company, with some answers changed."""
    file = raw(name)
    case, problems = advisor.read({"case": name, "as_of": file["as_of"], "answers": {**file["answers"], **changes}})
    assert case is not None, problems
    return LookedAt(advisor, advisor.assess(case))


def status(result: LookedAt, diagnosis: str) -> str:
    """The status of a diagnosis, as a word."""
    return result.assessment.status(diagnosis).value


def planned(result: LookedAt) -> list[str]:
    """The plan by ids."""
    return [entry.id for entry in result.plan.entries]


def asked(assessment: Assessment) -> list[str]:
    """The questions that could still be asked."""
    return [question.id for question in assessment.open_questions]


def due(result: LookedAt) -> dict[str, str]:
    """By diagnosis that is found or likely, the level by which it has to be right."""
    return {finding.id: finding.due.level for finding in result.assessment.findings if finding.due is not None}


def taken_away(result: LookedAt) -> set[str]:
    """The access that gates take away now."""
    return {access.option for gate in result.assessment.gates for access in gate.take_away}


WRONG: Mapping[str, Callable[[LookedAt, Any], Any]] = {
    "model": lambda result, right: [] if result.model in right else result.model,
    "not_model": lambda result, right: result.model if result.model in right else [],
    "found": lambda result, right: [d for d in right if status(result, d) not in FOUND],
    "likely": lambda result, right: [d for d in right if status(result, d) not in SHOWN],
    "one_of": lambda result, right: [ds for ds in right if not any(status(result, d) in SHOWN for d in ds)],
    "not_found": lambda result, right: [d for d in right if status(result, d) in FOUND],
    "absent": lambda result, right: [d for d in right if status(result, d) in SHOWN],
    "not_ruled_out": lambda result, right: [d for d in right if status(result, d) == "ruled-out"],
    "first": lambda result, right: [] if planned(result)[:1] and planned(result)[0] in right else planned(result),
    "planned": lambda result, right: [action for action in right if action not in planned(result)],
    "not_planned": lambda result, right: [action for action in right if action in planned(result)],
    "gates": lambda result, right: [gate for gate in right if gate not in {g.id for g in result.assessment.gates}],
    "taken_away": lambda result, right: taken_away(result) ^ set(right),
    "due": lambda result, right: {d: level for d, level in right.items() if due(result).get(d) != level},
    "at_least": lambda result, right: {
        o: result.at_least(o) for o, chance in right.items() if result.at_least(o) < chance
    },
    "never": lambda result, right: [words for words in right if words.lower() in result.page.lower()],
    "not_applied": lambda result, right: sorted(set(right) - {each.id for each in result.assessment.not_applied}),
    "not_asked": lambda result, right: [q for q in asked(result.assessment) if q.startswith(tuple(right))],
}


@pytest.mark.parametrize("name", NAMES)
def test_the_counsel_is_right(advisor: Advisor, name: str) -> None:
    """All that the file says, but for what is pending."""
    file, result = raw(name), looked_at(advisor, name)
    wrong = {what: WRONG[what](result, right) for what, right in file["right"].items()}
    assert {what: found for what, found in wrong.items() if found and what not in file.get("pending", ())} == {}


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("contracts-")])
def test_the_interview_comes_to_the_same(advisor: Advisor, name: str) -> None:
    """By its own order, where all that the file doesn't tell is not known: what it didn't ask would change nothing."""
    file = raw(name)
    answers = {question: {"unsure": True} for question in advisor.knowledge.questions} | file["answers"]
    begun = moves.begin(name, date.fromisoformat(file["as_of"]))
    state = interviewed(advisor.interviewer, answers, begun)
    result = LookedAt(advisor, advisor.assess(state.case))
    told = {what: right for what, right in file["right"].items() if what not in ("due", "planned", "not_planned")}
    wrong = {what: WRONG[what](result, right) for what, right in told.items()}
    assert {what: found for what, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_counsel_holds_together(advisor: Advisor, name: str) -> None:
    """The laws that hold for every company."""
    assert broken(advisor, looked_at(advisor, name).assessment.assessed.case) == {}


def test_who_started_earlier_is_further(advisor: Advisor) -> None:
    """Two employees who started eight weeks ago are productive before two who started two weeks ago."""
    eight, two = (looked_at(advisor, name) for name in ("r6-started-8-weeks-ago", "04b-outsourced"))
    point = "timeline.hire.productive_p50_weeks"
    earlier, later = (each.assessment.decided_in.facts.points.known[point][1] for each in (eight, two))
    assert earlier < later


def test_a_channel_that_is_known_is_not_the_only_one(advisor: Advisor) -> None:
    """The search is narrow where the list is whole, and not known to be where it is known in part."""
    whole = looked_at(advisor, "r11-partial-list", **{"sourcing.channels": ["inbound"]})
    part = looked_at(advisor, "r11-partial-list", **{"sourcing.channels": {"has": ["inbound"]}})
    assert (status(whole, "narrow-search"), status(part, "narrow-search")) == ("suspected", "open")


def test_pending_is_what_is_wrong() -> None:
    """What is said to be pending is said to be right as well, and why it is not so yet."""
    for name in NAMES:
        file = raw(name)
        for what, why in file.get("pending", {}).items():
            assert what in file["right"] and why


def test_who_wants_nobody_gets_no_role_card(advisor: Advisor) -> None:
    """Nor an interview; both where the role is open."""
    none = looked_at(advisor, "r2-self-set-date-split")
    role = looked_at(advisor, "r2-self-set-date-split", **{"role.stage": "in_calls"})
    files = [set(kit_files(Told(each.assessment, advisor.rulebase))) for each in (none, role)]
    assert files[1] - files[0] == {"role-card.md", "interview-plan.md"} and "plan.md" in files[0]
