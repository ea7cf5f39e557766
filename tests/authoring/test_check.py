"""`advisor rules check`: the shipped rules are clean, faults of every layer come at once, all forms tell the same."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from advisor.authoring.checks.check import check_folders
from advisor.authoring.checks.faults import as_github, as_text
from advisor.problems import AdvisorError
from advisor.shipped import shipped
from testkit.commands import run_here
from testkit.places import FAULTS, SOUND

pytest.importorskip("z3")  # the solver


def over_sound(tmp_path: Path, *names: str) -> Path:
    """One pack with the files of several faulty ones."""
    for name in names:
        shutil.copytree(FAULTS / name, tmp_path / "all", dirs_exist_ok=True)
    return tmp_path / "all"


@pytest.mark.slow
def test_the_shipped_rules_have_no_fault() -> None:
    """Neither faults nor warnings."""
    assert as_text(check_folders([shipped("rules")])) == ""


def test_a_name_that_does_not_exist_hides_no_fault_of_logic_elsewhere(tmp_path: Path) -> None:
    """Loading stops at the first; the check goes on with what is sound."""
    pack = over_sound(tmp_path, "why-repeats-title", "unknown-name", "never-holds-contradiction", "idle-advice-duty")
    codes = {fault.problem.code for fault in check_folders([SOUND, pack])}
    assert codes == {"why-repeats-title", "unknown-name", "never-holds", "idle-advice"}


def test_a_file_that_cannot_be_read_hides_no_fault_elsewhere(tmp_path: Path) -> None:
    """One broken file of a diagnosis is one fault."""
    pack = over_sound(tmp_path, "why-repeats-title", "implied")
    (pack / "diagnoses" / "broken.yaml").write_text("id: broken\n title: two\n")
    codes = [fault.problem.code for fault in check_folders([SOUND, pack])]
    assert sorted(codes) == ["implied", "syntax", "why-repeats-title"]


def test_a_timeline_that_reads_what_is_not_there_is_a_fault_like_others(tmp_path: Path) -> None:
    """It is told at its place, and the check goes on."""
    (tmp_path / "pack.yaml").write_text("name: mine\nversion: 0.1.0\ntitle: Mine\n")
    (tmp_path / "timeline.yaml").write_text("extends: true\nready_when: nonsense.name == 3\n")
    (fault,) = check_folders([shipped("rules"), tmp_path])
    assert (fault.problem.code, fault.problem.line, fault.problem.file) == (
        "unknown-name",
        2,
        str(tmp_path / "timeline.yaml"),
    )


def test_questions_that_a_faulty_rule_reads_are_not_called_unread(tmp_path: Path) -> None:
    """What reads them may be the very entry that does not load."""
    pack = over_sound(tmp_path, "unread-question", "unknown-name")
    assert [fault.problem.code for fault in check_folders([SOUND, pack])] == ["unknown-name"]


def of_other(tmp_path: Path, name: str, more: str) -> set[str]:
    """Codes of the faults of a pack whose one diagnosis got more lines."""
    pack = over_sound(tmp_path, name)
    written = pack / "diagnoses" / "other.yaml"
    written.write_text(f"{written.read_text()}{more}")
    return {f.problem.code for f in check_folders([SOUND, pack])}


def test_a_faulty_link_beside_a_fix_is_told_and_takes_both_away(tmp_path: Path) -> None:
    """The fix stands in its sign, so the place of the sign is its place too."""
    pack = over_sound(tmp_path, "unknown-placeholder-headline")
    written = pack / "diagnoses" / "other.yaml"
    fix = "    fix: {id: hire, title: Hire, owner: cto, cures: {other: 0.5}, weeks: 1, effort: week}\nconfirms_with:"
    text = written.read_text().replace("confirms_with:", fix)
    written.write_text(f"{text}leads_to:\n  - {{id: late-shop, says: it waits, when: shop.nonsense}}\n")
    assert "unknown-name" in {fault.problem.code for fault in check_folders([SOUND, pack])}


def test_a_headline_may_say_what_it_claims(tmp_path: Path) -> None:
    """It is printed only where that is true, so that what it tests is known."""
    name = "unknown-placeholder-headline"
    assert of_other(tmp_path / "one", name, "") == {"unknown-placeholder"}
    assert of_other(tmp_path / "two", name, "headline_claims: shop.waiting_days >= 1\n") == set()


def test_the_right_confirming_sets_are_printed_ready_to_paste() -> None:
    """Below the fault, as YAML."""
    text = as_text(check_folders([SOUND, FAULTS / "confirms-with-wrong"]))
    assert "not listed: [nobody]; not a minimal set: [nobody, waits]" in text
    assert text.endswith("\n    confirms_with:\n      - [nobody]")


def test_sets_that_can_never_hold_together_are_told_apart() -> None:
    """The author learns why a listed set is wrong."""
    assert "can't hold together: [few, all]" in as_text(check_folders([SOUND, FAULTS / "confirms-with-impossible"]))


def test_a_sign_that_only_contradictory_answers_give_says_so() -> None:
    """In every reading of such a case one of the answers is left out."""
    text = as_text(check_folders([SOUND, FAULTS / "never-holds-contradictory"]))
    assert "Its answers contradict each other" in text


def test_github_gets_one_annotation_a_fault_with_line_breaks_escaped() -> None:
    """So that each stands beside its line."""
    (line,) = as_github(check_folders([SOUND, FAULTS / "confirms-with-wrong"])).splitlines()
    assert line.startswith("::error file=tests/faults/confirms-with-wrong/diagnoses/other.yaml,line=19,col=3,")
    assert "title=confirms-with::" in line and "%0Aconfirms_with:%0A  - [nobody]" in line


def test_a_warning_does_not_make_the_command_fail() -> None:
    """A condition on many questions may still be right."""
    found = check_folders([SOUND, FAULTS / "many-questions"])
    assert [fault.warning for fault in found] == [True]


@pytest.mark.slow
def test_the_command_fails_with_three_and_tells_programs_the_place(tmp_path: Path) -> None:
    """A pack of one's own over the shipped rules."""
    pack = tmp_path / "ours"
    (pack / "diagnoses").mkdir(parents=True)
    (pack / "pack.yaml").write_text("name: ours\nversion: 0.1.0\ntitle: Ours\n")
    (pack / "diagnoses" / "no-desk.yaml").write_text(
        "id: no-desk\ntitle: No desk\nimpact: 1\nwhy: Nobody can sit down and begin to work.\nevidence:\n"
        "  - {id: none, when: count(onboarding.day_one) < 0, certainty: strong, says: None.,\n"
        "     treated_by: [prepare-day-one]}\n"
    )
    result = run_here("rules", "check", "--pack", str(pack), "--format", "json")
    assert result.code == 3
    found = json.loads(result.out)
    assert {(f["code"], f["line"]) for f in found} == {("never-holds", 6), ("no-source", 6), ("missing-example", 1)}
    assert all(f["file"].endswith("diagnoses/no-desk.yaml") and f["severity"] == "fault" for f in found)


def test_without_the_solver_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It's an optional extra."""
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(AdvisorError, match=r"pip install 'staffing-advisor\[authoring\]'"):
        check_folders([SOUND])
