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

from advisor.batch.runs.finish import errors_path
from advisor.batch.tables.headers import META
from advisor.knowledge.pack import Knowledge
from advisor.problems import FileError

LEAST_IN_GROUP = 5  # fewer would point at companies
_BITES = {5: 1.0, 4: 0.8, 3: 0.6, 2: 0.4, 1: 0.2}
_CALL_QUESTIONS = 8


@dataclass(frozen=True)
class Call:
    """A company to call: what a call is worth, why, and what to ask whom."""

    case: str
    worth: float
    found: tuple[str, ...]
    likely: tuple[str, ...]
    open: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Frequency:
    """How many companies of a group have a finding: for sure, likely, and at most; `of` is the group's size."""

    diagnosis: str
    group: str
    found: int
    likely: int
    at_most: int
    of: int


@dataclass(frozen=True)
class CompanyChange:
    """A diagnosis of a company that stands otherwise than before."""

    case: str
    diagnosis: str
    before: str
    now: str


@dataclass(frozen=True)
class Portfolio:
    """A batch as a whole. `left_out` names the groups that are too small to be shown."""

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


def portfolio_of(
    table: pl.DataFrame,
    knowledge: Knowledge,
    *,
    by: str | None = None,
    calls: int = 20,
    earlier: pl.DataFrame | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Portfolio:
    """The portfolio of a batch's wide results; `by` groups findings by a column. FileError for other tables.

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
    changes, new, gone = _changes(table, earlier, ids) if earlier is not None else ([], [], [])
    return Portfolio(
        table.height,
        tuple(_calls(table, ids, knowledge)[:calls]),
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
        tuple(errors),
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
    if table.schema.get("open_questions") == pl.String:
        table = table.with_columns(pl.col("open_questions").str.split("; "))
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
    return Frequency(diagnosis, group, found, likely, max(could, found), table.height)


def _groups(table: pl.DataFrame, ids: Sequence[str], by: str) -> tuple[list[Frequency], list[str]]:
    made, left_out = [], []
    for (value,), rows in sorted(table.group_by(by), key=lambda kv: str(kv[0][0])):
        name = "not given" if value is None else str(value)
        if rows.height < LEAST_IN_GROUP:
            left_out.append(name)
        else:
            made += [_frequency(rows, diagnosis, name) for diagnosis in ids]
    return made, left_out


def _calls(table: pl.DataFrame, ids: Sequence[str], knowledge: Knowledge) -> list[Call]:
    """Companies by what a call is worth: impact of what is open times how open it is, sooner first, per question."""
    # Only what a call can change counts: a diagnosis that is settled is worth nothing, whatever it is. The root of the
    # number of questions stands below: nine questions take longer than one, but not nine times as long.
    made = []
    for row in table.iter_rows(named=True):
        by_status: dict[str, list[str]] = {}
        worth = 0.0
        for diagnosis in ids:
            status = row[diagnosis]
            by_status.setdefault(status, []).append(diagnosis)
            if not row[f"{diagnosis}.settled"] and status not in ("ruled-out", "no-sign"):
                bites = _BITES[knowledge.diagnoses[diagnosis].model.impact]
                worth += bites * max(row[f"{diagnosis}.high"] - row[f"{diagnosis}.low"], 0.0)
        soon = _soon(row)
        asked = [q for q in (row.get("open_questions") or []) if q in knowledge.questions][:_CALL_QUESTIONS]
        if asked:
            worth /= math.sqrt(len(asked))
        questions: dict[str, list[str]] = {}
        for question in asked:
            questions.setdefault(knowledge.questions[question].model.who, []).append(question)
        open_ones = sorted(
            by_status.get("open", []), key=lambda d: (-knowledge.diagnoses[d].model.impact, -row[f"{d}.high"])
        )
        made.append(
            Call(
                row["case"],
                round(worth * soon, 3),
                tuple(by_status.get("confirmed", ())),
                tuple(by_status.get("suspected", ())),
                tuple(open_ones),
                {who: tuple(ids) for who, ids in questions.items()},
            )
        )
    return sorted(made, key=lambda call: (-call.worth, call.case))


def _soon(row: Mapping[str, object]) -> float:
    """How soon it bites, 1 to 2: sooner where the chance of delivering in time is small on every way of staffing."""
    chances = [v for name, v in row.items() if name.endswith(".chance_delivered") and isinstance(v, (int, float))]
    return 2.0 - max(chances) if chances else 1.0


def _questions(table: pl.DataFrame, knowledge: Knowledge) -> list[tuple[str, str, int]]:
    if "open_questions" not in table.columns:
        return []
    counted = Counter(q for asked in table["open_questions"].to_list() for q in asked or [] if q in knowledge.questions)
    return [(question, knowledge.questions[question].model.who, count) for question, count in counted.most_common()]


def _changes(
    table: pl.DataFrame, earlier: pl.DataFrame, ids: Sequence[str]
) -> tuple[list[CompanyChange], list[str], list[str]]:
    before = {row["case"]: row for row in earlier.iter_rows(named=True)}
    now = {row["case"]: row for row in table.iter_rows(named=True)}
    changes = [
        CompanyChange(case, diagnosis, str(before[case][diagnosis]), str(row[diagnosis]))
        for case, row in now.items()
        if case in before
        for diagnosis in ids
        if diagnosis in before[case] and before[case][diagnosis] != row[diagnosis]
    ]
    return changes, [case for case in now if case not in before], [case for case in before if case not in now]


def percent(count: int, of: int) -> str:
    """A share in words that need no decimals."""
    return f"{math.floor(100 * count / of + 0.5)}%" if of else "-"
