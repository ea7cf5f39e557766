"""`advisor interview`."""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.options import Choices, pack_options
from advisor.interview.faces.plain import PlainFace
from advisor.interview.sitting.loading import InBackground
from advisor.interview.sitting.opening import Opening, read_opening
from advisor.interview.sitting.session import Session
from advisor.interview.words.prompts import Face, command_of, help_lines, prompt
from advisor.problems import FileError
from advisor.report.layout import counted, wrapped
from advisor.shipped import shipped
from advisor.version import VERSION

if TYPE_CHECKING:
    from advisor.interview.choosing.interviewer import Interviewer
    from advisor.interview.sitting.conversation import Begun, Ending
    from advisor.interview.state import State

UNNAMED = "company.yaml"
EPILOG = """\b
Examples:
  advisor interview acme.yaml              a new interview, saved after every answer
  advisor interview acme.yaml --resume     go on with it
  advisor interview acme.yaml --plain      numbered prompts, line by line
"""


@click.command("interview", epilog=EPILOG)
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--resume", is_flag=True, help="Go on with the interview that FILE holds.")
@click.option(
    "--minutes",
    type=click.FloatRange(0, 240),
    default=8,
    show_default=True,
    help="When a first result is shown at the latest.",
)
@click.option("--plain", is_flag=True, help="Numbered prompts, for simple terminals and screen readers.")
@click.option("--answers", "script", metavar="FILE", help="Take the answers from a file instead of a person.")
@click.option("--as-of", "as_of", metavar="DAY", help="The day that the answers are of; today otherwise.")
@pack_options
def command(
    file: str | None, resume: bool, minutes: float, plain: bool, script: str | None, as_of: str | None, choices: Choices
) -> None:
    """Ask about your company, one question at a time, and say what is wrong.

    Every answer is saved in FILE (./company.yaml if none is named) before the next question is shown.
    """
    path = _path(file)
    face = _face(plain or script is not None)
    if path.exists() and not resume:
        resume = script is None and _wants_to_resume(path, face)
    if resume and not path.exists():
        raise FileError(f"{path}: There is no such file to go on with. Leave out --resume to begin one.")
    with Session(path) as session:

        def load() -> tuple[Interviewer, State]:
            from advisor.cli.interviewing.sitting import begun_or_loaded

            return begun_or_loaded(choices.advisor(), session, resume=resume, as_of=as_of)

        loading = InBackground(load)
        if script is not None:
            from advisor.cli.interviewing.sitting import from_script

            from_script(*loading.result(), session, script)
            return
        opening = read_opening(shipped("rules")) if choices.shipped_only and not resume else None
        _sitting(face, session, loading, opening, minutes)


def _sitting(
    face: Face,
    session: Session,
    loading: InBackground[tuple[Interviewer, State]],
    opening: Opening | None,
    minutes: float,
) -> None:
    """From the first question to the result, or until the person leaves."""
    ending: Ending | None = None
    begun: Begun | None = None
    try:
        if opening is not None:
            begun = _first(face, session, loading, opening)
        interviewer, state = loading.result()
        if opening is None:
            face.say(_going_on(session, state))
        from advisor.interview.sitting.conversation import Conversation

        conversation = Conversation(interviewer, session, face, state, minutes)
        ending = conversation.run(begun)
    except EOFError:
        loading.result()
    except KeyboardInterrupt:
        loading.result()
        face.say(_goodbye(session.path))
        raise
    if ending is None or ending.name == "QUIT":
        face.say(_goodbye(session.path))
        return
    from advisor.cli.interviewing.sitting import end

    end(face, interviewer, conversation.state, session.path, ending)


def _first(face: Face, session: Session, loading: InBackground[tuple[Interviewer, State]], opening: Opening) -> Begun:
    """Greet and ask the first question; the rules are loaded meanwhile."""
    path = session.path if session.path.is_absolute() or session.path.parent != Path(".") else f"./{session.path}"
    minutes = counted(max(1, round(opening.seconds / 60)), "minute")
    face.say(
        [
            *wrapped(f"advisor {VERSION} - staffing for AI teams - about {opening.core} questions, {minutes}"),
            *wrapped(f"Saved as {path}, readable by you alone. Nothing leaves this machine."),
            '"Don\'t know" is a fair answer; it never counts against you.',
        ]
    )
    shown = prompt(opening.question, opening.section, f"1 of about {opening.core}")
    started = time.monotonic()
    typed = face.ask(shown, loading.start)
    while command_of(typed, opening.question) == ("help", ""):
        typed = face.page(["", *help_lines(opening.question)]) or face.ask(shown)
    seconds = time.monotonic() - started
    from advisor.interview.sitting.conversation import Begun

    return Begun(opening.question.id, typed, seconds)


def _path(file: str | None) -> Path:
    if file is not None and not file.strip():
        raise click.UsageError("The name of the file is empty.")
    path = Path(file or UNNAMED)
    if path.is_dir():
        raise click.UsageError(f"{path} is a folder. Name a file in it, as in `{path}/acme.yaml`.")
    if path.suffix in (".yaml", ".yml", ".json"):
        return path
    return path.with_name(path.name + ".yaml")


def _face(plain: bool) -> Face:
    """The terminal face where there is a terminal, the plain one otherwise."""
    if sys.stdin is None:
        raise FileError("Standard input is closed.")
    asked = sys.stdin.isatty()
    out = sys.stdout if sys.stdout.isatty() else sys.stderr
    if plain or not asked or not out.isatty() or os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return PlainFace(sys.stdin, out)
    from advisor.interview.faces.terminal import TerminalFace

    return TerminalFace()


def _wants_to_resume(path: Path, face: Face) -> bool:
    """Whether a file that exists is to be gone on with; UsageError where it must not be touched."""
    error = click.UsageError(f"{path} exists. Add --resume to go on with it, or name another file.")
    if not sys.stdin.isatty():
        raise error
    try:
        said = face.line(f"{path} exists. Go on with it? (Enter: yes)").strip().casefold()
    except EOFError:
        raise error from None
    if said in ("", "y", "yes"):
        return True
    raise error


def _going_on(session: Session, state: State) -> list[str]:
    """What is said where an interview goes on, with the answers for which these rules have no place."""
    if not state.answers:
        return wrapped(f"Saved as {session.path}, readable by you alone. Nothing leaves this machine.")
    lines = wrapped(f"{session.path}: {counted(len(state.answers), 'answer')} of {state.case.as_of}. Going on.")
    if session.stale:
        lines += wrapped(
            f"These rules have no place any more for {counted(len(session.stale), 'answer')} of the file: "
            f"{', '.join(session.stale)}. What you said is kept in the file, under `meta`."
        )
    return lines


def _goodbye(path: Path) -> list[str]:
    name = shlex.quote(str(path.with_suffix("") if path.suffix == ".yaml" else path))
    return ["", *wrapped(f"Saved in {path}. Go on with: advisor interview {name} --resume")]
