"""The screen of one question without a process: what is drawn on small terminals, and what is told of an answer."""

from __future__ import annotations

import pytest
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor import Advisor
from advisor.interview.faces.screen import Screen
from advisor.interview.faces.terminal import _transcript
from advisor.interview.words.prompts import Prompt, prompt
from advisor.language.vocabulary import Kind

DOWN = "\x1b[B"


def asked(advisor: Advisor, question: str) -> Prompt:
    """The question as an interview asks it first."""
    return prompt(advisor.program.question(question), "Section", "1 of about 30", [])


def drawn(shown: Prompt, rows: int, columns: int, keys: str) -> tuple[list[str], str]:
    """The lines of the question that stand on the screen once the keys were pressed, and the answer."""

    class Small(DummyOutput):
        def get_size(self) -> Size:
            return Size(rows=rows, columns=columns)

    screen = Screen(shown, None)
    last: list[str] = []

    def look(_: object) -> None:
        info = screen.window.render_info
        if info is not None:
            text = "".join(part[1] for part in screen._text()).split("\n")
            last[:] = [text[line] for line in info.displayed_lines]

    with create_pipe_input() as given, create_app_session(input=given, output=Small()):
        app: Application[str] = Application(layout=screen.layout, key_bindings=screen.keys, after_render=look)
        given.send_text(keys + "\r")
        return last, app.run()


@pytest.mark.parametrize(("rows", "columns"), [(8, 20), (19, 80), (4, 80), (24, 80)])
@pytest.mark.parametrize("question", ["jd.must_have_areas", "milestone.next_capability", "role.stage"])
def test_the_marked_option_is_on_the_screen_however_short_it_is(
    advisor: Advisor, question: str, rows: int, columns: int
) -> None:
    shown = asked(advisor, question)
    for place in range(len(shown.options)):
        ticked = " " if shown.several else ""
        lines, answer = drawn(shown, rows, columns, DOWN * (place + 1) + ticked)
        assert answer == str(place + 1)
        assert any(line.startswith(f" >{place + 1:>2} ") for line in lines), (place, lines)


def test_what_is_told_of_a_line_is_what_it_is_taken_for(advisor: Advisor) -> None:
    """A paste of several lines takes no option, so that none is shown as taken."""
    shown = asked(advisor, "milestone.next_capability")
    second = shown.options[1]
    for typed in ("y\nn\n2", "y n 2", "1 2", "99", "2x"):
        told = " ".join(_transcript(shown, typed))
        assert second not in told and shown.options[0] not in told
    assert second in " ".join(_transcript(shown, "2"))
    several = asked(advisor, "jd.must_have_areas")
    assert ", ".join(several.options[:2]) in " ".join(" ".join(_transcript(several, "1,2")).split())


def test_yes_and_no_are_told_in_words(advisor: Advisor) -> None:
    shown = asked(advisor, "milestone.date_exists")
    assert shown.question.type is Kind.YES_NO
    assert _transcript(shown, "y")[-1].strip().casefold() == "> yes"
    assert _transcript(shown, "2")[-1].strip().casefold() == "> no"


def test_a_paste_of_several_lines_is_one_line(advisor: Advisor) -> None:
    pasted = "\x1b[200~y\nn\n2\x1b[201~"
    assert drawn(asked(advisor, "milestone.next_capability"), 24, 80, pasted)[1] == "y n 2"
