"""Sheets go out, come back filled in, and are merged without anything being overwritten."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from advisor import Advisor
from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Partly, Range
from advisor.interview.sheets.heads import head_of
from advisor.interview.sheets.merging import merge
from advisor.interview.sheets.sheets import csv_sheet, markdown_sheet, read_sheet, sheet_text
from testkit.companies.answers import AS_OF
from testkit.shipped import company, shipped_case

IDS = ("milestone.date_told", "milestone.written", "loop.days_to_decision", "team.shipped_before", "company.round_date")
DAY_ONE = "onboarding.day_one"


@pytest.fixture
def sheet(advisor: Advisor) -> str:
    return markdown_sheet("acme", AS_OF, "recruiting", [advisor.program.question(id) for id in IDS])


def test_an_empty_sheet_says_nothing(advisor: Advisor, sheet: str) -> None:
    """As it was sent, it brings no answer and no problem."""
    filled = read_sheet(advisor.program, sheet, AS_OF, "sheet.md")
    assert (filled.answers, filled.problems, filled.by, filled.case) == ({}, (), "recruiting", "acme")


def test_a_name_in_a_sheet_is_only_a_name(advisor: Advisor) -> None:
    """It opens no tag and closes no comment, and it comes back as it was."""
    name = "a --> <b>|*x*"
    sheet = markdown_sheet(name, AS_OF, "recruiting", [advisor.program.question(IDS[0])])
    assert "--> <" not in sheet and r"a --\> \<b\>\|\*x\*" in sheet
    assert read_sheet(advisor.program, sheet, AS_OF, "sheet.md").case == name


def test_a_filled_in_sheet_is_understood(advisor: Advisor, sheet: str) -> None:
    """Boxes, numbers with unit, days in words (the round lies in the past), notes."""
    sheet = sheet.replace("- [ ] We've promised a customer", "- [x] We've promised a customer", 1)
    sheet = sheet.replace("Note: \n", "Note: by mail\n", 1)
    sheet = sheet.replace("- [ ] what users", "- [X] what users").replace("- [ ] the metric", "* [x] the metric")
    sheet = sheet.replace("- [ ] No\n", "- [x] No\n")
    sheet = sheet.replace("Answer: \n", "Answer: 5 weeks\n", 1).replace("Answer: \n", "Answer: 20 Sep\n", 1)
    filled = read_sheet(advisor.program, sheet, AS_OF, "sheet.md")
    assert filled.problems == ()
    said = {id: answer.said for id, answer in filled.answers.items()}
    assert said["milestone.date_told"] == Exactly("customer")
    assert filled.answers["milestone.date_told"].note == "by mail"
    assert said["milestone.written"] == Exactly(("deliverable", "metric"))
    assert said["loop.days_to_decision"] == Exactly(35)
    assert said["team.shipped_before"] == Exactly(False)
    assert str(said["company.round_date"]).count("2026, 9, 20")


def test_what_was_not_understood_is_named_by_its_line(advisor: Advisor, sheet: str) -> None:
    """The rest is taken."""
    sheet = sheet.replace("Answer: \n", "Answer: long\n", 1).replace("Answer: \n", "Answer: d\n", 1)
    filled = read_sheet(advisor.program, sheet, AS_OF, "sheet.md")
    (problem,) = filled.problems
    assert problem.line and sheet.split("\n")[problem.line - 1].startswith("`loop.days_to_decision`")
    assert filled.answers["company.round_date"].said == DontKnow()


def test_none_of_these_is_an_answer(advisor: Advisor, sheet: str) -> None:
    """Not the same as leaving it open."""
    filled = read_sheet(advisor.program, sheet.replace("- [ ] None of these", "- [x] None of these"), AS_OF, "s")
    assert filled.answers["milestone.written"].said == Exactly(())


def test_a_table_is_understood(advisor: Advisor) -> None:
    """By its column names, with commas or semicolons."""
    text = csv_sheet([advisor.program.question(id) for id in IDS])
    rows = list(csv.reader(io.StringIO(text)))
    rows[1][4], rows[2][4], rows[3][4] = "We've promised a customer", "a single owner (DRI); 3", "4-5"
    for delimiter in ",;\t":
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        filled = read_sheet(advisor.program, out.getvalue(), AS_OF, "sheet.csv")
        assert filled.problems == () and len(filled.answers) == 3
        assert filled.answers["milestone.written"].said == Exactly(("owner", "metric"))


def test_a_table_says_first_what_it_is_about(advisor: Advisor) -> None:
    """In a row that is no answer, and without which it reads the same."""
    questions = [advisor.program.question(id) for id in IDS]
    plain, headed = csv_sheet(questions), csv_sheet(questions, ["acme, from the CTO.", "It's about Ledger, by May 4."])
    rows = list(csv.reader(io.StringIO(headed)))
    assert rows[1] == ["", "", "acme, from the CTO. It's about Ledger, by May 4.", "", "", ""]
    assert [rows[0], *rows[2:]] == list(csv.reader(io.StringIO(plain)))
    for row in rows[2:]:
        row[4] = "dk"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    filled = read_sheet(advisor.program, out.getvalue(), AS_OF, "sheet.csv")
    assert filled.problems == () and set(filled.answers) == set(IDS)


@pytest.mark.parametrize(
    ("id", "typed", "told"),
    [
        ("milestone.date_told", "We've promised a customer; No one, because there's no date", "Pick just one"),
        ("loop.days_to_decision", "a lot", "`a lot` isn't a number"),
        ("loop.days_to_decision", "20 %", "in days, not in %"),
        ("team.shipped_before", "partly", "yes or no"),
        ("loop.days_to_decision", "9" * 400, "A number of 400 characters is too large"),
        ("milestone.written", "\u00b2", "There's no option `\u00b2`"),
        ("milestone.written", "the budget", "There's no option `the budget`"),
        ("company.round_date", "a while ago", "Write a date as in"),
        ("role.nothing", "1", "There's no question `role.nothing`"),
    ],
)
def test_what_people_write_wrongly_is_told_by_its_row(advisor: Advisor, id: str, typed: str, told: str) -> None:
    """In words for who filled the sheet in, and the other rows are taken."""
    text = f'id;answer;note\r\nteam_load.unfinished_sprints;2;\r\n{id};"{typed}";\r\n'
    filled = read_sheet(advisor.program, text, AS_OF, "sheet.csv")
    (problem,) = filled.problems
    assert told in problem.message + (problem.suggestion or "") and problem.line == 3
    assert filled.answers["team_load.unfinished_sprints"].said == Exactly(2)


def test_a_row_that_is_no_row_does_not_stop_the_others(advisor: Advisor) -> None:
    """A cell longer than a table's reader takes, and lines that end as on old machines."""
    rows = ["id,answer,note", f"milestone.written,{'x' * (1 << 21)},", "team_load.unfinished_sprints,2,"]
    filled = read_sheet(advisor.program, "\r".join(rows), AS_OF, "sheet.csv")
    assert [problem.code for problem in filled.problems] == ["syntax"]
    assert filled.answers["team_load.unfinished_sprints"].said == Exactly(2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_saved_by_an_office_program_is_understood(advisor: Advisor, encoding: str) -> None:
    """Semicolons, carriage returns, a comma decimal, labels that hold commas, whatever letters it was saved in."""
    rows = list(csv.reader(io.StringIO(csv_sheet([advisor.program.question(id) for id in (*IDS, DAY_ONE)]))))
    labels = [option.label for option in advisor.program.question(DAY_ONE).options]
    assert any("," in label for label in labels)
    rows[3][4], rows[3][5], rows[6][4] = "12,0 days", "sagt Müller", " / ".join(labels)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([[cell.removeprefix("\ufeff") for cell in row] for row in rows])
    filled = read_sheet(advisor.program, sheet_text(out.getvalue().encode(encoding)), AS_OF, "sheet.csv")
    assert filled.problems == ()
    assert filled.answers["loop.days_to_decision"] == Answer(Exactly(12), "sagt Müller")
    assert filled.answers[DAY_ONE].said == Exactly(tuple(o.id for o in advisor.program.question(DAY_ONE).options))


def test_boxes_ticked_and_answers_written_as_people_do(advisor: Advisor, sheet: str) -> None:
    """Spaces in the box, the answer a line below, words under the boxes; two ticks where one is wanted are told."""
    sheet = sheet.replace("- [ ] Yes", "- [ x ] Yes").replace("Answer: \n", "Answer: \n\n35 days\n", 1)
    sheet = sheet.replace("- [ ] None of these\n", "- [ ] None of these\n\nnone\n")
    ticked = sheet.replace("- [ ] A customer", "- [x] A customer").replace("- [ ] The board", "- [x] The board")
    filled = read_sheet(advisor.program, ticked, AS_OF, "sheet.md")
    said = {id: answer.said for id, answer in filled.answers.items()}
    assert said["team.shipped_before"] == Exactly(True)
    assert said["loop.days_to_decision"] == Exactly(35)
    assert said["milestone.written"] == Exactly(())
    (problem,) = filled.problems
    assert problem.path == "milestone.date_told" and "just one" in problem.message


def test_a_sheet_may_say_a_part_of_a_list(advisor: Advisor, sheet: str) -> None:
    """An x for what is there, a - for what is not, and that there may be more; put together with what was known."""
    sheet = sheet.replace("- [ ] what users", "- [x] what users").replace("- [ ] the metric", "- [-] the metric")
    sheet = sheet.replace("- [ ] And maybe more", "- [x] And maybe more")
    filled = read_sheet(advisor.program, sheet, AS_OF, "sheet.md")
    assert filled.problems == () and filled.answers["milestone.written"].said == Partly(("deliverable",), ("metric",))
    case, _ = advisor.read({"case": "a", "as_of": "2026-11-22", "answers": {"milestone.written": {"has": ["owner"]}}})
    assert case is not None
    merged = merge(case, filled.answers, "recruiting", advisor.knowledge)
    assert merged.new == ("milestone.written",) and merged.differ == ()
    assert merged.case.answers["milestone.written"].said == Partly(("deliverable", "owner"), ("metric",))
    again = merge(merged.case, filled.answers, "recruiting", advisor.knowledge)
    assert again.same == ("milestone.written",) and again.case == merged.case


def test_nothing_is_overwritten(advisor: Advisor) -> None:
    """New answers come in, equal ones stay, different ones stand beside each other, "don't know" takes nothing away."""
    raw = {
        "milestone.date_told": "customer",
        "milestone.written": [],
        "loop.rounds": {"unsure": True, "ask": "recruiting"},
        "role.open_days": 5,
    }
    case, _ = advisor.read({"case": "acme", "as_of": "2026-11-22", "answers": {**raw, "role.stage": "in_calls"}})
    assert case is not None
    program = advisor.program
    sheet = csv_sheet(
        [program.question(id) for id in ("milestone.date_told", "milestone.written", "loop.rounds", "role.open_days")]
    )
    rows = list(csv.reader(io.StringIO(sheet)))
    for row, answer in zip(rows[1:], ("board", "none", "6", "d")):
        row[4] = answer
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    filled = read_sheet(program, out.getvalue(), AS_OF, "sheet.csv")
    merged = merge(case, filled.answers, "recruiting", advisor.knowledge)
    assert merged.new == ("loop.rounds",)
    assert merged.differ == ("milestone.date_told",)
    assert set(merged.same) == {"milestone.written", "role.open_days"}
    assert isinstance(merged.case.answers["milestone.date_told"].said, Differ)
    again = merge(merged.case, filled.answers, "recruiting", advisor.knowledge)
    assert again.case.answers == merged.case.answers and not again.new and not again.differ


@pytest.mark.slow
def test_the_two_commands_go_round(tmp_path: Path) -> None:
    """A sheet of a built-in case, filled in, merged into a copy of it; the shipped one is left alone."""
    shutil.copy(Path(__file__).parents[2] / "cases" / "textbook.yaml", tmp_path / "acme.yaml")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "advisor", *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    done = run("questions", "acme", "--who", "recruiting", "-o", "people.md")
    assert done.returncode == 0 and "advisor merge acme people.md" in done.stderr, done.stderr
    text = (tmp_path / "people.md").read_text()
    assert "`loop.scorecard`" in text and "`milestone.delay_cost`" not in text
    filled = text.replace("- [ ] They talked", "- [x] They talked").replace("Answer: \n", "Answer: what?\n", 1)
    (tmp_path / "people.md").write_text(filled)
    done = run("merge", "acme", "people.md")
    assert done.returncode == 3 and "people.md:" in done.stderr and "isn't a number" in done.stderr
    assert yaml.safe_load((tmp_path / "acme.yaml").read_text())["answers"]["loop.scorecard"] == "nothing"
    assert run("merge", "textbook", "people.md").returncode == 3


WORK = "milestone.work_left_weeks"


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("- [ ] 2 to 6", "- [x] 2 to 6", Range(2, 6)),
        ("Answer: \n", "Answer: 7-9\n", Range(7, 9)),
        ("Answer: \n", "Answer: 3\n", Exactly(3)),
        ("Answer: \n", "Answer: #3\n", Range(6, 20)),
        ("- [ ] More, up to 80\n", "- [ ] More, up to 80\nabout 90\n", Exactly(90)),
    ],
)
def test_a_number_known_roughly_is_ticked(advisor: Advisor, old: str, new: str, meant: object) -> None:
    """A question with bands offers them as boxes, and takes a number or range beside them."""
    sheet = markdown_sheet("acme", AS_OF, "cto", [advisor.program.question(WORK)])
    filled = read_sheet(advisor.program, sheet.replace(old, new, 1), AS_OF, "sheet.md")
    assert filled.problems == ()
    assert filled.answers[WORK].said == meant
    assert not read_sheet(advisor.program, sheet, AS_OF, "sheet.md").answers


def test_a_band_in_a_table_goes_by_its_label(advisor: Advisor) -> None:
    """The column that says how to answer lists the bands."""
    rows = list(csv.reader(io.StringIO(csv_sheet([advisor.program.question(WORK)]))))
    assert "6 to 20" in rows[1][3] and "a range such as" in rows[1][3]
    rows[1][4] = "6 to 20"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert read_sheet(advisor.program, out.getvalue(), AS_OF, "sheet.csv").answers[WORK].said == Range(6, 20)


def test_a_sheet_says_from_whom_it_is_about_what_and_by_when(advisor: Advisor) -> None:
    """For the person it goes to; without a date that lies ahead, by the day on which to look again."""
    answers = {
        "you.who": "cto",
        "name.product": "Atlas",
        "milestone.date_told": "board",
        "milestone.need_by": "2027-01-17",
    }
    assert _head(advisor, answers, "recruiting") == (
        "acme, for the people team, from the CTO.",
        "It's about Atlas.",
        "It has to ship by Jan 17, 2027; please answer well before then.",
    )
    assert _head(advisor, {}, None)[:2] == ("acme.", "It's about what you ship next.")
    assert _head(advisor, {"milestone.need_by": "2026-01-17"}, None)[:2] == _head(advisor, {}, None)[:2]
    settled = shipped_case(advisor, "nothing-to-fix")
    head = head_of(advisor.program, advisor.assess(settled), None)
    assert head[-1].startswith(("Please answer by ", "It has to ship by "))


def _head(advisor: Advisor, answers: dict[str, object], who: str | None) -> tuple[str, ...]:
    case = company(advisor, answers, "acme")
    return head_of(advisor.rulebase.program_for(case.answers), advisor.assess(case), who)


def test_a_sheet_with_hostile_names_comes_back_as_it_was(advisor: Advisor) -> None:
    """Questions with names in them, as text; their boxes are found again."""
    case = company(advisor, {"name.role": "- [x] <b>*a*</b>", "name.product": "`milestone.users` # x"}, "acme")
    program = advisor.rulebase.program_for(case.answers)
    asked = [program.question(id) for id in ("role.stage", "milestone.users", "milestone.delay_cost")]
    sheet = markdown_sheet("acme", AS_OF, "recruiting", asked)
    assert "<b>" not in sheet and sheet.count("\n`milestone.users`") == 1
    assert read_sheet(program, sheet, AS_OF, "sheet.md").answers == {}
    sheet = sheet.replace("- [ ] Our own staff", "- [x] Our own staff").replace("- [ ] An offer", "- [x] An offer")
    said = {id: answer.said for id, answer in read_sheet(program, sheet, AS_OF, "sheet.md").answers.items()}
    assert said == {"milestone.users": Exactly("own_staff"), "role.stage": Exactly("offer_out")}


def test_every_question_on_a_sheet_reads_alone(advisor: Advisor) -> None:
    """It names what it asks about: none begins with, or hangs on, somebody of the question before."""
    for id, entry in advisor.knowledge.questions.items():
        words = entry.model.ask.casefold().rstrip("?").split()
        assert not {"they", "them"} & set(words[:4]), id
        assert "that person" not in entry.model.ask and "of them" not in entry.model.ask, id
