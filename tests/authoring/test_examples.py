"""`advisor rules test`: examples and cases against verdicts, and the way out of a failure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.authoring.examples.examples import ExampleOutcome, Examples
from advisor.authoring.examples.outcomes import as_text
from testkit.commands import run_here
from testkit.places import SOUND

EXAMPLES = """\
examples:
  - name: said too little
    given: {shop.kind: books}
    expect: confirmed
  - name: right
    given: {shop.kind: books, shop.waiting_days: 61}
    expect: confirmed
  - name: not readable
    given: {shop.kind: book}
    expect: open
"""
TABLE = """\
id: model
extends: sound
examples:
  - name: in four weeks, and there is a till
    given: {shop.opens: 2026-12-20, shop.parts: [till]}
    expect: {model: contract, change: keep}
  - name: in five weeks
    given: {shop.opens: 2026-12-27}
    expect: {model: contract}
"""


@pytest.fixture(scope="module")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    """The sound pack with examples that fail in each way."""
    pack = tmp_path_factory.mktemp("wrong")
    (pack / "diagnoses").mkdir()
    (pack / "pack.yaml").write_text("name: wrong\nversion: 0.1.0\ntitle: Wrong\n")
    (pack / "diagnoses" / "late-shop.yaml").write_text("id: late-shop\nextends: sound\n" + EXAMPLES)
    (pack / "model.yaml").write_text(TABLE)
    return Advisor([pack], base=SOUND, engine="python")


def outcomes(advisor: Advisor) -> dict[str, ExampleOutcome]:
    """By the example's name."""
    return {outcome.name: outcome for outcome in Examples(advisor.rulebase).outcomes()}


def test_an_example_that_comes_out_as_expected_passes(advisor: Advisor) -> None:
    """Nothing more is said of it."""
    found = outcomes(advisor)["right"]
    assert found.passed and (found.why, found.missing) == ("", ())


def test_a_failed_example_names_what_was_got_and_what_could_still_change_it(advisor: Advisor) -> None:
    """Questions that no longer matter are not among them."""
    found = outcomes(advisor)["said too little"]
    assert (found.expected, found.got, found.line) == ("confirmed", "open", 4)
    assert found.missing == ("shop.waiting_days", "shop.staffed")
    assert found.why == "certainty 0.00 to 0.81: long-wait.1 open, nobody-there open"


def test_the_missing_answers_are_printed_ready_to_paste(advisor: Advisor) -> None:
    """With what may stand there."""
    text = as_text(list(outcomes(advisor).values()), advisor.knowledge)
    assert "      shop.waiting_days: 0  # 0 to 100 days\n      shop.staffed: true  # or false" in text
    assert text.splitlines()[-1] == "4 passed, 3 failed"


def test_an_example_that_cannot_be_read_fails_with_its_problem(advisor: Advisor) -> None:
    """It does not stop the others."""
    found = outcomes(advisor)["not readable"]
    assert not found.passed and "Did you mean `books`?" in str(found.problems[0])


def test_examples_of_the_decision_table_look_at_what_they_name_only(advisor: Advisor) -> None:
    """Model, and where asked for label, change and how sure."""
    found = outcomes(advisor)
    assert found["in four weeks, and there is a till"].passed
    failed = found["in five weeks"]
    assert (failed.expected, failed.got, failed.why) == ("contract", "undecided", "row `open-end`")


def test_contradictions_are_tested_too(advisor: Advisor) -> None:
    """By whether they show."""
    assert outcomes(advisor)["somebody in an empty shop"].passed


def test_the_shipped_rules_and_cases_pass() -> None:
    """As the command sees it, and as programs do."""
    result = run_here("rules", "test", "--engine", "python", "--format", "json")
    assert [o for o in json.loads(result.out) if not o["passed"]] == []
    assert result.code == 0


def test_a_failed_expectation_of_a_case_fails_the_command(tmp_path: Path) -> None:
    """Exit code 1, expected against got."""
    (tmp_path / "c.yaml").write_text("case: c\nas_of: 2026-11-22\nanswers: {}\nexpect: {found: [role-too-broad]}\n")
    result = run_here("rules", "test", "role-too-broad", "--cases", str(tmp_path), "--engine", "python")
    assert result.code == 1
    assert "expected found, got open" in result.out


def test_an_id_that_nothing_has_is_refused_with_the_nearest() -> None:
    """Instead of running nothing and calling that a success."""
    result = run_here("rules", "test", "role-to-broad")
    assert result.code == 2 and "Did you mean `role-too-broad`?" in result.err
