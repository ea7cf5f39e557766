"""Somebody at a terminal, of 80 by 24 if not said otherwise, who speaks with the real program."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pexpect
import yaml

FOOTER = r"quit \(saved\)"


class Person:
    """Somebody at a terminal."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        plain: bool = False,
        env: dict[str, str] | None = None,
        size: tuple[int, int] = (24, 80),
    ):
        self.folder, self.plain = folder, plain
        arguments = ["-m", "advisor", "interview", "acme", *options, *(["--plain"] if plain else [])]
        if "--resume" not in options:
            arguments += ["--as-of", "2026-11-22"]
        self.child = pexpect.spawn(
            sys.executable,
            arguments,
            cwd=str(folder),
            dimensions=size,
            timeout=30,
            encoding="utf-8",
            env={**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", **(env or {})},
        )

    def sees(self, text: str) -> Person:
        self.child.expect(text)
        return self

    def begins(self) -> Person:
        """Say who answers, and that nothing in particular brought them."""
        self.sees("1 of about").sees(FOOTER).answers("1", "What brings you here")
        return self.answers("none", "What's the ONE thing")

    def names(self, capability: str) -> Person:
        """Say what must ship, and give it no name."""
        return self.answers(capability, "leaves it blank").answers("", "Is there a deadline")

    def types(self, text: str) -> Person:
        self.child.send(text + "\r")
        return self

    def answers(self, text: str, then: str) -> Person:
        return self.types(text).sees(then).sees(FOOTER)

    def reads(self, command: str, then: str) -> Person:
        """Ask for a page, read it, and go back to the question."""
        self.types(command).sees(then)
        return self.sees(FOOTER) if self.plain else self.sees("Enter: back").types("").sees(FOOTER)

    def reads_the_result(self) -> Person:
        """Screen by screen to its end."""
        self.sees("ACME, Nov 22, 2026")
        while self.child.expect(["Worth trying next", "Enter: more"]) == 1:
            self.types("")
        return self

    @property
    def file(self) -> Any:
        return yaml.safe_load((self.folder / "acme.yaml").read_text())

    def leaves(self, code: int = 0) -> None:
        self.child.expect(pexpect.EOF)
        self.child.close()
        assert self.child.exitstatus == code
