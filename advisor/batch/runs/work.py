"""The work on one part: read, judge, advise. It needs nothing but a job and the part, on any machine."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl

from advisor.batch.columns.block import answers_of
from advisor.batch.columns.points import BlockPoints
from advisor.batch.columns.verdicts import BlockJudge, reads_points
from advisor.batch.runs.advice import advice
from advisor.batch.runs.results import (
    HEADERS,
    PartDone,
    advice_columns,
    cell_row,
    error_row,
    model_column,
    share_known,
    told_columns,
    verdict_columns,
)
from advisor.batch.runs.rows import rows_of, sorted_pieces
from advisor.batch.runs.sources import Part
from advisor.batch.tables.cells import CellStyle
from advisor.batch.tables.encode import TableReader
from advisor.batch.tables.encoded import Encoded, encoded_cases
from advisor.batch.tables.headers import META, ColumnMap, Headers, read_headers
from advisor.batch.tables.parts import ARROW, part_bytes
from advisor.batch.tables.streams import Bad, SourceLine
from advisor.cases.answers import Answer, Exactly
from advisor.cases.case import Case, read_case
from advisor.files.documents import Document, UnreadableError, decode
from advisor.files.json_text import read_json
from advisor.problems import CaseError, Problem
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase
from advisor.rulebase.store import own_folder
from advisor.shipped import shipped_packs

Detail = Literal["verdicts", "model", "plan"]
Form = Literal["wide", "long", "full"]
_TOGETHER = 24  # cases whose timelines are worked out together


@dataclass(frozen=True)
class Job:
    """What is to be done with every part: packs, how deep to look, how the tables are written, and whether a row with a
    cell that is not understood is left out (`strict`), or the cell alone.
    """

    packs: tuple[str, ...] = ()
    drafts: bool = False
    detail: Detail = "plan"
    form: Form = "wide"
    as_of: date | None = None
    map: ColumnMap = field(default_factory=ColumnMap)
    strict: bool = False


def rulebase_of(job: Job) -> Rulebase:
    """The shipped packs and those of a job over them, made ready for use, from where they are kept if they have been
    before; PackError with every problem of theirs.
    """
    folders = [*shipped_packs(), *map(Path, job.packs)]
    return Rulebase.load(folders, engine="python", drafts=job.drafts, kept_in=own_folder())


class Worker:
    """Does parts of one job."""

    def __init__(self, job: Job, rulebase: Rulebase | None = None):
        """With `rulebase` the packs of the job are ready for use already; else they are read. PackError with every
        problem of theirs.
        """
        self.job = job
        self.rulebase = rulebase or rulebase_of(job)
        self.program = self.rulebase.program
        self.terms = self.program.vocabulary.terms
        timeline_calculator = self.rulebase.timeline_calculator
        needed = timeline_calculator is not None and reads_points(self.program, of_table=job.detail == "model")
        points = (
            BlockPoints(self.rulebase.what_ifs, timeline_calculator)
            if timeline_calculator is not None and needed
            else None
        )
        self.judge = BlockJudge(self.rulebase.what_ifs, points, decides=job.detail == "model")

    def do(self, part: Part, ending: str = ARROW) -> PartDone:
        """The results of a part, as a file with this ending; what cannot be read becomes errors."""
        pieces: list[SourceLine] = []
        errors: list[dict[str, str]] = []
        failed = 0
        count = part.count
        if part.kind == "files":
            pieces, bad, count = self._files(part.pieces)
        else:
            pieces, unread = sorted_pieces(part, strict=self.job.strict) if part.kind != "parquet" else ([], [])
            bad = [(part.source, piece) for piece in unread]
        for source, piece in bad:
            errors.append(error_row(source, piece.place, "", Problem("", "unreadable", piece.reason)))
            failed += 1
        try:
            encoded, places = self._encoded(part, pieces)
        except CaseError as error:  # the headers: no row of this part can be read
            errors += [error_row(part.source, HEADERS, "", problem) for problem in error.problems]
            return PartDone(part.number, b"", errors, count, count)
        except _UnreadablePart as error:
            place = f"rows {part.start + 1} to {part.start + part.count}"
            errors.append(error_row(part.source, place, "", Problem("", "unreadable", str(error))))
            return PartDone(part.number, b"", errors, count, count)
        for row, problems in encoded.errors.items():
            source, place, case = places(row)
            errors += [error_row(source, place, case, problem) for problem in problems]
        failed += len(encoded.errors)
        for row, cells in sorted(encoded.told.unknown.items()):
            if row not in encoded.errors:
                errors += [cell_row(places(row), cell) for cell in cells]
        found, faults = self.advised(encoded)
        for number, problem in faults:
            source, where, _ = places(int(encoded.rows[number]))
            errors.append(error_row(source, where, encoded.ids[number], problem))
        failed += len(faults)
        if faults:
            encoded = encoded.without({place for place, _ in faults})
        if not encoded.ids:
            return PartDone(part.number, b"", errors, failed, count)
        table = self.table(
            encoded, [places(int(row))[:2] for row in encoded.rows] if part.kind != "parquet" else part, found
        )
        return PartDone(part.number, part_bytes(table, ending), errors, failed, count)

    # ---- reading -------------------------------------------------------------------------------------

    def _encoded(self, part: Part, pieces: list[SourceLine]) -> tuple[Encoded, Any]:
        """The cases of a part, and where each stands: source, place, name."""
        if part.kind in ("files", "lines"):
            sources = [
                (piece.place.rsplit(" case ", 1)[0], "case " + piece.place.rsplit(" case ", 1)[1])
                if part.kind == "files"
                else (part.source, piece.place)
                for piece in pieces
            ]
            encoded = self._cases(pieces, lines=part.kind == "lines")
            return encoded, lambda row: (*sources[row], "")
        headers = self.headers(part.headers, part.source)
        style = self.job.map.style
        if part.semicolons and not self.job.map.decimal_said:
            style = CellStyle(style.dont_know, style.dates, ",", style.words)
        knowledge, strict = self.rulebase.knowledge, self.job.strict
        reader = TableReader(knowledge, self.terms, style, self.job.as_of, strict=strict)
        if part.kind != "parquet":
            rows = rows_of(part, pieces, headers, strict=strict)
            return reader.read(rows.table, headers, rows.told), lambda row: (part.source, *rows.place(row))
        used = [name for name in part.headers if name not in self.job.map.ignore]
        try:
            table = pl.scan_parquet(part.source, glob=False).select(used).slice(part.start, part.count).collect()
        except Exception as error:  # a broken file fails in many ways
            raise _UnreadablePart((str(error).splitlines() or [""])[0][:200]) from None
        if table.height != part.count:
            raise _UnreadablePart("The file has fewer rows than it says, or changed while it was read.")
        return reader.read(table, headers), lambda row: (part.source, f"row {part.start + row + 1}", "")

    def headers(self, names: Any, source: str) -> Headers:
        """What the columns of a table mean."""
        points = self.program.vocabulary.points
        return read_headers(list(names), self.rulebase.knowledge, self.job.map, source, points)

    def _files(self, paths: Any) -> tuple[list[SourceLine], list[tuple[str, Bad]], int]:
        """The cases in case files: one a file, or a list."""
        from advisor.batch.tables.casefiles import documents_in

        found: list[SourceLine] = []
        bad: list[tuple[str, Bad]] = []
        for path in paths:
            for number, item in enumerate(documents_in(path.place), start=1):
                if isinstance(item, Problem):
                    bad.append((path.place, Bad(f"line {item.line}" if item.line else "", item.message)))
                else:
                    found.append(SourceLine(f"{path.place} case {number}", item))
        return found, bad, len(found) + len(bad)

    def _cases(self, pieces: list[SourceLine], *, lines: bool) -> Encoded:
        errors: dict[int, list[Problem]] = {}
        cases: list[Case] = []
        rows: list[int] = []
        for row, piece in enumerate(pieces):
            try:
                document: Document = read_json(decode(piece.content)) if lines else piece.content
            except UnreadableError as error:
                errors[row] = [error.problem]
                continue
            data = document.data
            if self.job.as_of is not None and isinstance(data, dict) and data.get("as_of") is None:
                data = {**data, "as_of": self.job.as_of.isoformat()}
            case, problems = read_case(data, self.rulebase.knowledge, document)
            if case is None:
                errors[row] = problems
            else:
                cases.append(case)
                rows.append(row)
        return encoded_cases(cases, np.array(rows, np.int64), errors, self.terms)

    # ---- results -------------------------------------------------------------------------------------

    def advised(self, encoded: Encoded) -> tuple[list[Any], list[tuple[int, Problem]]]:
        """What the row engine says of each case, where it is asked; a case it fails on does not stop the rest."""
        found: list[Any] = []
        faults: list[tuple[int, Problem]] = []
        if self.job.form != "full" and self.job.detail != "plan":
            return found, faults
        for start in range(0, len(encoded.ids), _TOGETHER):
            rows = range(start, min(start + _TOGETHER, len(encoded.ids)))
            try:
                together = assess_many(self.rulebase, [self.case(encoded, row) for row in rows])
            except Exception:  # one of them is at fault, and is found below
                together = []
            for number, row in enumerate(rows):
                try:
                    assessment = (
                        together[number] if together else assess_many(self.rulebase, [self.case(encoded, row)])[0]
                    )
                    found.append(
                        json.dumps(assessment.to_dict(), ensure_ascii=False)
                        if self.job.form == "full"
                        else advice(assessment, self.program.knowledge)
                    )
                except Exception as error:
                    message = f"This is a bug in this program: {type(error).__name__}."
                    faults.append(
                        (row, Problem("", "fault", message, "Please report it, with `advisor assess` on this case."))
                    )
        return found, faults

    def table(self, encoded: Encoded, places: Any, found: list[Any]) -> pl.DataFrame:
        """The rows of results; `places` are source and place of each, or the Parquet part they come from, `found` is
        what the row engine says of each.
        """
        size = len(encoded.ids)
        start: dict[str, pl.Series] = {"case": pl.Series("case", encoded.ids, pl.String)}
        epoch = date(1970, 1, 1).toordinal()
        start["as_of"] = pl.Series("as_of", (encoded.block.as_of - epoch).astype(np.int32)).cast(pl.Date)
        if isinstance(places, Part):
            start["source"] = pl.repeat(places.source, size, eager=True, dtype=pl.String)
            start["place"] = pl.Series(encoded.rows + places.start + 1).cast(pl.String)
        else:
            start["source"] = pl.Series([source for source, _ in places], dtype=pl.String)
            start["place"] = pl.Series([place for _, place in places], dtype=pl.String)
        start |= {META + name: encoded.meta[name] for name in encoded.meta.columns}
        if self.job.form == "full":
            return pl.DataFrame(
                {
                    "case": start["case"],
                    "source": start["source"],
                    "place": start["place"],
                    "json": pl.Series(found, dtype=pl.String),
                }
            )
        start |= told_columns(encoded)
        judged = self.judge.judge(encoded.block, encoded.exceptional)
        facts = self.judge.gated(self.judge.followed(encoded.block, encoded.exceptional))
        start["share_known"] = pl.Series(share_known(self.program, facts, size))
        columns = {**start, **verdict_columns(self.program, judged)}
        if self.job.detail == "model":
            columns |= model_column(self.program, judged.winner)
        elif self.job.detail == "plan":
            columns |= advice_columns(found)
        return pl.DataFrame([series.alias(name) for name, series in columns.items()])

    def case(self, encoded: Encoded, row: int) -> Case:
        """One of the cases, as the row engine takes it."""
        if row in encoded.cases:
            return encoded.cases[row]
        answers = {question: Answer(given) for question, given in answers_of(encoded.block, row, self.terms).items()}
        for question, values in encoded.texts.items():
            if values[row] is not None:
                answers[question] = Answer(Exactly(values[row] or ""))
        return Case(encoded.ids[row], date.fromordinal(int(encoded.block.as_of[row])), answers)


class _UnreadablePart(Exception):
    """A piece of a Parquet file that cannot be read."""
