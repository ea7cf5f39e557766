"""The `advisor` command: finds the subcommand, and turns every ending into words and an exit code.

0 done; 1 done, but what was asked to fail on was met; 2 wrong usage; 3 something that was given is bad;
130 Ctrl-C. A closed pipe is no fault.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import click

from advisor.cli.stopping import ctrl_c_between_calls
from advisor.problems import AdvisorError, is_text, one_line
from advisor.version import VERSION

COMMANDS = {
    "batch": ("batch", "Assess thousands to millions of cases, from tables to a table."),
    "portfolio": ("portfolio", "Who to call first, and what the companies of a batch have in common."),
    "interview": ("interviewing.interview", "Answer questions about your company, one at a time, then get the result."),
    "assess": ("assess", "What's wrong in a case, how sure that is, and why."),
    "questions": ("interviewing.questions", "A sheet of open questions for someone else to fill in."),
    "merge": ("interviewing.merge", "Add the answers from a filled-in sheet to a case."),
    "explain": (
        "explanations.explain",
        "Dig into a result: how, why not, what if, what would change it, what to double-check.",
    ),
    "compare": ("explanations.compare", "What changed at a company between two dates."),
    "replay": ("explanations.replay", "Check that a saved assessment comes out the same, or show what differs."),
    "figures": (
        "explanations.figures",
        "The numbers we use when a company has none of its own, with source and grade.",
    ),
    "mcp": ("doors.mcp", "Let an AI assistant ask, assess and quote: over standard input, or HTTP."),
    "serve": ("doors.serve", "Answer other programs over HTTP: assess, explain, interview, compare."),
    "completion": ("completion", "Make your shell complete commands, files and ids with the Tab key."),
    "rules": ("rules.group", "For people who write rules: check, test, schema."),
}


class _NobodyReadsError(Exception):
    """The output's reader has gone. An OSError would end in click's own exit code for this, which is 1."""


@contextlib.contextmanager
def _while_somebody_reads() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise _NobodyReadsError from error


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used."""

    commands_at: dict[str, tuple[str, str]] = COMMANDS

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """The context of a command line; a closed pipe is told apart."""
        with _while_somebody_reads():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a closed pipe is told apart."""
        with _while_somebody_reads():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        found = self.commands_at.get(cmd_name)
        if found is None:
            return None
        command: click.Command = importlib.import_module(f"advisor.cli.{found[0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.commands_at.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or words about the nearest one."""
        completing = ctx.resilient_parsing  # a shell asks what could follow, and prints whatever comes
        if args and args[0] not in self.commands_at and not args[0].startswith("-") and not completing:
            from advisor.problems import did_you_mean

            way = did_you_mean(args[0], self.commands_at) or f"Try one of {', '.join(self.commands_at)}."
            raise click.UsageError(f"There's no command `{args[0]}`. {way}", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from advisor.engines.durable import session as durable

        engine = durable.version() if durable.available() else "python (durable-rules isn't installed here)"
        click.echo(f"advisor {VERSION}, engine {engine}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and the rule engine.",
)
def command() -> None:
    """Find out what's keeping your team from shipping, and what to fix first.

    \b
    advisor interview                  ten minutes of questions, then the result
    advisor assess textbook            assess a built-in case
    advisor assess acme.yaml           assess your own case
    advisor rules test                 for people who write rules
    """


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the process with its exit code."""
    if sys.stdout is None:
        _leave("Standard output is closed.", 3)
    # Knowledge and cases make many objects, hardly any of them in circles. The threshold is above what reading the
    # rules back makes, so that nobody looks for circles among the rules while a person waits for the first question.
    gc.set_threshold(300_000)
    try:
        with ctrl_c_between_calls():
            code = command.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
            sys.stdout.flush()
    except (KeyboardInterrupt, click.exceptions.Abort):
        _leave("Stopped.", 130)
    except _NobodyReadsError:
        _leave("", 0)
    except click.ClickException as error:
        _leave(_usage(error), error.exit_code)
    except AdvisorError as error:
        _leave(str(error), 3)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        if not is_text(letter):
            _leave(f"A file's name here isn't UTF-8: it holds {letter!a}. Rename the file, and try again.", 3)
        _leave(f"Can't write the output: `{error.encoding}` has no {letter!a}. Set PYTHONIOENCODING=utf-8.", 3)
    except OSError as error:
        _leave_for(error)
    except RecursionError:
        _leave("The input is nested too deeply.", 3)
    try:
        sys.stdout.flush()
    except OSError as error:
        _leave_for(error)
    _end(code if isinstance(code, int) else 0)


def _usage(error: click.ClickException) -> str:
    """What is wrong with the command line, below how it is used."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    usage = context.get_usage() + "\n" if context else ""
    return f"{usage}Error: {error.format_message()}"


def _leave_for(error: OSError) -> NoReturn:
    """Leave because something cannot be written or read; nobody reading any more is no fault."""
    if error.errno == errno.EPIPE:
        _leave("", 0)
    what = f"{error.filename}: Can't be used" if error.filename else "Can't write the output"
    _leave(f"{what}: {error.strerror}.", 3)


def _leave(message: str, code: int) -> NoReturn:
    """Say the message, write out what can be written, and go."""
    with contextlib.suppress(OSError):
        if message:
            click.echo("\n".join(map(one_line, message.split("\n"))), err=True)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _forget_output()
    _end(code)


def _end(code: int) -> NoReturn:
    """Leave the process; nobody looks for circles any more among objects that go with it, which takes long."""
    gc.freeze()
    sys.exit(code)


def _forget_output() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
