"""The parts of a run on disk: each is written whole and noted only then, so that a killed run can go on.

Beside OUT stands the folder OUT.parts (for its owner's eyes only) until OUT is complete.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from advisor.batch.runs.results import PartDone
from advisor.batch.tables.parts import ARROW, PARQUET
from advisor.files.locks import open_lock, take_lock
from advisor.files.writing import behind_links, sync_folder
from advisor.problems import FileError

_LOCK = "lock"
_JOB = "job.json"


@dataclass(frozen=True)
class Noted:
    """A part that is on disk: the digest of what went in, the cases that came out and those that failed."""

    number: int
    digest: str
    count: int
    failed: int
    problems: int
    rows: bool


class Place(NamedTuple):
    """The folder of a run, the word in it by which a worker on any machine knows that it sees the same folder, and the
    ending of the tables there.
    """

    folder: str
    word: str
    ending: str

    def table(self, number: int) -> Path:
        """Where the results of a part are."""
        return Path(self.folder) / f"{number:08}{self.ending}"


class Ledger:
    """The parts of one run. FileError where the folder belongs to another run, or is in use."""

    def __init__(self, out: Path, job: str, *, resume: bool):
        self.folder = out.with_name(out.name + ".parts")
        self._job = job
        self.out = out
        with told(out):
            if self.folder.exists() and not resume:
                raise FileError(
                    f"{self.folder}: There's an unfinished run here. Pick it up with `--resume`, or delete the folder."
                )
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._lock = open_lock(self.folder / _LOCK)
            if not take_lock(self._lock):
                raise FileError(
                    f"{self.folder}: Another run is using this folder. Wait for it, or name another output."
                )
            self._check_job()
            ending = PARQUET if out.suffix.lower() == PARQUET else ARROW
            self.place = Place(str(self.folder.resolve()), secrets.token_hex(16), ending)
            self._lock.truncate(0)
            self._lock.write(self.place.word)
            self._lock.flush()

    def _check_job(self) -> None:
        path = self.folder / _JOB
        if not path.exists():
            for old in self.folder.glob("*.note"):
                old.unlink()
            write_whole(path, self._job.encode())
        elif path.read_text(encoding="utf-8") != self._job:
            raise FileError(
                f"{self.folder}: The unfinished run here had other sources, options, packs or versions. "
                "Delete the folder to start over."
            )

    def noted(self) -> dict[int, Noted]:
        """The parts that are done, and whose files are there."""
        found = {}
        for path in sorted(self.folder.glob("*.note")):
            raw: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            note = Noted(**raw)
            files = [self.table(note.number)] * note.rows + [self.errors(note.number)] * bool(note.problems)
            if all(file.exists() for file in files):
                found[note.number] = note
        return found

    def write(self, done: PartDone, digest: str) -> Noted:
        """Put a part on disk; it counts once its note stands there."""
        # The order is what makes a kill harmless: each file is flushed before it gets its name, the note comes last,
        # and a part without a note is done again over whatever is left of it.
        noted = Noted(done.number, digest, done.count, done.failed, len(done.errors), done.stored or bool(done.table))
        with told(self.out):
            if done.table:
                write_whole(self.table(done.number), done.table)
            if done.errors:
                lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in done.errors)
                write_whole(self.errors(done.number), lines.encode("utf-8", "replace"))
            write_whole(self.folder / f"{done.number:08}.note", json.dumps(noted.__dict__).encode())
        return noted

    def table(self, number: int) -> Path:
        """Where the results of a part are."""
        return self.place.table(number)

    def errors(self, number: int) -> Path:
        """Where the errors of a part are."""
        return self.folder / f"{number:08}.errors"

    def remove(self) -> None:
        """The run is complete."""
        self.close()
        with contextlib.suppress(OSError):
            (self.folder / _JOB).unlink()  # first: without it, a folder that is half gone holds no part of any run
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Let others at the folder."""
        self._lock.close()


def stored(done: PartDone, place: Place | None) -> PartDone:
    """The results with their table in the folder of the run; as they are where that folder is not seen from here.

    So many workers store at once, and the one who keeps the ledger need only note what they did.
    """
    if place is None or not done.table:
        return done
    try:
        if (Path(place.folder) / _LOCK).read_text(encoding="utf-8") != place.word:
            return done
        write_whole(place.table(done.number), done.table)
    except OSError:  # whoever keeps the ledger will tell, if it is the disk
        return done
    return replace(done, table=b"", stored=True)


@contextlib.contextmanager
def told(out: Path) -> Iterator[None]:
    """Faults of the disk in words, with the way out."""
    try:
        yield
    except OSError as error:
        way = f" What's done is saved in {out.name}.parts. Pick it up with `--resume`."
        raise FileError(f"{error.filename or out}: Can't be written: {error.strerror or error}.{way}") from None


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all, readable by its owner only."""
    with whole_file(path) as file, open(file, "wb") as stream:
        stream.write(data)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` (behind links) once it is written and safe on the disk."""
    path = behind_links(path)
    made = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        os.close(os.open(made, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        yield made
        put_in_place(made, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            made.unlink()


def put_in_place(made: Path, path: Path) -> None:
    """Let a file that is complete take the place of `path`, once it is safe on the disk."""
    with open(made, "rb+") as file:
        os.fsync(file.fileno())
    os.replace(made, path)
    sync_folder(path.parent)
