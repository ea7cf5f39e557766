"""A campaign can fail: what breaks, takes too long or ends the process is told with its seed, and the rest goes on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from advisor.cases.files import CaseRead
from testkit.campaign import casefiles, trials
from testkit.campaign.casefiles import try_case_files
from testkit.campaign.crew import Orders, all_tried, results
from testkit.campaign.keys import must_be_kept
from testkit.campaign.trials import BrokeError, Kind, must, tried


def sound(seed: int, folder: Path) -> int:
    """Nothing breaks."""
    Path("left.txt").write_text("x")
    return 3


def broken(seed: int, folder: Path) -> int:
    """Every third seed breaks."""
    must(seed % 3, f"seed {seed} can be divided")
    return 1


def deadly(seed: int, folder: Path) -> int:
    """The first input ends the process, as a fault of a compiled library does."""
    if seed < 100:
        os.kill(os.getpid(), signal.SIGKILL)
    return 1


def sleepy(seed: int, folder: Path) -> int:
    """Longer than it may, behind whoever catches every exception."""
    try:
        time.sleep(30)
    except Exception:
        return 1
    return 1


def test_a_planted_fault_of_the_program_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that gives a case and problems for it, and one that breaks, on the case files of one seed."""
    kind = Kind("cases", try_case_files)

    def both(*_: object) -> list[CaseRead]:
        return [CaseRead("c.yaml", None)]

    with monkeypatch.context() as patched:
        patched.setattr(casefiles, "read_texts", both)
        assert "a case is read, or there are problems" in tried(kind, 1).broke
    with monkeypatch.context() as patched:
        patched.setattr(casefiles, "read_texts", lambda *_: 1 / 0)
        assert tried(kind, 1).broke.startswith("ZeroDivisionError: division by zero\nTraceback")


def test_an_interview_that_leaves_something_over_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml.tmp").write_text("")
    with pytest.raises(BrokeError, match="left over"):
        must_be_kept(0)


def test_each_input_has_a_folder_of_its_own_and_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert tried(Kind("sound", sound), 1).inputs == 3
    assert list(tmp_path.iterdir()) == [] and Path.cwd() == tmp_path
    assert tried(Kind("sleepy", sleepy, limit=0.05), 1).broke.startswith("took longer than 0.05 s")


def test_what_no_screen_should_be_shown_is_found() -> None:
    assert trials.is_safe("plain \u00e9\u4e2d \U0001f600 \ue000")
    assert not any(map(trials.is_safe, ["\x1b[31m", "a\x07", "a\u202eb", "a\u2028b", "\x9b2J"]))


def test_kinds_take_turns_by_their_part_of_the_time() -> None:
    """None is left out, however much time others take; seeds are those that the process was given."""
    orders = Orders([Kind("sound", sound), Kind("broken", broken, share=3)], first=5, step=2, seconds=60, most=4)
    assert [(kind.name, seed) for kind, seed in all_tried(orders)][:2] == [("sound", 5), ("broken", 5)]
    seeds = [seed for kind, seed in all_tried(orders) if kind.name == "broken"]
    assert seeds == [5, 7, 9, 11]


@pytest.mark.slow
def test_a_crew_goes_on_after_what_breaks_and_after_what_ends_a_process() -> None:
    kinds = [Kind("sound", sound), Kind("broken", broken), Kind("deadly", deadly)]
    came = list(results([Orders(kinds, first=1, step=1, seconds=60, most=6)]))
    told = {each.kind: each.broke.split("\n")[0] for each in came if each.broke}
    assert told["deadly"] == "the process ended with -9"
    assert told["broken"].startswith("BrokeError: seed ")
    assert sum(each.kind == "deadly" and not each.broke for each in came) == 6
