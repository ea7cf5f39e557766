"""Entries as YAML: they are read back as what they were, and no text of an author's is taken for something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor
from advisor.authoring.pages.rows import rows_of
from advisor.authoring.pages.written import entry_as_yaml, flow, scalar
from advisor.files.yaml_text import read_yaml
from advisor.knowledge.kinds import KINDS
from advisor.knowledge.planmodels import Row
from advisor.knowledge.stored import model_of
from testkit.commands import run_here

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=40)
ODD = (
    *(
        "1e3",
        "0x1f",
        "~",
        "null",
        "yes",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "{a}",
        "[",
        "%x",
        "2026-11-22",
        "",
        " a",
        "? a",
    ),
    *(
        "a\n b",
        "It's \u201cfast\u201d: really",
        "!x",
        "&a",
        "*a",
        "@a",
        "`a`",
        "|",
        ">",
        "1_000",
        ".5",
        "+1",
        "a:",
        ":a",
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_shipped_entry_is_read_back_as_it_was(advisor: Advisor, kind: str) -> None:
    """Whatever `rules show --yaml` prints can stand in a pack."""
    for entry in getattr(advisor.knowledge, KINDS[kind].attribute).values():
        again = KINDS[kind].model.model_validate(read_yaml(entry_as_yaml(entry)).data)
        then = model_of(entry.model).model_dump(exclude={"extends", "replaces"})
        assert again.model_dump(exclude={"extends", "replaces"}) == then, entry.model.id


def test_rows_of_the_table_are_read_back_too(advisor: Advisor) -> None:
    for entry in rows_of(advisor.knowledge).values():
        assert Row.model_validate(read_yaml(entry_as_yaml(entry)).data) == model_of(entry.model)


@given(TEXTS | st.sampled_from(ODD))
def test_any_text_is_read_back(text: str) -> None:
    assert read_yaml(f"a: {scalar(text)}\n").data == {"a": text}
    assert read_yaml(f"a: {flow([text, {'b': text}])}\n").data == {"a": [text, {"b": text}]}
    assert read_yaml(f"- b: {scalar(text)}\n  c: 1\n").data == [{"b": text, "c": 1}]


@pytest.mark.slow
def test_the_command_prints_what_it_is_asked_for() -> None:
    shown = run_here("rules", "show", "slow-decision", "--yaml")
    assert shown.code == 0 and read_yaml(shown.out).data["id"] == "slow-decision"
    assert shown.out.startswith("# slow-decision.yaml of the pack staffing.")
    page = run_here("rules", "show", "not-people")
    assert page.code == 0 and "a row of yours with `before: not-people` stands above this one" in page.out
