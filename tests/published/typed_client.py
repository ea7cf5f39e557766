"""A client's script, as strict as mypy can be: `tests/published/test_typed_client.py` checks its types and runs it."""

from __future__ import annotations

from datetime import date

from advisor import (
    UNSURE,
    Advisor,
    AdvisorError,
    Ask,
    Assessment,
    AssessmentData,
    BriefData,
    Case,
    Done,
    Explanation,
    Finding,
    Plan,
    Problem,
    Question,
    Range,
    State,
)


def worst(assessment: Assessment) -> Finding | None:
    """The finding to talk about first."""
    found: tuple[Finding, ...] = assessment.found + assessment.likely
    return found[0] if found else None


def owners(plan: Plan) -> dict[str, date]:
    """By when each owner is done with their first entry."""
    days: dict[str, date] = {}
    for entry in plan.entries:
        days.setdefault(entry.owner, entry.due)
    return days


def chances(data: AssessmentData) -> dict[str, float | None]:
    """The chance of each staffing option, from the published JSON."""
    staffing = data["staffing"]
    return {} if staffing is None else {option["id"]: option["chance_delivered"] for option in staffing["options"]}


def in_chat(brief: BriefData) -> str:
    """A message."""
    steps = [f"{step['title']} ({step['owner']}, {step['due']})" for step in brief["first"]]
    return "\n".join([brief["headline"], *steps])


def labels(question: Question) -> list[str]:
    """What a form offers."""
    return [option.label for option in question.options]


def interview(advisor: Advisor, most: int) -> State:
    """Answers nothing but "don't know", some questions long, through JSON between them."""
    state = advisor.start(as_of=date(2026, 11, 22))
    for _ in range(most):
        step = advisor.next(state)
        if isinstance(step, Done):
            return state
        asked: Ask = step
        question: str = asked.to_dict()["question"]["id"]
        state = advisor.resume(advisor.answer(state, question, UNSURE).to_dict(), same_sitting=True)
    return state


def told(explanation: Explanation[object]) -> list[str]:
    """The lines of any explanation."""
    return [line["says"] for line in explanation.to_dict()["lines"]]


def main() -> None:
    """All of it once."""
    advisor = Advisor(engine="python")
    answers = {"role.stage": "nobody", "role.open_days": Range(50, 60), "loop.days_to_decision": "5 weeks"}
    case: Case = advisor.case(answers, as_of="2026-11-22", name="acme")
    assessment = advisor.assess(case)
    finding, plan = worst(assessment), assessment.plan
    assert finding is not None and plan is not None
    assert owners(plan) and chances(assessment.to_dict()) and in_chat(advisor.brief(assessment))
    assert labels(advisor.questions["role.stage"])
    assert told(advisor.how(assessment, finding.id)) and told(advisor.why_not(assessment, "role-too-broad"))
    what_if = advisor.what_if(assessment, {"role.open_days": 3})
    assert told(what_if) and what_if.to_dict()["supposed"][0]["after"] == "3"
    assert told(advisor.compare(assessment, advisor.assess(case)))
    assert len(interview(advisor, 3).answers) == 3
    try:
        advisor.case({"role.open_days": "lots"}, as_of="2026-11-22")
    except AdvisorError as error:
        problems: tuple[Problem, ...] = error.problems
        print(error.code, problems[0].suggestion)


if __name__ == "__main__":
    main()
