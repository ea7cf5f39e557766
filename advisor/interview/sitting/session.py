"""The file of an interview: written whole before the next question is shown, locked against a second interview,
carried over from an older pack, never overwritten where somebody else changed it."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import IO, Any

import yaml

from advisor.cases.answers import read_answer
from advisor.cases.case import Case, read_case
from advisor.cases.files import read_document
from advisor.cases.values import AnswerError
from advisor.files.documents import Document
from advisor.files.locks import open_lock
from advisor.files.writing import behind_links, write_whole
from advisor.interview.state import State, pack_name
from advisor.knowledge.pack import Knowledge
from advisor.problems import CaseError, FileError, name_in_text

STALE = "stale"  # where answers to questions that a newer pack does not ask are kept, under `meta`


@dataclass
class Session:
    """One case file that is being written. Use as a context manager: it holds the lock.

    FileError where another interview holds it, or it cannot be written.
    """

    path: Path
    stale: tuple[str, ...] = ()
    moved_to: Path | None = None
    saved_at: str = ""
    _lock: IO[str] | None = None
    _written: tuple[int, int, int] | None = None
    _kept: Mapping[str, Any] = field(default_factory=dict)

    def __enter__(self) -> Session:
        self._lock = _locked(self.path)
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            with contextlib.suppress(OSError, FileError):
                _lock_path(self.path).unlink()
            self._lock.close()
            self._lock = None

    def load(self, knowledge: Knowledge) -> State:
        """The interview that the file holds; CaseError, with line and column, where it cannot be read.

        An older pack's answers whose question, option or range is no more are put under `meta` and named in `stale`.
        """
        document = read_document(self.path)
        case, stale = _migrated(document, knowledge, str(self.path))
        self.stale = tuple(stale)
        self._written = _stamp(self.path)
        meta = dict(case.meta)
        if stale:
            before = meta.get(STALE)
            meta[STALE] = {**(before if isinstance(before, Mapping) else {}), **stale}
        return State.of_case(replace(case, meta=meta, pack=pack_name(knowledge)))

    def go_to(self, path: Path) -> None:
        """From here on keep the interview in another file, a new one; FileError where that cannot be."""
        path = path if path.suffix in (".yaml", ".yml", ".json") else path.with_name(path.name + ".yaml")
        if path.exists():
            raise FileError(f"{path}: This file already exists. Name a new one.")
        lock = _locked(path)
        self.__exit__()
        self.path, self._lock, self._written = path, lock, None

    def save(self, state: State) -> None:
        """Put a state on disk; when this returns it survives the end of the process. FileError where that fails.

        Where another program changed the file meanwhile, that file stays and the interview goes on in one beside
        it, which `moved_to` names.
        """
        if self._written is not None and _stamp(self.path) not in (self._written, None):
            self.moved_to = self.path = _free_name(self.path)
        write_case(self.path, state.to_dict())
        self._written = _stamp(self.path)
        self.saved_at = time.strftime("%H:%M")


def write_case(path: Path, data: Mapping[str, Any]) -> None:
    """Write a case as YAML, or as JSON where the name ends so; whole or not at all, for its owner's eyes alone."""
    write_whole(path, _as_json(data) if path.suffix == ".json" else _as_yaml(data, path), private=True)


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_yaml(data: Mapping[str, Any], path: Path) -> str:
    text = yaml.dump(
        dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )
    name = name_in_text(path.name)
    return f"# `advisor assess {name}` shows the result, `advisor interview {name} --resume` picks it up.\n{text}"


class _Dumper(yaml.SafeDumper):
    """Days without quotes: all other texts that YAML could mistake keep theirs."""


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    day = None
    if len(value) == 10:
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(value)
    if day is not None:
        return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value)
    style = "|" if "\n" in value.strip() else "'" if value[:1] in "0123456789+-." else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


# ---- answers of an older pack ----------------------------------------------------------------------------


def _migrated(document: Document, knowledge: Knowledge, file: str) -> tuple[Case, dict[str, Any]]:
    """The case, and the answers that this pack has no place for; CaseError where a fault is not the pack's age."""
    case, problems = read_case(document.data, knowledge, document, file)
    if case is not None:
        return case, {}
    raw = document.data
    if not isinstance(raw, Mapping) or raw.get("pack") in (None, pack_name(knowledge)):
        raise CaseError(problems)
    stale: dict[str, Any] = {}
    data = dict(raw)
    for part in ("answers", "set_aside"):
        if isinstance(raw.get(part), Mapping):
            data[part] = {}
            for question_id, value in raw[part].items():
                (data[part] if _fits(str(question_id), value, knowledge) else stale)[question_id] = value
    case, problems = read_case(data, knowledge, document, file)
    if case is None:
        raise CaseError(problems)
    return case, stale


def _fits(question_id: str, value: Any, knowledge: Knowledge) -> bool:
    renamed = {old: new for new, entry in knowledge.questions.items() for old in entry.model.was}
    entry = knowledge.questions.get(renamed.get(question_id, question_id))
    if entry is None:
        return any(
            question.startswith(f"{question_id}.") for question in knowledge.questions
        )  # nested; checked as a whole
    try:
        read_answer(entry.model, value, knowledge.people_called)
    except AnswerError:
        return False
    return True


# ---- the lock --------------------------------------------------------------------------------------------


def _lock_path(path: Path) -> Path:
    path = behind_links(path)  # the same lock, by whichever name the file is opened
    return path.with_name(f".{path.name}.lock")


def _locked(path: Path) -> IO[str] | None:
    """The lock of a file, held until it is closed or the process ends; None where the system has no locks."""
    # A file beside the case is locked, not the case: each save puts a new file in the case's place, and a lock stays
    # with the old one. The lock file is removed at the end, so that between opening and locking it another interview
    # may have removed it; then the lock is on a file that nobody finds any more, and the next try makes a new one.
    try:
        import fcntl
    except ImportError:
        return None
    place = _lock_path(path)
    for _ in range(20):
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            lock = open_lock(place)
        except OSError as error:
            raise FileError(f"{error.filename or path}: Can't be written: {error.strerror}.") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read(100).strip() or "another process"
            lock.close()
            message = f"{path}: This interview is open in another window ({holder})."
            raise FileError(f"{message} Finish that one, or name another file.") from None
        except OSError:
            return lock  # a file system without locks
        if _same_file(lock, place):
            with contextlib.suppress(OSError):  # the lock holds without the name, too, as on a full disk
                lock.truncate(0)
                # Not through the file's own buffer: what finds no room would stay there, and fail again on closing.
                os.write(lock.fileno(), f"process {os.getpid()}, since {time.strftime('%H:%M')}".encode())
            return lock
        lock.close()  # removed by the interview that just ended
    raise FileError(f"{path}: Can't lock this file.")


def _same_file(lock: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except OSError:
        return False


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _free_name(path: Path) -> Path:
    return next(found for found in _numbered(path) if not found.exists())


def _numbered(path: Path) -> Iterator[Path]:
    number = 2
    while True:
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
