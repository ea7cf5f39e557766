"""`advisor serve`."""

from __future__ import annotations

import functools

import click

from advisor.cli.batch import require
from advisor.cli.options import Choices, pack_options

EPILOG = """\b
Examples:
  advisor serve                                on this machine, at http://127.0.0.1:8642
  advisor serve --processes 4
  ADVISOR_TOKEN=... advisor serve --host 0.0.0.0
  curl -s localhost:8642/assess -d '{"case": {"case": "acme", "as_of": "2026-11-22", "answers": {}}}'
"""


@click.command("serve", epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8642, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--token-file",
    metavar="FILE",
    help="A file with the token that clients send; or set ADVISOR_TOKEN. Needed beyond this machine.",
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="How many answer side by side."
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 600),
    default=30.0,
    show_default=True,
    help="The longest that one request may take.",
)
@pack_options
def command(host: str, port: int, token_file: str | None, processes: int, seconds: float, choices: Choices) -> None:
    """Answer other programs over HTTP: assess, explain, what if, compare, and the interview step by step.

    Every request carries its case, and nothing of a case is written to disk or to a log. docs/serving.md says more,
    and /openapi.json describes all requests.
    """
    require(("fastapi", "uvicorn"), "serve")
    from advisor.serving.http.app import app_of
    from advisor.serving.listening.address import Address, token_for
    from advisor.serving.listening.running import serve

    address = Address(host, port, token_for(host, token_file), seconds, processes=processes)
    make_app = functools.partial(app_of, functools.partial(Choices.advisor, choices), address)
    serve(make_app, address, "Listening on {} (Ctrl-C ends it).")
