"""Puts each state of a conversation on disk before it goes on, and asks what to do where the disk refuses."""

from __future__ import annotations

from pathlib import Path

from advisor.interview.sitting.session import Session
from advisor.interview.state import State
from advisor.interview.words.prompts import Face
from advisor.problems import FileError
from advisor.report.layout import wrapped


def keep(session: Session, face: Face, state: State) -> None:
    """Save a state. Where that fails the person may try again or name another file; FileError where nobody answers."""
    while not _saved(session, face, state):
        pass
    if session.moved_to is not None:
        face.say(
            wrapped(
                "Another program changed the file, so we're leaving it alone. "
                f"From here on your answers go to {session.moved_to}."
            )
        )
        session.moved_to = None


def _saved(session: Session, face: Face, state: State) -> bool:
    try:
        session.save(state)
        return True
    except FileError as error:
        face.say(["", *wrapped(f"{error} Nothing is lost while this program is running.")])
        try:
            other = face.line("Free up space and press Enter, or name another file:").strip()
        except (EOFError, KeyboardInterrupt):
            raise error from None
    if other:
        try:
            session.go_to(Path(other))
        except FileError as error:
            face.say(wrapped(str(error)))
    return False
