"""Several cases at once: lists, JSON lines, standard input, several files. One bad one does not stop the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testkit.commands import Advise, Ended

DAY = '"as_of": "2026-11-22"'


def line(name: str, answers: str = "{}") -> str:
    return f'{{"case": "{name}", {DAY}, "answers": {answers}}}\n'


def cases_in(ended: Ended) -> list[str]:
    """The names of the cases that were assessed; the output is one JSON object after the other."""
    names, rest, decoder = [], ended.out.strip(), json.JSONDecoder()
    while rest:
        found, end = decoder.raw_decode(rest)
        names.append(found["case"])
        rest = rest[end:].lstrip()
    return names


def piped(advise: Advise, text: str | bytes) -> tuple[int, list[str], list[str]]:
    """What comes of a text on standard input: exit code, cases assessed, complaints."""
    ended = advise("assess", "-", "--format", "json", stdin=text if isinstance(text, bytes) else text.encode())
    return ended.code, cases_in(ended), [row.removeprefix("standard input") for row in ended.err.splitlines()]


# --- standard input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_nothing_at_all_on_standard_input(advise: Advise, nothing: bytes) -> None:
    assert piped(advise, nothing) == (3, [], [": Standard input is empty. Pipe in a case, as in `< acme.yaml`."])


def test_standard_input_that_is_closed(advise: Advise) -> None:
    ended = advise("assess", "-", stdin=None)
    assert (ended.code, ended.out, ended.err) == (3, "", "Standard input is closed.\n")


@pytest.mark.parametrize(
    ("text", "code", "cases", "said"),
    [
        (line("a"), 0, ["a"], []),
        ("case: a\nas_of: 2026-11-22\n", 0, ["a"], []),
        ("{case: a, as_of: 2026-11-22}", 0, ["a"], []),
        ("[{case: a, as_of: 2026-11-22}]", 0, ["a"], []),
        (b"\xef\xbb\xbf" + line("a").encode(), 0, ["a"], []),
        (b"\xef\xbb\xbf" + (line("a") + line("b")).encode(), 0, ["a", "b"], []),
        (line("a") + "\n\r\n" + line("b"), 0, ["a", "b"], []),
        (line("a\u2028b") + line("c"), 3, ["c"],
         [":1:10: case: `case:` is a name on one line, and not empty."]),
        # one line of JSON lines is bad
        (line("a") + '{"case": "b", "as_of": }\n' + line("c"), 3, ["a", "c"],
         [":2:24: This isn't JSON: a value is missing before `}`."]),
        (line("a") + "hello\n" + line("c"), 3, ["a", "c"],
         [":2:1: This isn't JSON: texts stand in double quotes, and values are numbers, true, false, null, lists or "
          "objects."]),
        ("hello\n" + line("b") + line("c"), 3, ["b", "c"],
         [":1:1: This isn't JSON: texts stand in double quotes, and values are numbers, true, false, null, lists or "
          "objects."]),
        (line("a") + '{"case": "b", "as_o', 3, ["a"],
         [":2:15: This isn't JSON: a text isn't closed by a double quote."]),
        (line("a") + "[1]\n" + line("c"), 3, ["a", "c"],
         [":2:1: A case has fields `case:`, `as_of:` and `answers:`; this is a list."]),
        (line("a") + "null\n" + line("c"), 3, ["a", "c"],
         [":2:1: A case has fields `case:`, `as_of:` and `answers:`; this is nothing."]),
        (line("a") + line("b", '{"plan.pages": 1e400}') + line("c"), 3, ["a", "c"], [":2:64: 1e400 is too large."]),
        (line("a") + line("b", '{"plan.pages": NaN}') + line("c"), 3, ["a", "c"],
         [":2:64: NaN isn't a number that can be used. Leave it out if you don't know it."]),
        (line("a") + line("b", '{"plan.pages": NaNx}') + line("c"), 3, ["a", "c"],
         [":2:64: NaN isn't a number that can be used. Leave it out if you don't know it."]),
        (line("a") + line("b", '{"plan.pages": 1, "plan.pages": 2}') + line("c"), 3, ["a", "c"],
         [":2:67: `plan.pages` is here twice; the first is on line 1. Keep one of them."]),
        (line("a") + line("b", '{"plan.page": 1}') + line("c"), 3, ["a", "c"],
         [":2:63: answers.plan.page: There's no question `plan.page`. Did you mean `plan.pages`?"]),
        (line("a") + line("b", "[" * 200_000) + line("c"), 3, ["a", "c"],
         [":2:88: The text is nested deeper than 40 levels."]),
        (line("a") + line("b", '"' + "x" * 10_000_000 + '"') + line("c"), 3, ["a", "c"],
         [":2:1: The file has 10,000,051 bytes; at most 10,000,000 are read."]),
        (line("a").encode() + b'{"case": "b\xff"}\n' + line("c").encode(), 3, ["a", "c"],
         [":2:12: The text isn't UTF-8 (byte 0xff). Save it as UTF-8."]),
        (line("a").encode() + b'\0\0\0\n' + line("c").encode(), 3, ["a", "c"],
         [":2:1: This is a binary file, not a text. Give a YAML or JSON file."]),
        # the same case twice
        (line("a") + line("b") + line("a"), 3, ["a", "b"],
         [":3:10: case: The case `a` is in this input twice; the first is on line 1. "
          "Give each case its own name."]),
        # lists
        (f"[{line('a')}, {line('b')}, {line('a')}]", 3, ["a", "b"],
         [":3:12: case: The case `a` is in this input twice; the first is on line 1. "
          "Give each case its own name."]),
        ('- {case: a, as_of: 2026-11-22}\n- 7\n- {case: b}\n- {case: c, as_of: 2026-11-22}\n', 3, ["a", "c"],
         [":2:3: A case has fields `case:`, `as_of:` and `answers:`; this is a single value.",
          ":3:3: as_of: `as_of:` is missing. Write the day of the answers, as in `as_of: 2026-11-22`."]),
        ("[]", 3, [], [": The list has no cases."]),
        ("[[]]", 3, [], [":1:2: A case has fields `case:`, `as_of:` and `answers:`; this is a list."]),
        # several documents, two objects over many lines, other formats
        ("case: a\n---\ncase: b\n", 3, [],
         [":2:1: The file holds several documents (`---`). Put several cases in a list."]),
        ('{\n"case": "a"\n}\n{\n"case": "b"\n}\n', 3, [],
         [":4:1: This isn't JSON: something follows after its end. Put several cases in a list, or one on each "
          "line."]),
        ("case,as_of\na,2026-11-22\n", 3, [],
         [":1:1: A case has fields `case:`, `as_of:` and `answers:`; this is a single value."]),
        (b"\x1f\x8b\x08\0abc", 3, [], [": This is a binary file, not a text. Give a YAML or JSON file."]),
    ],
    ids=range(32),
)  # fmt: skip
def test_standard_input(advise: Advise, text: str | bytes, code: int, cases: list[str], said: list[str]) -> None:
    assert piped(advise, text) == (code, cases, said)


def test_json_lines_in_a_file_and_the_first_of_two_objects_on_a_line(advise: Advise) -> None:
    Path("many.jsonl").write_text(line("a") + line("b") * 2 + f"{line('c').strip()} {line('d')}")
    ended = advise("assess", "many.jsonl", "--format", "json")
    assert (ended.code, cases_in(ended)) == (3, ["a", "b"])
    assert ended.err.splitlines() == [
        "many.jsonl:3:10: case: The case `b` is in this input twice; the first is on line 2. "
        "Give each case its own name.",
        "many.jsonl:4:53: This isn't JSON: something follows after its end. "
        "Put several cases in a list, or one on each line.",
    ]


# --- several files -------------------------------------------------------------------------------------------


def write(name: str, case: str = "acme", day: str = "2026-11-22", answers: str = "{}") -> str:
    Path(name).write_text(f"case: {case}\nas_of: {day}\nanswers: {answers}\n")
    return name


def test_one_bad_file_among_several_is_told_and_the_others_are_assessed(advise: Advise) -> None:
    names = [write("a.yaml", "a"), "missing.yaml", write("b.yaml", "b", answers="{x: 1}"), write("c.yaml", "c")]
    ended = advise("assess", *names, "--format", "json")
    assert (ended.code, cases_in(ended)) == (3, ["a", "c"])
    assert ended.err.splitlines() == [
        "missing.yaml: Can't find this file. Did you mean `a.yaml`?"
        if "Did you mean" in ended.err.splitlines()[0]
        else "missing.yaml: Can't find this file.",
        "b.yaml:3:14: answers.x: There's no question `x`.",
    ]


def test_a_bad_case_outweighs_a_finding(advise: Advise) -> None:
    found = write("a.yaml", "a", answers="{plan.written: no}")
    assert advise("assess", found, "--fail-on", "confirmed").code == 1
    assert advise("assess", found, "nix.yaml", "--fail-on", "confirmed").code == 3


def test_files_of_one_case_are_joined_and_where_they_differ_both_are_kept(advise: Advise) -> None:
    names = [write("cto.yaml", answers="{plan.pages: 3}"), write("people.yaml", answers="{plan.pages: 5}")]
    ended = advise("assess", *names, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["answers"] == {
        "plan.pages": {"differ": [{"value": 3, "by": "file 1"}, {"value": 5, "by": "file 2"}]}
    }


def test_files_of_one_case_must_be_of_one_day(advise: Advise) -> None:
    ended = advise("assess", write("a.yaml"), write("b.yaml", day="2026-11-29"))
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == (
        "a.yaml: as_of: The files of `acme` are of different days: 2026-11-22, 2026-11-29. "
        "Give them the same `as_of:`.\n"
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_problems_go_to_standard_error_and_results_alone_to_standard_output(advise: Advise, form: str) -> None:
    names = [write("a.yaml", "a"), write("b.yaml", "b", day="never"), write("c.yaml", "c")]
    ended = advise("assess", *names, "--format", form)
    assert ended.code == 3
    assert ended.err == "b.yaml:2:8: as_of: A day is written as 2026-11-22, not 'never'.\n"
    assert "never" not in ended.out and "b.yaml" not in ended.out
    clean = advise("assess", names[0], names[2], "--format", form)
    assert (clean.code, clean.out, clean.err) == (0, ended.out, "")
