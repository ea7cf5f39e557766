"""The terminal face: arrow keys, numbers and type-ahead, on questionary (and prompt_toolkit below it).

What is typed stands in one line under the question: the number of an option, a part of its label, or a command.
While it stands there the option that it means is marked; with an empty line the arrows move the mark.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style
from questionary import Question as Asked

from advisor.cases.answers import Exactly
from advisor.cases.values import AnswerError
from advisor.interview.faces.plain import dont_know, printable
from advisor.interview.words.prompts import FOOTER, Prompt, command_of
from advisor.interview.words.typed import band_meant, matching, read_typed
from advisor.language.vocabulary import Kind
from advisor.report.layout import across, wrapped

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

    def say(self, lines: Sequence[str]) -> None:
        """Show lines of text."""
        for line in lines:
            self._stream.write(printable(line, self._stream.encoding) + "\n")
        self._stream.flush()

    def ask(self, prompt: Prompt, shown: Callable[[], object] | None = None) -> str:
        """Show a question and take an answer or a command."""
        screen = _Screen(prompt, self._stream.encoding)
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
    told = typed.strip() or ("(kept)" if prompt.again else "(no name)")
    if prompt.question.bands:
        told = "".join(prompt.options[place] for place in _meant(prompt, typed)) or told
    elif prompt.options:
        told = ", ".join(prompt.options[place] for place in _taken_places(prompt, typed)) or told
    if command_of(typed, prompt.question):
        told = "don't know"
    return [*wrapped(" ".join(prompt.ask)), *wrapped(told, 4, "  > ")]


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


class _Screen:
    """One question: the layout, the keys, and what is marked."""

    def __init__(self, prompt: Prompt, encoding: str | None):
        self.prompt = prompt
        self.encoding = encoding
        self.place = prompt.chosen[0] if prompt.chosen and not prompt.several else 0
        self.ticked = set(prompt.chosen) if prompt.several else set()
        self.touched = False
        self.remark = ""
        self.buffer = Buffer(multiline=False, on_text_changed=self._follow)
        self.keys = self._keys()
        field = Window(BufferControl(self.buffer), height=1, get_line_prefix=lambda *_: "> ")
        # The cursor is not shown; it stands on the marked line, so that a window too short for all scrolls there.
        text = FormattedTextControl(self._text, show_cursor=False, get_cursor_position=lambda: Point(0, self.marked))
        self.window = Window(text, wrap_lines=True, dont_extend_height=True)
        self.marked = 0
        self.layout = Layout(
            HSplit(
                [
                    self.window,
                    field,
                ]
            ),
            focused_element=field,
        )

    def _follow(self, _: Buffer) -> None:
        """Mark the option that the typed text means."""
        typed = self.buffer.text
        if self.prompt.options and typed.strip() and command_of(typed, self.prompt.question) is None:
            found = _meant(self.prompt, typed)
            if found:
                self.place = found[0]

    def _text(self) -> StyleAndTextTuples:
        prompt = self.prompt
        lines: StyleAndTextTuples = []

        def add(style: str, texts: Sequence[str]) -> None:
            lines.extend((style, printable(text, self.encoding) + "\n") for text in texts)

        add("", [""])
        add("class:section", across(prompt.progress, prompt.section))
        add("class:remark", prompt.remarks)
        add("class:ask", prompt.ask)
        for number, option in enumerate(prompt.options):
            here = number == self.place
            tick = ("[x] " if number in self.ticked else "[ ] ") if prompt.several else ""
            key = prompt.key(number) if prompt.question.type.numeric else str(number + 1)
            if here:  # until a key is pressed the question itself is shown, where there is no room for both
                self.marked = sum(text.count("\n") for _, text, *_ in lines) if self.touched or number else 0
            first = f" {'>' if here else ' '}{key:>2} {tick}"
            add("class:mark" if here else "", wrapped(option, len(first), first))
        add("", list(dont_know(prompt)))
        how = "arrows or number, Enter" if prompt.options and not prompt.question.type.numeric else prompt.hint
        if prompt.several:
            how = self.remark or "space ticks, Enter takes them; or type 1,3 or none"
        add("class:footer", [f"({how})"])
        lines.append(("class:footer", FOOTER))
        return lines

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        empty = Condition(lambda: not self.buffer.text)
        listed = Condition(lambda: bool(self.prompt.options))
        several = Condition(lambda: self.prompt.several)

        @keys.add("up", filter=listed)
        def _up(event: KeyPressEvent) -> None:
            self.place = (self.place - 1) % len(self.prompt.options)
            self.touched = True

        @keys.add("down", filter=listed)
        def _down(event: KeyPressEvent) -> None:
            self.place = (self.place + 1) % len(self.prompt.options)
            self.touched = True

        @keys.add(" ", filter=empty & several)
        def _tick(event: KeyPressEvent) -> None:
            self.ticked ^= {self.place}
            self.touched = True

        @keys.add("enter")
        def _enter(event: KeyPressEvent) -> None:
            taken = self._taken()
            if taken is not None:
                event.app.exit(result=taken)
            elif self.prompt.several:
                self.remark = "nothing is ticked: type none if none of them is true, 0 if you don't know"

        @keys.add("c-c")
        def _interrupt(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        @keys.add("c-d", filter=empty)
        def _end(event: KeyPressEvent) -> None:
            event.app.exit(exception=EOFError)

        return keys

    def _taken(self) -> str | None:
        """The line that Enter means, None where it means nothing yet."""
        typed = " ".join(self.buffer.text.split())  # what is pasted may have several lines
        prompt = self.prompt
        if typed:
            found = matching(prompt.question, typed) if prompt.question.type is Kind.CHOICE else []
            if found and self.place in found and command_of(typed, prompt.question) is None:
                return str(self.place + 1)
            return typed
        if (prompt.again and not self.touched) or prompt.question.names is not None:
            return ""
        if prompt.several:
            return ",".join(str(i + 1) for i in sorted(self.ticked)) or None
        return prompt.key(self.place) if prompt.options else None


def _meant(prompt: Prompt, typed: str) -> list[int]:
    """The options, by place, that a typed text may mean."""
    question = prompt.question
    if question.type is Kind.YES_NO:
        return _yes_no(typed)
    if question.bands:
        band = band_meant(question, typed)
        return [] if band is None else [question.bands.index(band)]
    return matching(question, typed)


def _yes_no(typed: str) -> list[int]:
    return [i for i, word in enumerate(("yes", "no")) if word.startswith(typed.strip().casefold())]
