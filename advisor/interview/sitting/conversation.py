"""The conversation: asks, understands, saves each answer before the next question, shows the first result in time.

It knows no terminal: a face shows prompts and takes lines, the session keeps the file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from advisor.cases.answers import Answer, Differ, DontKnow
from advisor.cases.values import AnswerError
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Done, Interviewer, Step
from advisor.interview.choosing.outcome import outcome_of
from advisor.interview.choosing.stopping import Stop
from advisor.interview.choosing.why import why
from advisor.interview.faces.asking import contradicting, prompt_of, understood, whole_or_part
from advisor.interview.faces.pages import changed_page, so_far_page, why_page
from advisor.interview.screening import screened
from advisor.interview.sitting import commands, lines
from advisor.interview.sitting.keeping import keep
from advisor.interview.sitting.results import GoOn, result_due, show_result, wants_to_go_on
from advisor.interview.sitting.session import Session
from advisor.interview.state import State
from advisor.interview.words.prompts import Face, Prompt, command_of, help_lines
from advisor.interview.words.typed import answer_typed
from advisor.report.layout import at_width, wrapped

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

IDLE = 120.0  # seconds; a longer pause before an answer is not counted as time spent
LEAVES_BOTH = "Enter skips this for now; then we only use what's true either way"
LEAVES_OUT = "So this answer doesn't count. Fix it, or press Enter to leave it out."


class Ending(Enum):
    """How an interview ended."""

    DONE = "nothing can change anymore"
    STOPPED = "stopped"
    QUIT = "quit"


@dataclass
class Conversation:
    """One sitting. `minutes` is when the first result is due at the latest, `verbose` has `why` tell all."""

    interviewer: Interviewer
    session: Session
    face: Face
    state: State
    minutes: float = 8.0
    clock: Callable[[], float] = time.monotonic
    verbose: bool = False
    _next_result: float = 0.0
    _line: str | None = None
    _enter_does: str = ""

    def run(self, opening: Prompt | None = None) -> Ending:
        """Ask until nothing can change, or the person stops or quits. KeyboardInterrupt passes through.

        `opening` is the first question, where that is known before it was chosen (`opening_of`).
        """
        self._next_result = self.minutes * 60
        self._keep(self.state)
        ending = self._open(opening) if opening is not None else None
        while ending is None:
            with at_width(self.face.columns):  # a terminal may change its size between two questions
                ending = self._go_on()
        return ending

    def _go_on(self) -> Ending | None:
        """Ask one question, or show a result."""
        step = self._next()
        if isinstance(step, Done):
            return Ending.DONE
        if self._line is None and (step.stop is not None or result_due(self.state, step, self._next_result)):
            return self._show_result(step.stop)
        typed = self._ask(self._prompt(step))
        self._line = step.question.id if step.earlier is None and not step.settles else None
        return self._take(step, typed) if typed is not None else Ending.QUIT

    def _next(self) -> Step:
        """The next question: what goes with the one before on its line, unless something must be put right first."""
        step = self.interviewer.next(self.state)
        if self._line is None or isinstance(step, Done) or step.earlier is not None or step.settles:
            self._line = None
            return step
        due = lines.due(self.interviewer, self.state, self._line)
        if not due:
            self._line = None
            return step
        return step if step.question.id == due[0] else self.interviewer.ask(self.state, due[0])

    def _open(self, opening: Prompt) -> Ending | None:
        """Ask the first question. What choosing reads once, every condition, it reads while the person reads."""
        with at_width(self.face.columns):
            typed = self._ask(opening, lambda: self.interviewer.next(self.state))
            if typed is None:
                return Ending.QUIT
            step = self.interviewer.next(self.state)
            if isinstance(step, Done) or step.question.id != opening.question.id:
                return None  # these rules begin otherwise, and ask in their own way
            self._line = step.question.id
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
            self._take_nothing(ask)
            return None
        command = command_of(typed, question)
        if command is None:
            self._answer(question, typed)
            return None
        name, rest = command
        if name in ("quit", "stop"):
            return Ending.QUIT if name == "quit" else Ending.STOPPED
        if name in ("help", "why", "so far"):
            return self._page(ask, self._page_of(name, rest, ask))
        if name == "don't know":
            self._put(question, Answer(DontKnow()))
        elif name in ("who", "other", "disputed"):
            self._say_otherwise(name, question, rest)
        else:
            self._line = None
            self._move(name, question, rest)
        return None

    def _take_nothing(self, ask: Ask) -> None:
        """Enter alone answers nothing: it keeps what stands, leaves a blank where one may be left, or is told."""
        if ask.earlier is not None and self.state.revisiting:
            self._keep(moves.keep(self.state))
        elif ask.earlier is not None or self._enter_does:
            self._keep(moves.pass_over(self.state, ask.question.id))
        else:
            self.face.say(wrapped("No answer entered. Type one, or dk for don't know. ? for help."))

    def _page_of(self, name: str, rest: str, ask: Ask) -> Sequence[str]:
        if name == "help":
            return help_lines(ask.question)
        if name == "so far":
            return list(so_far_page(self.interviewer, self.state, self.session.saved_at))
        found = why(self.interviewer, self.state, ask)
        return list(why_page(self.interviewer.words(self.state), found, all_of_it=self.verbose or bool(rest)))

    def _page(self, ask: Ask, lines: Sequence[str]) -> Ending | None:
        """Show a page; what is typed below it counts as typed at the question."""
        try:
            typed = self.face.page(["", *lines])
        except EOFError:
            return Ending.QUIT
        return self._take(ask, typed) if typed.strip() else None

    def _answer(self, question: Question, typed: str) -> None:
        try:
            answer = answer_typed(question, typed, self.state.case.as_of)
        except AnswerError as error:
            self.face.say(wrapped(f"{error} {error.suggestion or ''}"))
            return
        assert not isinstance(answer.said, Differ)
        given = whole_or_part(self.face, question, typed, answer.said)
        told = understood(question, given, self.state.case.as_of)
        if told:
            self.face.say(wrapped(told))
        self._put(question, replace(answer, said=given))

    def _say_otherwise(self, name: str, question: Question, rest: str) -> None:
        """Take that somebody else knows, that people differ, or what is true beside the options."""
        answer: Answer | None
        if name == "who":
            said = commands.someone_else(self.interviewer, self.face, self.state, question, rest)
            answer = Answer(said) if said is not None else None
        elif name == "disputed":
            answer = commands.disputed(self.face)
        else:
            answer = commands.something_else(self.face, question, rest)
        if answer is not None:
            self._put(question, answer)

    def _put(self, question: Question, answer: Answer) -> None:
        """Take an answer, save it, and tell what it changed where it replaces another."""
        before, earlier = self.state, self.state.answers.get(question.id)
        self._keep(moves.answer(self.interviewer.assessor, self.state, question.id, answer))
        if answer.other is not None:
            self.face.say(wrapped("Kept in your words. The result shows it but can't use it."))
        aside = [q for q in self.state.set_aside if q not in before.set_aside]
        unsaid = screened(self.interviewer.program.knowledge, self.state)
        aside = [q for q in aside if not self.interviewer.program.question(q).settles and q not in unsaid]
        back = [q for q in before.set_aside if q in self.state.answers and q != question.id and q not in unsaid]
        if earlier is not None and earlier.said != answer.said and not isinstance(earlier.said, Differ):
            old, new = (self.interviewer.position(state).assessed for state in (before, self.state))
            program = self.interviewer.words(self.state)
            self.face.say(list(changed_page(program, outcome_of(program, old), outcome_of(program, new))))
        for ids, told in ((aside, "is set aside while it doesn't apply"), (back, "applies again and is back")):
            for question_id in ids:
                short = self.interviewer.words(self.state).question(question_id).short
                self.face.say(wrapped(f"Your answer {told}: {short}."))

    def _move(self, name: str, question: Question, rest: str) -> None:
        """Go to another question, or note something on this one."""
        if name == "back":
            self._keep(commands.back(self.face, self.state))
        elif name == "change":
            self._keep(commands.change(self.interviewer, self.face, self.state, rest))
        elif name == "note":
            self._keep(commands.noted(self.interviewer, self.face, self.state, question, rest))
        elif name == "forget":
            self._keep(moves.withdraw(self.interviewer.assessor, self.state, question.id))

    def _keep(self, state: State) -> None:
        """Make a state the present one, on disk first."""
        keep(self.session, self.face, state)
        self.state = state

    def _show_result(self, stop: Stop | None) -> Ending | None:
        """The result so far, or once more its verdict where it is offered to stop, and whether to go on."""
        show_result(self.interviewer, self.face, self.state, stop)
        self._next_result = self.state.seconds + self.minutes * 60
        self._keep(replace(self.state, shown=True))
        wish = wants_to_go_on(self.interviewer, self.face, self.state)
        if stop is not None and wish is GoOn.YES:
            self._keep(moves.go_on(self.state, len(self.interviewer.choice(self.state).done)))
        return {GoOn.YES: None, GoOn.STOP: Ending.STOPPED, GoOn.QUIT: Ending.QUIT}[wish]

    # ---- what stands above and below a question ----------------------------------------------------------

    def _prompt(self, ask: Ask) -> Prompt:
        number = lines.place(self.interviewer, self.state, ask.question.id)
        withdrawn = ask.question.id in self.interviewer.position(self.state).assessed.standing.withdrawn
        remarks = [LEAVES_OUT] if withdrawn else self._remarks_of(ask)
        self._enter_does = self._enter(ask)
        knowledge = self.interviewer.words(self.state).knowledge
        return prompt_of(knowledge, ask, number, remarks, enter=self._enter_does, withdrawn=withdrawn)

    def _enter(self, ask: Ask) -> str:
        """What Enter does to a question that has no answer; empty where it does nothing."""
        if ask.earlier is not None:
            return ""
        if ask.settles:
            return LEAVES_BOTH
        return lines.SKIPS if self._line is not None or len(ask.line) > 1 else ""

    def _remarks_of(self, ask: Ask) -> Sequence[str]:
        """Why a question comes now, where that is not plain."""
        if not ask.settles:
            return lines.together(ask)
        contradictions = self.interviewer.position(self.state).assessment.contradictions
        says = [c.says for c in contradictions if c.settle_question == ask.question.id]
        return contradicting(self.interviewer.words(self.state).knowledge, ask, self.state.answers, says)
