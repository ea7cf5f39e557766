"""A table and a case file mean the same, however the table is written."""

from __future__ import annotations

import csv
import io
import random
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from advisor import Case
from advisor.batch.runs.sources import Sources
from advisor.batch.runs.work import Job, Worker
from advisor.batch.tables.cells import CellStyle, answer_in
from advisor.batch.tables.encode import TableReader
from advisor.batch.tables.encoded import Encoded
from advisor.batch.tables.headers import ColumnMap, read_headers, read_map
from advisor.cases.answers import Answer, DontKnow, Exactly, Partly, Range
from advisor.cases.values import AnswerError, Scalar
from advisor.language.vocabulary import Kind
from advisor.problems import CaseError
from testkit.companies.drawn import some_company
from testkit.shipped import shipped_advisor


def simple_companies(number: int) -> list[Case]:
    """Cases without notes and without people who differ, as tables have them."""
    advisor = shipped_advisor()
    cases = []
    for seed in range(number):
        case = some_company(advisor, seed)
        answers = {q: a for q, a in case.answers.items() if isinstance(a.said, (Exactly, Range, Partly, DontKnow))}
        cases.append(Case(f"c{seed}", case.as_of, answers))
    return cases


def as_text(answer: Answer | None) -> str:
    """An answer as somebody writes it in a cell."""
    if answer is None:
        return ""
    said = answer.said
    if isinstance(said, DontKnow):
        return random.Random(0).choice(["?", "n/a", "Unknown"])
    if isinstance(said, Range):
        return f"{said.low}..{said.high}"
    if isinstance(said, Partly):
        return "; ".join(parts_of(said))
    assert isinstance(said, Exactly)
    return value_text(said.value)


def parts_of(said: Partly) -> list[str]:
    """A list known in part, entry by entry."""
    return [*said.has, *(f"!{option}" for option in said.lacks), "..."]


def value_text(value: Scalar) -> str:
    """A value as text."""
    if isinstance(value, bool):
        return "Yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(value) or "-"
    return str(value)


def same_answers(cases: list[Case], table: pl.DataFrame, columns: ColumnMap | None = None) -> None:
    """The cases that come out of the table are those that went in."""
    encoded, worker = read(table, columns or ColumnMap())
    assert not encoded.errors
    for row, case in enumerate(cases):
        found = worker.case(encoded, row)
        assert (found.id, found.as_of) == (case.id, case.as_of)
        assert {q: a.said for q, a in found.answers.items()} == {q: a.said for q, a in case.answers.items()}


def read(table: pl.DataFrame, columns: ColumnMap, as_of: date | None = None) -> tuple[Encoded, Worker]:
    """A table read for the shipped pack."""
    advisor = shipped_advisor()
    worker = Worker(Job(detail="verdicts", map=columns), advisor.rulebase)
    headers = read_headers(table.columns, advisor.knowledge, columns, "table")
    return TableReader(advisor.knowledge, worker.terms, columns.style, as_of).read(table, headers), worker


def test_a_table_of_texts_gives_the_answers_that_were_written() -> None:
    """Words for "don't know", ranges, lists, empty cells: every question type."""
    cases = simple_companies(60)
    questions = list(shipped_advisor().knowledge.questions)
    columns = {"case": [c.id for c in cases], "as_of": [c.as_of.isoformat() for c in cases]}
    columns |= {q: [as_text(c.answers.get(q)) for c in cases] for q in questions}
    same_answers(cases, pl.DataFrame(columns))


def test_a_typed_table_gives_the_answers_that_were_written() -> None:
    """Booleans, numbers, days, lists, whole or in part; null is not given, `__unsure` is "don't know"."""
    cases = [only_exact(case) for case in simple_companies(60)]
    columns: dict[str, pl.Series] = {
        "case": pl.Series([c.id for c in cases]),
        "as_of": pl.Series([c.as_of for c in cases]),
    }
    types: dict[Kind, Any] = {
        Kind.YES_NO: pl.Boolean,
        Kind.CHOICES: pl.List(pl.String),
        Kind.WHOLE: pl.Int64,
        Kind.NUMBER: pl.Float64,
        Kind.DATE: pl.Date,
    }
    for question, entry in shipped_advisor().knowledge.questions.items():
        said = [c.answers[question].said if question in c.answers else None for c in cases]
        values = [s.value if isinstance(s, Exactly) else parts_of(s) if isinstance(s, Partly) else None for s in said]
        columns[question] = pl.Series(values, dtype=types.get(entry.model.type, pl.String), strict=False)
        columns[f"{question}__unsure"] = pl.Series([isinstance(s, DontKnow) for s in said])
    same_answers(cases, pl.DataFrame(columns))


def only_exact(case: Case) -> Case:
    """The case without ranges."""
    return Case(case.id, case.as_of, {q: a for q, a in case.answers.items() if not isinstance(a.said, Range)})


def test_labels_and_the_users_own_words_are_understood() -> None:
    """What a spreadsheet's writer would write."""
    words = {"role.stage": {"weit": "in_calls"}}
    columns = ColumnMap({"Offen": "role.open_days"}, style=CellStyle(words=words, decimal=",", dates="day-first"))
    table = pl.DataFrame(
        {
            "case": ["a"],
            "as_of": ["22.11.2026"],
            "Offen": ["58"],
            "role.stage": ["Weit"],
            "milestone.need_by": ["3/4/2027"],
            "Branche": ["KI"],
        }
    )
    encoded, worker = read(table, columns)
    assert not encoded.errors
    answers = worker.case(encoded, 0).plain_answers()
    assert answers == {"milestone.need_by": "2027-04-03", "role.open_days": 58, "role.stage": "in_calls"}
    assert encoded.meta.to_dicts() == [{"Branche": "KI"}]


@pytest.mark.parametrize(
    ("column", "cell", "field", "code"),
    [
        ("role.open_days", "many", "role.open_days", "type"),
        ("role.open_days", "99999", "role.open_days", "out-of-range"),
        ("role.open_days", "9" * 4301, "role.open_days", "huge-number"),
        ("role.open_days", "-" + "9" * 5000, "role.open_days", "huge-number"),
        ("role.open_days", "1.." + "9" * 5000, "role.open_days", "huge-number"),
        ("role.open_days", "9" * 5000 + ".5", "role.open_days", "huge-number"),
        ("role.open_days", "1e999", "role.open_days", "huge-number"),
        ("role.open_days", "3-5", "role.open_days", "type"),
        ("role.open_days", "5..3", "role.open_days.from", "range"),
        ("role.stage", "somewhere", "role.stage", "unknown-option"),
        ("milestone.need_by", "03/04/2027", "milestone.need_by", "ambiguous-date"),
        ("milestone.need_by", "2027-02-30", "milestone.need_by", "type"),
        ("as_of", "03/04/2027", "as_of", "ambiguous-date"),
        ("as_of", "", "as_of", "missing"),
        ("case", "", "case", "missing"),
        ("case", "x" * 300, "case", "too-long"),
        ("case", "a\x07b", "case", "control-character"),
        ("jd.must_have_areas", "llm; nonsense", "jd.must_have_areas.1", "unknown-option"),
        ("jd.must_haves_separated", "maybe", "jd.must_haves_separated", "type"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_its_question(column: str, cell: str, field: str, code: str) -> None:
    """The other row of the table is read all the same."""
    row = {"case": "a", "as_of": "2026-11-22", "role.open_days": "3"} | {column: cell}
    good = dict.fromkeys(row, "") | {"case": "b", "as_of": "2026-11-22"}
    encoded, _ = read(pl.DataFrame([row, good]), ColumnMap())
    assert encoded.ids == ["b"]
    assert [(p.path, p.code) for p in encoded.errors[0]] == [(field, code)]


@pytest.mark.parametrize("dtype", [pl.Float64, pl.Float32, pl.Object, pl.Int64, pl.Decimal(20, 0)])
def test_a_company_named_by_a_number_keeps_all_its_digits(dtype: Any) -> None:
    """Where some cells are empty, other programs make decimals of whole numbers."""
    numbers = [10_000_001, 10_000_002, 10_000_003]
    names = pl.Series(numbers, dtype=dtype, strict=False)
    encoded, _ = read(pl.DataFrame({"case": names, "as_of": ["2026-11-22"] * 3}), ColumnMap())
    assert not encoded.errors and encoded.ids == list(map(str, numbers))


def test_what_is_no_number_is_no_name() -> None:
    """An empty cell of decimals is told as missing; other decimals stay what they are."""
    names = pl.Series([1.5, float("nan"), None, 1e15, 0.1 + 0.2])
    encoded, _ = read(pl.DataFrame({"case": names, "as_of": ["2026-11-22"] * 5}), ColumnMap())
    assert encoded.ids == ["1.5", "1000000000000000", "0.30000000000000004"]
    assert {row: [p.code for p in problems] for row, problems in encoded.errors.items()} == {
        1: ["missing"],
        2: ["missing"],
    }


def test_a_text_that_is_a_number_keeps_all_its_digits() -> None:
    """As a text, and as an option's name that no question has."""
    question = shipped_advisor().knowledge.questions["role.stage"].model
    with pytest.raises(AnswerError, match="'10000001'"):
        answer_in(10_000_001.0, question, CellStyle())


@pytest.mark.parametrize("header", ["role.open_dayss", "Role Open_Days", "open_days", "jd.must_have_area"])
def test_a_near_miss_of_a_questions_name_is_an_error(header: str) -> None:
    """It would silently become a column that nobody reads."""
    with pytest.raises(CaseError, match="Write `"):
        read_headers(["case", header], shipped_advisor().knowledge, ColumnMap(), "table")


@pytest.mark.parametrize("header", ["As_of", "AS OF", "as-of", "AsOf", "Date", " date ", "Answered on"])
def test_a_column_that_seems_to_be_the_day_is_an_error(header: str) -> None:
    """Kept as a remark, it would leave every case to the day of the run; beside the day itself it is a remark."""
    knowledge = shipped_advisor().knowledge
    with pytest.raises(CaseError, match=r"seems to be `as_of`, but isn't\. Write `as_of`, or say in the map"):
        read_headers(["case", header], knowledge, ColumnMap(), "t")
    mine = header.strip()
    for columns, meta in (
        (ColumnMap({mine: "meta.seen"}), "seen"),
        (ColumnMap({mine: "as_of"}), None),
        (ColumnMap(ignore=(mine,)), None),
    ):
        assert list(read_headers(["case", header], knowledge, columns, "t").meta) == ([meta] if meta else [])
    assert read_headers(["case", "as_of", header], knowledge, ColumnMap(), "t").as_of == "as_of"


@pytest.mark.parametrize("field", ["case", "as_of"])
def test_a_column_that_the_map_names_and_the_table_has_not_is_an_error(field: str) -> None:
    """Else every case would be dated by the day of the run."""
    columns = ColumnMap({"Elsewhere": field})
    with pytest.raises(CaseError, match=f"The map's column for `{field}` isn't in the table"):
        read_headers(["case", "role.open_days"], shipped_advisor().knowledge, columns, "t")


def test_a_column_that_seems_to_be_the_name_is_an_error() -> None:
    """One message for the table, not one a row."""
    with pytest.raises(CaseError, match="seems to be `case`, but isn't"):
        read_headers(["Case", "as_of"], shipped_advisor().knowledge, ColumnMap(), "t")


def test_a_header_that_the_map_explains_is_no_near_miss() -> None:
    """The way out that the message names works."""
    columns = ColumnMap({"open_days": "meta.open_days"})
    assert read_headers(["case", "open_days"], shipped_advisor().knowledge, columns, "t").meta == {
        "open_days": "open_days"
    }


def test_every_fault_of_a_map_is_told_with_its_line(tmp_path: Path) -> None:
    """Nothing of a faulty map is used."""
    path = tmp_path / "map.yaml"
    path.write_text("colums: {}\ncolumns:\n  A: role.open_dayz\ndates: someday\n", encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_map(path, shipped_advisor().knowledge)
    assert [(p.path, p.line) for p in caught.value.problems] == [("colums", 1), ("columns.A", 3), ("dates", 4)]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "mark"),
    [("utf-8", ",", b""), ("utf-8", ";", b"\xef\xbb\xbf"), ("cp1252", ";", b""), ("utf-16", "\t", b"")],
)
def test_csv_as_spreadsheets_write_it(tmp_path: Path, encoding: str, delimiter: str, mark: bytes) -> None:
    """Byte order marks, semicolons with decimal commas, old encodings, quoted line breaks."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([["case", "as_of", "flow.note", "role.open_days"], ["Zoë", "2026-11-22", "a\nb", "7"]])
    path = tmp_path / "t.csv"
    path.write_bytes(mark + text.getvalue().encode(encoding))
    worker = Worker(Job(detail="verdicts"), shipped_advisor().rulebase)
    (part,) = Sources([str(path)], 10).parts()
    table = pl.read_ipc(io.BytesIO(worker.do(part).table))
    assert table["case"].to_list() == ["Zoë"]
    assert table["meta.flow.note"].to_list() == ["a\nb"]
