"""Answers that do not fit their question: the exact words, place and way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from testkit.commands import Advise, said_of

EMPTY = "The answer is empty. Leave the question out, or write `{unsure: true}`."
UNSURE_WAY = "isn't an answer. Write `{unsure: true}`."
OPTIONS = "Options are idea, draft, agreed."
PARTS = "Options are code, tests, docs."
DIFFER = ("`differ` lists what two or more people said, 20 at most. "
          "As in `[{value: 4, by: cto}, {value: 6, by: founder}]`.")  # fmt: skip
TWO = "[{value: 3, by: cto}, {value: 5, by: recruiting}]"


def said_of_answer(advise: Advise, answer: str) -> list[str]:
    """The same for one line below `answers:`."""
    return said_of(advise, f"case: x\nas_of: 2026-11-22\nanswers:\n  {answer}\n")


def answers_in(advise: Advise, answers: str) -> dict[str, Any]:
    """The answers of a case that is accepted, as the result shows them."""
    Path("c.yaml").write_text(f"case: x\nas_of: 2026-11-22\nanswers:\n  {answers}\n")
    ended = advise("assess", "c.yaml", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)["answers"]
    return found


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        # questions that do not exist
        ("plan.page: 3", "4:14: answers.plan.page: There's no question `plan.page`. Did you mean `plan.pages`?"),
        ("pages: 3", "4:10: answers.pages: There's no question `pages`. Did you mean `plan.pages`?"),
        ("zzz: 3", "4:8: answers.zzz: There's no question `zzz`."),
        ("3: 4", "4:6: answers.3: There's no question `3`."),
        ("plan: {page: 3}", "4:16: answers.plan.page: There's no question `plan.page`. Did you mean `plan.pages`?"),
        ("plan: 3", "4:9: answers.plan: `plan` isn't a question, but the first part of some. "
         "Write `plan.written`, for instance."),
        ("plan: [3]", "4:9: answers.plan: `plan` isn't a question, but the first part of some. "
         "Write `plan.written`, for instance."),
        ("plan.pages.more: 3", "4:20: answers.plan.pages.more: There's no question `plan.pages.more`. "
         "Did you mean `plan.pages`?"),
        # yes or no
        ("plan.written: maybe", "4:17: answers.plan.written: A yes or no is expected, not 'maybe'."),
        ("plan.written: 1", "4:17: answers.plan.written: A yes or no is expected, not 1."),
        ("plan.written: [yes]", "4:17: answers.plan.written: A yes or no is expected, not a list."),
        ("plan.written: {value: 2026-11-22}",
         "4:25: answers.plan.written.value: A yes or no is expected, not '2026-11-22'."),
        ("plan.written:", f"4:16: answers.plan.written: {EMPTY}"),
        ("plan.written: null", f"4:17: answers.plan.written: {EMPTY}"),
        ("plan.written: unsure", f"4:17: answers.plan.written: 'unsure' {UNSURE_WAY}"),
        # one option
        ("plan.stage: drafts", "4:15: answers.plan.stage: There's no option 'drafts'. Did you mean `draft`?"),
        ("plan.stage: Draft", "4:15: answers.plan.stage: There's no option 'Draft'. Did you mean `draft`?"),
        ("plan.stage: Agreed by all", "4:15: answers.plan.stage: There's no option 'Agreed by all'. Write `agreed`."),
        ("plan.stage: xyz", f"4:15: answers.plan.stage: There's no option 'xyz'. {OPTIONS}"),
        ("plan.stage: no", f"4:15: answers.plan.stage: There's no option 'no'. {OPTIONS}"),
        ("plan.stage: false", f"4:15: answers.plan.stage: There's no option 'no'. {OPTIONS}"),
        ("plan.stage: 7", f"4:15: answers.plan.stage: One option is expected, not 7. {OPTIONS}"),
        ("plan.stage: [draft]",
         "4:15: answers.plan.stage: One option is expected, not a list. Write `draft`, without brackets."),
        ("plan.stage: [idea, draft]", f"4:15: answers.plan.stage: One option is expected, not a list. {OPTIONS}"),
        ("plan.stage: {value: {value: idea}}",
         f"4:23: answers.plan.stage.value: One option is expected, not fields. {OPTIONS}"),
        # several options
        ("plan.parts: code", "4:15: answers.plan.parts: A list of options is expected, not 'code'. Write `[code]`."),
        ("plan.parts: code, tests",
         "4:15: answers.plan.parts: A list of options is expected, not 'code, tests'. Write `[code, tests]`."),
        ("plan.parts: 3", "4:15: answers.plan.parts: A list of options is expected, not 3. "
         "Write them in square brackets, `[]` for none."),
        ("plan.parts: true", "4:15: answers.plan.parts: A list of options is expected, not true. "
         "Write them in square brackets, `[]` for none."),
        ("plan.parts: [code, test]",
         "4:22: answers.plan.parts.1: There's no option 'test'. Did you mean `tests`?"),
        ("plan.parts: [[code]]",
         "4:16: answers.plan.parts.0: One option is expected, not a list. Write `code`, without brackets."),
        ("plan.parts: [null]", f"4:16: answers.plan.parts.0: One option is expected, not nothing. {PARTS}"),
        ("plan.parts: {code: true}", "4:22: answers.plan.parts.code: An answer has no field 'code'."),
        ("plan.parts: {code, tests}", "4:16: `code` stands in curly brackets without a value. "
         "A list stands in square brackets, as in `[a, b]`."),
        # numbers
        ("plan.pages: many", "4:15: answers.plan.pages: A number is expected, not 'many'."),
        ('plan.pages: "58"',
         "4:15: answers.plan.pages: A number is expected, not '58'. Write `58`, without quotes and leading zeros."),
        ("plan.pages: 058",
         "4:15: answers.plan.pages: A number is expected, not '058'. Write `58`, without quotes and leading zeros."),
        ("plan.pages: 58 days",
         "4:15: answers.plan.pages: A number is expected, not '58 days'. Write `58`, which means pages."),
        ("plan.pages: about 60", "4:15: answers.plan.pages: A number is expected, not 'about 60'. "
         "Write `60`, which means pages."),
        ("plan.pages: 1,000", "4:15: answers.plan.pages: A number is expected, not '1,000'. Write `1000`."),
        ("plan.pages: 1_000", "4:15: answers.plan.pages: A number is expected, not '1_000'. Write `1000`."),
        ("plan.pages: 50-60",
         "4:15: answers.plan.pages: A number is expected, not '50-60'. Write `{from: 50, to: 60}`."),
        ("plan.pages: 0x3a", "4:15: answers.plan.pages: A number is expected, not '0x3a'."),
        ("plan.pages: 2026-11-22", "4:15: answers.plan.pages: A number is expected, not '2026-11-22'."),
        ("plan.pages: yes", "4:15: answers.plan.pages: A number is expected, not 'yes'."),
        ("plan.pages: true", "4:15: answers.plan.pages: A number is expected, not true."),
        ("plan.pages: [58]", "4:15: answers.plan.pages: A number is expected, not a list."),
        ("plan.pages: '??'", f"4:15: answers.plan.pages: '??' {UNSURE_WAY}"),
        ("plan.pages: ?", "4:15: This isn't YAML: a text that begins with `?` stands in quotes. "
         "Put the text in quotes: `plan.pages: '?'`."),
        ("plan.pages: don't know", f"4:15: answers.plan.pages: \"don't know\" {UNSURE_WAY}"),
        ("plan.pages: n/a", f"4:15: answers.plan.pages: 'n/a' {UNSURE_WAY}"),
        ("plan.pages: ~", f"4:15: answers.plan.pages: {EMPTY}"),
        ("plan.pages: 58.5", "4:15: answers.plan.pages: A whole number is expected, not 58.5."),
        ("plan.pages: -1", "4:15: answers.plan.pages: -1 is outside 0 to 500 pages."),
        ("plan.pages: 501", "4:15: answers.plan.pages: 501 is outside 0 to 500 pages."),
        ("plan.share: 70", "4:15: answers.plan.share: 70 is outside 0 to 1."),
        ("plan.share: 0,7",
         "4:15: answers.plan.share: A number is expected, not '0,7'. Decimals are written with a point: `0.7`."),
        ("plan.share: 70%", "4:15: answers.plan.share: A number is expected, not '70%'. Write `70`."),
        # days
        ("plan.due: 2200-01-01", "4:13: answers.plan.due: The year 2200 is outside 1900 to 2199."),
        ("plan.due: 2027-02-30", "4:13: answers.plan.due: There's no day 2027-02-30."),
        ("plan.due: 0000-01-01", "4:13: answers.plan.due: There's no day 0000-01-01."),
        ("plan.due: 2027-1-7", "4:13: answers.plan.due: A day is written as 2026-11-22, not '2027-1-7'. "
         "Write `2027-01-07`."),
        ("plan.due: 2027-01-17T10:00:00Z", "4:13: answers.plan.due: A day is written as 2026-11-22, not "
         "'2027-01-17T10:00:00Z'. Write `2027-01-17`."),
        ("plan.due: 17.01.2027", "4:13: answers.plan.due: A day is written as 2026-11-22, not '17.01.2027'. "
         "Write `2027-01-17`."),
        ("plan.due: 20270117", "4:13: answers.plan.due: A day is written as 2026-11-22, not 20270117."),
        ("plan.due: \u0662\u0660\u0662\u0667-\u0660\u0661-\u0660\u0661",
         "4:13: answers.plan.due: A day is written as 2026-11-22, not "
         "'\u0662\u0660\u0662\u0667-\u0660\u0661-\u0660\u0661'."),
        ("plan.due: in spring", "4:13: answers.plan.due: A day is written as 2026-11-22, not 'in spring'."),
        ("plan.due: [2027, 1, 17]", "4:13: answers.plan.due: A day is written as 2026-11-22, not a list."),
        # texts
        ("plan.remark: true", "4:16: answers.plan.remark: A text is expected, not true."),
        ("plan.remark: [a]", "4:16: answers.plan.remark: A text is expected, not a list."),
        # ranges
        ("plan.pages: {from: 40, to: 30}",
         "4:22: answers.plan.pages.from: The range starts at 40 and ends before that, at 30. Swap them."),
        ("plan.due: {from: 2027-03-01, to: 2027-01-01}", "4:20: answers.plan.due.from: "
         "The range starts at 2027-03-01 and ends before that, at 2027-01-01. Swap them."),
        ("plan.pages: {from: 40}", "4:15: answers.plan.pages: A range has `from:` and `to:`."),
        ("plan.pages: {to: 40}", "4:15: answers.plan.pages: A range has `from:` and `to:`."),
        ("plan.pages: {from: 40, to: 501}", "4:30: answers.plan.pages.to: 501 is outside 0 to 500 pages."),
        ("plan.pages: {from: few, to: 50}", "4:22: answers.plan.pages.from: A number is expected, not 'few'."),
        ("plan.stage: {from: idea, to: draft}", "4:22: answers.plan.stage.from: A choice question has no range."),
        # fields that exclude each other
        ("plan.pages: {value: 3, from: 1, to: 4}",
         "4:39: answers.plan.pages.to: `value` and `to` exclude each other. Keep one of them."),
        ("plan.pages: {value: 3, unsure: true}",
         "4:34: answers.plan.pages.unsure: `value` and `unsure` exclude each other. Keep one of them."),
        (f"plan.pages: {{value: 3, differ: {TWO}}}",
         "4:34: answers.plan.pages.differ: `value` and `differ` exclude each other. Keep one of them."),
        ("plan.pages: {value: 3, ask: cto}",
         "4:31: answers.plan.pages.ask: `ask` belongs to `unsure: true`. Leave it out, or add that."),
        # not sure
        ("plan.pages: {unsure: yes}",
         "4:24: answers.plan.pages.unsure: `unsure` is true or left out, not 'yes'. Write `true`."),
        ("plan.pages: {unsure: false}",
         "4:15: answers.plan.pages: The answer has no `value:`, no `unsure: true` and no range."),
        ("plan.pages: {}", "4:15: answers.plan.pages: The answer has no `value:`, no `unsure: true` and no range."),
        ("plan.pages: {unsure: true, ask: ceo}", "4:35: answers.plan.pages.ask: `ask` names one of founder, cto, "
         "recruiting, finance, legal. Did you mean `cto`?"),
        ("plan.pages: {unsure: true, ask: [cto]}", "4:35: answers.plan.pages.ask: `ask` names one of founder, cto, "
         "recruiting, finance, legal. Did you mean `cto`?"),
        ("plan.pages: {valu: 3}",
         "4:22: answers.plan.pages.valu: An answer has no field 'valu'. Did you mean `value`?"),
        ("plan.pages: {value: 3, note: 5}", "4:32: answers.plan.pages.note: A note is a text, not 5."),
        (f"plan.pages: {{value: 3, note: {'x' * 2_001}}}",
         "4:32: answers.plan.pages.note: The text has 2,001 characters; at most 2,000 are kept."),
        ("plan.pages: {value: 3, note: this, or that}", "4:38: `or that` is read as a new field, because the text of "
         "`note` holds a comma. Put the text in quotes: `plan.pages: {value: 3, note: 'this, or that'}`."),
        # people who differ
        ("plan.pages: {differ: 3}", f"4:24: answers.plan.pages.differ: {DIFFER}"),
        ("plan.pages: {differ: []}", f"4:24: answers.plan.pages.differ: {DIFFER}"),
        ("plan.pages: {differ: [{value: 3, by: cto}]}", f"4:24: answers.plan.pages.differ: {DIFFER}"),
        ("plan.pages: {differ: [3, 4]}",
         "4:25: answers.plan.pages.differ.0: Each entry of `differ` has `value:` and `by:`."),
        ("plan.pages: {differ: [{value: 3}, {value: 4, by: x}]}",
         "4:25: answers.plan.pages.differ.0: Each entry of `differ` has `value:` and `by:`."),
        ('plan.pages: {differ: [{value: 3, by: " "}, {value: 4, by: x}]}',
         "4:25: answers.plan.pages.differ.0: Each entry of `differ` has `value:` and `by:`."),
        ("plan.pages: {differ: [{value: 3, by: cto}, {value: x, by: recruiting}]}",
         "4:54: answers.plan.pages.differ.1.value: A number is expected, not 'x'."),
        ("plan.pages: {differ: [{value: 3, by: cto, who: x}, {value: 4, by: x}]}",
         "4:50: answers.plan.pages.differ.0.who: An answer has no field 'who'."),
        (f"plan.pages: {{differ: [{{differ: {TWO}, by: x}}, {{value: 4, by: x}}]}}",
         "4:34: answers.plan.pages.differ.0.differ: An answer has no field 'differ'."),
        ("plan.pages: {differ: [{from: 5, to: 4, by: cto}, {value: 4, by: x}]}",
         "4:32: answers.plan.pages.differ.0.from: The range starts at 5 and ends before that, at 4. Swap them."),
        # an answer twice
        ("plan.pages: 3\n  plan: {pages: 4}",
         "5:17: answers.plan.pages: `plan.pages` is answered twice; the first is on line 4. Keep one of them."),
        ("plan.step: idea\n  plan.stage: draft",
         "5:15: answers.plan.stage: `plan.stage` is answered twice; the first is on line 4. Keep one of them."),
        ("plan: {step: idea}\n  plan.stage: draft",
         "5:15: answers.plan.stage: `plan.stage` is answered twice; the first is on line 4. Keep one of them."),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit(advise: Advise, answer: str, said: str) -> None:
    assert said_of_answer(advise, answer) == [said]


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ("plan.written: Yes", {"plan.written": True}),
        ("plan.written: no", {"plan.written": False}),
        ("plan.switch: yes", {"plan.switch": "yes"}),
        ("plan.switch: no", {"plan.switch": "no"}),
        ("plan.switch: on", {"plan.switch": "on"}),
        ("plan.switch: true", {"plan.switch": "yes"}),
        ("plan: {pages: 3}\n  plan.share: 0.5", {"plan.pages": 3, "plan.share": 0.5}),
        ("plan:", {}),
        ("plan: {}", {}),
        ("plan.pages: 1e1", {"plan.pages": 10}),
        ("plan.pages: -0.0", {"plan.pages": 0}),
        ("plan.parts: []", {"plan.parts": []}),
        ("plan.parts: [docs, code, docs]", {"plan.parts": ["code", "docs"]}),
        ("plan.due: 2199-12-31", {"plan.due": "2199-12-31"}),
        ("plan.due: 1900-01-01", {"plan.due": "1900-01-01"}),
        ("plan.remark: 2026", {"plan.remark": "2026"}),
        ("plan.pages: {from: 3, to: 3}", {"plan.pages": 3}),
        ("plan.pages: {unsure: true, ask: cto}", {"plan.pages": {"unsure": True, "ask": "cto"}}),
        (f"plan.pages: {{differ: {TWO}}}",
         {"plan.pages": {"differ": [{"value": 3, "by": "cto"}, {"value": 5, "by": "recruiting"}]}}),
        ("plan.pages: {differ: [{value: 3, by: cto}, {value: 3, by: recruiting}]}", {"plan.pages": 3}),
        ("plan.pages: {differ: [{unsure: true, by: cto}, {value: 3, by: recruiting}]}", {"plan.pages": 3}),
        ("plan.pages: {differ: [{unsure: true, by: cto}, {unsure: true, by: recruiting}]}",
         {"plan.pages": {"unsure": True}}),
        ("plan.pages: {differ: [{from: 1, to: 2, by: cto}, {value: 3, by: recruiting}]}",
         {"plan.pages": {"differ": [{"from": 1, "to": 2, "by": "cto"}, {"value": 3, "by": "recruiting"}]}}),
    ],
)  # fmt: skip
def test_unusual_answers_that_are_fine(advise: Advise, answers: str, kept: dict[str, Any]) -> None:
    assert answers_in(advise, answers) == kept


def test_an_answer_by_an_earlier_id_counts_and_is_told(advise: Advise) -> None:
    Path("c.yaml").write_text("case: x\nas_of: 2026-11-22\nanswers:\n  plan.step: idea\n")
    ended = advise("assess", "c.yaml", "--format", "json")
    assert (ended.code, json.loads(ended.out)["answers"]) == (0, {"plan.stage": "idea"})
    assert ended.err == (
        "c.yaml:4:14: answers.plan.stage: `plan.stage` goes by its earlier id `plan.step`. "
        "The answers count all the same. What `advisor` writes next has today's ids.\n"
    )
