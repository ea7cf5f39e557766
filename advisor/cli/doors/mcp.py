"""`advisor mcp`."""

from __future__ import annotations

import functools
import sys

import click

from advisor.cli.batch import require
from advisor.cli.options import Choices, pack_options

EPILOG = """\b
Examples:
  advisor mcp                   your assistant starts this, and talks over standard input
  advisor mcp --http            assistants connect to http://127.0.0.1:8643/mcp
  ADVISOR_TOKEN=... advisor mcp --http --host 10.0.0.5
"""


@click.command("mcp", epilog=EPILOG)
@click.option("--http", is_flag=True, help="Listen for assistants over streamable HTTP, not over standard input.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: the address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8643, show_default=True, help="With --http: the port.")
@click.option(
    "--token-file",
    metavar="FILE",
    help="With --http: a file with the token that clients send; or set ADVISOR_TOKEN. Needed beyond this machine.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 600),
    default=60.0,
    show_default=True,
    help="The longest that one call may take.",
)
@pack_options
def command(http: bool, host: str, port: int, token_file: str | None, seconds: float, choices: Choices) -> None:
    """Let an AI assistant interview you, assess what you tell it, and quote the result.

    It speaks the Model Context Protocol. Nothing of a case is written to disk or to a log. docs/assistants.md says
    how to add it to the usual assistants.
    """
    require(("mcp",), "mcp")
    from advisor.serving.assistants.running import over_http, over_stdio
    from advisor.serving.listening.address import Address, token_for

    if http:
        address = Address(host, port, token_for(host, token_file), seconds)
        over_http(functools.partial(Choices.advisor, choices), address)
    else:
        if sys.stdin is not None and sys.stdin.isatty():
            click.echo("Waiting for an assistant on standard input (Ctrl-C ends it). See docs/assistants.md.", err=True)
        over_stdio(choices.advisor(), seconds)
