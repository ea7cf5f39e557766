"""The examples beside the rules and the expectations of cases, run as tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.inference.assessing import Assessed
from advisor.inference.case import Case
from advisor.inference.certainty import Status
from advisor.library import Advisor
from advisor.problems import Problem

EXAMPLE_DAY = "2026-11-22"


@dataclass(frozen=True)
class Outcome:
    """One expectation and what came of it. `missing` names the questions that could still change the result."""

    rule: str
    name: str
    expected: str
    got: str
    passed: bool
    file: str
    line: int
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def run_examples(advisor: Advisor) -> Iterator[Outcome]:
    """Every example of every diagnosis and contradiction."""
    for id, entry in advisor.knowledge.diagnoses.items():
        if id not in advisor.program.judgements:
            continue
        for number, example in enumerate(entry.model.examples):
            line = entry.document.mark((*entry.at, "examples", number)).line
            case, problems = _example_case(advisor, example.given)
            if case is None:
                yield Outcome(
                    id, example.name, example.expect, "not readable", False, entry.file, line, (), tuple(problems)
                )
                continue
            assessment = advisor.assess(case)
            got = assessment.status(id).value
            finding = next(f for f in assessment.findings if f.id == id)
            yield Outcome(
                id,
                example.name,
                example.expect,
                got,
                got == example.expect,
                entry.file,
                line,
                finding.open_questions if got != example.expect else (),
            )
    for id, contradiction in advisor.knowledge.contradictions.items():
        for number, shown in enumerate(contradiction.model.examples):
            line = contradiction.document.mark(("examples", number)).line
            case, problems = _example_case(advisor, shown.given)
            expected = str(shown.expect).lower()
            if case is None:
                yield Outcome(
                    id, shown.name, expected, "not readable", False, contradiction.file, line, (), tuple(problems)
                )
                continue
            got = _contradiction(advisor, id, case)
            yield Outcome(id, shown.name, expected, got, got == expected, contradiction.file, line)


def _example_case(advisor: Advisor, given: Mapping[str, Any]) -> tuple[Case | None, list[Problem]]:
    return advisor.read({"case": "example", "as_of": EXAMPLE_DAY, "answers": given})


def _contradiction(advisor: Advisor, id: str, case: Case) -> str:
    from advisor.inference.answers import Differ
    from advisor.language.patterns import holds

    given = {q: a.said for q, a in case.answers.items() if not isinstance(a.said, Differ)}
    fact = advisor.assessor.maker.facts(given, case.as_of).fact
    condition = advisor.program.dispute_of[id].condition
    return "true" if holds(condition.true, fact) else "false" if holds(condition.false, fact) else "open"


def run_expectations(advisor: Advisor, cases: Iterable[tuple[str, Case]]) -> Iterator[Outcome]:
    """What cases say under `expect:`: found, likely, absent; `pending` awaits knowledge that is not there yet."""
    for file, case in cases:
        assessed = advisor.assess(case).assessed
        for group, wanted in (
            ("found", (Status.CONFIRMED,)),
            ("likely", (Status.SUSPECTED,)),
            ("absent", (Status.OPEN, Status.NO_SIGN, Status.RULED_OUT)),
        ):
            for id in case.expect.get(group) or ():
                yield _expectation(case, file, group, str(id), wanted, assessed)


def _expectation(case: Case, file: str, group: str, id: str, wanted: tuple[Status, ...], assessed: Assessed) -> Outcome:
    together = assessed.together.get(id)
    if together is None:
        return Outcome(f"case {case.id}", id, group, "no such diagnosis", False, file, 1)
    return Outcome(f"case {case.id}", id, group, together.status.value, together.status in wanted, file, 1)
