"""The server of assistants over standard input and output, or over HTTP."""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from advisor.library import Advisor
from advisor.serving.assistants.server import make_server
from advisor.serving.desk import Desk
from advisor.serving.listening.address import Address
from advisor.serving.listening.guard import App
from advisor.serving.listening.running import quiet, serve
from advisor.serving.work import Work

PATH = "/mcp"


def over_stdio(advisor: Advisor, seconds: float) -> None:
    """Serve one client until it closes standard input."""
    quiet()
    # A thread waits for the next line and can't be woken; nothing is kept that would have to be put in order.
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 0)):
        signal.signal(number, functools.partial(_leave, code))
    anyio.run(_served, advisor, seconds)
    sys.stdout.flush()


def over_http(make_advisor: Callable[[], Advisor], address: Address) -> None:
    """Serve any number of clients over streamable HTTP until the process is told to end."""
    serve(
        functools.partial(app_of, make_advisor, address), address, f"Assistants connect to {{}}{PATH} (Ctrl-C ends it)."
    )


def app_of(make_advisor: Callable[[], Advisor], address: Address) -> App:
    """The application that speaks streamable HTTP."""
    server = _warm(make_advisor(), address.seconds)
    # On loopback the SDK checks the names of hosts, too; elsewhere the guard has asked for the token.
    security = None if address.is_loopback else TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server.streamable_http_app(
        streamable_http_path=PATH,
        host="127.0.0.1",
        max_request_body_size=address.most_bytes,
        transport_security=security,
        custom_starlette_routes=[Route("/health", _health)],
    )


def _warm(advisor: Advisor, seconds: float) -> Server[Any]:
    desk, work = Desk(advisor), Work(seconds)
    work.begin(desk.warm_up)
    return make_server(desk, work)


async def _health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


async def _served(advisor: Advisor, seconds: float) -> None:
    server = _warm(advisor, seconds)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _leave(code: int, *_: Any) -> None:
    os._exit(code)
