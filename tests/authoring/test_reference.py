"""The reference of packs is true: every field of every kind is on it, and its examples are a pack that checks clean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from advisor.knowledge.diagnosismodels import Evidence
from advisor.knowledge.kinds import KINDS
from advisor.knowledge.models import PackFile, QuestionsFile, Source
from advisor.knowledge.planmodels import Change, Row
from testkit.commands import run_here
from testkit.places import DOCS

PAGE = (DOCS / "rules-reference.md").read_text(encoding="utf-8")
# In the order in which the page has their tables.
TABLES: tuple[type[BaseModel], ...] = (
    PackFile, QuestionsFile, *(KINDS[kind].model for kind in ("questions", "facts", "diagnoses")), Evidence,
    KINDS["actions"].model, Change, Row, KINDS["model"].model, KINDS["contradictions"].model, Source,
    *(KINDS[kind].model for kind in ("sources", "figures", "people", "complaints", "law", "options")),
)  # fmt: skip
_TABLE = re.compile(r"\| field \| needed \| what stands there \|\n\|---\|---\|---\|\n((?:\|.*\n)+)")
_FILE = re.compile(r"Save this as `([^`]+)`:\n\n```yaml\n(.*?)```", re.DOTALL)


def test_every_field_is_listed_and_said_to_be_needed_where_it_is() -> None:
    """A field that is new, gone or needed no longer shows here."""
    tables = _TABLE.findall(PAGE)
    assert len(tables) == len(TABLES)
    for model, table in zip(TABLES, tables):
        rows = [re.match(r"\| `(\w+)` \| (yes|) ?\|", line) for line in table.splitlines()]
        listed = {row[1]: row[2] == "yes" for row in rows if row is not None}
        fields = {field.alias or name: field.is_required() for name, field in model.model_fields.items()}
        assert listed == {name: needed for name, needed in fields.items() if name not in ("replaces", "extends", "off")}


def test_every_kind_of_file_is_told_with_its_place() -> None:
    for kind in KINDS.values():
        assert f"`{kind.place}`" in PAGE, kind.name


@pytest.mark.slow
def test_the_examples_are_a_pack_that_checks_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the shipped rules, as an author has it."""
    monkeypatch.chdir(tmp_path)
    for name, text in _FILE.findall(PAGE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    checked = run_here("rules", "check", "--pack", "desks")
    assert checked.code == 0 and checked.out.startswith("no faults, no warnings"), checked.out
    tested = run_here("rules", "test", "no-desk", "no-desks-but-a-kind", "--pack", "desks")
    assert tested.code == 0 and tested.out.startswith("5 passed, 0 failed"), tested.out
