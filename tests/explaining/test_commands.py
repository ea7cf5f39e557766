"""The commands: what they end with, and that nothing a user can cause is a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.shipped import shipped
from testkit.commands import run_here
from testkit.shipped import shipped_advisor

ENGINE = ("--engine", "python")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--how", "1"), 0),
        (("--how", "model"), 0),
        (("--how", "a", "-v"), 0),
        (("--why-not", "role-too-broad"), 0),
        (("--why-not", "hire", "--format", "markdown"), 0),
        (("--what-if", "loop.rounds=4"), 0),
        (("--what-if", "loop.rounds=unsure", "--format", "json"), 0),
        (("--levers", "--for", "role-too-broad"), 0),
        (("--above", "a", "b"), 0),
        (("--how", "role-to-broad"), 3),
        (("--how", "99"), 3),
        (("--how", "9" * 5000), 3),
        (("--what-if", "loop.round=4"), 3),
        (("--what-if", "loop.rounds=many"), 3),
        (("--what-if", "loop.rounds"), 2),
        ((), 2),
        (("--how", "1", "--levers"), 2),
        (("--for", "1", "--how", "1"), 2),
        (("--levers", "--for", "1.8"), 3),
    ],
)
def test_explain_ends_as_it_should(arguments: tuple[str, ...], code: int) -> None:
    """0 answered, 2 asked wrongly, 3 of something that is not there."""
    ended = run_here("explain", "textbook", *arguments, *ENGINE)
    assert ended.code == code, ended.err
    assert bool(ended.out) is (code == 0)
    if code == 3 and arguments[1].startswith(("role-", "loop.round=")):
        assert "Did you mean" in ended.err


def test_the_first_finding_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """--how 1 explains what stands first on the screen, as JSON with the whole tree."""
    told = json.loads(run_here("explain", "textbook", "--how", "1", "--format", "json", *ENGINE).out)
    assert told["kind_of"] == "diagnosis-node" and told["signs"][0]["because"]


def test_a_saved_assessment_replays_and_an_edited_one_does_not(tmp_path: Path) -> None:
    """A saved assessment replays clean (0); edited it differs (1); what is none is refused (3)."""
    saved = tmp_path / "saved.json"
    saved.write_text(run_here("assess", "textbook", "--format", "json", *ENGINE).out)
    assert run_here("replay", str(saved), *ENGINE).code == 0
    same = run_here("compare", str(saved), "textbook", *ENGINE)
    assert same.code == 0 and "The result is the same." in same.out
    data = json.loads(saved.read_text())
    data["headline"] = "Something else."
    saved.write_text(json.dumps(data))
    differs = run_here("replay", str(saved), *ENGINE)
    assert differs.code == 1 and "headline" in differs.out
    saved.write_text("[1, 2")
    assert run_here("replay", str(saved), *ENGINE).code == 3
    assert run_here("replay", str(tmp_path / "nothing.json"), *ENGINE).code == 3
    assert run_here("compare", "textbook", "texbook", *ENGINE).code == 3


@pytest.mark.slow
def test_rules_diff_names_the_cases(tmp_path: Path) -> None:
    """The same folder twice differs in no case; without a diagnosis, the cases that had it differ."""
    import shutil

    rules, cases = shipped("rules"), shipped("cases")
    same = run_here("rules", "diff", str(rules), str(rules), "--cases", str(cases))
    assert same.code == 0 and " 0 change a verdict" in same.out
    other = tmp_path / "rules"
    shutil.copytree(rules, other)
    file = other / "diagnoses" / "slow-decision.yaml"
    file.write_text(file.read_text().replace("loop.days_to_decision >", "10 + loop.days_to_decision >"))
    changed = run_here("rules", "diff", str(rules), str(other), "--cases", str(cases))
    assert changed.code == 0, changed.err
    assert "You take too long to decide on candidates" in changed.out
    assert run_here("rules", "diff", str(rules), str(tmp_path / "none"), "--cases", str(cases)).code == 3


def test_slips_are_told_in_words() -> None:
    """The same entry twice, and an action whose title has a placeholder."""
    same = run_here("explain", "textbook", "--above", "a", "a", *ENGINE)
    assert same.code == 3 and "same entry" in same.err
    for fix, entry in shipped_advisor().program.knowledge.actions.items():
        if "{" in entry.model.title:
            none = run_here("explain", "textbook", "--why-not", fix, *ENGINE)
            assert none.code == 0 and "{" not in none.out
            break
