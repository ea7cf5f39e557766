"""What `advisor interview` does once the rules are loaded: begin or go on, take a script, show the end."""

from __future__ import annotations

import contextlib
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from advisor.cases.values import AnswerError, read_date
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.faces.ending import next_commands
from advisor.interview.faces.plain import printable
from advisor.interview.sitting.conversation import Ending
from advisor.interview.sitting.script import run_script
from advisor.interview.sitting.session import Session, read_document
from advisor.interview.state import State, pack_name
from advisor.interview.words.prompts import Face
from advisor.library import Advisor
from advisor.problems import CaseError, Problem
from advisor.report.layout import counted, wrapped
from advisor.report.text import text


def begun_or_loaded(
    advisor: Advisor, session: Session, *, resume: bool, as_of: str | None
) -> tuple[Interviewer, State]:
    """The interview that a file holds, or a new one, saved; and who leads it."""
    interviewer = Interviewer(advisor.rulebase)
    if resume:
        state = moves.resumed(interviewer.assessor, session.load(advisor.knowledge))
    else:
        try:
            day = read_date(as_of) if as_of is not None else date.today()
        except AnswerError as error:
            raise click.UsageError(f"--as-of: {error} {error.suggestion or ''}".strip()) from None
        state = moves.begin(session.path.stem, day, pack_name(advisor.knowledge))
    session.save(state)
    interviewer.next(state)  # reads every condition once, so that the next question comes at once
    return interviewer, state


def end(face: Face, interviewer: Interviewer, state: State, path: Path, ending: Ending) -> None:
    """The result, the file, and what to try next."""
    assessment = interviewer.assess(state.case)
    done = ["Nothing that you could still answer would change the result.", ""] if ending is Ending.DONE else []
    face.say(["", *done])
    if sys.stdout.isatty():
        with contextlib.suppress(EOFError):
            face.read(text(assessment).splitlines())
    else:
        sys.stdout.write(printable(text(assessment), sys.stdout.encoding))
        sys.stdout.flush()
    lines = next_commands(assessment, path, _known_commands(), open_left=ending is Ending.STOPPED)
    face.say(["", *wrapped(f"Your answers are in {path}. Worth trying next:"), *lines])


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
        raise CaseError([Problem("", "shape", "A file of answers has a line for each question.", file=script)])
    for id in answers:
        if id not in interviewer.program.knowledge.questions:
            mark = document.mark(("answers", id) if "answers" in raw else (id,))
            message = f"There is no question `{id}`."
            raise CaseError([Problem(str(id), "unknown-question", message, None, mark.line, mark.column, script)])
    state, missing, unasked = run_script(interviewer, session, state, answers, file=script)
    sys.stdout.write(printable(text(interviewer.assess(state.case)), sys.stdout.encoding))
    sys.stdout.flush()
    told = [f"{counted(len(state.answers), 'answer')} saved in {session.path}."]
    if missing:
        told.append(f"{counted(len(missing), 'question')} asked that {script} does not answer.")
    if unasked:
        told.append(f"{counted(len(unasked), 'answer')} of it not asked for, as nothing hangs on them.")
    click.echo("\n".join(wrapped(" ".join(told))), err=True)
