"""The guard before every request: who may come, how much and how long, and nothing of a case in any log."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import sys
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from advisor.serving.listening.address import Address, is_loopback

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
OPEN_PATHS = ("/health",)  # a load balancer has no token
_PASSED_BY = 5  # times the largest body, and seconds without a byte
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


class _StopError(Exception):
    """A request that goes no further; `more` of it may still be coming."""

    more = True

    def __init__(self, status: int, code: str, what: str, way_out: str | None = None):
        super().__init__(code)
        self.status = status
        self.problem = {"where": "", "code": code, "what": what, "way_out": way_out}


class Guard:
    """Wraps an application; a request that it stops never reaches it."""

    def __init__(self, app: App, address: Address):
        self._app = app
        self._address = address
        self._hosts = {"localhost", "127.0.0.1", "::1", address.host.strip("[]")} if address.is_loopback else None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One request of the ASGI protocol."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        begun = False

        async def answered(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        try:
            headers = {name.lower(): value for name, value in scope["headers"]}
            self._check(scope, headers)
            receive_body = await self._body(receive)
        except _StopError as stop:
            if stop.more:
                await self._drained(receive)
            await _tell(answered, stop)
            return
        try:
            await self._app(scope, receive_body, answered)
        except Exception as error:
            _note(error)
            if not begun:
                await _tell(answered, _StopError(500, "internal", "Something went wrong here.", "Try it another way."))

    def _check(self, scope: MutableMapping[str, Any], headers: dict[bytes, bytes]) -> None:
        """Refuse what comes from elsewhere, has no token, or is too large by its own word."""
        if self._hosts is not None:
            # Pages of other sites reach this machine through the browser of whoever visits them.
            if _host_of(headers.get(b"host", b"")) not in self._hosts:
                raise _StopError(421, "wrong-host", "This server answers to its own name only.")
            origin = headers.get(b"origin")
            if origin is not None and not is_loopback(_host_of(origin.split(b"://")[-1])):
                raise _StopError(403, "wrong-origin", "Pages of other sites can't ask here.")
        if self._address.token is not None and scope["path"] not in OPEN_PATHS:
            scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
            right = secrets.compare_digest(given.strip(), self._address.token.encode())
            if scheme.lower() != b"bearer" or not right:
                way = "Send the header `Authorization: Bearer TOKEN`."
                raise _StopError(401, "no-token", "This needs the server's token.", way)
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length[:20]) > self._address.most_bytes:
            raise self._too_large(True)

    async def _drained(self, receive: Receive) -> None:
        """Let what is still coming pass by, up to a bound: who is still sending hears no answer."""
        left = _PASSED_BY * self._address.most_bytes
        with contextlib.suppress(asyncio.TimeoutError, TimeoutError):
            while left > 0:
                message = await asyncio.wait_for(receive(), _PASSED_BY)
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return

    async def _body(self, receive: Receive) -> Receive:
        """What gives the application the body, which has come whole by then: neither too large nor too slow."""
        parts: list[bytes] = []
        left, more = self._address.most_bytes, True
        until = asyncio.get_running_loop().time() + self._address.seconds
        while more:
            try:
                message = await asyncio.wait_for(receive(), max(until - asyncio.get_running_loop().time(), 0.001))
            except (asyncio.TimeoutError, TimeoutError):
                stop = _StopError(408, "too-slow", "The request took too long to arrive.")
                stop.more = False
                raise stop from None
            if message["type"] != "http.request":
                return receive  # whoever asked has gone
            parts.append(message.get("body", b""))
            left -= len(parts[-1])
            more = message.get("more_body", False)
            if left < 0:
                raise self._too_large(more)
        given = False

        async def bounded() -> Message:
            nonlocal given
            if given:  # nothing comes any more but the end of the connection
                return await receive()
            given = True
            return {"type": "http.request", "body": b"".join(parts), "more_body": False}

        return bounded

    def _too_large(self, more: bool) -> _StopError:
        stop = _StopError(413, "too-large", f"A request has at most {self._address.most_bytes:,} bytes.")
        stop.more = more
        return stop


def _host_of(value: bytes) -> str:
    """The name in a Host or Origin header, without the port."""
    text = value.decode("latin-1").strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.rpartition(":")[0] if text.rpartition(":")[2].isdigit() and ":" in text else text


async def _tell(send: Send, stop: _StopError) -> None:
    body = json.dumps({"problems": [stop.problem]}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(b"www-authenticate", b"Bearer")] if stop.status == 401 else []
    headers += [(b"connection", b"close")] if stop.status in (408, 413) else []
    await send({"type": "http.response.start", "status": stop.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _note(error: Exception) -> None:
    """Where something went wrong, on standard error; never what was asked."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    print(f"advisor: {type(error).__name__} at {place.filename}:{place.lineno}", file=sys.stderr)
