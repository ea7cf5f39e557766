"""Many drawn companies by columns, and which of them are near to what is known of one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.cases.answers import Given
from advisor.interview.pool.drawing import NOT_ASKED, Drawing
from advisor.interview.pool.typical import Typical
from advisor.language.vocabulary import Kind

Column = NDArray[Any]


class Pool:
    """Drawn companies: for each question a column of codes, NOT_ASKED where it does not apply to a company."""

    def __init__(self, typical: Mapping[str, Typical], columns: Mapping[str, Column]):
        self.typical = typical
        self._columns = columns

    @classmethod
    def drawn(cls, drawing: Drawing, number: int, seed: int) -> Pool:
        """So many companies, each with a seed of its own."""
        companies = [drawing.draw(random.Random(seed + each)) for each in range(number)]
        columns = {
            question: np.array([company.get(question, NOT_ASKED) for company in companies], dtype=_width(typical))
            for question, typical in drawing.typical.items()
        }
        return cls(drawing.typical, columns)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    def nearest(self, answers: Mapping[str, Given], as_of: date, number: int) -> Column:
        """The places of the companies nearest to some answers, nearest first; "don't know" says nothing."""
        distance = np.zeros(len(self), dtype=np.float32)
        for question, given in answers.items():
            typical = self.typical.get(question)
            said = typical.known(given, as_of) if typical is not None else None
            if typical is not None and said is not None:
                distance += _apart(typical, self._columns[question], *said)
        return np.argsort(distance, kind="stable")[:number]

    def chances(self, questions: Sequence[str], among: Column, most: int) -> list[tuple[dict[str, int], float]]:
        """What some companies would answer to questions that are asked together: codes, with the share of each.

        Of one question the codes met most often; of several, answers from companies spread evenly over all of them.
        Only companies to which every question applies count; questions without typical answers are left out.
        """
        asked = [question for question in questions if question in self._columns]
        rows = (
            np.stack([self._columns[q][among].astype(np.int64) for q in asked], axis=1) if asked else np.empty((0, 0))
        )
        rows = rows[(rows != NOT_ASKED).all(axis=1)]
        if not len(rows):
            return []
        if len(asked) == 1:
            codes, counts = np.unique(rows, return_counts=True)
            order = np.argsort(-counts, kind="stable")[:most]
            return [({asked[0]: int(codes[place])}, float(counts[place]) / len(rows)) for place in order]
        rows = rows[np.lexsort(rows.T[::-1])]
        places = [len(rows) * (2 * each + 1) // (2 * most) for each in range(most)]
        return [(dict(zip(asked, map(int, rows[place]))), 1 / most) for place in places]

    def company(self, place: int, questions: Iterable[str]) -> dict[str, int]:
        """The codes of one company for those of some questions that apply to it."""
        found = {q: int(self._columns[q][place]) for q in questions if q in self._columns}
        return {question: code for question, code in found.items() if code != NOT_ASKED}

    # ---- as bytes --------------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """The columns, after a line that names them."""
        names = [[question, column.dtype.str] for question, column in self._columns.items()]
        head = json.dumps({"companies": len(self), "columns": names}).encode()
        return b"\n".join([head, b"".join(column.tobytes() for column in self._columns.values())])

    @classmethod
    def from_bytes(cls, typical: Mapping[str, Typical], content: bytes) -> Pool | None:
        """What `to_bytes` gave; None where it is not of these questions."""
        head, _, body = content.partition(b"\n")
        try:
            read = json.loads(head)
            number, names = read["companies"], read["columns"]
        except (ValueError, KeyError, TypeError):
            return None
        if [name for name, _ in names] != list(typical):
            return None
        columns, start = {}, 0
        for name, kind in names:
            columns[name] = np.frombuffer(body, dtype=kind, count=number, offset=start)
            start += columns[name].nbytes
        return cls(typical, columns)


def _width(typical: Typical) -> type[Any]:
    most = 1 << typical.size if typical.kind is Kind.CHOICES else typical.size
    return np.int8 if most <= 1 << 7 else np.int16 if most <= 1 << 15 else np.int64


def _apart(typical: Typical, column: Column, bits: int, code: int) -> Column:
    """How far each company is from an answer, 0 to 1; 1 where the question does not apply to it."""
    if typical.kind is not Kind.CHOICES:
        return np.not_equal(column, code)
    known: Sequence[int] = [place for place in range(typical.size) if bits >> place & 1]
    off = sum(((column >> place & 1) != (code >> place & 1)).astype(np.float32) for place in known)
    apart: Column = np.where(column == NOT_ASKED, np.float32(1), off / max(len(known), 1))
    return apart
