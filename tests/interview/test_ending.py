"""What stands at the end: the result as `assess` shows it, where the file is, three commands that work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.cli.casefiles import read_cases
from advisor.interview.faces.ending import next_commands
from testkit.commands import run_here
from testkit.interviews.faces import FIRST

CASES = Path(__file__).parents[2] / "cases"
OFFER = re.compile(r"^  (advisor \S.*?)(?:   *\S.*)?$", re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("our company.yaml", ["stop"]),
        ("sub/acme.json", [*FIRST, "w people", "stop"]),
    ],
    ids=["stopped at once", "somebody else knows"],
)
def test_what_is_offered_at_the_end_works(
    name: str, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the three, as it stands there, in a shell; and the result is what `assess` prints."""
    monkeypatch.chdir(tmp_path)
    ended = run_here("interview", name, "--as-of", "2026-11-22", stdin="".join(f"{x}\n" for x in lines).encode())
    assert ended.code == 0
    offered = OFFER.findall(ended.err.partition("Worth trying next")[2])
    assert len(offered) == 3 == len(set(offered)), ended.err
    assert any("--resume" in command for command in offered)
    file = next(path for path in tmp_path.rglob("*.*") if path.suffix in (".yaml", ".json"))
    assert str(file.relative_to(tmp_path)) in " ".join(ended.err.partition("Your answers are in")[2].split())
    assert run_here("assess", str(file)).out.startswith(ended.out.rstrip("\n"))
    for command in offered:
        again = run_here(*shlex.split(command)[1:], stdin=b"quit\n")
        assert again.code == 0, (command, again.err)


def test_the_commands_offered_hang_on_the_result(advisor: Advisor) -> None:
    """Somebody to ask comes first; no finding, no `--how`; a finished interview is not to be gone on with."""
    known = {"questions", "explain", "interview", "assess", "assess --kit", "figures"}

    def offered(name: str, open_left: bool, commands: set[str] = known) -> list[str]:
        (read,) = read_cases(advisor, [str(CASES / f"{name}.yaml")])
        assert read.case is not None, read.problems
        lines = next_commands(advisor.assess(read.case), Path("acme.yaml"), commands, open_left=open_left)
        return OFFER.findall("\n".join(lines))

    assert offered("mostly-dont-know", True)[0].startswith("advisor questions acme --who")
    assert "advisor explain acme --how 1" in offered("textbook", False)
    assert not any("--how" in line for line in offered("nothing-to-fix", False))
    assert not any("--resume" in line for line in offered("textbook", False))
    assert offered("textbook", True, {"figures"}) == ["advisor figures"]
