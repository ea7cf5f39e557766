"""What makes one doubt a case that can be read: days that lie on the wrong side, rules that it was not answered with.

The case is assessed all the same: the day may be meant, and renamed questions are understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from advisor.cases.answers import Answer, Exactly
from advisor.knowledge.pack import Knowledge, PackInfo
from advisor.language.shown import day_text
from advisor.problems import Problem, one_line, shortened


def doubts_about(
    answers: Mapping[str, Answer], as_of: date, pack: str | None, knowledge: Knowledge
) -> Iterator[Problem]:
    """Each doubt as a problem, without line and file.

    `as_of` is the day of the answers, `pack` what the case says that it was answered with.
    """
    yield from _days(answers, as_of, knowledge)
    yield from _packs(pack or "", knowledge.packs)


def _days(answers: Mapping[str, Answer], as_of: date, knowledge: Knowledge) -> Iterator[Problem]:
    """Days that should be yet to come, or over, on the day of the answers, and are not."""
    for question, answer in answers.items():
        lies = knowledge.questions[question].model.lies
        day = answer.said.value if isinstance(answer.said, Exactly) else None
        if lies is None or not isinstance(day, date):
            continue
        if day < as_of if lies == "ahead" else day > as_of:
            side = "before" if lies == "ahead" else "after"
            yield Problem(
                f"answers.{question}",
                f"{side}-as-of",
                f"{day_text(day)} is {side} {day_text(as_of)}, the day of the answers.",
                "If that isn't what you meant, fix the day, or `as_of:`.",
            )


def _packs(said: str, packs: Iterable[PackInfo]) -> Iterator[Problem]:
    """Packs that the case was answered with and that are not here, or not in the same major version.

    `said` names packs, each with its version or without, and commas between.
    """
    here = {pack.name: pack.version for pack in packs}
    for part in said.split(","):
        name, _, version = part.strip().partition(" ")
        told = one_line(shortened(part.strip()))
        if name and name not in here:
            message = f"The case was answered with the pack `{told}`, which isn't loaded."
            yield Problem("pack", "other-pack", message, "Add it with `--pack`, or with `--figures` if it's figures.")
        elif name and version and version.strip().split(".")[0] != here[name].split(".")[0]:
            message = f"The case was answered with {told}, and these rules are {name} {here[name]}."
            yield Problem("pack", "other-version", message, "Verdicts may differ; `advisor rules diff` shows where.")
