"""The slips that authors make, each with the message and the corrected line."""

from __future__ import annotations

import contextlib

import pytest

from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_condition
from advisor.language.parsing.syntax import Syntax
from advisor.language.vocabulary import Kind, Macro, Term, Vocabulary

KNOWN = Vocabulary(
    {
        t.id: t
        for t in (
            Term("role.stage", Kind.CHOICE, ("nobody", "in_calls", "offer_out")),
            Term("role.areas", Kind.CHOICES, ("backend", "llm", "evals")),
            Term("role.open_days", Kind.WHOLE, (), 0.0, 1500.0),
            Term("loop.rounds", Kind.WHOLE, (), 1.0, 20.0),
            Term("team.share_percent", Kind.NUMBER, (), 0.0, 100.0),
            Term("milestone.need_by", Kind.DATE),
            Term("role.separated", Kind.YES_NO),
            Term("role.note", Kind.TEXT),
        )
    },
    {
        "date.near": Macro("date.near", "weeks_until(milestone.need_by) <= 13", True),
        "date.odd": Macro("date.odd", "date.even", True),
        "date.even": Macro("date.even", "not date.odd", True),
        "role.bad": Macro("role.bad", "role.stag == nobody", True),
    },
    frozenset({"role-too-broad"}),
    frozenset({"timeline.weeks"}),
)

# what was written, at which column it is wrong, the message, and the way out
TRAPS = [
    # --- signs and words of other languages
    ("role.separated = true", 15, "A comparison is written with two signs, `==`.", "Write `role.separated == true`."),
    ("loop.rounds => 6", 12, "`=>` is written `>=`.", "Write `loop.rounds >= 6`."),
    ("loop.rounds =< 6", 12, "`=<` is written `<=`.", "Write `loop.rounds <= 6`."),
    ("loop.rounds <> 6", 12, "`<>` is written `!=`.", "Write `loop.rounds != 6`."),
    ("loop.rounds ≥ 6", 12, "`≥` is written `>=`.", "Write `loop.rounds >= 6`."),
    (
        "role.separated AND date.near",
        15,
        "`and`, `or`, `not` and `in` are written in small letters.",
        "Write `role.separated and date.near`.",
    ),
    ("role.separated && date.near", 15, "`&&` is written `and`.", "Write `role.separated and date.near`."),
    ("role.separated || date.near", 15, "`||` is written `or`.", "Write `role.separated or date.near`."),
    ("!role.separated", 0, "`!` is written `not`.", "Write `not role.separated`."),
    ("loop.rounds is 6", 0, "Write `==` and `!=`, not `is`.", None),
    (
        "team.share_percent > 0,7",
        21,
        "Decimals are written with a point.",
        "Write `team.share_percent > 0.7`.",
    ),
    (
        "team.share_percent > 70%",
        23,
        "Percentages are plain numbers; the question says which unit it has.",
        "Write `team.share_percent > 70`.",
    ),
    (
        "role.stage == \u201cnobody\u201d",
        14,
        "Curly quotes aren't part of the language; options need no quotes.",
        "Write `role.stage == nobody`.",
    ),
    ("role.stage == 'nobody'", 14, "Options are written without quotes.", "Write `nobody`."),
    (
        "diagnosed(role-too-broad)",
        10,
        "Names use underscores, not dashes.",
        "Write `diagnosed(role_too_broad)`.",
    ),
    (
        "role.separated # says the CTO",
        15,
        "A `#` starts a comment in YAML and has no place in a condition.",
        None,
    ),
    (
        "role.separated: true",
        14,
        "`role.separated: true` can't be read as a condition.",
        "Write it as in `role.open_days > 45 and not role.parked`.",
    ),
    # --- options
    (
        "role.stage == nobody or in_calls",
        24,
        "`role.stage == nobody or in_calls` doesn't compare `in_calls` with anything.",
        "Write `role.stage in [nobody, in_calls]`.",
    ),
    (
        "role.stage == nobody or in_calls or offer_out",
        24,
        "`role.stage == nobody or in_calls or offer_out` doesn't compare `in_calls` with anything.",
        "Write `role.stage in [nobody, in_calls, offer_out]`.",
    ),
    (
        "role.stage != nobody and in_calls",
        25,
        "`role.stage != nobody and in_calls` doesn't compare `in_calls` with anything.",
        "Write `role.stage not in [nobody, in_calls]`.",
    ),
    (
        "llm in role.areas or evals",
        21,
        "There's nothing called `evals`.",
        "It's an option of `role.areas`: write `evals in role.areas`.",
    ),
    (
        "role.separated and in_calls",
        19,
        "There's nothing called `in_calls`.",
        "It's an option of `role.stage`: write `role.stage == in_calls`.",
    ),
    ("role.stage == nobdy", 14, "`role.stage` has no option `nobdy`.", "Did you mean `nobody`?"),
    (
        "role.stage == llm",
        14,
        "`role.stage` has no option `llm`.",
        "Its options are nobody, in_calls, offer_out.",
    ),
    ("role.areas == llm", 0, "`role.areas` can hold several options.", "Write `llm in role.areas`."),
    ("role.stage < nobody", 0, "Choices have no order.", "Use `==`, `!=` or `in [..]`."),
    ("role.stage in []", 14, "The list has no option.", None),
    (
        "role.separated == yes",
        0,
        "`role.separated` is a yes-no question and is compared with nothing.",
        "Write `role.separated` or `not role.separated`.",
    ),
    # --- names
    ("role.stag == nobody", 0, "There's nothing called `role.stag`.", "Did you mean `role.stage`?"),
    ("stage == nobody", 0, "There's nothing called `stage`.", "Did you mean `role.stage`?"),
    ("role.separated\n  and dat.near", 6, "There's nothing called `dat.near`.", "Did you mean `date.near`?"),
    (
        "unsure(role.stagee)",
        7,
        "`unsure` needs a question; there's no question `role.stagee`.",
        "Did you mean `role.stage`?",
    ),
    (
        "diagnosed(role_too_brod)",
        10,
        "There's no diagnosis `role-too-brod`.",
        "Did you mean `diagnosed(role_too_broad)`?",
    ),
    ("date.odd", 0, "Derived facts go round in a circle: date.odd -> date.even -> date.odd.", None),
    ("role.bad", 0, "The derived fact `role.bad` is itself faulty: There's nothing called `role.stag`.", None),
    ("counts(role.areas) > 3", 0, "There's no function `counts`.", "Did you mean `count`?"),
    # --- types and numbers
    (
        "milestone.need_by <= 10",
        0,
        "A date question can't be compared like this.",
        "Write `weeks_until(milestone.need_by)`.",
    ),
    (
        "role.stage",
        0,
        "`role.stage` is a choice question and isn't true or false by itself.",
        "Write for instance `role.stage == nobody`.",
    ),
    (
        "loop.rounds",
        0,
        "This is a number, not something that's true or false.",
        "Compare it with something, as in `> 3`.",
    ),
    ("role.stage > 3", 13, "`3` isn't an option of `role.stage`.", "Its options are nobody, in_calls, offer_out."),
    ("loop.rounds > 30", 14, "30 is outside the range of `loop.rounds`, 1 to 20.", None),
    (
        "count(role.stage) > 1",
        6,
        "count() counts the options of a multiple choice; `role.stage` is a choice question.",
        None,
    ),
    (
        "role.open_days / (loop.rounds - 3) > 2",
        18,
        "The divisor can be 0.",
        "Use a question whose range doesn't hold 0, or compare without dividing.",
    ),
    ("at_least(3, role.separated, date.near)", 0, "`at_least(3, ...)` of 2 conditions makes no sense.", None),
    (
        "at_least(role.separated, date.near)",
        0,
        "`at_least` starts with a whole number.",
        "As in `at_least(2, a, b, c)`.",
    ),
    ("3 > 2", 0, "Two constants are compared.", None),
    ("role.open_days ** 2 > 4", 0, "Only + - * / are part of the language.", None),
    ("count(role.areas > 1", 0, "`(` and `)` don't match.", "There are 1 and 0."),
    ("   ", 0, "The condition is empty.", None),
]


@pytest.mark.parametrize(("text", "column", "message", "way_out"), TRAPS, ids=[trap[0] for trap in TRAPS])
def test_each_slip_is_told_with_the_way_out(text: str, column: int, message: str, way_out: str | None) -> None:
    """The exact words, and the place inside the text."""
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, KNOWN)
    error = caught.value
    assert (error.message, error.suggestion) == (message, way_out)
    assert (error.line, error.column) == (text.count("\n"), column)


CORRECTED = [line for trap in TRAPS if (trap[3] or "").startswith("Write `") and " " in (line := trap[3].split("`")[1])]


@pytest.mark.parametrize("text", CORRECTED)
def test_the_corrected_line_can_be_read(text: str) -> None:
    """What the message offers is itself a condition."""
    parse_condition(text, KNOWN)


@pytest.mark.parametrize("text", ["plan.pages > 0x1or plan.written", 'plan.stage == "\\d"'])
def test_no_warning_of_pythons_reaches_the_screen(text: str, recwarn: pytest.WarningsRecorder) -> None:
    """They are for programmers; what an author should know of a condition is said as a problem of it."""
    with contextlib.suppress(ConditionError):
        Syntax(text)
    assert not recwarn.list
