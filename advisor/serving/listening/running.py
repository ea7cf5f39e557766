"""An application behind its guard on uvicorn; it ends when what is being asked is answered."""

from __future__ import annotations

import contextlib
import functools
import gc
import logging
import signal
import socket
from collections.abc import Callable, Iterator

import click
import uvicorn

from advisor.serving.listening.address import Address
from advisor.serving.listening.guard import App, Guard
from advisor.serving.listening.processes import GRACE, several

_MOST_AT_ONCE = 1_000  # connections; beyond them a request is told to come later
_IDLE = 75  # seconds that a connection may wait for its next request; proxies close theirs after 60
_CIRCLES = (20_000, 10, 10)  # new objects until circles are looked for, so that memory stays flat
MakeApp = Callable[[], App]


def serve(make_app: MakeApp, address: Address, told: str) -> None:
    """Listen until the process is told to end. `make_app` can be pickled: each process makes its own.

    `told` is said on standard error once it listens, with the address in place of `{}`.
    """
    bound = address.bound()
    host, port = bound.getsockname()[:2]
    click.echo(told.format(f"http://{f'[{host}]' if ':' in host else host}:{port}"), err=True)
    one = functools.partial(_one, make_app, address)
    with bound:
        if address.processes > 1:
            several(one, bound, address.processes)
        else:
            one(bound)


def quiet() -> None:
    """No library logs what comes in: their messages may quote it."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "mcp", "client", "sse_starlette", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _one(make_app: MakeApp, address: Address, bound: socket.socket) -> None:
    """One process that answers."""
    app = make_app()
    # The rules are many objects that stay; looking for circles among them over and over takes time from every request.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_CIRCLES)
    config = uvicorn.Config(
        Guard(app, address),
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=_IDLE,
        limit_concurrency=_MOST_AT_ONCE,
    )
    quiet()
    with _ending_quietly():
        uvicorn.Server(config).run(sockets=[bound])


@contextlib.contextmanager
def _ending_quietly() -> Iterator[None]:
    """The server ends on Ctrl-C or a termination by itself, and what it was told by it isn't told once more."""
    usual = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in usual.items():
            signal.signal(each, handler)
