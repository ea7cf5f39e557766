"""What a batch says as a whole: whom to call first, how frequent each finding is, what would help most companies.

Every share is a range over what is not known: found for sure, and found at most if everything open turned out badly.
"""

from __future__ import annotations

import csv
import glob
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from advisor.batch.portfolio.calls import Call, calls_of
from advisor.batch.portfolio.changes import CompanyChange, changes_between
from advisor.batch.runs.finish import errors_path
from advisor.batch.runs.results import CELL, LISTS
from advisor.batch.tables.headers import META
from advisor.knowledge.pack import Knowledge
from advisor.problems import FileError

LEAST_IN_GROUP = 5  # fewer would point at companies


@dataclass(frozen=True)
class Frequency:
    """How many companies of a group have a finding: for sure, likely, at most, and in how many nobody can tell; `of`
    is the group's size.
    """

    diagnosis: str
    group: str
    found: int
    likely: int
    at_most: int
    of: int
    open: int = 0


@dataclass(frozen=True)
class Portfolio:
    """A batch as a whole. `calls` are all companies worth a call, those first that have most at stake and soonest;
    `least_known` those of which least is known. `left_out` names the groups that are too small to be shown.
    """

    cases: int
    calls: tuple[Call, ...]
    findings: tuple[Frequency, ...]
    groups: tuple[Frequency, ...]
    left_out: tuple[str, ...]
    actions: tuple[tuple[str, int], ...]
    questions: tuple[tuple[str, str, int], ...]
    models: tuple[tuple[str, int], ...]
    changes: tuple[CompanyChange, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    errors: tuple[Mapping[str, str], ...] = field(default=())
    least_known: tuple[Call, ...] = ()
    cells: int = 0


def portfolio_of(
    table: pl.DataFrame,
    knowledge: Knowledge,
    *,
    by: str | None = None,
    calls: int | None = None,
    earlier: pl.DataFrame | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Portfolio:
    """The portfolio of a batch's wide results; `by` groups findings by a column; `calls` bounds the
    lists of companies. FileError for other tables.

    A portfolio is read by outsiders, so what is about one person's load is left out of it altogether.
    """
    table = _without_persons(table, knowledge)
    earlier = None if earlier is None else _without_persons(earlier, knowledge)
    ids = [diagnosis for diagnosis in knowledge.diagnoses if f"{diagnosis}.low" in table.columns]
    if not ids:
        raise FileError("This isn't a result of `advisor batch`.")
    if by is not None and by not in table.columns and f"meta.{by}" in table.columns:
        by = f"meta.{by}"
    if by is not None and by not in table.columns:
        raise FileError(f"There's no column `{by}` in the results. Columns are {', '.join(_groupable(table, ids))}.")
    groups, left_out = _groups(table, ids, by) if by is not None else ([], [])
    actions: Counter[str] = Counter()
    for name in ("action_1", "action_2", "action_3"):
        if name in table.columns:
            actions.update(
                action
                for action in table[name]
                if action and action in knowledge.actions and knowledge.actions[action].model.kind == "fix"
            )
    changes, new, gone = changes_between(table, earlier, ids) if earlier is not None else ([], [], [])
    every = calls_of(table, ids, knowledge)
    rows = [row for row in errors if row.get("left_out") != CELL]
    return Portfolio(
        table.height,
        tuple([call for call in every if call.worth > 0][:calls]),
        tuple(
            sorted(
                (_frequency(table, diagnosis, "all") for diagnosis in ids),
                key=lambda f: (-f.found, -f.likely, -f.at_most, f.diagnosis),
            )
        ),
        tuple(groups),
        tuple(left_out),
        tuple(actions.most_common()),
        tuple(_questions(table, knowledge)),
        tuple(Counter(table["model"].drop_nulls().to_list()).most_common()) if "model" in table.columns else (),
        tuple(changes),
        tuple(new),
        tuple(gone),
        tuple(rows),
        tuple(sorted(every, key=lambda call: (call.share_known, -call.worth, call.case))[:calls]),
        len(errors) - len(rows),
    )


def read_results(path: Path) -> pl.DataFrame:
    """The results that `advisor batch` wrote; FileError where they cannot be read."""
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {
        ".csv": _read_csv,
        ".jsonl": lambda p: pl.read_ndjson(glob.escape(str(p)), infer_schema_length=None),
        ".parquet": lambda p: pl.read_parquet(p, glob=False),
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileError(f"{path}: Unknown file type. Results are .csv, .jsonl or .parquet.")
    try:
        table = reader(path)
    except OSError as error:
        raise FileError(f"{path}: Can't be read: {error.strerror or error}.") from None
    except pl.exceptions.PolarsError as error:
        raise FileError(f"{path}: Can't be read: {str(error).splitlines()[0]}") from None
    if "case" in table.columns:
        table = table.with_columns(pl.col("case").cast(pl.String))
    for name in LISTS:
        if table.schema.get(name) in (pl.String, pl.Null):
            listed = pl.col(name).cast(pl.String)
            table = table.with_columns(pl.when(listed != "").then(listed.str.split("; ")).alias(name))
    return table


def _read_csv(path: Path) -> pl.DataFrame:
    """A CSV in which names stay as they are: 007 is not 7."""
    source = path.read_bytes() if path.is_fifo() else path  # a pipe can be read once
    names = pl.read_csv(source, n_rows=0, infer_schema=False, glob=False).columns
    texts = {name: pl.String() for name in names if name == "case" or name.startswith(META)}
    return pl.read_csv(source, infer_schema_length=None, schema_overrides=texts, glob=False)


def read_errors(out: Path) -> list[dict[str, str]]:
    """The rows of OUT.errors; none where there is no such file."""
    path = errors_path(out)
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _without_persons(table: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    persons = [diagnosis for diagnosis, entry in knowledge.diagnoses.items() if entry.model.person]
    return table.drop([c for c in table.columns if c in persons or c.rpartition(".")[0] in persons])


def _groupable(table: pl.DataFrame, ids: Sequence[str]) -> list[str]:
    return [name for name in table.columns if name not in ids and not name.endswith((".low", ".high", ".settled"))][:12]


def _frequency(table: pl.DataFrame, diagnosis: str, group: str) -> Frequency:
    status = Counter(table[diagnosis].cast(pl.String).to_list())
    found, likely = status["confirmed"], status["suspected"]
    not_ruled_out = pl.col(diagnosis).cast(pl.String) != "ruled-out"
    could = table.filter((pl.col(f"{diagnosis}.high") >= 0.6) & not_ruled_out).height
    return Frequency(diagnosis, group, found, likely, max(could, found), table.height, status["open"])


def _groups(table: pl.DataFrame, ids: Sequence[str], by: str) -> tuple[list[Frequency], list[str]]:
    made, left_out = [], []
    for (value,), rows in sorted(table.group_by(by), key=lambda kv: str(kv[0][0])):
        name = "not given" if value is None else str(value)
        if rows.height < LEAST_IN_GROUP:
            left_out.append(name)
        else:
            made += [_frequency(rows, diagnosis, name) for diagnosis in ids]
    return made, left_out


def _questions(table: pl.DataFrame, knowledge: Knowledge) -> list[tuple[str, str, int]]:
    if "open_questions" not in table.columns:
        return []
    counted = Counter(q for asked in table["open_questions"].to_list() for q in asked or [] if q in knowledge.questions)
    return [(question, knowledge.questions[question].model.who, count) for question, count in counted.most_common()]


def percent(count: int, of: int) -> str:
    """A share in words that need no decimals."""
    return f"{math.floor(100 * count / of + 0.5)}%" if of else "-"
