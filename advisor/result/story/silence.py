"""What was looked at and what was not: what the words "nothing is wrong" rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import DontKnow
from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import SUSPECTED, Program
from advisor.planning.enough import enough_looked_at

if TYPE_CHECKING:
    from advisor.knowledge.pack import Section


@dataclass(frozen=True)
class LookedAt:
    """The sections of questions (their titles) in which nothing can be wrong by the answers, and those in which that
    cannot be told; `enough` says whether the questions that matter most were answered.
    """

    enough: bool
    clear: tuple[str, ...]
    unclear: tuple[str, ...]

    @property
    def data(self) -> dict[str, Any]:
        """As the published JSON has it."""
        return {"enough": self.enough, "clear": list(self.clear), "unclear": list(self.unclear)}


def looked_at(program: Program, assessed: CaseInference) -> LookedAt:
    """What was looked at in a case.

    Each diagnosis belongs to the section that most of its signs' questions stand in. A section is clear where all of
    its diagnoses are surely absent, in the certain reading too; where one is found, likely or open, it is not.
    A section of which nothing was told, since it's about what is not there, is neither.
    """
    absent: dict[str, list[bool]] = {}
    sections = program.sections
    for diagnosis in program.diagnoses.values():
        section = sections[diagnosis.id]
        if section is not None and diagnosis.id not in program.compounds:
            together = assessed.together[diagnosis.id]
            surely = together.status in (Status.NO_SIGN, Status.RULED_OUT) and together.certain.high < SUSPECTED
            absent.setdefault(section, []).append(surely)
    shown = [section for section in program.knowledge.sections if section.id in absent]
    return LookedAt(
        all(enough_looked_at(program, inferred) for inferred in assessed.inferences),
        tuple(section.title for section in shown if all(absent[section.id]) and _told(program, section, assessed)),
        tuple(section.title for section in shown if not all(absent[section.id])),
    )


def _told(program: Program, section: Section, assessed: CaseInference) -> bool:
    """Whether a question of a section that can be evidence has an answer."""
    questions = [question for question in section.questions if question not in program.no_evidence]
    given = (inferred.facts.answers.get(question) for inferred in assessed.inferences for question in questions)
    return any(each is not None and not isinstance(each, DontKnow) for each in given)
