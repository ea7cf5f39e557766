"""Two names that look the same are one, in case files and in tables."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.case import read_case
from advisor.cases.names import as_seen
from testkit.batches import batch, errors_of
from testkit.shipped import shipped_advisor

UNSEEN = ["\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u200e", "\u202e", "\u2066", "\U000e0020"]


@given(st.text(min_size=1, max_size=8), st.sampled_from(UNSEEN), st.integers(0, 8))
def test_what_nobody_sees_makes_no_other_name(name: str, unseen: str, place: int) -> None:
    first = as_seen(name)
    assert as_seen(first) == first
    if unseen not in "\u200c\u200d" or name.isascii():
        assert as_seen(name[:place] + unseen + name[place:]) == first


# Signs before numbers, which Unicode counts among its formats, but which are drawn.
DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}


def test_no_format_and_nothing_that_is_no_letter_makes_another_name() -> None:
    """All that Unicode has of them: what only tells programs how to draw, choices of forms, what is never a letter."""
    formats = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) == "Cf" and c not in DRAWN]
    forms = [chr(c) for c in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))]
    never = [chr(c) for c in (*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF)]
    assert [hex(ord(c)) for c in (*formats, *forms, *never) if as_seen(f"ac{c}me") != "acme"] == []


@pytest.mark.parametrize(
    "name",
    [
        "acme",
        "\u2764\ufe0f labs",
        "\u845b\U000e0100",
        "Zoë",
        "可靠 AI",
        "می‌خواهم",
        "क्‍ष",
        "👩‍💻 labs",
        "a-b_c.d",
        "O'Neil & Söhne",
    ],
)
def test_names_of_all_scripts_stay_as_they_are(name: str) -> None:
    assert as_seen(name) == name


@pytest.mark.parametrize("other", ["\ufeffZoë", "Zoe\u0308", "Zo\u200bë", "Zoë\u202c", " Zoë\u00a0", "Z\u200doë"])
def test_a_company_that_looks_the_same_is_the_same(tmp_path: Path, other: str) -> None:
    case, _ = read_case({"case": other, "as_of": "2026-11-22"}, shipped_advisor().knowledge)
    assert case is not None and case.id == "Zoë"
    (tmp_path / "t.csv").write_text(f"case,as_of\nZoë,2026-11-22\n{other},2026-11-22\n", encoding="utf-8")
    finished = batch([tmp_path / "t.csv"], tmp_path / "o.csv")
    assert (finished.written, finished.failed) == (1, 1)
    assert errors_of(tmp_path / "o.csv")[0]["reason"] == "This case is in here twice."


@pytest.mark.parametrize("unseen", ["\ufeff", "\u200b", "\u00a0"])
def test_headers_are_read_as_they_are_seen(tmp_path: Path, unseen: str) -> None:
    text = f"case{unseen},{unseen}as_of,role.open_days\na,2026-11-22,58\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert batch([tmp_path / "t.csv"], tmp_path / "o.csv").written == 1


def test_a_name_that_nobody_sees_is_none(tmp_path: Path) -> None:
    _, problems = read_case({"case": "\ufeff\u200b", "as_of": "2026-11-22"}, shipped_advisor().knowledge)
    assert [problem.path for problem in problems] == ["case"]


@pytest.mark.parametrize("number", [7, 9007199254740993, 10176718226607830673])
def test_a_company_named_by_a_number_keeps_its_digits(number: int) -> None:
    """In case files as in tables, and where a text is answered."""
    raw = {"case": number, "as_of": "2026-11-22", "answers": {"name.product": number}}
    case, problems = read_case(raw, shipped_advisor().knowledge)
    assert case is not None and problems == []
    assert case.id == str(number) and case.plain_answers() == {"name.product": str(number)}
