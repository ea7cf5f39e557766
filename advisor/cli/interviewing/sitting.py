"""What `advisor interview` does once the rules are loaded: begin or go on, take a script, show the end."""

from __future__ import annotations

import contextlib
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from advisor.cases.files import read_document
from advisor.cases.values import AnswerError
from advisor.cli.days import day_typed
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.faces.ending import next_commands
from advisor.interview.faces.plain import printable
from advisor.interview.sitting.conversation import Conversation, Ending
from advisor.interview.sitting.opening import Opening, opening_of
from advisor.interview.sitting.results import verdict
from advisor.interview.sitting.script import run_script
from advisor.interview.sitting.session import Session
from advisor.interview.state import State, pack_name
from advisor.interview.words.prompts import Face
from advisor.language.shown import counted, day_text
from advisor.problems import CaseError, Problem
from advisor.report.layout import WIDTH, at_width, wrapped
from advisor.report.text import text
from advisor.report.told import Told
from advisor.rulebase.rulebase import Rulebase
from advisor.version import VERSION


def begun_or_loaded(
    rulebase: Rulebase, session: Session, *, resume: bool, as_of: str | None
) -> tuple[Interviewer, State]:
    """The interview that a file holds, or a new one; and who leads it. Nothing is written yet."""
    interviewer = Interviewer(rulebase)
    if resume:
        state = moves.resumed(interviewer.assessor, session.load(rulebase.knowledge))
    else:
        try:
            day = day_typed(as_of) if as_of is not None else date.today()
        except AnswerError as error:
            raise click.UsageError(f"--as-of: {error} {error.suggestion or ''}".strip()) from None
        state = moves.begin(session.path.stem, day, pack_name(rulebase.knowledge))
    return interviewer, state


def sit(
    face: Face,
    session: Session,
    interviewer: Interviewer,
    state: State,
    minutes: float,
    *,
    greeted: bool,
    verbose: bool,
) -> None:
    """From the first question to the result, or until the person leaves.

    `greeted` is a person who begins anew by the shipped rules, of which it is known how many questions they have and
    with which they begin.
    """
    opening = opening_of(interviewer.program.knowledge) if greeted else None
    with at_width(face.columns):
        face.say(_going_on(session, state) if opening is None else _greeting(session.path, opening))
    conversation = Conversation(interviewer, session, face, state, minutes, verbose=verbose)
    try:
        ending = conversation.run(opening.prompt if opening is not None else None)
    except KeyboardInterrupt:
        face.say(_goodbye(session.path))
        raise
    with at_width(face.columns):
        if ending is Ending.QUIT:
            face.say(_goodbye(session.path))
        else:
            _end(face, interviewer, conversation.state, session.path, ending)


def _greeting(path: Path, opening: Opening) -> list[str]:
    """What somebody reads who begins."""
    shown = path if path.is_absolute() or path.parent != Path(".") else f"./{path}"
    minutes = counted(max(1, round(opening.seconds / 60)), "minute")
    return [
        *wrapped(f"advisor {VERSION} - staffing for AI teams - about {opening.core} questions, {minutes}"),
        *wrapped(f"Saved as {shown}, readable only by you. Nothing leaves this machine."),
        *wrapped('"Don\'t know" is a fair answer and never counts against you.'),
    ]


def _going_on(session: Session, state: State) -> list[str]:
    """What is said where an interview goes on, with the answers for which these rules have no place."""
    if not state.answers:
        return wrapped(f"Saved as {session.path}, readable only by you. Nothing leaves this machine.")
    answers = f"{counted(len(state.answers), 'answer')} of {day_text(state.case.as_of)}"
    lines = wrapped(f"{session.path}: {answers}. Picking up where you left off.")
    if session.stale:
        lines += wrapped(
            f"These rules no longer use {counted(len(session.stale), 'answer')} in the file: "
            f"{', '.join(session.stale)}. We kept what you said in the file, under `meta`."
        )
    return lines


def _goodbye(path: Path) -> list[str]:
    name = shlex.quote(str(path.with_suffix("") if path.suffix == ".yaml" else path))
    return ["", *wrapped(f"Saved in {path}. To pick it up: advisor interview {name} --resume")]


def _end(face: Face, interviewer: Interviewer, state: State, path: Path, ending: Ending) -> None:
    """The result, the file, what to try next, and last of all the verdict, which the rest has scrolled away."""
    assessment = interviewer.assess(state.case)
    told = Told(assessment, interviewer.rulebase)
    done = [*wrapped("Nothing left to ask: no answer would change the result."), ""] if ending is Ending.DONE else []
    face.say(["", *done])
    if sys.stdout.isatty():
        with contextlib.suppress(EOFError):
            face.read(text(told).splitlines())
    else:
        with at_width(WIDTH):  # a file is no terminal
            sys.stdout.write(printable(text(told), sys.stdout.encoding))
        sys.stdout.flush()
    lines = next_commands(assessment, path, _known_commands(), open_left=ending is Ending.STOPPED)
    face.say(["", *wrapped(f"Your answers are in {path}. Worth trying next:"), *lines, "", *verdict(told)])


def _known_commands() -> set[str]:
    """The commands that exist, with the options of `assess`."""
    from advisor.cli.assess import command as assess
    from advisor.cli.main import COMMANDS

    return {*COMMANDS, *(f"assess {option}" for parameter in assess.params for option in parameter.opts)}


def from_script(interviewer: Interviewer, state: State, session: Session, script: str) -> None:
    """Answer from a file, then show the result."""
    document = read_document(Path(script))
    raw: Any = document.data
    answers = raw.get("answers", raw) if isinstance(raw, dict) else None
    if not isinstance(answers, dict):
        raise CaseError([Problem("", "shape", "Write one line per question.", file=script)])
    for question_id in answers:
        if question_id not in interviewer.program.knowledge.questions:
            mark = document.mark(("answers", question_id) if "answers" in raw else (question_id,))
            message = f"There's no question `{question_id}`."
            raise CaseError(
                [Problem(str(question_id), "unknown-question", message, None, mark.line, mark.column, script)]
            )
    state, missing, unasked = run_script(interviewer, session, state, answers, file=script)
    sys.stdout.write(printable(text(Told(interviewer.assess(state.case), interviewer.rulebase)), sys.stdout.encoding))
    sys.stdout.flush()
    said = [f"{counted(len(state.answers), 'answer')} saved in {session.path}."]
    if missing:
        said.append(f"{counted(len(missing), 'question')} came up that {script} doesn't answer.")
    if unasked:
        said.append(f"{counted(len(unasked), 'answer')} in it weren't needed.")
    click.echo("\n".join(wrapped(" ".join(said))), err=True)
