"""What stands on a screen of 80 by 24: every question whole, long pages in portions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.faces.asking import prompt_of
from advisor.interview.faces.plain import written
from advisor.interview.faces.terminal import screens
from advisor.interview.sitting.opening import opening_of
from advisor.interview.words.prompts import help_lines, prompt
from advisor.interview.words.typed import range_example, read_typed
from testkit.companies.answers import AS_OF

ROOT = Path(__file__).parents[2]
ROWS, COLUMNS = 24, 80


def test_every_question_stands_whole_on_one_screen(advisor: Advisor) -> None:
    """With two lines above it and the line that is typed; its help page too."""
    for section in advisor.knowledge.sections:
        for id in section.questions:
            question = advisor.program.question(id)
            shown = list(
                written(prompt(question, section.title, "137, at most 114 more", ["Your answer so far: yes."]))
            )
            told = help_lines(question)
            assert len(shown) + 2 <= ROWS and len(told) + 2 <= ROWS, id
            assert max(map(len, [*shown, *told])) <= COLUMNS, id


def test_the_range_that_a_question_offers_is_one_that_it_takes(advisor: Advisor) -> None:
    """As an example of how to type one."""
    numbers = [e.model for e in advisor.knowledge.questions.values() if e.model.type.numeric]
    assert len(numbers) > 20
    for question in numbers:
        read_typed(question, range_example(question), AS_OF)


def test_the_opening_is_what_would_be_chosen(interviewer: Interviewer) -> None:
    """Known from the questionnaire alone, it is the prompt that stands there once every condition was read."""
    opening = opening_of(interviewer.program.knowledge)
    chosen = interviewer.next(moves.begin("company", AS_OF))
    assert opening is not None and isinstance(chosen, Ask)
    assert opening.prompt == prompt_of(interviewer.program.knowledge, chosen, 1)


@pytest.mark.parametrize(("count", "blanks", "portions"), [
    (23, (), [23]),
    (24, (), [23, 1]),
    (60, (), [23, 23, 14]),
    (40, (18,), [18, 22]),
    (40, (3,), [23, 17]),
])  # fmt: skip
def test_a_long_page_is_cut_at_an_empty_line(count: int, blanks: tuple[int, ...], portions: list[int]) -> None:
    """Where there is one in the lower half of the screen; not a line is lost."""
    lines = ["" if i in blanks else f"line {i}" for i in range(count)]
    found = list(screens(lines, ROWS - 1))
    assert [len(portion) for portion in found] == portions
    assert [line for portion in found for line in portion] == lines


def test_the_first_question_needs_no_checking_of_packs(tmp_path: Path) -> None:
    """Rules that were made ready before are read back as data: neither pydantic nor a loader of packs is imported."""
    code = (
        "import sys; from advisor.cli.main import run; from advisor.interview.faces.plain import PlainFace\n"
        "def ask(self, prompt, shown=None):\n"
        "    print([m for m in ('pydantic', 'advisor.knowledge.loading') if m in sys.modules], prompt.progress)\n"
        "    raise EOFError\n"
        "PlainFace.ask = ask; run(['interview', '--plain', 'acme'])"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "ADVISOR_CACHE": str(tmp_path / "kept"), "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, done.stderr
        (tmp_path / "acme.yaml").unlink()
    assert done.stdout.startswith("[] 1 of about ")
