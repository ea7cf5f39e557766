"""`advisor rules new`: every kind of entry, checked clean; whatever is typed, nothing is written that wouldn't load."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.authoring.checks.check import check_folders
from advisor.authoring.examples.examples import Examples
from advisor.library import Advisor
from testkit.commands import Ended, run_here
from testkit.places import SOUND

pytest.importorskip("z3")  # the solver

_WORDS = ("none", "true", "null", "1e3", "~", "- a", "a: b", "a #b", "It's", '"', "{a}", "[x", "%", "@x", "x" * 2_001)
ODD = st.sampled_from(_WORDS) | st.text(
    st.characters(exclude_characters="\r\n", exclude_categories=("Cs",)), max_size=12
)
QUESTION = (
    *("desk", "Desks", "How many desks are there?", "Desks", "Those with a chair.", "whole-number", "0", "50"),
    *("desks", "none", "cto", "y", "10"),
)
FACT = ("there are few desks", "desk.count < 3")
RULE = (
    *("No desk", "2", "They spend the first week looking for a chair.", "Seen in three offices.", "few", "desk.few"),
    *("strong", "There are {desk.count} desks.", "buy-desks", "n"),
)
ACTION = (
    *("Buy desks", "fix", "cto", "desk.count < 3", "desk.count", "at_least", "3", "none", "1", "half-day"),
    *("Nobody looks for a chair.", "It worked in three offices."),
)
ROW = ("soon", "in-house", "desk.few and shop.staffed", "There are few desks.", "there are few desks", "Seen once.")
CLASH = (
    *("Desks, yet no door", "desk.count > 0 and door not in shop.parts", "You said there are desks, but no door."),
    *("The number of desks", "What is there", "cto", "Seen once."),
)


@pytest.fixture(autouse=True)
def over_the_sound_pack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sound pack in place of the shipped rules, and an empty folder to work in."""
    monkeypatch.setattr("advisor.library.shipped_packs", lambda: [SOUND])
    monkeypatch.chdir(tmp_path)


def told(what: str, name: str, *typed: str) -> Ended:
    """The command, and what an author types at its prompts."""
    lines = "".join(f"{line}\n" for line in typed)
    return run_here("rules", "new", what, name, "--pack", "ours", stdin=lines.encode("utf-8", "replace"))


def test_every_kind_is_written_and_checks_clean() -> None:
    """One after the other into one pack, as a newcomer would."""
    for what, name, typed in (
        ("question", "desk.count", QUESTION),
        ("fact", "desk.few", FACT),
        ("action", "buy-desks", ACTION),
        ("diagnosis", "no-desk", RULE),
        ("row", "few-desks", ROW),
        ("contradiction", "desks-without-a-door", CLASH),
        ("question", "desk.kind", ("desk", "What kind is it?", "Kind", "The largest.", "choice", "standing",
                                   "A standing desk", "sitting", "A desk to sit at", "n", "none", "cto", "y", "10")),
    ):  # fmt: skip
        ended = told(what, name, *typed)
        assert ended.code == 0, (what, ended.out, ended.err)
    left = [(fault.problem.code, fault.problem.message) for fault in check_folders([SOUND, Path("ours")], trusted=1)]
    assert left == [("unread-question", "No rule reads the answer to `desk.kind`.")]
    rulebase = Advisor(["ours"], engine="python").rulebase
    assert all(outcome.passed for outcome in Examples(rulebase, ["sound"]).outcomes())
    table = rulebase.knowledge.table
    assert table is not None and [row.id for row in table.model.rows] == ["few-desks", "soon", "open-end"]


def test_what_is_there_is_never_overwritten_and_keeps_every_letter() -> None:
    """A second entry of a file stands below the first; comments and all else stay."""
    told("question", "desk.count", *QUESTION)
    file = Path("ours/questions/desk.yaml")
    before = file.read_text() + "# a remark of my own\n"
    file.write_text(before)
    assert told("question", "desk.kinds", *QUESTION[:1], *QUESTION[2:]).code == 0
    assert all(line in file.read_text().splitlines() for line in before.splitlines())
    assert told("question", "desk.count", *QUESTION).code == 2
    assert told("row", "soon", *ROW).code == 2


def test_a_file_that_cannot_be_added_to_is_left_alone() -> None:
    """The entry is told, to be put in by hand."""
    told("question", "desk.count", *QUESTION)
    Path("ours/facts.yaml").write_text("facts: [{id: desk.none, title: none, when: desk.count == 0}]\n")
    ended = told("fact", "desk.few", *FACT)
    assert ended.code == 3 and "Add to its `facts:` yourself: - id: desk.few" in ended.err
    assert "desk.few" not in Path("ours/facts.yaml").read_text()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("question", "desk.count", "x"), "Name the id of the new question, and nothing else."),
        (("fcat", "desk.few"), "`fcat` is nothing that can be written. Did you mean `fact`?"),
        (("row",), "Name the id of the new row, and nothing else."),
        (("question", "Desks"), "Use lowercase letters with a dot between topic and name"),
        (("fact", "desk.class"), "`desk.class` can't be the id of a question or a fact."),
    ],
)
def test_a_line_that_will_not_do_is_told(given: tuple[str, ...], said: str) -> None:
    ended = run_here("rules", "new", *given, "--pack", "ours")
    assert ended.code == 2 and said in ended.err


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.sampled_from((("question", "desk.count", QUESTION), ("fact", "shop.odd", ("odd", "shop.staffed")),
                        ("action", "buy-desks", (*ACTION[:3], "shop.staffed", "none", "late-shop", "0.5", *ACTION[8:])),
                        ("diagnosis", "no-desk", (*RULE[:5], "shop.staffed", "strong", "Well.", "none", "n")),
                        ("row", "desks", (*ROW[:2], "shop.staffed", *ROW[3:])))), st.data())  # fmt: skip
def test_whatever_is_typed_nothing_is_written_that_does_not_load(
    dialogue: tuple[str, str, tuple[str, ...]], data: st.DataObject
) -> None:
    """Any one or two answers may be odd; those that won't do are asked for again, and the usual one is given then."""
    what, name, usual = dialogue
    odd = data.draw(st.dictionaries(st.integers(0, len(usual) - 1), ODD, min_size=1, max_size=2))
    shutil.rmtree("ours", ignore_errors=True)
    typed = [line for i, answer in enumerate(usual) for line in ([odd[i], answer] if i in odd else [answer])]
    ended = told(what, data.draw(st.sampled_from((name, "true-1", "null.a", "no", "x.y"))), *typed, *["n"] * 3)
    assert ended.code in (0, 2, 3, 130), ended
    if ended.code == 0:
        Advisor(["ours"], engine="python", drafts=True)
    else:
        assert not Path("ours").exists(), ended
