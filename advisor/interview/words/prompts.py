"""One question as every face shows it, and the commands that may be typed in place of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from advisor.interview.words.typed import is_dont_know, range_example
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind
from advisor.report.layout import wrapped

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
}
FOOTER = "? help   why   so far   back   change   note   stop   quit (is saved)"


@dataclass(frozen=True)
class Prompt:
    """What a face shows for one question: texts only, and the options with those already chosen.

    The options of a number are its bands: they are typed as `#2`, since a number alone is the number itself.
    """

    question: Question
    progress: str
    section: str
    remarks: tuple[str, ...]
    ask: tuple[str, ...]
    options: tuple[str, ...]
    several: bool
    chosen: tuple[int, ...]
    again: bool
    hint: str

    def key(self, place: int) -> str:
        """What is typed to choose an option by its place."""
        if self.question.type is Kind.YES_NO:
            return ("y", "n")[place]
        return f"#{place + 1}" if self.question.type.numeric else str(place + 1)


class Face(Protocol):
    """How an interview speaks with a person. They raise EOFError where nobody is there any more."""

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
    if words.casefold() in COMMANDS:
        return COMMANDS[words.casefold()], ""
    if question.type is not Kind.TEXT:
        for name in ("change", "note", "w", "who", "?"):
            if words.casefold().startswith(name + " "):
                return COMMANDS[name], words[len(name) + 1 :]
    if is_dont_know(question, words):
        return "don't know", ""
    return None


def prompt(
    question: Question,
    section: str,
    progress: str,
    remarks: Sequence[str] = (),
    chosen: Sequence[int] = (),
    again: bool = False,
) -> Prompt:
    """The prompt of a question; `remarks` stand above it, `chosen` are the options that were taken before."""
    options = (*(option.label for option in question.options), *(band.label for band in question.bands))
    return Prompt(
        question,
        progress,
        section.upper(),
        tuple(line for remark in remarks for line in wrapped(remark)),
        tuple(wrapped(question.ask)),
        ("Yes", "No") if question.type is Kind.YES_NO else options,
        question.type is Kind.CHOICES,
        tuple(chosen),
        again,
        hint_of(question),
    )


def hint_of(question: Question) -> str:
    """How the answer is typed."""
    if question.type is Kind.CHOICES:
        return "all that apply: 1,3 or none; -4: not that one"
    if question.type in (Kind.CHOICE, Kind.YES_NO):
        return ""
    if question.type is Kind.DATE:
        return 'a day, as in "17 Jan", "in 8 weeks", "end of March"'
    if question.type is Kind.TEXT:
        return "one line" if question.names is None else "a few words; Enter: no name"
    low, high = question.range or (0, 0)
    unit = f" {question.unit}" if question.unit else ""
    bands = f"#1 to #{len(question.bands)}, or " if question.bands else ""
    return (
        f"{bands}{plain_number(low)} to {plain_number(high)}{unit}; a range such as {range_example(question)} is fine"
    )


def help_lines(question: Question) -> list[str]:
    """What counts as which answer, and what else can be typed."""
    lines = wrapped(question.help)
    for number, option in enumerate(question.options, start=1):
        if option.help:
            lines += wrapped(option.help, 6, f"  {number:>2}  ")
    if question.type is Kind.CHOICES:
        lines += ["", "1 3 -4 says that 1 and 3 are there and 4 is not; ... that there may be more."]
    return [
        *lines,
        "",
        "You can type, in place of an answer:",
        "  why            what would follow from each answer",
        "  so far         what is known by now",
        "  back           the question before; its answer stands until you change it",
        "  change         a list of your answers; `change 4` shows the fourth again",
        "  w              somebody else knows; `w people` says who",
        "  note           a line that is kept with the answer",
        "  stop           the result now, its gaps named",
        "  quit           leave; everything is saved, and --resume goes on",
    ]
