"""`advisor interview`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from advisor.cli.names import FILE_NAME
from advisor.cli.options import Choices, pack_options
from advisor.interview.faces.plain import PlainFace
from advisor.interview.sitting.session import Session
from advisor.interview.words.prompts import Face
from advisor.problems import FileError

UNNAMED = "company.yaml"
EPILOG = """\b
Examples:
  advisor interview acme.yaml              a new interview, saved after every answer
  advisor interview acme.yaml --resume     pick it up again
  advisor interview acme.yaml --plain      numbered prompts, line by line
"""


@click.command("interview", epilog=EPILOG)
@click.argument("file", required=False, type=FILE_NAME, metavar="[FILE]")
@click.option("--resume", is_flag=True, help="Pick up the interview in FILE.")
@click.option(
    "--minutes",
    type=click.FloatRange(0, 240),
    default=8,
    show_default=True,
    help="Show a first result after this many minutes at the latest.",
)
@click.option("-v", "--verbose", is_flag=True, help="`why` also shows what each answer would lead to.")
@click.option("--plain", is_flag=True, help="Numbered prompts, for simple terminals and screen readers.")
@click.option("--answers", "script", type=FILE_NAME, metavar="FILE", help="Take the answers from a file.")
@click.option("--as-of", "as_of", metavar="DAY", help="Date of the answers; today by default.")
@pack_options
def command(
    file: str | None,
    resume: bool,
    minutes: float,
    verbose: bool,
    plain: bool,
    script: str | None,
    as_of: str | None,
    choices: Choices,
) -> None:
    """Answer questions about your company, one at a time, and find out what's wrong.

    Every answer is saved in FILE (./company.yaml by default) before the next question.
    """
    path = _path(file)
    face = _face(plain or script is not None)
    if path.exists() and not resume:
        resume = script is None and _wants_to_resume(path, face)
    if resume and not path.exists():
        raise FileError(f"{path}: Can't find this file. To start a new interview, leave out --resume.")
    with Session(path) as session:
        from advisor.cli.interviewing.sitting import begun_or_loaded, from_script, sit

        interviewer, state = begun_or_loaded(choices.advisor().rulebase, session, resume=resume, as_of=as_of)
        if script is not None:
            from_script(interviewer, state, session, script)
        else:
            greeted = choices.shipped_only and not resume
            sit(face, session, interviewer, state, minutes, greeted=greeted, verbose=verbose)


def _path(file: str | None) -> Path:
    if file is not None and not file.strip():
        raise click.UsageError("The file name is empty.")
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
    error = click.UsageError(f"{path} already exists. Add --resume to pick it up, or name another file.")
    if not sys.stdin.isatty():
        raise error
    try:
        said = face.line(f"{path} already exists. Pick it up? (Enter: yes)").strip().casefold()
    except EOFError:
        raise error from None
    if said in ("", "y", "yes"):
        return True
    raise error
