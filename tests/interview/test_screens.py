"""What stands on a screen of 80 by 24: every question whole, long pages in portions."""

from __future__ import annotations

import pytest

from advisor import Advisor
from advisor.interview.faces.plain import written
from advisor.interview.faces.terminal import screens
from advisor.interview.sitting.opening import read_opening
from advisor.interview.words.prompts import help_lines, prompt
from advisor.interview.words.typed import range_example, read_typed
from advisor.shipped import shipped
from testkit.companies.answers import AS_OF

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


def test_the_opening_is_the_first_question_of_the_loaded_rules(advisor: Advisor) -> None:
    """Read from the files alone it is the same as that of the whole pack."""
    opening = read_opening(shipped("rules"))
    core = [e.model for e in advisor.knowledge.questions.values() if e.model.core]
    assert opening is not None and opening.question == core[0]
    assert (opening.core, opening.seconds) == (len(core), sum(question.seconds for question in core))


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
