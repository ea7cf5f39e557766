"""Where a server listens, and who may come: anyone on this machine, or whoever has the token."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from advisor.problems import FileError

TOKEN = "ADVISOR_TOKEN"  # the variable that holds the token
LEAST_TOKEN = 16  # characters
MOST_BYTES = 1_000_000  # of one request
_BACKLOG = 512


@dataclass(frozen=True)
class Address:
    """Where to listen; `token` is what a request has to bring, None where anyone on this machine may come.

    `seconds` bound one request, `most_bytes` its body.
    """

    host: str
    port: int
    token: str | None = None
    seconds: float = 30.0
    most_bytes: int = MOST_BYTES
    processes: int = 1

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def bound(self) -> socket.socket:
        """A socket that listens there; FileError where it can't."""
        version = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        made = socket.socket(version, socket.SOCK_STREAM)
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((self.host.strip("[]"), self.port))
            made.listen(_BACKLOG)
        except (OSError, OverflowError) as error:
            made.close()
            said = error.strerror if isinstance(error, OSError) else str(error)
            raise FileError(f"Can't listen on {self.host}, port {self.port}: {said}. Try another `--port`.") from None
        made.set_inheritable(True)
        return made


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def token_for(host: str, file: str | None) -> str | None:
    """The token from a file, or from the environment; FileError where one is needed and there's none, or a poor one.

    It never stands on a command line, where other users of the machine could read it.
    """
    token = os.environ.get(TOKEN, "").strip() or None
    if file is not None:
        try:
            token = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "It isn't text"
            raise FileError(f"{file}: Can't read the token. {said}.") from None
    if token is None and not is_loopback(host):
        raise FileError(
            f"Anyone who reaches {host} could ask there. Put a token of {LEAST_TOKEN} characters or more in the "
            f"variable {TOKEN} or in a file for --token-file, or listen on 127.0.0.1."
        )
    if token is not None and (len(token) < LEAST_TOKEN or not token.isascii() or not token.isprintable()):
        raise FileError(f"The token needs at least {LEAST_TOKEN} plain characters.")
    return token
