"""The state of an interview: a frozen value, and the same data as JSON and as a case file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from advisor.cases.answers import Answer, plain_answer
from advisor.cases.case import Case, read_case
from advisor.knowledge.pack import Knowledge
from advisor.problems import CaseError, Problem

if TYPE_CHECKING:
    from advisor.interview.shapes import StateData

META = "interview"


def pack_name(knowledge: Knowledge) -> str:
    """The packs that a case is answered with, as its file names them: `staffing 1.0.0`."""
    return ", ".join(f"{pack.name} {pack.version}" for pack in knowledge.packs)


@dataclass(frozen=True)
class State:
    """Where an interview stands.

    `trail` are the questions in the order in which they were first answered; `revisiting` is an answered question
    that is shown again; `passed` are questions passed over for now; `notes` wait for the answer that they belong to;
    `seconds` is the time spent so far; `shown` tells whether a first result was shown; `went_on` at how many
    lines an offer to stop was turned down last.
    """

    case: Case
    trail: tuple[str, ...] = ()
    revisiting: str | None = None
    passed: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    shown: bool = False
    went_on: int | None = None

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers that apply."""
        return self.case.answers

    @property
    def set_aside(self) -> Mapping[str, Answer]:
        """Answers that do not apply at present; they come back when they do."""
        return self.case.set_aside

    def with_answers(self, answers: Mapping[str, Answer], set_aside: Mapping[str, Answer] | None = None) -> State:
        """The same interview with other answers."""
        aside = self.case.set_aside if set_aside is None else set_aside
        trail = tuple(question_id for question_id in self.trail if question_id in answers) + tuple(
            question_id for question_id in answers if question_id not in self.trail
        )
        return replace(self, case=replace(self.case, answers=answers, set_aside=aside), trail=trail)

    def to_dict(self) -> StateData:
        """The state as JSON has it, by the schema `state`: a case, with the interview's own part under `meta`."""
        case = self.case
        own: dict[str, Any] = {"trail": list(self.trail), "seconds": round(self.seconds, 1)}
        for name, value in (
            ("revisiting", self.revisiting),
            ("passed", list(self.passed)),
            ("notes", dict(self.notes)),
            ("shown", self.shown),
            ("went_on", self.went_on),
        ):
            if value:
                own[name] = value
        data: dict[str, Any] = {"case": case.id, "as_of": case.as_of.isoformat()}
        if case.pack is not None:
            data["pack"] = case.pack
        data["answers"] = {question_id: plain_answer(case.answers[question_id]) for question_id in self.trail}
        if case.set_aside:
            data["set_aside"] = {question_id: plain_answer(answer) for question_id, answer in case.set_aside.items()}
        if case.expect:
            data["expect"] = dict(case.expect)
        data["meta"] = {**case.meta, META: own}
        return cast("StateData", data)

    @classmethod
    def of_case(cls, case: Case) -> State:
        """The interview that a case file holds, or a new one about the case."""
        own = case.meta.get(META)
        own = own if isinstance(own, Mapping) else {}
        trail = [question_id for question_id in _texts(own.get("trail")) if question_id in case.answers]
        trail += [question_id for question_id in case.answers if question_id not in trail]
        revisiting = own.get("revisiting")
        notes = own.get("notes")
        seconds, went_on = own.get("seconds"), own.get("went_on")
        kept = {key: value for key, value in case.meta.items() if key != META}
        return cls(
            replace(case, meta=kept),
            tuple(dict.fromkeys(trail)),
            revisiting if revisiting in case.answers else None,
            tuple(_texts(own.get("passed"))),
            {str(question_id): str(note) for question_id, note in notes.items()} if isinstance(notes, Mapping) else {},
            float(seconds) if isinstance(seconds, (int, float)) and 0 <= seconds < 1e9 else 0.0,
            own.get("shown") is True,
            went_on if isinstance(went_on, int) and not isinstance(went_on, bool) and went_on > 0 else None,
        )

    @classmethod
    def from_dict(cls, raw: Any, knowledge: Knowledge) -> State:
        """The state in JSON data; CaseError with every problem found."""
        case, problems = read_case(raw, knowledge)
        if case is None:
            raise CaseError(problems or [Problem("", "shape", "This isn't the state of an interview.")])
        return cls.of_case(case)


def _texts(raw: Any) -> list[str]:
    return [item for item in raw if isinstance(item, str)] if isinstance(raw, list) else []
