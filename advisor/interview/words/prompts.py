"""One question as every face shows it, and the commands that may be typed in place of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from advisor.cases.oneline import says_dont_know, takes_other
from advisor.interview.words.typed import range_example
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind
from advisor.report.layout import columns, wrapped

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

COMMANDS = {
    "?": "help",
    "help": "help",
    "why": "why",
    "so far": "so far",
    "sofar": "so far",
    "far": "so far",
    "back": "back",
    "change": "change",
    "note": "note",
    "stop": "stop",
    "quit": "quit",
    "exit": "quit",
    "w": "who",
    "who": "who",
    "forget": "forget",
    "o": "other",
    "disputed": "disputed",
}
FOOTER = ("dk don't know", "w someone else knows", "? help", "why", "so far", "back", "change", "note", "stop")
LEAVE = "quit (saved)"  # always the last words of a prompt


@dataclass(frozen=True)
class Prompt:
    """What a face shows for one question: texts, not yet wrapped, and the options with those already chosen.

    The options of a number are its bands: they are typed as `#2`, since a number alone is the number itself.
    `enter` says what Enter does where it does something, as with an answer that stands.
    """

    question: Question
    progress: str
    section: str
    remarks: tuple[str, ...]
    ask: str
    options: tuple[str, ...]
    several: bool
    chosen: tuple[int, ...]
    again: bool
    hint: str
    enter: str = ""

    def key(self, place: int) -> str:
        """What is typed to choose an option by its place."""
        if self.question.type is Kind.YES_NO:
            return ("y", "n")[place]
        return f"#{place + 1}" if self.question.type.numeric else str(place + 1)


class Face(Protocol):
    """How an interview speaks with a person. They raise EOFError where nobody is there any more."""

    @property
    def columns(self) -> int:
        """How wide a line may be."""

    def say(self, lines: Sequence[str]) -> None:
        """Show lines of text."""

    def ask(self, prompt: Prompt, shown: Callable[[], object] | None = None) -> str:
        """Show a question and take one line: an answer or a command; `shown` is called once it is on the screen."""

    def read(self, lines: Sequence[str]) -> None:
        """Show lines that are to be read, with a pause wherever they would scroll away."""

    def page(self, lines: Sequence[str]) -> str:
        """Show a page and wait until it was read, where it would scroll away; what was typed meanwhile."""

    def line(self, label: str) -> str:
        """Take one line of free text."""


def command_of(line: str, question: Question) -> tuple[str, str] | None:
    """The command that a line is, with what stands behind it; None where it is an answer."""
    words = " ".join(line.split())
    if words.casefold() == "o" and not takes_other(question):
        return None
    if words.casefold() in COMMANDS:
        return COMMANDS[words.casefold()], ""
    if words.casefold() in ("why -v", "why all"):
        return "why", "-v"
    if question.type is not Kind.TEXT:
        for name in ("change", "note", "w", "who", "?", *(["o"] if takes_other(question) else [])):
            if words.casefold().startswith(name + " "):
                return COMMANDS[name], words[len(name) + 1 :]
    if says_dont_know(question, words):
        return "don't know", ""
    return None


def footer() -> list[str]:
    """What can be typed in place of an answer, in as many lines as it takes; no command is parted."""
    lines = [""]
    for part in (*FOOTER, LEAVE):
        joined = f"{lines[-1]}   {part}" if lines[-1] else part
        lines = [*lines, part] if len(joined) > columns() else [*lines[:-1], joined]
    return lines


def prompt(
    question: Question,
    section: str,
    progress: str,
    remarks: Sequence[str] = (),
    chosen: Sequence[int] = (),
    again: bool = False,
    enter: str = "",
) -> Prompt:
    """The prompt of a question; `remarks` stand above it, `chosen` are the options that were taken before."""
    options = (*(option.label for option in question.options), *(band.label for band in question.bands))
    return Prompt(
        question,
        progress,
        section.upper(),
        tuple(remarks),
        question.ask,
        ("Yes", "No") if question.type is Kind.YES_NO else options,
        question.type is Kind.CHOICES,
        tuple(chosen),
        again,
        hint_of(question),
        enter,
    )


def hint_of(question: Question) -> str:
    """How the answer is typed."""
    if question.type is Kind.CHOICES:
        return f"all that apply: 1,3 (1,3. means no others) or none; -4: not that one{_beside(question)}"
    if question.type is Kind.YES_NO:
        return "y or n"
    if question.type is Kind.CHOICE:
        return f"a number{_beside(question)}"
    if question.type is Kind.DATE:
        return 'a date, as in "Jan 17", "in 8 weeks", "end of March"'
    if question.type is Kind.TEXT:
        return "one line" if question.names is None else "a few words; Enter: no name"
    low, high = question.range or (0, 0)
    unit = f" {question.unit}" if question.unit else ""
    bands = f"#1 to #{len(question.bands)}, or " if question.bands else ""
    return (
        f"{bands}{plain_number(low)} to {plain_number(high)}{unit}; a range such as {range_example(question)} is fine"
    )


def _beside(question: Question) -> str:
    """How something beside the options is said, where no option is that already."""
    return "" if any(option.id == "other" for option in question.options) else "; o: something else"


_HELP = (
    ("dk", "you don't know (never counts against you)"),
    ("disputed", "people here say opposite things; it counts as don't know"),
    ("w", "someone else knows; `w recruiting` says who"),
    ("o", "none of these: say it in your own words. We keep it and show it, but can't use it"),
    ("why", "why we ask; `why -v` shows what each answer would lead to"),
    ("so far", "what we know so far"),
    ("back", "the previous question; its answer stays until you change it"),
    ("change", "your answers; `change 4` goes back to the fourth"),
    ("note", "a note to keep with the answer"),
    ("stop", "the result now, with its gaps"),
    ("quit", "leave; everything is saved, and --resume picks it up"),
)


def help_lines(question: Question) -> list[str]:
    """What counts as which answer, and what else can be typed."""
    lines = wrapped(question.help)
    for number, option in enumerate(question.options, start=1):
        if option.help:
            lines += wrapped(option.help, 6, f"  {number:>2}  ")
    if question.type is Kind.CHOICES:
        lines += ["", *wrapped("`1 3 -4`: 1 and 3 yes, 4 no. `1 3.`: no others. `1 3 ...`: there may be more.")]
    lines += ["", "You can type instead of an answer:"]
    for word, what in _HELP:
        if word != "o" or takes_other(question):
            lines += wrapped(what, 11, f"  {word}".ljust(11))
    return lines
