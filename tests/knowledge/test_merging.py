"""Packs over packs: replaced, extended, switched off, renamed; and what a pack's folder may hold besides."""

from __future__ import annotations

import shutil
from pathlib import Path

from advisor import Advisor
from advisor.knowledge.loading import load_packs
from testkit.places import PACKS, PLAIN

PACK = "name: {name}\nversion: 1.0.0\ntitle: {name}\n"


def over_plain(*packs: Path) -> Advisor:
    return Advisor(packs=packs, base=PLAIN, engine="python")


def status(advisor: Advisor, id: str, **answers: object) -> str:
    given = {f"plan.{name}": value for name, value in answers.items()}
    case, problems = advisor.read({"case": "x", "as_of": "2026-11-22", "answers": given})
    assert case is not None, problems
    return advisor.assess(case).status(id).value


def pack(folder: Path, files: dict[str, str]) -> Path:
    for name, text in {"pack.yaml": PACK.format(name=folder.name), **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_replaces_takes_the_place_of_the_whole_entry() -> None:
    advisor = over_plain(PACKS / "good-replaces")
    diagnosis = advisor.knowledge.diagnoses["no-plan"]
    assert [evidence.id for evidence in diagnosis.model.evidence] == ["sign"]
    assert diagnosis.pack == "faulty" and advisor.packs[1].overrides == 1
    assert status(advisor, "no-plan", written="no") == "suspected"
    assert status(over_plain(), "no-plan", written="no") == "confirmed"


def test_extends_changes_the_named_parts_and_joins_lists_by_id() -> None:
    advisor = over_plain(PACKS / "good-extends")
    diagnosis = advisor.knowledge.diagnoses["no-plan"].model
    assert (diagnosis.title, diagnosis.impact) == ("There is no plan", 5)
    assert [(e.id, e.when, e.certainty) for e in diagnosis.evidence] == [
        ("not-written", "not plan.written", 65),
        ("only-an-idea", "plan.stage == draft", 65),
        ("more", "plan.pages < 3", 30),
    ]
    assert len(diagnosis.unless) == 1


def test_places_of_an_extended_entry_are_those_of_the_pack_that_extends() -> None:
    entry = over_plain(PACKS / "good-extends").knowledge.diagnoses["no-plan"]
    lines = (PACKS / "good-extends/diagnoses/no-plan.yaml").read_text().splitlines()
    for path, text in ((("impact",), "5"), (("evidence", 1, "when"), "plan.stage"), (("evidence", 2, "id"), "more")):
        mark = entry.document.mark((*entry.at, *path))
        assert lines[mark.line - 1][mark.column - 1 :].startswith(text)


def test_off_removes_the_entry() -> None:
    assert set(over_plain(PACKS / "good-off").knowledge.diagnoses) == {"no-plan"}


def test_a_former_id_given_by_another_pack_is_understood() -> None:
    advisor = over_plain(PACKS / "good-was")
    case, _ = advisor.read({"case": "x", "as_of": "2026-11-22", "answers": {"plan.leaves": 3}})
    assert case is not None and case.plain_answers() == {"plan.pages": 3}


def test_a_third_pack_names_the_second_as_the_one_that_it_changes(tmp_path: Path) -> None:
    second = pack(tmp_path / "second", {"diagnoses/no-plan.yaml": "extends: plain\nimpact: 4\n"})
    third = pack(tmp_path / "third", {"diagnoses/no-plan.yaml": "extends: second\ntitle: Another title\n"})
    model = over_plain(second, third).knowledge.diagnoses["no-plan"].model
    assert (model.title, model.impact) == ("Another title", 4)


def test_a_question_changed_by_another_pack_stays_in_its_section(tmp_path: Path) -> None:
    changed = "section: mine\ntitle: Mine\norder: 1\nquestions:\n  - {id: plan.pages, extends: plain, seconds: 99}\n"
    knowledge = over_plain(pack(tmp_path / "mine", {"questions/mine.yaml": changed})).knowledge
    assert knowledge.questions["plan.pages"].model.seconds == 99
    assert [(s.id, "plan.pages" in s.questions) for s in knowledge.sections] == [("mine", False), ("plan", True)]


def test_hidden_files_and_files_of_other_kinds_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    shutil.copytree(PLAIN, folder)
    for name in (".git/x.yaml", ".hidden.yaml", "README.md", "diagnoses/.x.yaml", "schema/x.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("not: [yaml")
    assert load_packs([folder]).packs[0].sha256 == load_packs([PLAIN]).packs[0].sha256


def test_line_ends_do_not_change_the_hash_and_words_do(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    shutil.copytree(PLAIN, folder)
    file = folder / "facts.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_packs([folder]).packs[0].sha256 == load_packs([PLAIN]).packs[0].sha256
    file.write_text(file.read_text().replace("the plan is long", "the plan is very long"))
    assert load_packs([folder]).packs[0].sha256 != load_packs([PLAIN]).packs[0].sha256
