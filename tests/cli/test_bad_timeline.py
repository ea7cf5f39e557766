"""Days, counts and figures with which no timeline can be reckoned: told with their place, over the shipped rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from testkit.commands import run_here

HEAD = "case: x\nas_of: 2026-11-22\nanswers:\n  milestone.date_told: customer\n"
OLDER = "If that isn't what you meant, fix the day, or `as_of:`."
FIXED = "and isn't yours to change. Leave the line out, and give `values` to match."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)


def assessed(answers: str, *options: str) -> tuple[int, str]:
    """Exit code and complaints for a case with these answers; a result comes with exit code 0 alone."""
    Path("c.yaml").write_text(HEAD + "".join(f"  {line}\n" for line in answers.splitlines()))
    ended = run_here("assess", "c.yaml", "-q", "--engine", "python", *options)
    assert bool(ended.out) is (ended.code == 0)
    return ended.code, ended.err


# --- answers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("milestone.need_by: 2026-11-21",
         "milestone.need_by: Nov 21, 2026 is before Nov 22, 2026, the day of the answers."),
        ("company.round_date: 2026-11-23",
         "company.round_date: Nov 23, 2026 is after Nov 22, 2026, the day of the answers."),
    ],
)  # fmt: skip
def test_a_day_on_the_wrong_side_is_doubted_and_the_case_assessed(answer: str, said: str) -> None:
    """The day may be meant: a date that was missed."""
    code, err = assessed(answer)
    place, _, rest = err.partition(" ")
    assert (code, rest) == (0, f"answers.{said} {OLDER}\n")
    assert place.startswith("c.yaml:5:")


@pytest.mark.parametrize(
    "answer",
    [
        "milestone.need_by: 2026-11-22",
        "company.round_date: 2026-11-22",
        "role: {stage: signed, start_date: 2026-10-01}",
    ],
)
def test_the_day_of_the_answers_itself_lies_on_both_sides(answer: str) -> None:
    """As any day does on which somebody starts or has started."""
    assert assessed(answer) == (0, "")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("milestone.need_by: 9999-12-31", "5:22: answers.milestone.need_by: The year 9999 is outside 1900 to 2199."),
        ("role.region: atlantis", "5:16: answers.role.region: There's no option 'atlantis'. Options are us, uk, de, "),
        ("offers.accepted: -1", "5:20: answers.offers.accepted: -1 is outside 0 to 100 offers."),
        ("loop.days_to_decision: -3", "5:26: answers.loop.days_to_decision: -3 is outside 0 to 365 days."),
        ("team.share_percent: 120", "5:23: answers.team.share_percent: 120 is outside 0 to 100 percent."),
        ("milestone.work_left_weeks: -2",
         "5:30: answers.milestone.work_left_weeks: -2 is outside 0 to 500 engineer-weeks."),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_at_its_place(answer: str, said: str) -> None:
    code, err = assessed(answer)
    assert code == 3 and err.startswith(f"c.yaml:{said}")


@pytest.mark.parametrize(
    "answers",
    [
        "role.stage: no_post",
        "role.stage: no_post\nheadcount.seats: 0\nheadcount.external_seats: 0\nteam.people_on_it: 0\n"
        "milestone.work_left_weeks: 0",
        "role.stage: signed\nrole.start_date: 2199-12-31\nmilestone.need_by: 2199-12-31\nmilestone.work_left_weeks: 9",
        "role.stage: in_calls\noffers.made: 4\noffers.accepted: 0\noffers.notice_days: 0\n"
        "milestone.need_by: 2027-03-01",
        "offers.made: 1\noffers.accepted: 3\noffers.no_shows: 9\nrole.stage: nobody\nmilestone.need_by: 2027-03-01",
    ],
)
def test_nobody_to_come_nothing_to_do_and_days_far_away_are_reckoned_with(answers: str) -> None:
    assert assessed(answers) == (0, "")


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_of_a_calendar_are_days_like_others(day: str) -> None:
    Path("c.yaml").write_text(
        HEAD.replace("2026-11-22", day) + "  milestone.need_by: 2100-01-01\n  role.stage: nobody\n"
    )
    ended = run_here("assess", "c.yaml", "--engine", "python")
    assert ended.code == 0 and ended.out


# --- figures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("{id: offer-acceptance, values: [{value: 1.4}]}", "2:5: A share lies between 0 and 1."),
        ("{id: offer-acceptance, values: [{value: 0}]}",
         "2:37: values.0: A chance of 0 would mean no one ever starts. Give one above 0."),
        ("{id: offer-joining, values: [{low: 0, mode: 0.5, high: 1}]}",
         "2:34: values.0: A chance of 0 would mean no one ever starts. Give one above 0."),
        ("{id: search-loop, values: [{low: -3, mode: 2, high: 5}]}",
         "2:38: values.0.low: -3 isn't allowed here; it must be at least 0."),
        ("{id: search-loop, values: [{value: 0}]}",
         "2:32: values.0: A stage takes some time. Give at least `high` above 0."),
        ("{id: search-loop, values: [{value: 4000}]}", "2:32: values.0: 4,000 days is too long. Is it another unit?"),
        ("{id: search-loop, values: [{low: 9, mode: 2, high: 5}]}",
         "2:32: values.0: `low`, `mode` and `high` must not fall."),
        ("{id: search-loop, values: [{low: 1, mode: .nan, high: 3}]}",
         "2:47: .nan isn't a number that can be used. Leave it out if you don't know it."),
        ("{id: search-loop, values: [{low: 1, mode: 2}]}",
         "2:32: values.0: Write `low`, `mode` and `high`, or one `value`."),
        ("{id: search-loop, values: [{value: many}]}", "2:40: values.0.value: A number is expected here, not `many`."),
        ("{id: search-loop, values: []}", "2:31: values: The list is empty."),
        ("{id: search-loop, values: [{value: 9}, {region: atlantis, value: 9}]}",
         "2:53: values.1.region: There's no region `atlantis`. `advisor rules show role.region` lists them."),
        ("{id: search-loop, values: [{value: 9}, {post: leadr, value: 9}]}",
         "2:51: values.1.post: There's no post `leadr`. Did you mean `leader`?"),
        ("{id: search-loop, values: [{region: us, value: 9}]}",
         "2:31: values: There's no value for other companies. Add one without `region` and `post`."),
        ("{id: search-loop, values: [{value: 9}, {value: 8}]}",
         "2:44: values.1: There's already a value for the same companies. Keep one, or give them `region` or `post`."),
        ("{id: search-loop, unit: weeks, values: [{value: 9}]}",
         f"2:29: unit: The `unit` of `search-loop` is `days`, {FIXED}"),
        ("{id: search-loop, covers: [close], values: [{value: 9}]}",
         f"2:31: covers: The `covers` of `search-loop` is another, {FIXED}"),
        ("{id: search-lop, values: [{value: 9}]}",
         "2:10: id: There's no figure `search-lop`. Did you mean `search-loop`?"),
        ("{id: zzz, values: [{value: 9}]}", "2:10: id: There's no figure `zzz`. `advisor figures` lists them."),
        ("{id: horizon, values: [{value: 0}]}", "2:28: values.0: 0 is outside 1 to 3,653 days."),
        ("{id: horizon, values: [{value: 4000}]}", "2:28: values.0: 4000 is outside 1 to 3,653 days."),
        ("{id: horizon, off: true}", "2:24: off: `extends` and `off` exclude each other. Keep one of them."),
        ("{values: [{value: 9}]}", "2:5: id: `id` is missing."),
    ],
)  # fmt: skip
def test_a_figure_with_which_nothing_can_be_reckoned(figure: str, said: str) -> None:
    Path("f.yaml").write_text(f"figures:\n  - {figure}\n")
    assert assessed("role.stage: nobody", "--figures", "f.yaml") == (3, f"f.yaml:{said}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f.yaml: The file is empty."),
        ("figures: {}\n", "f.yaml:1:10: figures: `figures:` must be a list."),
        ("- a\n", "f.yaml:1:1: The file must hold fields such as `id:`."),
        ("diagnoses: []\n", "f.yaml:1:12: diagnoses: There's no field `diagnoses` here. Fields are figures."),
    ],
)
def test_a_file_that_holds_no_figures(text: str, said: str) -> None:
    Path("f.yaml").write_text(text)
    assert assessed("role.stage: nobody", "--figures", "f.yaml") == (3, said + "\n")


def test_a_file_of_figures_that_is_not_there() -> None:
    said = "nix.yaml: Can't be read: No such file or directory.\n"
    assert assessed("role.stage: nobody", "--figures", "nix.yaml") == (3, said)


@pytest.mark.parametrize("days", [1, 3653])
def test_the_shortest_and_the_longest_horizon_are_reckoned_with(days: int) -> None:
    Path("f.yaml").write_text(f"figures:\n  - {{id: horizon, values: [{{value: {days}}}]}}\n")
    answers = "role.stage: nobody\nmilestone.need_by: 2027-03-01\nmilestone.work_left_weeks: 9\nteam.people_on_it: 2"
    assert assessed(answers, "--figures", "f.yaml") == (0, "")


# --- advisor figures ------------------------------------------------------------------------------------------


def test_figures_are_listed_and_each_is_shown_with_its_source() -> None:
    """The list has every id; one figure has its values, unit and source."""
    listed, one = run_here("figures"), run_here("figures", "search-loop")
    assert listed.code == one.code == 0
    assert {"search-loop", "offer-acceptance", "horizon"} <= {line.split(" ")[0] for line in listed.out.splitlines()}
    assert "14 / 28 / 42 days" in one.out and "Source:" in one.out and "grade C" in one.out


@pytest.mark.parametrize(
    ("id", "way"), [("nonsense", "`advisor figures` lists them."), ("search-lop", "Did you mean `search-loop`?")]
)
def test_a_figure_that_there_is_not(id: str, way: str) -> None:
    ended = run_here("figures", id)
    assert (ended.code, ended.out, ended.err) == (3, "", f"There's no figure `{id}`. {way}\n")


# --- packs that the case was answered with ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        ("staffing", []),
        ("staffing 1.7.0", []),
        ("staffing 9.0.0", ["The case was answered with staffing 9.0.0, and these rules are staffing 1.0.0. "
                            "Verdicts may differ; `advisor rules diff` shows where."]),
        ("staffing 1.0.0, theirs 1.0", ["The case was answered with the pack `theirs 1.0`, which isn't loaded. "
                                        "Add it with `--pack`, or with `--figures` if it's figures."]),
    ],
)  # fmt: skip
def test_other_rules_than_those_of_the_answers_are_told(pack: str, said: list[str]) -> None:
    """And the case is assessed all the same."""
    Path("c.yaml").write_text(f"{HEAD}pack: {pack}\n")
    ended = run_here("assess", "c.yaml", "-q", "--engine", "python")
    assert ended.code == 0 and ended.out
    assert ended.err.splitlines() == [f"c.yaml:5:7: pack: {line}" for line in said]
