"""A first map of columns for somebody's table, and an empty table with all questions."""

from __future__ import annotations

import csv
import io
import json

from advisor.batch.runs.sources import Sources, find_sources
from advisor.batch.tables.headers import META, suggested
from advisor.knowledge.pack import Knowledge
from advisor.problems import FileError


def suggestion(path: str, knowledge: Knowledge) -> str:
    """The text of a map of columns: what is near is filled in, the rest becomes `meta.*`."""
    part = next(Sources(find_sources([path])[:1], 1).parts(), None)
    if part is None or not part.headers:
        raise FileError(f"{path}: This file has no headers. A map of columns is for CSV, .xlsx and Parquet.")
    lines = [
        "# Check each line: on the left the header of your table, on the right the question it answers.",
        "columns:",
    ]
    meanings = suggested([header for header in part.headers if header], knowledge)
    for header, meaning in meanings.items():
        short = (
            knowledge.questions[meaning].model.short if meaning is not None and meaning in knowledge.questions else ""
        )
        lines.append(
            f"  {json.dumps(header, ensure_ascii=False)}: {_quoted(meaning or META + header)}"
            + (f"  # {short}" if short else "")
        )
    lines += [
        "# How the cells are written:",
        "dates: iso            # or day-first, month-first",
        'decimal: "."          # or ","',
        'dont_know: ["?", "n/a", unknown, "not sure", tbd]',
        '# words: {post.stage: {"still looking": nobody}}   what your own words mean',
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    plain = text.replace(".", "").replace("_", "").isalnum() and text.isascii()
    return text if plain else json.dumps(text, ensure_ascii=False)


def template_csv(knowledge: Knowledge) -> str:
    """The headers of a table that needs no map."""
    text = io.StringIO()
    asked = [question for question, entry in knowledge.questions.items() if not entry.model.settles]
    csv.writer(text, lineterminator="\n").writerow(["case", "as_of", *asked])
    return text.getvalue()
