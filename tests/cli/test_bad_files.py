"""Files that are no cases: each is told apart, on standard error, with exit code 3."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from testkit.commands import Advise

HEAD = "case: x\nas_of: 2026-11-22\nanswers:\n"
JSON_HEAD = '{"case": "x", "as_of": "2026-11-22", "answers": '
DIGITS = "9" * 5_000


def refused(advise: Advise, content: str | bytes, name: str = "c.yaml") -> str:
    """What is said about a file that holds no case."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    ended = advise("assess", name)
    assert (ended.code, ended.out) == (3, "")
    return ended.err.removesuffix("\n")


# --- what is not there or no file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nix.yaml", "nix.yaml: Can't find this file."),
        ("acmee.yaml", "acmee.yaml: Can't find this file. Did you mean `acme.yaml`?"),
        ("no/such/folder.yaml", "no/such/folder.yaml: Can't find this file."),
        ("acme.yaml/x", "acme.yaml/x: Can't find this file."),
        (".", ".: This is a folder. Name the case files in it, as in `./*.yaml`."),
        ("sub/", "sub/: This is a folder. Name the case files in it, as in `sub/*.yaml`."),
        ("", "The name of a case file is empty."),
        ("/dev/null", "/dev/null: This isn't a file."),
        ("x" * 5_000, f"{'x' * 97}...: Can't be read: File name too long."),
        ("nul\0byte", "nul\\x00byte: Can't find this file."),
    ],
)
def test_a_name_that_leads_to_no_file_is_told_why(advise: Advise, name: str, message: str) -> None:
    Path("acme.yaml").write_text(HEAD)
    Path("sub").mkdir()
    ended = advise("assess", name)
    assert (ended.code, ended.out, ended.err) == (3, "", message + "\n")


def test_the_ending_may_be_left_out_and_a_folder_of_the_same_name_is_in_nobodys_way(advise: Advise) -> None:
    Path("acme.yaml").write_text(HEAD)
    Path("acme").mkdir()
    assert advise("assess", "acme").code == 0


def test_a_pipe_is_read_like_a_file(advise: Advise) -> None:
    os.mkfifo("pipe")
    if (child := os.fork()) == 0:
        Path("pipe").write_text(HEAD)
        os._exit(0)
    ended = advise("assess", "pipe", "--format", "json")
    os.waitpid(child, 0)
    assert (ended.code, ended.err) == (0, "")


def test_a_file_that_may_not_be_read_is_no_traceback(advise: Advise, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("secret.yaml").write_text(HEAD)
    really_read = Path.read_bytes

    def read_bytes(self: Path) -> bytes:
        if self.name == "secret.yaml":
            raise PermissionError(13, "Permission denied", str(self))
        return really_read(self)

    if os.geteuid() == 0:  # root may read everything, so the refusal is played
        monkeypatch.setattr(Path, "read_bytes", read_bytes)
    Path("secret.yaml").chmod(0)
    ended = advise("assess", "secret.yaml")
    assert (ended.code, ended.err) == (3, "secret.yaml: Can't be read: Permission denied.\n")


# --- bytes that are no text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "c.yaml: The file is empty."),
        (b"  \n\n \t\n", "c.yaml: The file is empty."),
        (b"\xef\xbb\xbf", "c.yaml: The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "c.yaml: This is a binary file, not a text. Give a YAML or JSON file."),
        (b"PK\x03\x04\x14\0\x06\0\x08\0", "c.yaml: This is a binary file, not a text. Give a YAML or JSON file."),
        ("note: café".encode("latin-1"), "c.yaml:1:10: The text isn't UTF-8 (byte 0xe9). Save it as UTF-8."),
        ("ä: 1\nb: ö\xff".encode("latin-1"), "c.yaml:1:1: The text isn't UTF-8 (byte 0xe4). Save it as UTF-8."),
        ("ä: 1\nü: ".encode() + b"\xff", "c.yaml:2:4: The text isn't UTF-8 (byte 0xff). Save it as UTF-8."),
        (HEAD.encode("utf-16"), "c.yaml: The text is UTF-16, not UTF-8. Save it as UTF-8."),
        (HEAD.encode("utf-16-be"), "c.yaml: The text is UTF-16, not UTF-8. Save it as UTF-8."),
        (HEAD.encode("utf-16-le"), "c.yaml: The text is UTF-16, not UTF-8. Save it as UTF-8."),
        (HEAD.encode("utf-32"), "c.yaml: The text is UTF-32, not UTF-8. Save it as UTF-8."),
        (b"case: a\x07b", "c.yaml:1:8: The text holds the control character U+0007. Remove it."),
        (b"case: a\nx: \x7f", "c.yaml:2:4: The text holds the control character U+007F. Remove it."),
        (HEAD + 'x: "a\\eb"', "c.yaml:4:4: The text holds the control character U+001B. Remove it."),
    ],
)
def test_bytes_that_are_no_text_are_told_apart(advise: Advise, content: str | bytes, message: str) -> None:
    assert refused(advise, content) == message


def test_a_byte_order_mark_and_windows_line_ends_are_fine(advise: Advise) -> None:
    Path("c.yaml").write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert advise("assess", "c.yaml").code == 0


# --- too much ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (HEAD + "  x: " + "a" * 10_000_000, "c.yaml",
         "c.yaml: The file has 10,000,040 bytes; at most 10,000,000 are read."),
        (HEAD + "  plan.stage: " + "a" * 9_000_000, "c.yaml",
         f"c.yaml:4:15: answers.plan.stage: There's no option '{'a' * 57}...'. Options are idea, draft, agreed."),
        (HEAD + "  plan.remark: " + "a" * 9_000_000, "c.yaml",
         "c.yaml:4:16: answers.plan.remark: The text has 9,000,000 characters; at most 10,000 are kept."),
        (f'{JSON_HEAD}{{"plan.remark": "{"a" * 9_000_000}"}}}}', "c.json",
         "c.json:1:65: answers.plan.remark: The text has 9,000,000 characters; at most 10,000 are kept."),
        ("as_of: 2026-11-22\ncase: " + "a" * 9_000_000, "c.yaml",
         "c.yaml:2:7: case: The text has 9,000,000 characters; at most 200 are kept."),
        (HEAD + "  x: " + "[" * 200_000, "c.yaml", "c.yaml:4:44: The text is nested deeper than 40 levels."),
        ("[" * 200_000 + "]" * 200_000, "c.yaml", "c.yaml:1:41: The text is nested deeper than 40 levels."),
        ("- " * 200_000, "c.yaml", "c.yaml:1:81: The text is nested deeper than 40 levels."),
        ("{a: " * 200_000, "c.yaml", "c.yaml:1:161: The text is nested deeper than 40 levels."),
        ("".join(" " * i + "a:\n" for i in range(1_000)), "c.yaml",
         "c.yaml:41:41: The text is nested deeper than 40 levels."),
        (JSON_HEAD + "[" * 200_000, "c.json", "c.json:1:88: The text is nested deeper than 40 levels."),
        ("[" * 200_000 + "]" * 200_000, "c.json", "c.json:1:41: The text is nested deeper than 40 levels."),
        ('{"a":' * 200_000 + "1" + "}" * 200_000, "c.json", "c.json:1:201: The text is nested deeper than 40 levels."),
        ("[" * 41 + "]" * 41, "c.json", "c.json:1:41: The text is nested deeper than 40 levels."),
    ],
)  # fmt: skip
def test_too_much_is_refused_without_delay(advise: Advise, content: str, name: str, message: str) -> None:
    assert refused(advise, content, name) == message


def test_a_file_of_very_many_values_is_refused(advise: Advise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.files.yaml_text.MOST_NODES", 1_000)
    said = refused(advise, "b: [" + "1," * 1_001 + "]")
    assert said == "c.yaml:1:1999: The file holds more than 1,000 values."


# --- numbers that no computer holds --------------------------------------------------------------------------

NOT_USABLE = "isn't a number that can be used. Leave it out if you don't know it."


@pytest.mark.parametrize(
    ("written", "yaml", "json"),
    [
        (".nan", f"c.yaml:4:15: .nan {NOT_USABLE}", None),
        (".inf", f"c.yaml:4:15: .inf {NOT_USABLE}", None),
        ("-.Inf", f"c.yaml:4:15: -.Inf {NOT_USABLE}", None),
        ("NaN", "c.yaml:4:15: answers.plan.pages: A number is expected, not 'NaN'.", f"c.json:1:64: NaN {NOT_USABLE}"),
        ("Infinity", "c.yaml:4:15: answers.plan.pages: A number is expected, not 'Infinity'.",
         f"c.json:1:64: Infinity {NOT_USABLE}"),
        ("-Infinity", "c.yaml:4:15: answers.plan.pages: A number is expected, not '-Infinity'.",
         f"c.json:1:64: -Infinity {NOT_USABLE}"),
        ("1e400", "c.yaml:4:15: 1e400 is too large.", "c.json:1:64: 1e400 is too large."),
        ("-1e400", "c.yaml:4:15: -1e400 is too large.", "c.json:1:64: -1e400 is too large."),
        ("1" + "0" * 400, "c.yaml:4:15: A number of 401 characters is too large.",
         "c.json:1:64: A number of 401 characters is too large."),
        (DIGITS, "c.yaml:4:15: A number of 5000 characters is too large.",
         "c.json:1:64: A number of 5000 characters is too large."),
        ("9" * 30, "c.yaml:4:15: answers.plan.pages: a number this large is outside 0 to 500 pages.",
         "c.json:1:64: answers.plan.pages: a number this large is outside 0 to 500 pages."),
        ("1e300", "c.yaml:4:15: answers.plan.pages: a number this large is outside 0 to 500 pages.",
         "c.json:1:64: answers.plan.pages: a number this large is outside 0 to 500 pages."),
        ("1e3", "c.yaml:4:15: answers.plan.pages: 1000 is outside 0 to 500 pages.",
         "c.json:1:64: answers.plan.pages: 1000 is outside 0 to 500 pages."),
    ],
)  # fmt: skip
def test_numbers_beyond_use_are_refused_in_yaml_and_json(
    advise: Advise, written: str, yaml: str, json: str | None
) -> None:
    assert refused(advise, f"{HEAD}  plan.pages: {written}\n") == yaml
    if json is not None:
        assert refused(advise, f'{JSON_HEAD}{{"plan.pages": {written}}}}}', "c.json") == json


# --- structure -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("case: x\ncase: y\n", "c.yaml",
         "c.yaml:2:1: `case` is here twice; the first is on line 1. Keep one of them."),
        (HEAD + "  plan.pages: 3\n  plan.pages: 4\n", "c.yaml",
         "c.yaml:5:3: `plan.pages` is here twice; the first is on line 4. Keep one of them."),
        ('{"case": "x",\n "case": "y"}', "c.json",
         "c.json:2:2: `case` is here twice; the first is on line 1. Keep one of them."),
        ('{"answers": {"a": [{"b": 1}, {"b": 1,\n "\\u0062": 2}]}}', "c.json",
         "c.json:2:2: `b` is here twice; the first is on line 1. Keep one of them."),
        ("case: x\n---\ncase: y\n", "c.yaml",
         "c.yaml:2:1: The file holds several documents (`---`). Put several cases in a list."),
        ("case: &a x\n", "c.yaml", "c.yaml:1:7: Anchors and aliases (`&`, `*`) aren't part of the format. "
         "Write the value out; quote a text that begins with `&` or `*`."),
        ("a: [x]\nb: *a\n", "c.yaml", "c.yaml:2:4: Anchors and aliases (`&`, `*`) aren't part of the format. "
         "Write the value out; quote a text that begins with `&` or `*`."),
        ("case: !!python/object/apply:os.system [true]\n", "c.yaml",
         "c.yaml:1:7: Tags such as `!!python/object/apply:os.system` aren't part of the format. Leave the tag out."),
        ("? [a]\n: b\n", "c.yaml",
         "c.yaml:1:3: A key must be a plain name. A text that begins with `{` or `[` stands in quotes."),
        ("hello\n", "c.yaml",
         "c.yaml:1:1: A case has fields `case:`, `as_of:` and `answers:`; this is a single value."),
        ("42", "c.json", "c.json:1:1: A case has fields `case:`, `as_of:` and `answers:`; this is a single value."),
        ("# only a remark\n", "c.yaml",
         "c.yaml: A case has fields `case:`, `as_of:` and `answers:`; this is nothing."),
        ("null", "c.json", "c.json:1:1: A case has fields `case:`, `as_of:` and `answers:`; this is nothing."),
        ("- [a]\n", "c.yaml", "c.yaml:1:3: A case has fields `case:`, `as_of:` and `answers:`; this is a list."),
        ("[]", "c.yaml", "c.yaml: The list has no cases."),
        ("[]", "c.json", "c.json: The list has no cases."),
        ("case,as_of\nx,2026-11-22\n", "c.csv",
         "c.csv:1:1: A case has fields `case:`, `as_of:` and `answers:`; this is a single value."),
    ],
)  # fmt: skip
def test_a_text_with_another_structure_than_a_case(advise: Advise, content: str, name: str, message: str) -> None:
    assert refused(advise, content, name) == message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"case": "x",\n "as_of": }', "2:11: This isn't JSON: a value is missing before `}`."),
        ('{"case": "x", }', "1:13: This isn't JSON: a comma stands before `}`. Leave the comma out."),
        ('{"a": [1, 2,]}', "1:12: This isn't JSON: a comma stands before `]`. Leave the comma out."),
        ("{'case': 'x'}", "1:2: This isn't JSON: texts and names go in double quotes."),
        ('{"case": \'x\'}', "1:10: This isn't JSON: texts and names go in double quotes."),
        ('{case: "x"}', "1:2: This isn't JSON: a name in double quotes is expected here."),
        ('{"case" "x"}', "1:9: This isn't JSON: a colon is missing before this."),
        ('{"case": "x" "y": 1}', "1:14: This isn't JSON: a comma is missing before this."),
        ('{"case": "x"', "1:13: This isn't JSON: it ends too early."),
        ('{"case": "x', "1:10: This isn't JSON: a text isn't closed by a double quote."),
        ('{"case": "a\nb"}',
         "1:12: This isn't JSON: a text runs over the end of its line, or holds a tab. "
         "Write `\\n` or `\\t` inside it."),
        ('{"case": "a\\qb"}', "1:12: This isn't JSON: a backslash stands before a character that needs none. "
         "Write `\\\\` for a backslash."),
        ('{"case": True}', "1:10: This isn't JSON: texts stand in double quotes, and values are numbers, true, "
         "false, null, lists or objects."),
        ('{"case": 1} // x', "1:13: This isn't JSON: something follows after its end. "
         "Put several cases in a list, or one on each line."),
        ('// x\n{"case": 1}', "1:1: This isn't JSON: JSON has no comments."),
        ("case: x", "1:1: This isn't JSON: texts stand in double quotes, and values are numbers, true, false, null, "
         "lists or objects."),
    ],
)  # fmt: skip
def test_json_that_is_none(advise: Advise, content: str, said: str) -> None:
    assert refused(advise, content, "c.json") == f"c.json:{said}"


def test_problems_in_json_indented_with_tabs_have_their_line_too(advise: Advise) -> None:
    content = '{\n\t"case": "x",\n\t"as_of": "2026-11-22",\n\t"answers": {\n\t\t"plan.pages": 501\n\t}\n}\n'
    assert refused(advise, content, "c.json") == "c.json:5:17: answers.plan.pages: 501 is outside 0 to 500 pages."


def test_yaml_in_curly_brackets_is_yaml(advise: Advise) -> None:
    Path("c.yaml").write_text("{case: x, as_of: 2026-11-22, answers: {plan.pages: 3}}")
    assert advise("assess", "c.yaml").code == 0
    assert advise("assess", "-", stdin=Path("c.yaml").read_bytes()).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", "ODD"],
        ["explain", "c.yaml", "--how", "ODD"],
        ["rules", "show", "ODD"],
        ["batch", "ODD", "-o", "o.csv"],
        ["batch", "c.yaml", "-o", "ODD"],
        ["questions", "c.yaml", "--who", "ODD"],
        ["merge", "ODD", "ODD"],
        ["ODD"],
    ],
)
def test_what_is_said_of_a_name_moves_no_cursor(advise: Advise, arguments: list[str]) -> None:
    """Names of files and of all else come from elsewhere, as a folder's files do where a shell fills them in."""
    Path("c.yaml").write_text("case: x\nas_of: 2026-11-22\n")
    odd = "a\x1b[2J\x1b]0;x\x07\u202e\x9b"
    ended = advise(*(odd if argument == "ODD" else argument for argument in arguments))
    assert ended.code in (2, 3) and all(line.isprintable() for line in ended.err.split("\n"))
