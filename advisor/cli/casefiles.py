"""The cases that a command is given: files by name, and standard input as `-`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from advisor.cases.files import CaseRead, CaseText, read_texts, text_of
from advisor.library import Advisor
from advisor.problems import FileError, Problem

STANDARD_INPUT = "standard input"


def read_cases(advisor: Advisor, names: Sequence[str]) -> list[CaseRead]:
    """Every case of the inputs named; doubts about a case that can be read are told on standard error."""
    texts = (_of_standard_input() if name == "-" else text_of(name) for name in names)
    reads = list(read_texts(advisor.knowledge, texts))
    for doubt in (doubt for read in reads for doubt in read.doubts):
        click.echo(str(doubt), err=True)
    return reads


def standard_input() -> bytes:
    """All that comes in; FileError where standard input is closed."""
    if sys.stdin is None:
        raise FileError("Standard input is closed.")
    return sys.stdin.buffer.read()


def _of_standard_input() -> CaseText:
    try:
        content = standard_input()
    except FileError as error:
        return CaseText(STANDARD_INPUT, Problem("", "unreadable", str(error)))
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        way = "Pipe in a case, as in `< acme.yaml`."
        return CaseText(STANDARD_INPUT, Problem("", "empty", "Standard input is empty.", way, file=STANDARD_INPUT))
    return CaseText(STANDARD_INPUT, content, named=False)
