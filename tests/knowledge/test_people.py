"""Who can be asked, and can do something, is said by packs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor import Advisor, PackError
from advisor.knowledge.loading import load_packs
from advisor.result.schema import schemas
from advisor.shipped import shipped

PLAIN = Path(__file__).parents[1] / "packs" / "plain"


@pytest.fixture
def without(tmp_path: Path) -> Path:
    """A pack that lists nobody."""
    folder = tmp_path / "plain"
    shutil.copytree(PLAIN, folder)
    (folder / "people.yaml").unlink()
    return folder


def test_a_pack_without_people_names_them_by_their_ids(without: Path) -> None:
    """Whoever its questions name can be asked; nothing is refused."""
    advisor = Advisor(base=without, engine="python")
    knowledge = advisor.knowledge
    assert set(knowledge.who_can_be_asked) == {entry.model.who for entry in knowledge.questions.values()}
    assert (knowledge.person_short("cto"), knowledge.person_title("cto"), knowledge.person_by_duty("cto")) == (
        "cto",
    ) * 3
    answers = {"plan.pages": {"unsure": True, "ask": "gardener"}}
    assert advisor.read({"case": "a", "as_of": "2026-11-22", "answers": answers})[1] == []
    who = schemas(knowledge)["questions"]["$defs"]["Question"]["properties"]["who"]
    assert "enum" not in who and "format" not in who


def test_a_later_pack_adds_people_and_calls_them_otherwise(tmp_path: Path) -> None:
    """A question, and an answer, may name somebody whom the shipped rules do not have."""
    (tmp_path / "pack.yaml").write_text("{name: ours, version: 1.0.0, title: Ours}\n")
    (tmp_path / "people.yaml").write_text(
        "people:\n  - {id: coo, short: COO, title: the COO}\n"
        "  - {id: recruiting, extends: true, title: the talent team}\n"
    )
    advisor = Advisor([tmp_path], engine="python")
    assert advisor.knowledge.who_can_be_asked[-1] == "coo"
    assert advisor.knowledge.person_title("recruiting") == "the talent team"
    assert advisor.knowledge.person_by_duty("recruiting") == "the person who runs hiring"
    answers = {"role.open_days": {"unsure": True, "ask": "coo"}}
    assert advisor.read({"case": "a", "as_of": "2026-11-22", "answers": answers})[1] == []
    assert "coo" in schemas(advisor.knowledge)["action"]["properties"]["owner"]["enum"]


def test_an_action_of_somebody_unknown_is_a_fault(tmp_path: Path) -> None:
    """Placed at its line, with the way out."""
    (tmp_path / "pack.yaml").write_text("{name: ours, version: 1.0.0, title: Ours}\n")
    (tmp_path / "actions").mkdir()
    (tmp_path / "actions" / "name-decider.yaml").write_text("id: name-decider\nextends: true\nowner: ctoo\n")
    with pytest.raises(PackError) as caught:
        load_packs([shipped("rules"), tmp_path])
    [problem] = caught.value.problems
    assert (problem.code, problem.line) == ("unknown-person", 3)
    assert problem.message == "`owner` can't be `ctoo`." and problem.suggestion == "Did you mean `cto`?"


def test_bands_of_effort_have_words_of_their_own() -> None:
    """Days that are a band's have its words; others stand as days."""
    knowledge = load_packs([shipped("rules")])
    assert [knowledge.effort_of(days) for days in (0.5, 10, 1, 2.5)] == ["1/2 day", "> 1 week", "1 day", "2.5 days"]


def test_every_complaint_opens_something_and_every_line_has_company() -> None:
    """The shipped complaints are the options of one question, people those of another; "just a checkup" opens none."""
    knowledge = load_packs([shipped("rules")])
    assert [question.partition(".")[2] for question in knowledge.opening] == ["who", "why"]
    who, why = (knowledge.questions[question].model for question in knowledge.opening)
    assert [option.id for option in who.options] == list(knowledge.people)
    assert [option.id for option in why.options] == list(knowledge.complaints)
    without = [
        name for name, entry in knowledge.complaints.items() if not (entry.model.areas and entry.model.diagnoses)
    ]
    assert without == ["checkup"]
    assert all(len(members) > 1 for members in knowledge.lines.values()), knowledge.lines
