"""`advisor interview`."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from advisor.cli.options import advisor_options
from advisor.inference.values import AnswerError, read_date
from advisor.interview import moves
from advisor.interview.choosing import Interviewer
from advisor.interview.conversation import Conversation, Ending
from advisor.interview.ending import next_commands
from advisor.interview.pages import minutes as minutes_text
from advisor.interview.plain import PlainFace, printable
from advisor.interview.prompts import Face
from advisor.interview.script import run_script
from advisor.interview.session import Session, pack_name, read_document
from advisor.interview.state import State
from advisor.library import Advisor
from advisor.problems import CaseError, FileError, Problem
from advisor.report.page import counted, wrapped
from advisor.report.text import text
from advisor.version import VERSION

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
@click.option("--answers", "script", metavar="FILE", help="Take the answers from a case file instead of a person.")
@click.option("--as-of", "as_of", metavar="DAY", help="The day that the answers are of; today otherwise.")
@advisor_options
def command(
    file: str | None, resume: bool, minutes: float, plain: bool, script: str | None, as_of: str | None, advisor: Advisor
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
    interviewer = Interviewer(advisor)
    with Session(path) as session:
        state = _state(session, interviewer, resume, as_of)
        if script is not None:
            _from_script(interviewer, session, state, script)
            return
        _greet(face, interviewer, session, state, minutes, resume)
        conversation = Conversation(interviewer, session, face, state, minutes)
        try:
            ending = conversation.run()
        except KeyboardInterrupt:
            _goodbye(face, session.path)
            raise
        if ending is Ending.QUIT:
            _goodbye(face, session.path)
        else:
            _end(face, interviewer, conversation.state, session.path, ending)


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
    out = sys.stdout if sys.stdout.isatty() or (plain and sys.stdin.isatty()) else sys.stderr
    if plain or not sys.stdin.isatty() or not out.isatty() or os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return PlainFace(sys.stdin, out)
    from advisor.interview.terminal import TerminalFace

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


def _state(session: Session, interviewer: Interviewer, resume: bool, as_of: str | None) -> State:
    if resume:
        state = session.load(interviewer.advisor.knowledge)
        return moves.resumed(interviewer.assessor, state)
    try:
        day = read_date(as_of) if as_of is not None else date.today()
    except AnswerError as error:
        raise click.UsageError(f"--as-of: {error} {error.suggestion or ''}".strip()) from None
    return moves.begin(session.path.stem, day, pack_name(interviewer.advisor.knowledge))


def _greet(face: Face, interviewer: Interviewer, session: Session, state: State, minutes: float, resumed: bool) -> None:
    path = session.path if session.path.is_absolute() or session.path.parent != Path(".") else f"./{session.path}"
    if not resumed:
        core = [e.model for e in interviewer.program.knowledge.questions.values() if e.model.core]
        about = f"about {len(core)} questions, {minutes_text(min(minutes * 60, sum(q.seconds for q in core)))[6:]}"
        face.say(
            [
                *wrapped(f"advisor {VERSION} - staffing for AI teams - {about}"),
                *wrapped(f"Saved as {path}, readable by you alone. Nothing leaves this machine."),
                '"Don\'t know" is a fair answer; it never counts against you.',
            ]
        )
        return
    face.say(wrapped(f"{path}: {counted(len(state.answers), 'answer')} of {state.case.as_of.isoformat()}. Going on."))
    if session.stale:
        face.say(
            wrapped(
                f"These rules have no place any more for {counted(len(session.stale), 'answer')} of the file: "
                f"{', '.join(session.stale)}. What you said is kept in the file, under `meta`."
            )
        )


def _goodbye(face: Face, path: Path) -> None:
    name = path.with_suffix("") if path.suffix == ".yaml" else path
    face.say(["", *wrapped(f"Saved in {path}. Go on with: advisor interview {name} --resume")])


def _end(face: Face, interviewer: Interviewer, state: State, path: Path, ending: Ending) -> None:
    """The result, the file, and what to try next."""
    assessment = interviewer.advisor.assess(state.case)
    if ending is Ending.DONE:
        face.say(["", *wrapped("Nothing that you could still answer would change the result."), ""])
    else:
        face.say([""])
    sys.stdout.write(printable(text(assessment), sys.stdout.encoding))
    sys.stdout.flush()
    lines = next_commands(assessment, path, _known_commands(), open_left=ending is Ending.STOPPED)
    face.say(["", *wrapped(f"Your answers are in {path}. Worth trying next:"), *lines])


def _known_commands() -> set[str]:
    """The commands that exist, with the options of `assess`."""
    from advisor.cli.assess import command as assess
    from advisor.cli.main import COMMANDS

    return {*COMMANDS, *(f"assess {option}" for parameter in assess.params for option in parameter.opts)}


def _from_script(interviewer: Interviewer, session: Session, state: State, script: str) -> None:
    """Answer from a file, then show the result."""
    document = read_document(Path(script))
    raw: Any = document.data
    answers = raw.get("answers", raw) if isinstance(raw, dict) else None
    if not isinstance(answers, dict):
        raise CaseError([Problem("", "shape", "A file of answers has a line for each question.", file=script)])
    unknown = [id for id in answers if id not in interviewer.program.knowledge.questions]
    if unknown:
        mark = document.mark(("answers", unknown[0]) if "answers" in raw else (unknown[0],))
        raise CaseError(
            [
                Problem(
                    unknown[0],
                    "unknown-question",
                    f"There is no question `{unknown[0]}`.",
                    None,
                    mark.line,
                    mark.column,
                    script,
                )
            ]
        )
    state, missing, unasked = run_script(interviewer, session, state, answers, file=script)
    sys.stdout.write(printable(text(interviewer.advisor.assess(state.case)), sys.stdout.encoding))
    sys.stdout.flush()
    told = [f"{counted(len(state.answers), 'answer')} saved in {session.path}."]
    if missing:
        told.append(f"{counted(len(missing), 'question')} asked that {script} does not answer.")
    if unasked:
        told.append(f"{counted(len(unasked), 'answer')} of it not asked for, as nothing hangs on them.")
    click.echo("\n".join(wrapped(" ".join(told))), err=True)
