"""One question on a terminal: what is drawn, what the keys do, and which line Enter means."""

from __future__ import annotations

from collections.abc import Sequence

from prompt_toolkit.application import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, ConditionalContainer, FormattedTextControl, HSplit, Layout, Window

from advisor.cases.oneline import band_meant
from advisor.interview.faces.plain import how, printable
from advisor.interview.words.prompts import Prompt, command_of
from advisor.interview.words.typed import matching
from advisor.language.vocabulary import Kind
from advisor.report.layout import across, at_width, wrapped

SHORT = 14  # rows; with fewer the options need them all
_NEXT_TICK = {"": "x", "x": "-", "-": ""}  # there, not there, nobody said


class Screen:
    """One question: the layout, the keys, and what is marked."""

    def __init__(self, prompt: Prompt, encoding: str | None):
        self.prompt = prompt
        self.encoding = encoding
        self.place: int | None = prompt.chosen[0] if prompt.chosen and not prompt.several else None
        self.ticked = dict.fromkeys(prompt.chosen, "x") if prompt.several else {}
        self.touched = False
        self.remark = ""
        self.buffer = Buffer(multiline=False, on_text_changed=self._follow)
        self.keys = self._keys()
        field = Window(BufferControl(self.buffer), height=1, get_line_prefix=lambda *_: "> ")
        # The cursor is not shown; it stands on the marked line, so that a window too short for all scrolls there.
        text = FormattedTextControl(self._text, show_cursor=False, get_cursor_position=lambda: Point(0, self.marked))
        self.window = Window(text, wrap_lines=True, dont_extend_height=True)
        self.marked = 0
        below = Window(FormattedTextControl(self._below), wrap_lines=True, dont_extend_height=True)
        roomy = Condition(lambda: not self._short())
        self.layout = Layout(
            HSplit([self.window, ConditionalContainer(below, roomy), field]),
            focused_element=field,
        )

    def _short(self) -> bool:
        """Whether there is no room to keep what can be typed in sight; then it comes after the options."""
        return get_app().output.get_size().rows < SHORT

    def _follow(self, _: Buffer) -> None:
        """Mark the option that the typed text means."""
        typed = self.buffer.text
        if self.prompt.options and typed.strip() and command_of(typed, self.prompt.question) is None:
            found = meant(self.prompt, typed)
            if found:
                self.place = found[0]

    def _text(self) -> StyleAndTextTuples:
        with at_width(get_app().output.get_size().columns):
            lines = list(self._question())
            return [*lines, *self._how()] if self._short() else lines

    def _below(self) -> StyleAndTextTuples:
        size = get_app().output.get_size()
        with at_width(size.columns):
            told = self._how()
            hidden = sum(text.count("\n") for _, text, *_ in [*self._question(), *told]) + 1 - size.rows
            more: StyleAndTextTuples = [("class:footer", "(there is more: arrow keys)\n")] if hidden > 0 else []
            return [*more, *told[:-1], (told[-1][0], told[-1][1].rstrip("\n"))]

    def _question(self) -> StyleAndTextTuples:
        prompt = self.prompt
        lines: StyleAndTextTuples = []

        def add(style: str, texts: Sequence[str]) -> None:
            lines.extend((style, printable(text, self.encoding) + "\n") for text in texts)

        add("", [""])
        add("class:section", across(prompt.progress, prompt.section))
        for remark in prompt.remarks:
            add("class:remark", wrapped(remark))
        add("class:ask", wrapped(prompt.ask))
        for number, option in enumerate(prompt.options):
            here = number == self.place
            tick = f"[{self.ticked.get(number) or ' '}] " if prompt.several else ""
            key = prompt.key(number) if prompt.question.type.numeric else str(number + 1)
            if here:  # until a key is pressed the question itself is shown, where there is no room for both
                self.marked = sum(text.count("\n") for _, text, *_ in lines) if self.touched or number else 0
            first = f" {'>' if here else ' '}{key:>2} {tick}"
            add("class:mark" if here else "", wrapped(option, len(first), first))
        return lines

    def _how(self) -> StyleAndTextTuples:
        prompt = self.prompt
        hint = f"arrows or {prompt.hint}" if prompt.options and not prompt.several else prompt.hint
        if prompt.several:
            hint = prompt.hint.replace("all that apply:", "space: yes, again: no; or type")
        return [("class:footer", printable(line, self.encoding) + "\n") for line in how(prompt, self.remark or hint)]

    def _move(self, by: int) -> None:
        """Mark the next option, or the one before; the first move marks the first or the last."""
        last = len(self.prompt.options) - 1
        self.place = (last if by < 0 else 0) if self.place is None else (self.place + by) % (last + 1)
        self.touched = True

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        empty = Condition(lambda: not self.buffer.text)
        listed = Condition(lambda: bool(self.prompt.options))
        several = Condition(lambda: self.prompt.several)

        @keys.add("up", filter=listed)
        def _up(event: KeyPressEvent) -> None:
            self._move(-1)

        @keys.add("down", filter=listed)
        def _down(event: KeyPressEvent) -> None:
            self._move(1)

        @keys.add(" ", filter=empty & several)
        def _tick(event: KeyPressEvent) -> None:
            if self.place is None:
                self._move(1)
            assert self.place is not None
            self.ticked[self.place] = _NEXT_TICK[self.ticked.get(self.place, "")]
            self.touched = True

        @keys.add("enter")
        def _enter(event: KeyPressEvent) -> None:
            taken = self._taken()
            if taken is not None:
                event.app.exit(result=taken)
            elif self.prompt.several:
                self.remark = "nothing is checked: type none if none is true, dk if you don't know"
            else:
                self.remark = f"no answer yet: {self.prompt.hint}; dk if you don't know"

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
                return str(found[found.index(self.place)] + 1)
            return typed
        if self.touched and prompt.several:
            marked = [f"{'-' if mark == '-' else ''}{i + 1}" for i, mark in sorted(self.ticked.items()) if mark]
            return ",".join(marked) or None
        if self.touched and self.place is not None:
            return prompt.key(self.place)
        return "" if prompt.again or prompt.enter else None


def meant(prompt: Prompt, typed: str) -> list[int]:
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
