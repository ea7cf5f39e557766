"""`advisor rules` as rule authors with typing errors use it: what is said, and the exit code."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from testkit.commands import Advise
from testkit.places import PLAIN

needs_solver = pytest.mark.skipif(find_spec("z3") is None, reason="z3 isn't installed")
NO_PACK = "A pack is a folder with a pack.yaml, which holds `name:`, `version:` and `title:`."
RULE = """\
id: my-rule
title: The plan is long
impact: 2
why: Nobody reads it, so everybody works on something else.
source: [{judgement: Seen often.}]
evidence:
  - {id: pages, when: plan.pages >= 5, certainty: strong, says: "It has {plan.pages} pages."}
confirms_with: [[pages]]
examples:
  - {name: five, given: {plan.pages: 5}, expect: confirmed}
  - {name: four, given: {plan.pages: 4}, expect: no-sign, near_miss: true}
  - {name: none, given: {}, expect: open}
"""


@pytest.fixture(autouse=True)
def files(advise: Advise, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, an empty folder, one with something else, one with a case, a pack; `plain` for the shipped rules."""
    monkeypatch.setattr("advisor.cli.rules.group.shipped", lambda folder: PLAIN)
    monkeypatch.setattr("advisor.cli.rules.group.shipped_packs", lambda: [PLAIN])
    Path("a.txt").write_text("x\n")
    Path("empty").mkdir()
    Path("other").mkdir()
    Path("other/o.yaml").write_text("a: 1\n")
    Path("good").mkdir()
    Path("good/c.yaml").write_text("case: c\nas_of: 2026-11-22\n")
    (Path("ours") / "diagnoses").mkdir(parents=True)
    (Path("ours") / "pack.yaml").write_text("name: ours\nversion: 1.0.0\ntitle: Ours\n")
    (Path("ours") / "diagnoses" / "my-rule.yaml").write_text(RULE)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("test --cases nix", "nix: Can't find this folder."),
        ("test --cases a.txt", "a.txt: This is a file. Name the folder that holds the cases."),
        (
            "test --cases empty",
            "empty: No cases in this folder. A case file ends in .yaml or .yml or .json or .jsonl.",
        ),
        ("test --cases other", "other/o.yaml:1:4: a: A case has no field `a`."),
        ("test --pack nix", f"nix: This doesn't exist. {NO_PACK}"),
        ("test --pack a.txt", f"a.txt: This is a file. {NO_PACK}"),
        ("test --pack empty", f"empty: This has no pack.yaml. {NO_PACK}"),
        ("coverage --cases nix", "nix: Can't find this folder."),
        (
            "coverage --cases good --boundaries a.txt",
            "a.txt: This is a file. Name the folder that holds the generated cases.",
        ),
        (
            "coverage --cases good --boundaries other",
            "other/o.yaml: This holds no generated cases. Remove it, or generate it anew with "
            "`advisor rules coverage --write`.",
        ),
        ("show my-rule --pack nix", f"nix: This doesn't exist. {NO_PACK}"),
        ("words --pack empty", f"empty: This has no pack.yaml. {NO_PACK}"),
        ("docs --write empty", "empty: Can't be written: Is a directory."),
        ("docs --write a.txt/k.md", "a.txt/k.md: Can't be written: File exists."),
        ("schema --write a.txt", "a.txt/assessment.json: Can't be written: File exists."),
        ("diff nix ours --cases empty", f"nix: This doesn't exist. {NO_PACK}"),
        (f"diff {PLAIN} a.txt --cases empty", f"a.txt: This is a file. {NO_PACK}"),
        (f"diff {PLAIN} {PLAIN} --cases nix", "nix: Can't find this folder."),
        (
            f"diff {PLAIN} {PLAIN} --cases empty",
            "empty: No cases in this folder. A case file ends in .yaml or .yml or .json or .jsonl.",
        ),
        (
            "new new-rule --pack a.txt",
            "a.txt: This is a file. A pack is a folder: name one, new or existing.",
        ),
        ("new my-rule --pack ours", "ours/diagnoses/my-rule.yaml: This already exists. Choose another id."),
    ],
)
def test_a_folder_or_file_that_will_not_do(advise: Advise, line: str, said: str) -> None:
    ended = advise("rules", *line.split())
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines()[0].startswith(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("test my-rul --pack ours", "There's nothing called `my-rul`. Did you mean `my-rule`?"),
        ("coverage my-rul --pack ours", "There's nothing called `my-rul`. Did you mean `my-rule`?"),
        ("coverage my-rule --pack ours --write x", "`--write` writes the cases of all rules. Leave out the IDs."),
        ("show my-rul --pack ours", "There's nothing called `my-rul`. Did you mean `my-rule`?"),
        ("words pln", "There's no section `pln`. Did you mean `plan`?"),
        ("schema diagnoses", "There's no schema `diagnoses`. Did you mean `diagnosis`?"),
        ("new Bad_Id --pack ours", "`Bad_Id` isn't an id. Use lowercase letters and dashes, as in `slow-decision`."),
        ("new long-plan --pack ours", "There's already a diagnosis `long-plan`, in the pack `plain`."),
    ],
)
def test_a_name_that_is_none(advise: Advise, line: str, said: str) -> None:
    ended = advise("rules", *line.split())
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines()[-1] == f"Error: {said}"


@pytest.mark.parametrize("folder", ["nix", "a.txt", "empty"])
def test_check_reports_a_folder_that_is_no_pack_as_a_fault(advise: Advise, folder: str) -> None:
    ended = advise("rules", "check", "--pack", folder)
    assert ended.code == 3
    assert re.match(rf"{folder}: This [a-z'. ]+\. {re.escape(NO_PACK)} \[fault no-pack\]\n", ended.out)


def test_a_link_that_leads_nowhere_is_a_fault(advise: Advise) -> None:
    """Left out in silence, the rule would seem to be in force."""
    Path("ours/diagnoses/my-rule.yaml").unlink()
    Path("ours/diagnoses/my-rule.yaml").symlink_to("gone.yaml")
    ended = advise("rules", "test", "--pack", "ours")
    told = "ours/diagnoses/my-rule.yaml: Can't be read: No such file or directory.\n"
    assert (ended.code, ended.out, ended.err) == (3, "", told)


def test_generated_cases_that_are_not_there_are_mentioned(advise: Advise) -> None:
    """Else a slip in the folder's name reads like a thousand gaps."""
    ended = advise("rules", "coverage", "my-rule", "--pack", "ours", "--boundaries", "nix", "--cases", "nix2")
    assert (ended.code, ended.err) == (3, "nix2: Can't find this folder.\n")
    ended = advise("rules", "coverage", "my-rule", "--pack", "ours", "--boundaries", "nix", "--cases", "good")
    assert ended.code in (0, 1)
    assert ended.err == "nix: No generated cases here; only examples and cases count.\n"


@needs_solver
def test_coverage_of_one_rule_says_nothing_of_the_others(advise: Advise) -> None:
    """An author asks about the own rule."""
    own, every = (
        advise("rules", "coverage", *ids, "--pack", "ours", "--cases", "good").out for ids in (["my-rule"], [])
    )
    assert "long-plan" in every and "long-plan" not in own and own.startswith("5 shown, 0 missing")


@needs_solver
def test_the_dialogue_asks_again_where_an_answer_will_not_do(advise: Advise) -> None:
    """A sign twice, a condition with a slip, a certainty that is none."""
    typed = (
        "My rule\n9\n3\nBecause it costs.\nSeen often.\npages\nplan.page > 3\nplan.pages > 3\nsure\nstrong\n"
        "It has {plan.page}.\nIt has {plan.pages} pages.\nnone\ny\npages\nno words\nunread\nplan.written\nfair\nWell.\n"
        "none\nn\n"
    )
    ended = advise("rules", "new", "second-rule", "--pack", "ours", stdin=typed.encode())
    assert ended.code == 0, ended.err
    for said in (
        "There's nothing called `plan.page`. Did you mean `plan.pages`?",
        "'sure' is not one of",
        "There's already a sign `pages`. Give this one another id.",
        "`no words` isn't an id. Use lowercase letters and dashes, as in `slow-decision`.",
    ):
        assert said in ended.out + ended.err
    assert advise("rules", "test", "second-rule", "--pack", "ours", "--cases", "ours").code == 3
    assert "- id: unread" in Path("ours/diagnoses/second-rule.yaml").read_text()


def test_a_dialogue_that_ends_early_writes_nothing(advise: Advise) -> None:
    """Ctrl-D or Ctrl-C in the middle."""
    ended = advise("rules", "new", "second-rule", "--pack", "theirs", stdin=b"My rule\n3\n")
    assert (ended.code, ended.err) == (130, "Stopped.\n")
    assert not Path("theirs").exists()
