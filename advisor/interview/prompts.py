"""One question as every face shows it, and the commands that may be typed in place of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from advisor.inference.answers import Answer, Differ, Exactly
from advisor.inference.sentences import listed
from advisor.inference.wording import given_text
from advisor.interview.choosing import Ask
from advisor.interview.typed import is_dont_know
from advisor.knowledge.models import Question
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind
from advisor.report.page import wrapped

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
    """What a face shows for one question: texts only, and the options with those already chosen."""

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


class Face(Protocol):
    """How an interview speaks with a person. Both methods raise EOFError where nobody is there any more."""

    def say(self, lines: Sequence[str]) -> None:
        """Show lines of text."""

    def ask(self, prompt: Prompt) -> str:
        """Show a question and take one line: an answer or a command."""

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


def prompt_of(ask: Ask, number: int, answered: int, remarks: Sequence[str] = ()) -> Prompt:
    """The prompt of a question; `number` is its place among those asked, `answered` how many have an answer."""
    question = ask.question
    if ask.core:
        progress = f"{number} of about {max(answered + ask.core_left, number)}"
    else:
        progress = f"{number}, at most {ask.at_most_left - 1} more"
    options: tuple[str, ...] = tuple(option.label for option in question.options)
    if question.type is Kind.YES_NO:
        options = ("Yes", "No")
    again = ask.earlier is not None
    told = list(remarks)
    if again and ask.earlier is not None:
        told.append(f"Your answer so far: {_earlier(ask.earlier, question)}. Enter keeps it.")
    return Prompt(
        question,
        progress,
        ask.section.upper(),
        tuple(line for remark in told for line in wrapped(remark)),
        tuple(wrapped(question.ask)),
        options,
        question.type is Kind.CHOICES,
        _chosen(ask.earlier, question),
        again,
        hint_of(question),
    )


def hint_of(question: Question) -> str:
    """How the answer is typed."""
    if question.type is Kind.CHOICES:
        return "all that apply: 1,3 or none"
    if question.type in (Kind.CHOICE, Kind.YES_NO):
        return ""
    if question.type is Kind.DATE:
        return 'a day, as in "17 Jan", "in 8 weeks", "end of March"'
    if question.type is Kind.TEXT:
        return "one line"
    low, high = question.range or (0, 0)
    unit = f" {question.unit}" if question.unit else ""
    return f"{plain_number(low)} to {plain_number(high)}{unit}; a range such as 4-5 is fine"


def help_lines(question: Question) -> list[str]:
    """What counts as which answer, and what else can be typed."""
    lines = wrapped(question.help)
    for number, option in enumerate(question.options, start=1):
        if option.help:
            lines += wrapped(option.help, 6, f"  {number:>2}  ")
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


def _earlier(answer: Answer, question: Question) -> str:
    labels = {option.id: option.label for option in question.options}
    if isinstance(answer.said, Differ):
        return listed([f"{claim.by} says {given_text(claim.given, labels)}" for claim in answer.said.claims])
    return given_text(answer.said, labels)


def _chosen(answer: Answer | None, question: Question) -> tuple[int, ...]:
    if answer is None or not isinstance(answer.said, Exactly):
        return ()
    value = answer.said.value
    if question.type is Kind.YES_NO:
        return (0 if value else 1,)
    picked = value if isinstance(value, tuple) else (value,)
    return tuple(i for i, option in enumerate(question.options) if option.id in picked)
