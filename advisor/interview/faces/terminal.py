"""The terminal face: arrow keys, numbers and type-ahead, on questionary (and prompt_toolkit below it).

What is typed stands in one line under the question: the number of an option, a part of its label, or a command.
While it stands there the option that it means is marked; with an empty line the arrows move the mark. Nothing is
marked before somebody marks it, so that Enter alone answers nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from prompt_toolkit.application import Application
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style
from questionary import Question as Asked

from advisor.cases.answers import Exactly
from advisor.cases.values import AnswerError
from advisor.interview.faces.plain import printable
from advisor.interview.faces.screen import Screen, meant
from advisor.interview.words.prompts import Prompt, command_of
from advisor.interview.words.typed import read_typed
from advisor.report.layout import wrapped

_STYLE = Style.from_dict({"section": "bold", "ask": "bold", "mark": "bold", "footer": "", "remark": "italic"})


class TerminalFace:
    """Asks on a terminal. Needs one on standard input and on `out`."""

    def __init__(self) -> None:
        stream = sys.stdout if sys.stdout.isatty() else sys.stderr
        self._stream = stream
        self._output = create_output(stdout=stream)
        if isinstance(self._output, Vt100_Output):
            self._output.enable_cpr = False  # a terminal that does not say where its cursor is costs a second each time
        self._depth = ColorDepth.MONOCHROME if "NO_COLOR" in os.environ else None

    @property
    def columns(self) -> int:
        """How wide the terminal is."""
        return os.get_terminal_size(self._stream.fileno()).columns

    def say(self, lines: Sequence[str]) -> None:
        """Show lines of text."""
        for line in lines:
            self._stream.write(printable(line, self._stream.encoding) + "\n")
        self._stream.flush()

    def ask(self, prompt: Prompt, shown: Callable[[], object] | None = None) -> str:
        """Show a question and take an answer or a command."""
        screen = Screen(prompt, self._stream.encoding)
        app: Application[str] = Application(
            layout=screen.layout,
            key_bindings=screen.keys,
            style=_STYLE,
            output=self._output,
            color_depth=self._depth,
            erase_when_done=True,
            after_render=_once(shown),
        )
        typed = str(Asked(app).unsafe_ask())
        self.say(_transcript(prompt, typed))
        return typed

    def page(self, lines: Sequence[str]) -> str:
        """Show lines of text until Enter; what is typed in place of Enter leaves the page."""
        return self._read(lines) or self.line("Enter: back to the question")

    def read(self, lines: Sequence[str]) -> None:
        """Show lines of text, a screen at a time."""
        self._read(lines)

    def _read(self, lines: Sequence[str]) -> str:
        """What was typed in place of Enter; the rest is not shown then."""
        height = os.get_terminal_size(self._stream.fileno()).lines
        *before, last = screens(lines, height - 1)
        for screen in before:
            self.say(screen)
            typed = self.line("Enter: more")
            if typed.strip():
                return typed
            self._output.cursor_up(1)
            self._output.erase_end_of_line()
            self._output.flush()
        self.say(last)
        return ""

    def line(self, label: str) -> str:
        """Take one line of free text."""
        self._stream.write(printable(label + " ", self._stream.encoding))
        self._stream.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")


def screens(lines: Sequence[str], height: int) -> Iterator[Sequence[str]]:
    """The lines in portions of at most `height`, cut at an empty line where there is one in the lower half.

    >>> [list(screen) for screen in screens(["a", "b", "", "c", "d"], 3)]
    [['a', 'b'], ['', 'c', 'd']]
    """
    while len(lines) > height > 1:
        cut = next((i for i in range(height, height // 2, -1) if not lines[i].strip()), height)
        yield lines[:cut]
        lines = lines[cut:]
    yield lines


def _once(shown: Callable[[], object] | None) -> Callable[[Application[str]], None] | None:
    """A handler that calls `shown` the first time only."""
    waiting = [shown] if shown is not None else []

    def once(_: Application[str]) -> None:
        if waiting:
            waiting.pop()()

    return once


def _transcript(prompt: Prompt, typed: str) -> list[str]:
    """What stays on the screen of a question that was answered."""
    if command_of(typed, prompt.question) not in (None, ("don't know", "")):
        return []
    told = typed.strip() or ("(kept)" if prompt.again else "(skipped)")
    if prompt.question.bands:
        told = "".join(prompt.options[place] for place in meant(prompt, typed)) or told
    elif prompt.options:
        told = ", ".join(prompt.options[place] for place in _taken_places(prompt, typed)) or told
    if command_of(typed, prompt.question):
        told = "don't know"
    return [*wrapped(prompt.ask), *wrapped(told, 4, "  > ")]


def _taken_places(prompt: Prompt, typed: str) -> list[int]:
    """The options that a line takes, by the reading that the answer gets; none where it takes no option."""
    try:
        said = read_typed(prompt.question, typed, date.min)  # options don't depend on the day
    except AnswerError:
        return []
    if not isinstance(said, Exactly):
        return []
    if isinstance(said.value, bool):
        return [0 if said.value else 1]
    ids = said.value if isinstance(said.value, tuple) else (said.value,)
    return [place for place, option in enumerate(prompt.question.options) if option.id in ids]
