"""What a person can start an assistant with: an interview, or notes that hold the answers already."""

from __future__ import annotations

from dataclasses import dataclass

_RULES = """\
How to set answers:
- Set an answer only where the person's words say it, or it plainly follows. Give those words as `quote` with it.
- Where the words don't tell, say "unsure" or leave the question out. Never guess: "unsure" counts against no one.
- A list may hold more than was named: end it with "..." unless they said that's all.
- Give days as they were said; the server does the arithmetic. The day of the answers is `as_of`.

How to give the result:
- Quote its sentences: the date and the ways out, what's wrong with its status, the first steps with who and by when.
- Keep "confirmed", "likely" and "leaning" as they stand. Say what would flip it, what it assumes and the law's day.
- Keep the steps and their order, and put each into the company's own words: who does it, who to call and what to ask \
them, how many, by which day. Say what to leave alone or not to sign.
- Where the story calls for an act this week that no step names, put it where it belongs; where a step rests on \
something the story denies, leave it out. Say at the end, in one line, what's yours: the server knows only the answers.
- Change no day, chance or amount, and give one only with what it rests on: no one can check "8 in 10" alone.
"""

_INTERVIEW = """\
Interview me about my team with the staffing advisor, then tell me what's wrong and what to do first.

1. Call `next_question`. If you can show me a form, call it with ask_person true; otherwise ask me in your words, one \
question or one group at a time, and offer the options.
2. Record what I say with `answer`, with my words as `quote`. Then go on with the question that comes back.
3. After about ten questions, or when `may_stop` or `done` is true, call `assess` with the session and tell me.
4. Ask me the questions under `ask_next` if I have a minute more, and assess again.

"""

_NOTES = """\
Take the answers from my notes below, assess them with the staffing advisor, and tell me what's wrong and what to do \
first. Use at most ten tool calls.

1. Call `questions` with catalogue 1, and with another page where `elsewhere` names what my notes are about. Answer \
all that my notes tell, each answer with the words it rests on as `quote`. Look up with `ids` what isn't plain.
2. Call `assess` with all answers at once. Put right what comes back under `not_understood`.
3. Call `questions` with the session: what matters most now. Answer what my notes tell after all, and assess again.
4. Use `explain` and `what_if` where I'd ask why, or what if. Then tell me.
5. List what my notes don't tell and the result hangs on: that's `ask_next`.

"""


@dataclass(frozen=True)
class PromptText:
    """A prompt: what it's for, and the text with a place for what the person gives."""

    title: str
    description: str
    text: str
    argument: str | None = None
    argument_is: str = ""

    def filled(self, given: str | None) -> str:
        """The text with what the person gave below it."""
        return f"{self.text}{_RULES}" + (f"\nMy notes:\n{given}\n" if given else "")


PROMPTS = {
    "interview-me": PromptText(
        "Interview me",
        "Ten minutes of questions, then what's wrong, how sure that is, and what to do first.",
        _INTERVIEW,
    ),
    "take-it-from-my-notes": PromptText(
        "Take it from my notes",
        "Answer from notes, a thread or a transcript, quote the words behind each answer, and give the result.",
        _NOTES,
        "notes",
        "Your notes, as they are.",
    ),
}
INSTRUCTIONS = """\
Staffing advice for software teams by published rules: the same answer tomorrow, dates by arithmetic, what would flip \
it, a source for each figure. With a story at hand, call `questions` with catalogue 1, then `assess` with every answer \
that the story tells, each with the words it rests on as `quote`. To interview, call `next_question` and `answer`. Say \
"unsure" rather than guess. Results carry a `session`: hand it over in the next call. Quote the result's sentences, \
change no day, chance or amount, and put its steps into the company's own words: who, by when, who to call. Give a \
chance or an amount only with what it rests on. Add the act that the story calls for and no step names, leave out what \
the story denies, and say at the end, in one line, what's yours. Nothing of a case is kept on disk.
"""
