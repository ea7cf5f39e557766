"""Faults of the disk: no room, a folder that may not be written, a file that is gone. What was there stays whole."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import resource
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from testkit.batches import a_table
from testkit.campaign.casefiles import a_company
from testkit.campaign.keys import said_in
from testkit.campaign.tables import SUMS
from testkit.campaign.trials import ended, must

_FAULTS = {
    "open": (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENOENT),
    "os.rename": (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.ENOENT),
    "os.mkdir": (errno.ENOSPC, errno.EACCES, errno.EROFS),
    "os.chmod": (errno.EPERM, errno.EROFS),
    "os.listdir": (errno.EIO, errno.EACCES),
    "os.scandir": (errno.EIO, errno.EACCES),
    "fcntl.flock": (errno.ENOLCK, errno.EIO),
}


@dataclass
class _Fault:
    """The call of the system inside a folder that fails, once: the `left`-th of an event. It is off in between."""

    folder: str = ""
    event: str = ""
    left: int = 0
    number: int = 0
    on: bool = False
    met: bool = False


_fault = _Fault()
_hooked = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _fault.on or event != _fault.event:
        return
    path = arguments[0] if arguments else ""
    if isinstance(path, int) and event != "fcntl.flock":
        return  # a file that is open already, which no disk can refuse
    if isinstance(path, (str, bytes, os.PathLike)) and not os.path.abspath(os.fsdecode(path)).startswith(_fault.folder):
        return
    _fault.left -= 1
    if _fault.left < 0:
        _fault.on, _fault.met = False, True
        raise OSError(_fault.number, os.strerror(_fault.number), os.fsdecode(path) if isinstance(path, str) else None)


@contextlib.contextmanager
def _failing(rng: random.Random, folder: Path) -> Iterator[_Fault]:
    """One call fails inside, or files may not grow beyond some bytes."""
    global _hooked
    if not _hooked:
        sys.addaudithook(_hook)  # for good: Python has no way to take one away
        _hooked = True
    _fault.folder, _fault.met = str(folder), False
    if rng.random() < 0.3:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (rng.choice((0, 1, 100, 1000, 5000)), before[1]))
        try:
            yield _fault
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            _fault.met = True
        return
    _fault.event = rng.choice(("open", "open", *_FAULTS))
    _fault.number, _fault.left, _fault.on = rng.choice(_FAULTS[_fault.event]), rng.choice((0, 0, 1, 2, 3, 8)), True
    try:
        yield _fault
    finally:
        _fault.on = False


def try_disks(seed: int, folder: Path) -> int:
    """A command that writes, while the disk fails; afterwards the same command works."""
    rng = random.Random(f"disks {seed}")
    Path("acme.yaml").write_text(json.dumps(a_company(rng)), encoding="utf-8")
    if ended(["assess", "acme.yaml", "-q"]).code:
        return 1
    rng.choice((_an_interview, _a_batch, _a_kit, _a_sheet))(rng, folder)
    return 1


def _an_interview(rng: random.Random, folder: Path) -> None:
    before, raw = said_in(Path("acme.yaml")), Path("acme.yaml").read_bytes()
    command = ["interview", "acme", "--plain", "--resume"]
    lines = "\n".join(rng.choices(("1", "2", "dk", "back", "y"), k=rng.randrange(6)) + ["quit"])
    with _failing(rng, folder) as fault:
        done = ended(command, stdin=lines.encode())
    must(done.code == 0 or fault.met, f"no fault, and yet: {done.err[-300:]!r}")
    now = said_in(Path("acme.yaml"))
    must(Path("acme.yaml").read_bytes() == raw or isinstance(now, dict), "half a file")
    must(set(before) <= set(now) or "back" in lines, f"answers are gone: {sorted(set(before) - set(now))}")
    # Where a file cannot be written, another name is asked for, and the next line is one.
    _must_be_clean(folder, {"acme.yaml", *(f"{line}.yaml" for line in lines.split("\n"))})
    ended(command, codes=(0,), stdin=b"quit\n")


def _a_batch(rng: random.Random, folder: Path) -> None:
    rows = rng.choice((3, 40))
    table, out = a_table(folder / "t.csv", rows), f"out.{rng.choice(('csv', 'jsonl', 'parquet'))}"
    if rng.random() < 0.5:
        Path(out).write_text("as before", encoding="utf-8")
    stood = Path(out).exists()
    command = ["batch", str(table), "-o", out, "--detail", "verdicts", "--processes", "1", "--part-rows", "10"]
    with _failing(rng, folder) as fault:
        done = ended(command)
    sums = SUMS.search(done.err)
    if sums is None:
        must(done.code == 3 and done.err and fault.met, f"{done.code} without a sum: {done.err!r}")
        must(Path(out).exists() == stood and (not stood or Path(out).read_text() == "as before"), "half a result")
    ended([*command, "--resume"], codes=(0,) if sums is None or "0 with errors" in done.err else (0, 3))
    _must_be_clean(folder, {"acme.yaml", "t.csv", out, f"{out}.errors"})


def _a_kit(rng: random.Random, folder: Path) -> None:
    with _failing(rng, folder) as fault:
        done = ended(["assess", "acme.yaml", "--kit", "kit"], codes=(0, 3))
    must(done.code == 0 or (fault.met and done.err), f"{done.code}: {done.err!r}")
    _must_be_clean(folder, {"acme.yaml", "kit"})
    _must_be_clean(folder / "kit", None)
    shutil.rmtree(folder / "kit", ignore_errors=True)
    ended(["assess", "acme.yaml", "--kit", "kit"], codes=(0,))


def _a_sheet(rng: random.Random, folder: Path) -> None:
    command = ["questions", "acme.yaml", "-o", "s.csv"]
    with _failing(rng, folder) as fault:
        done = ended(command)
    must(done.code == 0 or (fault.met and done.err), f"{done.code}: {done.err!r}")
    _must_be_clean(folder, {"acme.yaml", "s.csv"})
    if ended(command, codes=(0,)) and Path("s.csv").exists():
        before = said_in(Path("acme.yaml"))
        with _failing(rng, folder) as fault:
            done = ended(["merge", "acme.yaml", "s.csv"])
        must(done.code == 0 or (fault.met and done.err), f"{done.code}: {done.err!r}")
        must(said_in(Path("acme.yaml")) == before, "an empty sheet changed the case")
        _must_be_clean(folder, {"acme.yaml", "s.csv"})


def _must_be_clean(folder: Path, known: set[str] | None) -> None:
    """Nothing stands there that nobody asked for, and nothing hidden at all."""
    if folder.is_dir():
        found = {path.name for path in folder.iterdir()}
        odd = {name for name in found if name.startswith(".") or name.endswith(".parts")}
        must(not odd and (known is None or found <= known), f"left over: {sorted(odd or found - (known or set()))}")
