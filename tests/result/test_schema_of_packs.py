"""The schemas of packs accept what the loader accepts, and an editor flags what it doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from advisor.files.yaml_text import read_yaml
from advisor.knowledge.kinds import kind_of
from advisor.knowledge.loading import load_packs
from advisor.knowledge.pack_files import pack_files
from advisor.result.schema import schemas
from testkit.packs.mistakes import write
from testkit.places import FAULTS, PACKS, RULES

LOADING = sorted(path.name for path in FAULTS.iterdir() if path.is_dir() and path.name != "unknown-field")


@pytest.fixture(scope="module")
def validators() -> dict[str, Any]:
    """A validator by the name of its schema; people are those of the shipped rules."""
    made = schemas(load_packs([RULES]))
    return {name: jsonschema.Draft202012Validator(schema) for name, schema in made.items()}


def complaints(folder: Path, validators: dict[str, Any]) -> Iterator[str]:
    """What the schemas say against the files of a pack."""
    for path in pack_files(folder):
        name = path.relative_to(folder).as_posix()
        kind = kind_of(name)
        schema = "pack" if name == "pack.yaml" else kind.schema if kind is not None else ""
        data = read_yaml(path.read_text(encoding="utf-8")).data
        yield from (f"{name}: {error.message}" for error in validators[schema].iter_errors(data))


@pytest.mark.parametrize("folder", [RULES, RULES / "contracts"], ids=lambda path: path.name)
def test_the_shipped_rules_fit(folder: Path, validators: dict[str, Any]) -> None:
    assert list(complaints(folder, validators)) == []


@pytest.mark.parametrize("name", [*LOADING, "mine"])
def test_what_loads_fits(name: str, tmp_path: Path, validators: dict[str, Any]) -> None:
    """Faults of logic are none of shape, so that an editor is silent about them."""
    folder = write(tmp_path / "mine") if name == "mine" else FAULTS / name
    assert list(complaints(folder, validators)) == []


@pytest.mark.parametrize("name", sorted(path.name for path in PACKS.glob("good-*")))
def test_entries_that_extend_replace_and_remove_fit(name: str, validators: dict[str, Any]) -> None:
    assert list(complaints(PACKS / name, validators)) == []


def test_an_entry_that_is_neither_new_nor_whole_is_still_refused(tmp_path: Path, validators: dict[str, Any]) -> None:
    """Only `extends` and `off` let fields be left out."""
    for text, fits in (
        ("extends: true\n", True),
        ("off: true\n", True),
        ("replaces: true\n", False),
        ("impact: 3\n", False),
    ):
        (tmp_path / "diagnoses").mkdir(exist_ok=True)
        (tmp_path / "diagnoses" / "slow-decision.yaml").write_text(text, encoding="utf-8")
        assert (list(complaints(tmp_path, validators)) == []) is fits, text


def test_a_question_that_is_none_is_flagged_in_a_case(validators: dict[str, Any]) -> None:
    """As the reader of cases does; a question's earlier name is taken by both."""
    case = {"case": "acme", "as_of": "2026-11-22", "answers": {"role.cuont": 3}}
    (error,) = validators["case"].iter_errors(case)
    assert "role.cuont" in error.message
    knowledge = load_packs([RULES])
    former = [old for entry in knowledge.questions.values() for old in entry.model.was]
    assert all(old in validators["case"].schema["properties"]["answers"]["properties"] for old in former)
