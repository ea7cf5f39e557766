"""What `explain`, `compare` and `replay` are asked about: the one case of a file, or a saved assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from advisor.cases.case import Case
from advisor.cases.files import bytes_of, find_case
from advisor.cli.casefiles import read_cases, standard_input
from advisor.explaining.differences.replaying import case_of
from advisor.explaining.explainer import Explainer
from advisor.files.documents import UnreadableError, decode
from advisor.files.json_text import read_json
from advisor.library import Advisor
from advisor.problems import CaseError


def explainer_of(advisor: Advisor, name: str) -> Explainer:
    """What explains a case file or a saved assessment."""
    return advisor.explain(advisor.assess(_saved_case(advisor, name) or one_case(advisor, name)))


def one_case(advisor: Advisor, name: str) -> Case:
    """The one case of a file; CaseError with every problem otherwise."""
    reads = read_cases(advisor, [name])
    if any(read.problems for read in reads):
        raise CaseError([problem for read in reads for problem in read.problems])
    if len(reads) != 1 or reads[0].case is None:
        raise click.UsageError(f"`{name}` holds {len(reads)} cases. Name a file with one.")
    return reads[0].case


def saved_assessment(name: str) -> Any:
    """The JSON of a file, or of standard input; CaseError where it is none."""
    try:
        return read_json(decode(standard_input() if name == "-" else bytes_of(find_case(name)))).data
    except UnreadableError as error:
        raise CaseError([error.problem.in_file(name)]) from None


def _saved_case(advisor: Advisor, name: str) -> Case | None:
    """The case of a saved assessment; None where the file is something else, such as a case."""
    if name == "-" or find_case(name).suffix != ".json":
        return None
    data = saved_assessment(name)
    if not isinstance(data, Mapping) or "diagnoses" not in data:
        return None
    case, problems = case_of(data, advisor.knowledge, name)
    if case is None:
        raise CaseError(problems)
    return case
