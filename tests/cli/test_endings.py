"""How the command ends: wrong usage, packs that do not load, no room, nobody reading, Ctrl-C. Never a traceback."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.engines.durable import session as durable
from testkit.commands import Advise
from testkit.places import PACKS, PLAIN, ROOT

HEAD = "case: x\nas_of: 2026-11-22\n"
NO_PACK = "A pack is a folder with a pack.yaml, which holds `name:`, `version:` and `title:`."
READY = 'print("ready", file=sys.stderr, flush=True)\n'
OVER_PLAIN = f"""
import sys, pathlib, advisor.library
advisor.library.shipped_packs = lambda: [pathlib.Path({str(PLAIN)!r})]
from advisor.cli.main import run
{READY}run()
"""


def command(*arguments: str) -> list[str]:
    """The command line of a real process over the pack `plain`; it says "ready" when it begins."""
    return [sys.executable, "-c", OVER_PLAIN, *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def in_shell(line: str, tmp_path: Path) -> tuple[int, str, str]:
    """Exit code, output and errors of a shell line in which ADVISOR stands for the command."""
    script = tmp_path / "over_plain.py"
    script.write_text(OVER_PLAIN.replace(READY, ""))
    line = line.replace("ADVISOR", f"{sys.executable} {script}")
    done = subprocess.run(
        ["bash", "-c", line], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=30, check=False
    )
    return done.returncode, done.stdout, done.stderr


# --- wrong usage: exit code 2 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["asess"], "There's no command `asess`. Did you mean `assess`?"),
        (["zzz"], "There's no command `zzz`. Try one of "),
        ([""], "There's no command ``. Try one of "),
        (["assess"], "CASE"),
        (["assess", "x", "--fromat", "json"], "--fromat"),
        (["assess", "x", "--format", "xml"], "--format"),
        (["assess", "x", "--fail-on", "open"], "--fail-on"),
        (["assess", "x", "--engine", "clips"], "--engine"),
        (["assess", "x", "--pack"], "--pack"),
        (["--nonsense"], "--nonsense"),
        (["rules", "tset"], "tset"),
        (["rules", "show"], "ID"),
        (["rules", "new", "fine"], "--pack"),
    ],
)
def test_wrong_usage_is_told_below_the_usage_line(advise: Advise, arguments: list[str], said: str) -> None:
    """In our own words, or with the name of what is wrong in those of the library that reads the command line."""
    ended = advise(*arguments)
    assert (ended.code, ended.out) == (2, "")
    *usage, last = ended.err.splitlines()
    assert last.startswith("Error: ") and said in last
    assert not usage or usage[0].startswith("Usage: ")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["assess", "--help"], ["--version"], ["rules", "-h"]])
def test_help_and_version_are_results(advise: Advise, arguments: list[str]) -> None:
    ended = advise(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out


# --- packs: exit code 3 --------------------------------------------------------------------------------------


def test_a_pack_that_is_none(advise: Advise) -> None:
    Path("file.yaml").write_text("a: b\n")
    Path("empty").mkdir()
    Path("c.yaml").write_text(HEAD)
    for pack, what in (("nowhere", "doesn't exist"), ("file.yaml", "is a file"), ("empty", "has no pack.yaml")):
        ended = advise("assess", "c.yaml", "--pack", pack)
        assert (ended.code, ended.out, ended.err) == (3, "", f"{pack}: This {what}. {NO_PACK}\n")


@pytest.mark.parametrize(
    "name", ["condition-single-equals", "comma-in-brackets", "five-faults", "cycle-diagnoses", "conflict", "tab"]
)
def test_a_faulty_pack_ends_with_3_and_its_faults_on_standard_error(advise: Advise, name: str) -> None:
    Path("c.yaml").write_text(HEAD)
    ended = advise("assess", "c.yaml", "--pack", str(PACKS / name), "--engine", "python")
    expected = (PACKS / name / "expected.txt").read_text(encoding="utf-8")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.replace(f"{PACKS / name}/", "") == expected


def test_two_packs_that_both_have_an_entry_are_in_conflict(advise: Advise) -> None:
    Path("c.yaml").write_text(HEAD)
    for name in ("one", "two"):
        (Path(name) / "diagnoses").mkdir(parents=True)
        (Path(name) / "pack.yaml").write_text(f"name: {name}\nversion: 1.0.0\ntitle: {name}\n")
        text = (PLAIN / "diagnoses/no-plan.yaml").read_text().replace("id: no-plan", "id: other")
        (Path(name) / "diagnoses/other.yaml").write_text(text)
    ended = advise("assess", "c.yaml", "--pack", "one", "--pack", "two")
    assert ended.code == 3
    assert ended.err == (
        "two/diagnoses/other.yaml:1:5: id: `other` exists already in the pack `one`. "
        "Write `replaces: one` to replace it, or `extends: one` to change parts.\n"
    )
    assert advise("assess", "c.yaml", "--pack", "one", "--pack", "one").err == (
        "one: There's already a pack called `one`, from one. Give each pack once, with a name of its own.\n"
    )


def test_an_engine_that_is_not_there_is_told_with_the_way_out(advise: Advise, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("c.yaml").write_text(HEAD)
    monkeypatch.setattr(durable, "available", lambda: False)
    ended = advise("assess", "c.yaml", "--engine", "durable")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith("durable-rules isn't installed here")
    assert ended.err.endswith("Choose the engine `python`, which gives the same verdicts.\n")
    assert advise("assess", "c.yaml").code == 0


# --- output that goes nowhere --------------------------------------------------------------------------------


class Full(io.TextIOWrapper):
    """A stream without room."""

    def __init__(self, error: OSError):
        super().__init__(io.BytesIO(), encoding="utf-8")
        self.error = error

    def write(self, text: str) -> int:
        raise self.error

    def flush(self) -> None:
        raise self.error


@pytest.mark.parametrize("arguments", [["assess", "c.yaml"], ["assess", "c.yaml", "--format", "json"], ["--help"]])
def test_output_without_room_or_reader(advise: Advise, arguments: list[str]) -> None:
    Path("c.yaml").write_text(HEAD)
    for number, code, said in (
        (28, 3, "Can't write the output: No space left on device.\n"),
        (5, 3, "Can't write the output: Input/output error.\n"),
        (32, 0, ""),
    ):
        ended = advise(*arguments, out=Full(OSError(number, os.strerror(number))))
        assert (ended.code, ended.err) == (code, said)


def test_a_letter_that_the_output_cannot_hold_is_told_not_replaced(advise: Advise) -> None:
    Path("c.yaml").write_text(HEAD.replace("x", "ł"))
    ended = advise("assess", "c.yaml", "--format", "json", out=io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert ended.code == 3
    assert ended.err == (
        "Can't write the output: `iso8859-1` has no '\\u0142'. Set PYTHONIOENCODING=utf-8.\n"
        if "iso8859" in ended.err
        else "Can't write the output: `latin-1` has no '\\u0142'. Set PYTHONIOENCODING=utf-8.\n"
    )


def test_ctrl_c_ends_with_130_and_a_word(advise: Advise, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("c.yaml").write_text(HEAD)

    def interrupted(self: object, case: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("advisor.library.Advisor.assess", interrupted)
    ended = advise("assess", "c.yaml")
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.strip() == "Stopped."


# --- real processes ------------------------------------------------------------------------------------------


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    cases = "".join(f'{{"case": "c{i}", "as_of": "2026-11-22"}}\n' for i in range(300))
    process = subprocess.Popen(
        command("assess", "-", "--format", "json"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment(),
    )  # fmt: skip
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(cases)
    process.stdin.close()
    assert process.stdout.readline().startswith('{"schema"')
    process.stdout.close()
    assert (process.wait(30), process.stderr.read()) == (0, "ready\n")


def test_ctrl_c_while_it_waits_for_standard_input(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("assess", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=tmp_path, env=environment(),
    )  # fmt: skip
    assert process.stderr and process.stderr.readline() == "ready\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    assert (process.returncode, out, said.strip()) == (130, "", "Stopped.")


INTERRUPTED = """\
import sys
class Interrupting:
    def find_spec(self, name, *rest):
        if name == "MODULE":
            RAISE
sys.meta_path.insert(0, Interrupting())
from advisor.__main__ import run
run()
"""


@pytest.mark.parametrize("module", ["advisor.cli.main", "click", "advisor.problems", "advisor.cli.assess"])
@pytest.mark.parametrize("interruption", ["raise KeyboardInterrupt", "exec('raise KeyboardInterrupt')"])
def test_ctrl_c_while_the_program_is_being_imported(module: str, interruption: str, tmp_path: Path) -> None:
    """Also inside an `exec`, as dataclasses are made: Python would otherwise end by the signal."""
    script = INTERRUPTED.replace("MODULE", module).replace("RAISE", interruption)
    done = subprocess.run(
        [sys.executable, "-c", script, "assess", "nix.yaml"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "Stopped.")


FULL = "Can't write the output: No space left on device.\n"


@pytest.mark.parametrize(
    ("line", "code", "out", "said"),
    [
        ("ADVISOR assess c.yaml > /dev/full", 3, "", FULL),
        ("ADVISOR --help > /dev/full", 3, "", FULL),
        ("ADVISOR assess c.yaml >&-", 3, "", "Standard output is closed.\n"),
        ("ADVISOR assess - <&-", 3, "", "Standard input is closed.\n"),
        (
            "ADVISOR assess - < /dev/null",
            3,
            "",
            "standard input: Standard input is empty. Pipe in a case, as in `< acme.yaml`.\n",
        ),
        ("ADVISOR assess nix.yaml 2> /dev/full", 3, "", ""),
        ("ADVISOR assess nix.yaml 2>&-", 3, "", ""),
        ("ADVISOR assess nix.yaml 2> /dev/null", 3, "", ""),
        ("ADVISOR --help | head -1; echo ${PIPESTATUS[0]}", 0, None, ""),
        ("ADVISOR assess <(cat c.yaml) -q > /dev/null", 0, "", ""),
    ],
)
def test_streams_that_are_full_or_closed(tmp_path: Path, line: str, code: int, out: str | None, said: str) -> None:
    (tmp_path / "c.yaml").write_text(HEAD)
    ended, written, errors = in_shell(line, tmp_path)
    assert (ended, errors) == (code, said)
    assert written == out if out is not None else written.endswith("\n0\n")


def test_the_module_with_its_own_rules_says_what_is_wrong_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "assess", "nix.yaml"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "nix.yaml: Can't find this file.\n")
