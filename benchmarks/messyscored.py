"""How well a spreadsheet is read that somebody wrote by hand: `python benchmarks/messyscored.py SHEET.xlsx TRUTH.csv`.

TRUTH.csv says what cells mean, one a line: `row` (as the spreadsheet program numbers it; in a CSV the line), `header`,
`question` (its id) and `value`: `63`, `20..30`, `yes`, an option's id, several with `;`, `2027-03-15`, `?` for "don't
know", nothing where nothing was given, `!` where nobody could know what is meant. Lines for the questions `case` and
`as_of` name these columns and need no value. Headers are mapped as the lines say, days in figures as `--dates` says.

Printed: the share of understandable cells that are read rightly, those left out with a word, those read wrongly with
and without a mark; every cell that is not read rightly; and the headers for which `--suggest-columns` proposes another
question than the lines say.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import checkout  # noqa: F401  (finds testkit)

from advisor.batch.runs.sources import Sources
from advisor.batch.runs.work import Job, Worker
from advisor.batch.suggesting.suggest import suggestions
from advisor.batch.tables.cells import CellStyle
from advisor.batch.tables.headers import ColumnMap
from advisor.cases.answers import Answer, DontKnow, Exactly, Partly, Range
from testkit.shipped import shipped_advisor

TODAY = date(2026, 11, 30)
UNSURE, NOBODY_KNOWS, IN_PART = "?", "!", "(in part)"


@dataclass(frozen=True)
class Came:
    """How one cell came out: what was read, and whether it is told that it is left out or how it was read."""

    read: Any
    told: bool
    marked: bool


def truths(path: Path) -> list[dict[str, str]]:
    """The lines of the file."""
    with open(path, encoding="utf-8-sig", newline="") as stream:
        lines = [
            {(name or "").strip().lower(): (text or "").strip() for name, text in row.items()}
            for row in csv.DictReader(stream)
        ]
    missing = {"row", "header", "question", "value"} - set(lines[0] if lines else ())
    if missing:
        raise SystemExit(f"{path}: no column {', '.join(sorted(missing))}")
    known = {*shipped_advisor().knowledge.questions, "case", "as_of"}
    strange = {line["question"] for line in lines} - known
    if strange:
        raise SystemExit(f"{path}: no question {', '.join(sorted(strange))}")
    return lines


def wanted(value: str) -> Any:
    """What a line says that a cell means, to be compared."""
    if value in (UNSURE, NOBODY_KNOWS, ""):
        return value
    if value.casefold() in ("yes", "no"):
        return value.casefold() == "yes"
    if found := re.fullmatch(r"(.+?)\.\.(.+)", value):
        return wanted(found[1]), wanted(found[2])
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return date.fromisoformat(value)
    except ValueError:
        return frozenset(part.strip() for part in value.split(";"))


def plain(answer: Answer | None) -> Any:
    """An answer, to be compared."""
    said = None if answer is None else answer.said
    if said is None:
        return ""
    if isinstance(said, DontKnow):
        return UNSURE
    if isinstance(said, Range):
        return said.low, said.high
    if isinstance(said, Partly):
        return IN_PART
    assert isinstance(said, Exactly)
    if isinstance(said.value, (bool, date)):
        return said.value
    if isinstance(said.value, (int, float)):
        return float(said.value)
    return frozenset(said.value if isinstance(said.value, tuple) else [said.value])


def same(read: Any, meant: Any) -> bool:
    """Whether two are alike; numbers within two in a hundred, since months are days."""
    if isinstance(meant, tuple):
        return isinstance(read, tuple) and all(map(same, read, meant))
    if isinstance(meant, float) and not isinstance(read, bool) and isinstance(read, (int, float)):
        return abs(read - meant) <= max(0.02 * abs(meant), 0.51)
    return type(read) is type(meant) and bool(read == meant)


def came_out(sheet: Path, lines: list[dict[str, str]], dates: Any) -> dict[tuple[str, str], Came]:
    """By row and question how each cell came out; what is missing has no row that could be read."""
    knowledge = shipped_advisor().knowledge
    columns = {line["header"]: line["question"] for line in lines}
    for each in suggestions(str(sheet), knowledge):
        if each.meaning in ("case", "as_of") and each.meaning not in columns.values():
            columns.setdefault(each.header.strip(), str(each.meaning))
    chosen = ColumnMap(columns, style=CellStyle(dates=dates))
    worker = Worker(Job(detail="verdicts", as_of=TODAY, map=chosen), shipped_advisor().rulebase)
    found: dict[tuple[str, str], Came] = {}
    for part in Sources([str(sheet)], 10_000).parts():
        encoded, places = worker._encoded(part, [piece for piece in part.pieces if hasattr(piece, "content")])
        questions = worker.headers(part.headers, part.source).questions
        for place, row in enumerate(encoded.rows):
            number = "".join(re.findall(r"\d+", places(int(row))[1]))
            told = {cell.header.strip() for cell in encoded.told.unknown.get(int(row), ())}
            read_as = encoded.told.read_as.get(int(row), ())
            answers = worker.case(encoded, place).answers
            for question, header in questions.items():
                left_out = bool({header.strip(), question} & told)
                marked = any(text.startswith((header[:40], header.strip()[:40], question)) for text in read_as)
                found[number, question] = Came(plain(answers.get(question)), left_out, marked)
    return found


def judged(lines: list[dict[str, str]], found: dict[tuple[str, str], Came]) -> Iterator[tuple[str, str]]:
    """How each cell came out, in words, and the cell."""
    for line in lines:
        if line["question"] in ("case", "as_of"):
            continue
        came, meant = found.get((line["row"], line["question"])), wanted(line["value"])
        where = f"row {line['row']}, {line['header']}: {line['value']!r} meant"
        if came is None:
            yield "the row, or the column, could not be read", where
        elif meant == NOBODY_KNOWS:
            yield (
                ("nonsense left out" if came.read == "" else "nonsense read as an answer"),
                f"{where}, {came.read!r} read",
            )
        elif same(came.read, meant):
            yield "right", where
        elif came.read in ("", IN_PART) and (came.told or came.marked):
            yield "left out or known in part, told", where
        else:
            yield ("wrong, marked" if came.told or came.marked else "wrong, unmarked"), f"{where}, {came.read!r} read"


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--dates", choices=("iso", "day-first", "month-first"), default="iso")
    told = parser.parse_args()
    lines = truths(told.truth)
    cells = list(judged(lines, came_out(told.sheet, lines, told.dates)))
    counts = Counter(how for how, _ in cells)
    meant = sum(count for how, count in counts.items() if not how.startswith("nonsense"))
    print(f"{meant:,} understandable cells: {100 * counts['right'] / max(meant, 1):.1f} % read rightly")
    for how, count in counts.most_common():
        print(f"  {count:>7,} {how}")
    for how, where in cells:
        if how not in ("right", "nonsense left out"):
            print(f"{how:34} {where}")
    said = {line["header"]: line["question"] for line in lines}
    proposed = {each.header.strip(): each.meaning for each in suggestions(str(told.sheet), shipped_advisor().knowledge)}
    other = {header: proposed.get(header) for header, question in said.items() if proposed.get(header) != question}
    print(f"\n--suggest-columns: {len(said) - len(other)} of {len(said)} headers as meant")
    for header, proposal in other.items():
        print(f"  {header}: {said[header]} meant, {proposal or 'nothing'} proposed")


if __name__ == "__main__":
    main()
