"""The conversation: asks, understands, saves each answer before the next question, shows the first result in time.

It knows no terminal: a face shows prompts and takes lines, the session keeps the file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from advisor.cases.answers import Differ, DontKnow, Given
from advisor.cases.opening import others
from advisor.cases.values import AnswerError
from advisor.files.digits import small_number
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Done, Interviewer
from advisor.interview.choosing.outcome import outcome_of
from advisor.interview.choosing.why import why
from advisor.interview.faces.asking import prompt_of, understood, whole_or_part
from advisor.interview.faces.pages import answers_page, changed_page, left, minutes, so_far_page, why_page
from advisor.interview.sitting.keeping import keep
from advisor.interview.sitting.session import Session
from advisor.interview.state import State
from advisor.interview.words.prompts import Face, Prompt, command_of, help_lines
from advisor.interview.words.typed import read_typed
from advisor.knowledge.pack import Knowledge
from advisor.problems import CaseError
from advisor.report.layout import counted, wrapped
from advisor.report.text import text
from advisor.report.told import Told

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

IDLE = 120.0  # seconds; a longer pause before an answer is not counted as time spent
_YES = ("", "y", "yes", "1", "go on", "ok")


class Ending(Enum):
    """How an interview ended."""

    DONE = "nothing can change any more"
    STOPPED = "stopped"
    QUIT = "quit"


@dataclass
class Conversation:
    """One sitting. `minutes` is when the first result is due at the latest."""

    interviewer: Interviewer
    session: Session
    face: Face
    state: State
    minutes: float = 8.0
    clock: Callable[[], float] = time.monotonic
    _next_result: float = 0.0

    @property
    def knowledge(self) -> Knowledge:
        """The packs that are asked by."""
        return self.interviewer.program.knowledge

    def run(self, opening: Prompt | None = None) -> Ending:
        """Ask until nothing can change, or the person stops or quits. KeyboardInterrupt passes through.

        `opening` is the first question, where that is known before it was chosen (`opening_of`).
        """
        self._next_result = self.minutes * 60
        self._keep(self.state)
        ending = self._open(opening) if opening is not None else None
        while ending is None:
            step = self.interviewer.next(self.state)
            if isinstance(step, Done):
                return Ending.DONE
            if self._result_due(step):
                ending = self._show_result()
                continue
            remarks, answered = self._remarks_of(step), len(self.state.trail)
            typed = self._ask(prompt_of(self.knowledge, step, self._number(step), answered, remarks))
            ending = self._take(step, typed) if typed is not None else Ending.QUIT
        return ending

    def _open(self, opening: Prompt) -> Ending | None:
        """Ask the first question. What choosing reads once, every condition, it reads while the person reads."""
        typed = self._ask(opening, lambda: self.interviewer.next(self.state))
        if typed is None:
            return Ending.QUIT
        step = self.interviewer.next(self.state)
        if isinstance(step, Done) or step.question.id != opening.question.id:
            return None  # these rules begin otherwise, and ask in their own way
        return self._take(step, typed)

    # ---- one line --------------------------------------------------------------------------------------

    def _ask(self, prompt: Prompt, shown: Callable[[], object] | None = None) -> str | None:
        """What is typed at a prompt, its time counted; None where nobody is there any more."""
        started = self.clock()
        try:
            typed = self.face.ask(prompt, shown)
        except EOFError:
            return None
        spent = self.clock() - started
        self.state = replace(self.state, seconds=self.state.seconds + min(spent, IDLE))
        return typed

    def _take(self, ask: Ask, typed: str) -> Ending | None:
        """Act on what was typed."""
        question = ask.question
        if not typed.strip():
            if ask.earlier is not None or question.names is not None:
                self._keep(
                    moves.keep(self.state) if self.state.revisiting else moves.pass_over(self.state, question.id)
                )
            else:
                self.face.say(["Nothing was typed. Give an answer, or `don't know`; `?` explains the question."])
            return None
        command = command_of(typed, question)
        if command is None:
            self._answer(question, typed)
            return None
        name, rest = command
        if name == "quit":
            return Ending.QUIT
        if name == "stop":
            return Ending.STOPPED
        if name == "don't know":
            self._put(question, DontKnow())
        elif name == "who":
            self._somebody_else(question, rest)
        elif name == "help":
            return self._page(ask, help_lines(question))
        elif name == "why":
            return self._page(ask, list(why_page(self.interviewer, why(self.interviewer, self.state, ask), self.state)))
        elif name == "so far":
            return self._page(ask, list(so_far_page(self.interviewer, self.state, self.session.saved_at)))
        elif name == "back":
            self._back()
        elif name == "change":
            self._change(rest)
        elif name == "note":
            self._note(question, rest)
        elif name == "forget":
            self._keep(moves.withdraw(self.interviewer.assessor, self.state, question.id))
        return None

    def _page(self, ask: Ask, lines: Sequence[str]) -> Ending | None:
        """Show a page; what is typed below it counts as typed at the question."""
        try:
            typed = self.face.page(["", *lines])
        except EOFError:
            return Ending.QUIT
        return self._take(ask, typed) if typed.strip() else None

    def _answer(self, question: Question, typed: str) -> None:
        try:
            given = read_typed(question, typed, self.state.case.as_of)
        except AnswerError as error:
            self.face.say(wrapped(f"{error} {error.suggestion or ''}"))
            return
        given = whole_or_part(self.face, question, typed, given)
        told = understood(question, given, self.state.case.as_of)
        if told:
            self.face.say([told])
        self._put(question, given)

    def _put(self, question: Question, given: Given) -> None:
        """Take an answer, save it, and tell what it changed where it replaces another."""
        before, earlier = self.state, self.state.answers.get(question.id)
        self._keep(moves.answer(self.interviewer.assessor, self.state, question.id, given))
        aside = [q for q in self.state.set_aside if q not in before.set_aside]
        aside = [q for q in aside if not self.interviewer.program.question(q).settles]
        back = [q for q in before.set_aside if q in self.state.answers and q != question.id]
        if earlier is not None and earlier.said != given and not isinstance(earlier.said, Differ):
            old, new = (self.interviewer.position(state).assessed for state in (before, self.state))
            program = self.interviewer.program
            self.face.say(list(changed_page(self.interviewer, outcome_of(program, old), outcome_of(program, new))))
        for ids, told in ((aside, "is set aside while it does not apply"), (back, "applies again and is back")):
            for question_id in ids:
                self.face.say(
                    wrapped(f"Your answer {told}: {self.interviewer.words(self.state).question(question_id).short}.")
                )

    def _keep(self, state: State) -> None:
        """Make a state the present one, on disk first."""
        keep(self.session, self.face, state)
        self.state = state

    # ---- commands --------------------------------------------------------------------------------------

    def _back(self) -> None:
        if not self.state.trail or self.state.revisiting == self.state.trail[0]:
            self.face.say(["This is the first question."])
            return
        self._keep(moves.back(self.state))

    def _change(self, rest: str) -> None:
        if not rest:
            self.face.read(list(answers_page(self.interviewer, self.state)))
            if not self.state.trail:
                return
            rest = self._line("Which number? (Enter: none)")
        wanted = rest.strip()
        trail = self.state.trail
        number = small_number(wanted) or 0
        if 1 <= number <= len(trail):
            self._keep(moves.revisit(self.state, trail[number - 1]))
        elif wanted in self.state.answers:
            self._keep(moves.revisit(self.state, wanted))
        elif wanted:
            self.face.say([f"There is no answer {wanted[:40]}; `change` lists them."])

    def _somebody_else(self, question: Question, rest: str) -> None:
        people, likely = others(self.knowledge, self.state.answers, question)
        way = f" (Enter: {likely})" if likely else ""
        wanted = (rest or self._line(f"Who knows: {', '.join(people)}?{way}")).strip().casefold()
        found = [person for person in people if wanted and person.startswith(wanted)]
        if wanted and not found:
            self.face.say([f"`{wanted[:40]}` is none of {', '.join(people)}; a note can name a person."])
            return
        who = found[0] if found else likely
        self._put(question, DontKnow(who))
        if who is not None:
            title = self.knowledge.person_title(who)
            self.face.say(wrapped(f"Noted: to ask {title}. `advisor questions` makes a sheet for them at the end."))

    def _note(self, question: Question, rest: str) -> None:
        words = rest or self._line("Note on this question (Enter: none)")
        if words.strip():
            try:
                self._keep(moves.note(self.interviewer.assessor, self.state, question.id, words))
            except CaseError as error:
                self.face.say([problem.message for problem in error.problems])
                return
            self.face.say(["Noted."])

    def _line(self, label: str) -> str:
        try:
            return self.face.line(label)
        except EOFError:
            return ""

    # ---- the first result, and the next ones --------------------------------------------------------------

    def _result_due(self, ask: Ask) -> bool:
        if self.state.revisiting is not None or ask.settles:
            return False
        if self.state.shown:
            return self.state.seconds >= self._next_result > 0
        return not ask.core or self.state.seconds >= self._next_result

    def _show_result(self) -> Ending | None:
        """The result so far, and whether to go on."""
        self.face.read(["", *self.result().splitlines(), ""])
        self._next_result = self.state.seconds + self.minutes * 60
        self._keep(replace(self.state, shown=True))
        questions = self.interviewer.left(self.state)
        seconds = sum(self.interviewer.program.question(q).seconds for q in questions)
        count = counted(len(questions), "question")
        self.face.say(
            wrapped(
                f"{count} not asked yet could still change this, {minutes(seconds)}, the best first. "
                "You can stop at any of them."
            )
        )
        while True:
            try:
                said = self.face.line("Go on? (Enter: yes, no: stop here)").strip().casefold()
            except EOFError:
                return Ending.QUIT
            if said in _YES:
                return None
            if said in ("n", "no", "stop"):
                return Ending.STOPPED
            if said in ("q", "quit", "exit"):
                return Ending.QUIT
            self.face.say(list(left(self.interviewer, self.state)))

    def result(self) -> str:
        """The result as `advisor assess` shows it."""
        return text(Told(self.interviewer.assess(self.state.case), self.interviewer.rulebase))

    # ---- what stands above a question --------------------------------------------------------------------

    def _number(self, ask: Ask) -> int:
        trail = self.state.trail
        return trail.index(ask.question.id) + 1 if ask.question.id in trail else len(trail) + 1

    def _remarks_of(self, ask: Ask) -> Sequence[str]:
        """Why a question comes now, where that is not plain."""
        position = self.interviewer.position(self.state)
        if ask.settles:
            told = [c.says for c in position.assessment.contradictions if c.settle_question == ask.question.id]
            return ["Two answers do not fit together. " + " ".join(told)]
        if ask.question.id in position.assessed.standing.withdrawn:
            return ["So this answer does not count. Put it right, or press Enter to leave it out."]
        return []
