"""A server that listens while a test asks it, and a founder who answers what is asked."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from testkit.house import ROOT

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Started:
    """A server in a process of its own."""

    url: str
    process: subprocess.Popen[str]

    def ends(self) -> int:
        """Tell it to end, and wait: the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextlib.contextmanager
def listening(app: Any) -> Iterator[str]:
    """The address of an application that listens in a thread of this process, while the block runs."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@dataclass
class Founder:
    """Answers with what a case holds; of anything else they don't know. `asked` are the questions put to them."""

    answers: Mapping[str, Any]
    asked: list[str] = field(default_factory=list)

    def says(self, question: str) -> Any:
        """The answer to a question."""
        assert question not in self.asked, f"asked twice: {question}"
        self.asked.append(question)
        return self.answers.get(question, "unsure")


@contextlib.contextmanager
def started(*arguments: str, folder: str | None = None, env: Mapping[str, str] | None = None) -> Iterator[Started]:
    """A command that listens, in a process of its own, until the block ends."""
    command = [sys.executable, "-m", "advisor", *arguments, "--port", "0"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
    )
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://[^\s/]+", said)
    assert found is not None, said + process.stderr.read()
    try:
        yield Started(found[0], process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


def answer_of(url: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
    """The status and the data that a server answers with."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"content-type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
