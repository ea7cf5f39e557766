"""The whole article is in the rules: each numbered statement has what rests on it, or a reason why nothing does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from advisor import Advisor
from advisor.authoring.pages.statements import Stated, as_text, statements
from advisor.shipped import shipped
from testkit.commands import run_here

CHAPTERS = {"01": (1, 13), "02": (1, 10), "03": (0, 5), "04": (1, 9), "05": (1, 6), "06": (1, 3)}
NUMBERS = [f"{chapter}.{n}" for chapter, (first, last) in CHAPTERS.items() for n in range(first, last + 1)]


@pytest.fixture(scope="module")
def stated() -> dict[str, Stated]:
    """The statements of the shipped rules by number."""
    return {one.number: one for one in statements(Advisor(engine="python").knowledge)}


def test_every_statement_of_the_article_is_there_in_order(stated: dict[str, Stated]) -> None:
    """01.1 to 06.3, and no other."""
    assert list(stated) == NUMBERS


def test_each_statement_has_what_rests_on_it_or_a_reason(stated: dict[str, Stated]) -> None:
    """A reason is a sentence, and stands only where nothing rests on the statement."""
    nothing = [n for n, one in stated.items() if not one.supports and len((one.not_encoded or "").split()) < 5]
    both = [n for n, one in stated.items() if one.supports and one.not_encoded]
    assert (nothing, both) == ([], [])


def test_nothing_waits_for_a_later_part_any_more(stated: dict[str, Stated]) -> None:
    """`awaits: plan` marked what actions and the decision table would use; they are there now."""
    assert [n for n, one in stated.items() if one.awaits] == []
    for path in Path(shipped("rules")).rglob("*.yaml"):
        assert not _holds(yaml.safe_load(path.read_text(encoding="utf-8")), "awaits"), path


def test_what_rests_on_a_statement_is_named_by_its_entry_and_its_part() -> None:
    """`diagnosis: sign`, each by its own id, however many sources stand in one entry."""
    knowledge = Advisor(engine="python").knowledge
    signs = {d: {e.id for e in entry.model.evidence} for d, entry in knowledge.diagnoses.items()}
    for one in statements(knowledge):
        for support in one.supports:
            if support.kind == "diagnosis":
                diagnosis, *part = support.name.split(": ")
                assert part == [] or (len(part) == 1 and part[0] in signs[diagnosis]), support


def _holds(data: object, key: str) -> bool:
    if isinstance(data, dict):
        return key in data or any(_holds(value, key) for value in data.values())
    return isinstance(data, list) and any(_holds(value, key) for value in data)


def test_a_statement_on_which_nothing_rests_is_told(stated: dict[str, Stated]) -> None:
    """By the text, and by `accounted_for`."""
    alone = replace(stated["01.1"], supports=(), not_encoded=None)
    assert not alone.accounted_for
    assert as_text([alone]).endswith("nothing rests on it")
    excused = replace(alone, not_encoded="It names the reader and claims nothing.")
    assert excused.accounted_for and as_text([excused]).endswith("not encoded: It names the reader and claims nothing.")


def test_the_command_prints_what_rests_on_a_statement() -> None:
    """As text and for programs, the same statements."""
    text = run_here("rules", "sources").out
    data = json.loads(run_here("rules", "sources", "--format", "json").out)["statements"]
    assert [line.split()[0] for line in text.splitlines() if line[:1] == "0"] == NUMBERS
    assert [one["number"] for one in data] == NUMBERS
    assert "diagnosis: role-too-broad" in text.partition("03.1  ")[2].partition("03.2  ")[0]
