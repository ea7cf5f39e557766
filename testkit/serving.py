"""A server that listens while a test asks it, and a founder who answers what is asked."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

TODAY = date(2026, 11, 22)


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
