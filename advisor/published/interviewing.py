"""The interview for clients: a frozen state that goes from move to move, and through JSON between them."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.published import checks
from advisor.published.explaining import Explaining

if TYPE_CHECKING:
    from advisor.interview.choosing.interviewer import Interviewer, Step
    from advisor.interview.state import State

# The interview is imported where it is used: most who assess hold none.


class Interviewing(Explaining):
    """The part of an advisor that holds interviews."""

    @cached_property
    def interviewer(self) -> Interviewer:
        """Chooses the questions of interviews."""
        from advisor.interview.choosing.interviewer import Interviewer

        return Interviewer(self.rulebase)

    def start(self, *, as_of: date | str, case: str = "interview") -> State:
        """An interview in which nothing was answered yet. `State.to_dict` and `resume` carry it through JSON."""
        from advisor.interview import moves
        from advisor.interview.state import pack_name

        name = checks.text("case", "the company's name", case, "case='acme'")
        return moves.begin(name, checks.day("as_of", as_of), pack_name(self.knowledge))

    def resume(self, raw: Any, *, same_sitting: bool = False) -> State:
        """The interview in JSON data, or in a case file's data; CaseError with every problem found.

        What was skipped is asked again, since somebody may know it by now; in the `same_sitting` it isn't, so that a
        state comes back from JSON as it was.
        """
        from advisor.interview import moves
        from advisor.interview.state import State

        state = State.from_dict(raw, self.knowledge)
        return moves.tidied(self._judge, state) if same_sitting else moves.resumed(self._judge, state)

    def next(self, state: State) -> Step:
        """The next question, Ask, or Done with the assessment where nothing can change any more.

        Where what is shown would stay if the rest were told, `step.stop` offers to stop; `go_on` turns that down.

        >>> from advisor import Advisor
        >>> advisor = Advisor(engine="python")
        >>> state = advisor.answer(advisor.start(as_of="2026-11-22"), "you.who", "cto")
        >>> state = advisor.answer(state, "you.why", ["date_at_risk"])
        >>> step = advisor.next(state)
        >>> step.question.id, step.question.ask
        ('milestone.next_capability', "What's the ONE thing you have to ship next?")
        """
        return self.interviewer.next(checks.state(state))

    def answer(self, state: State, question: str, value: Any) -> State:
        """The state once a question is answered. CaseError if the value doesn't fit.

        `value` is as in a case file, as Python has it, or as people write it ("3 weeks", "end of March"); `(30, 45)`
        and "30..45" are ranges, `UNSURE` is "don't know". Days in words are counted from the day of the answers.
        """
        from advisor.interview import moves
        from advisor.published.plain import question_called, read_plain

        asked = question_called(self.knowledge, question)
        read = read_plain(self.knowledge, asked, value, checks.state(state).case.as_of)
        return moves.answer(self._judge, state, asked.id, read)

    def skip(self, state: State, question: str) -> State:
        """The question isn't asked again in this sitting, and stays without an answer; unlike "don't know"."""
        from advisor.interview import moves

        return moves.pass_over(checks.state(state), self.question(question).id)

    def back(self, state: State) -> State:
        """The question before is asked again; its answer stands until another is given."""
        from advisor.interview import moves

        return moves.back(checks.state(state))

    def withdraw(self, state: State, question: str) -> State:
        """The state without an answer."""
        from advisor.interview import moves

        return moves.withdraw(self._judge, checks.state(state), self.question(question).id)

    def go_on(self, state: State) -> State:
        """The state once an offer to stop is turned down: it comes again some lines later."""
        from advisor.interview import moves

        return moves.go_on(state, len(self.interviewer.lines.done(checks.state(state))))

    def note(self, state: State, question: str, text: str) -> State:
        """The state with a note on an answer, or on the answer that is given next."""
        from advisor.interview import moves

        words = checks.text("text", "a note", text, "'asked the recruiter'")
        return moves.note(self._judge, checks.state(state), self.question(question).id, words)

    @property
    def _judge(self) -> Any:
        return self.rulebase.what_ifs
