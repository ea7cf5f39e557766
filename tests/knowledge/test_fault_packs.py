"""Each folder of tests/packs with an expected.txt has exactly the faults that stand there, word by word."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor
from advisor.engines.choice import Choice
from advisor.engines.durable import session as durable
from advisor.engines.durable import strata
from advisor.engines.durable.layout import Layout, lay_out
from advisor.language.patterns import Pattern
from advisor.problems import PackError
from testkit.places import PACKS, PLAIN

FAULTY = sorted(path.parent.name for path in PACKS.glob("*/expected.txt"))
SOUND = sorted({path.name for path in PACKS.iterdir() if path.is_dir()} - set(FAULTY) - {"plain"})


def complaints(name: str) -> list[str]:
    """What loading a pack over `plain` complains about, with paths as seen from the pack."""
    folder = PACKS / name
    with pytest.raises(PackError) as raised:
        Advisor(packs=[folder], base=PLAIN, engine="python")
    text = str(raised.value).replace(f"{folder}/", "").replace(str(folder), ".").replace(f"{PACKS}/", "../")
    return text.splitlines()


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_pack_is_told_what_is_wrong_where_and_what_to_do(name: str) -> None:
    assert complaints(name) == (PACKS / name / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here")
def test_a_condition_that_the_engine_refuses_is_told_at_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """No condition of the language is known that leaves the engine's subset; should there be one, it is named."""

    def refuse(rules: list[tuple[str, Pattern]], name: str) -> Layout:
        if name == "stratum1":
            raise durable.SubsetError("-1", "it's too large", "make it smaller")
        return lay_out(rules, name)

    monkeypatch.setattr(strata, "lay_out", refuse)
    with pytest.raises(PackError) as raised:
        Advisor(base=PLAIN, engine="durable")
    assert str(raised.value) == (
        f"{PLAIN}/diagnoses/long-plan.yaml:10:16: evidence.0.levels.1.when: The engine durable-rules can't take this "
        "condition: it's too large. Split it into several signs, or choose the engine `python`."
    )


@pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here")
def test_a_condition_with_thousands_of_ways_to_hold_is_taken_by_both_engines() -> None:
    answers = {f"plan.{name}": value for name, value in (("pages", 4), ("share", 0.05))}
    engines: tuple[Choice, ...] = ("durable", "python")
    for engine in engines:
        advisor = Advisor(packs=[PACKS / "good-many-ways"], base=PLAIN, engine=engine)
        case, problems = advisor.read({"case": "x", "as_of": "2026-11-22", "answers": answers})
        assert case is not None and not problems
        assert advisor.assess(case).status("x").value == "suspected"


@pytest.mark.parametrize("name", FAULTY)
def test_no_message_leaks_how_the_program_is_made(name: str) -> None:
    text = (PACKS / name / "expected.txt").read_text(encoding="utf-8")
    for word in ("Traceback", "pydantic", "Input should be", "NoneType", "object at 0x", "Errno", "\x1b"):
        assert word not in text
    assert all(len(line) < 500 for line in text.splitlines())


@pytest.mark.parametrize("name", SOUND)
def test_sound_packs_load(name: str) -> None:
    assert Advisor(packs=[PACKS / name], base=PLAIN, engine="python").packs[-1].name == "faulty"


def test_five_faults_in_five_files_are_reported_at_once() -> None:
    files = [line.split(":")[0] for line in complaints("five-faults")]
    assert sorted(files) == [f"diagnoses/{name}.yaml" for name in ("a", "b", "c", "d", "no-plan")]


def test_a_missing_folder_a_file_and_a_folder_without_pack_yaml_are_no_packs(tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text("name: x\n")
    way = "A pack is a folder with a pack.yaml, which holds `name:`, `version:` and `title:`."
    for folder, what in ((tmp_path / "nowhere", "doesn't exist"), (file, "is a file"), (tmp_path, "has no pack.yaml")):
        with pytest.raises(PackError) as raised:
            Advisor(packs=[folder], base=PLAIN)
        assert str(raised.value) == f"{folder}: This {what}. {way}"


def test_the_same_pack_twice_is_one_problem_not_one_for_each_entry() -> None:
    with pytest.raises(PackError) as raised:
        Advisor(packs=[PLAIN], base=PLAIN)
    assert str(raised.value) == (
        f"{PLAIN}: There's already a pack called `plain`, from {PLAIN}. Give each pack once, with a name of its own."
    )


def test_a_problem_carries_file_line_column_code_and_the_way_out() -> None:
    with pytest.raises(PackError) as raised:
        Advisor(packs=[PACKS / "condition-unknown-name-folded"], base=PLAIN, engine="python")
    (problem,) = raised.value.problems
    assert (problem.code, problem.path, problem.line, problem.column) == ("unknown-name", "evidence.0.when", 10, 7)
    assert problem.file == str(PACKS / "condition-unknown-name-folded/diagnoses/x.yaml")
    assert problem.suggestion == "Did you mean `plan.written`?"
