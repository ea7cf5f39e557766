"""The contract brief of the kit: printed for what is wrong, in the order in which it is due, and for nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor, PackError
from advisor.authoring.checks.check import check_folders
from advisor.knowledge.pack_files import pack_files
from advisor.report.kit.files import kit_files
from advisor.report.told import Told
from advisor.shipped import shipped, shipped_packs
from testkit.packs.papers import LAW, NOW, OPEN, RULE, assessed, over_staffing

KIT = """\
extends: staffing
contracts:
  title: papers
  lead:
    - One page.
    - {says: They are here., claims: contractors.state == now}
    - {says: They are not., claims: contractors.state == none}
  send_title: To send
  clauses_title: To ask for
  clauses_note: This is no legal text.
  counsel_title: For counsel
  open_title: Not known
  asks:
    - {id: second, of: [our-second], to: the vendor, send: An assignment., clause: It is ours., counsel: [Is it ours?]}
    - {id: terms, of: [our-terms], to: the vendor, send: "Terms, since {law.our_law.from}.", counsel: [Is it ours?]}
    - {id: never, of: [our-terms], claims: contractors.people >= 50, to: nobody, send: Nothing.}
    - {id: gone, of: [our-gone], to: nobody, send: Nothing either.}
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    return over_staffing(tmp_path_factory.mktemp("brief"), RULE, OPEN, kit=KIT)


def brief(advisor: Advisor, answers: dict[str, Any]) -> str | None:
    """The file, where there is one."""
    return kit_files(Told(assessed(advisor, answers), advisor.rulebase)).get("contract-brief.md")


def test_what_is_due_first_stands_first_and_each_question_once(papers: Advisor) -> None:
    page = brief(papers, {**NOW, "contractors.months": 60})
    assert page is not None
    assert page.index("Terms, since Jul 8, 2026.") < page.index("An assignment.")
    assert page.count("Is it ours?") == 1 and "> It is ours." in page and "Nothing" not in page
    assert "They are here." in page and "They are not." not in page
    assert page.index("To ask for") < page.index("This is no legal text.") < page.index("> It is ours.")
    assert "The project itself goes on." in page and "Law as of Nov 30, 2026. This isn't legal advice." in page


def test_what_nobody_can_tell_is_listed_and_not_asked_for(papers: Advisor) -> None:
    page = brief(papers, NOW)
    assert page is not None and "An assignment." not in page
    assert "- Nobody knows who owns the code" in page.partition("## Not known")[2]


def test_without_anything_wrong_there_is_no_brief(papers: Advisor, advisor: Advisor) -> None:
    assert brief(papers, {"contractors.state": "none"}) is None
    assert brief(papers, {**NOW, "contractors.access": ["code"]}) is None


def test_sentences_for_others_print_no_answers(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        over_staffing(tmp_path, RULE, OPEN, kit=KIT.replace("An assignment.", '"For {contractors.people}."'))
    assert [p.message for p in caught.value.problems if "days of laws" in p.message]


def test_an_ask_for_a_diagnosis_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    pytest.importorskip("z3")
    over_staffing(tmp_path, RULE, OPEN, law=LAW, kit=KIT)
    codes = [(f.problem.code, f.problem.message) for f in check_folders([shipped("rules"), tmp_path])]
    assert ("unknown-name", "There's no diagnosis `our-gone`.") in codes


def test_the_shipped_brief_asks_for_nothing_where_no_paper_is_wrong(advisor: Advisor) -> None:
    assert brief(advisor, {"contractors.state": "none", "role.stage": "nobody"}) is None


def test_a_folder_with_its_own_pack_file_is_another_pack() -> None:
    """The reader of the pack around it leaves it out; both are shipped."""
    rules, contracts = shipped_packs()
    assert contracts.parent == rules
    assert not any(path.is_relative_to(contracts) for path in pack_files(rules))
    assert {path.name for path in pack_files(contracts)} >= {"pack.yaml", "law.yaml", "sources.yaml"}
