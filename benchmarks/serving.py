"""How `advisor serve` stands many clients at once: `python benchmarks/serving.py [requests] [clients] [processes]`.

It starts the server, asks from one client alone, then from all at once as fast as each gets its answers, then from all
with pauses between, as people and assistants make them. Half of the requests are steps of interviews, each client with
one of its own, the rest results, explanations and what-ifs of drawn companies. Printed are the 95th percentiles, errors,
answers that were someone else's, and the memory of the server at the beginning and at the end.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import checkout  # noqa: F401  (finds testkit)

from testkit.companies.drawn import drawn_answers
from testkit.processes import children
from testkit.serving import TODAY, started
from testkit.shipped import shipped_advisor

ALONE = 150  # requests of one client, to compare with
PAUSE = (2.0, 10.0)  # seconds between two requests of a client that reads what it got


@dataclass
class Seen:
    """What came of some requests."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    mixed: int = 0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    def line(self, name: str) -> str:
        p50, p95, worst = (self.percentile(share) for share in (0.5, 0.95, 1.0))
        wrong = f"errors {sum(self.errors.values())} {dict(self.errors) or ''}, someone else's answers {self.mixed}"
        return f"{name:<34} {len(self.seconds):>6} requests   p50 {p50:6.3f} s   p95 {p95:6.3f} s   most {worst:6.3f} s   {wrong}"


class Client:
    """One client with a company and an interview of its own, on one connection."""

    def __init__(self, url: str, number: int, answers: list[dict[str, Any]]):
        self.name = f"company {number}"
        self._address = urlsplit(url)
        self._rng = random.Random(number)
        self._answers = answers
        self._founder = answers[number % len(answers)]
        self._state: dict[str, Any] | None = None
        self._given: dict[str, Any] = {}
        self._step: dict[str, Any] = {"done": True}

    async def asks(self, requests: int, seen: Seen, pause: bool = False) -> None:
        reader, writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        for _ in range(requests):
            if pause:
                await asyncio.sleep(self._rng.uniform(*PAUSE))
            path, body = self._next()
            content = json.dumps(body).encode()
            head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(content)}\r\n\r\n"
            begun = time.perf_counter()
            writer.write(head.encode() + content)
            status, data = await _answer(reader)
            seen.seconds.append(time.perf_counter() - begun)
            if status != 200:
                seen.errors[str(status)] += 1
                self._state = None
            elif not self._is_mine(path, data):
                seen.mixed += 1
        writer.close()

    def _next(self) -> tuple[str, dict[str, Any]]:
        if self._rng.random() < 0.5:
            if self._state is None or self._step["done"]:
                return "/interview/start", {"case": self.name, "as_of": TODAY.isoformat()}
            question = self._step["question"]["id"]
            value = self._founder.get(question, {"unsure": True})
            return "/interview/answer", {"state": self._state, "question": question, "value": value}
        answers = self._rng.choice(self._answers)
        case = {"case": self.name, "as_of": TODAY.isoformat(), "answers": answers}
        way = self._rng.random()
        if way < 0.7:
            return "/assess", {"case": case}
        if way < 0.9:
            return "/explain", {"case": case, "subject": "model"}
        return "/what-if", {"case": case, "changes": {next(iter(answers)): None}}

    def _is_mine(self, path: str, data: dict[str, Any]) -> bool:
        """Whether an answer is about this client's case, and an interview holds what it said, and only that."""
        if path.startswith("/interview"):
            before = self._state or {"answers": {}}
            said = None if path == "/interview/start" else self._step["question"]["id"]
            self._state, self._step = data["state"], data["step"]
            if path == "/interview/start":
                return data["state"]["case"] == self.name and not data["state"]["answers"]
            now = {**data["state"].get("set_aside", {}), **data["state"]["answers"]}
            return data["state"]["case"] == self.name and said in now and before["answers"].keys() <= now.keys()
        return path != "/assess" or data["brief"]["case"] == self.name


async def _answer(reader: asyncio.StreamReader) -> tuple[int, Any]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return status, json.loads(await reader.readexactly(length))


def memory(pid: int) -> float:
    """What a process and those it started take, in MB."""
    total = 0
    for each in (pid, *children(pid)):
        lines = Path(f"/proc/{each}/status").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return total / 1e3


async def measured(url: str, pid: int, requests: int, clients: int) -> None:
    knowledge = shipped_advisor().knowledge
    answers = [drawn_answers(knowledge, random.Random(seed), given=0.15, core=0.6) for seed in range(60)]
    warm = Seen()
    await Client(url, 1_000, answers).asks(20, warm)
    alone = Seen()
    await Client(url, 1_001, answers).asks(ALONE, alone)
    print(alone.line("one client alone"), flush=True)
    begin = memory(pid)
    everyone = [Client(url, number, answers) for number in range(clients)]
    for name, share, pause in (("at once, without a pause", 0.7, False), ("at once, with pauses", 0.3, True)):
        seen, begun = Seen(), time.perf_counter()
        each = max(int(requests * share / clients), 1)
        await asyncio.gather(*(client.asks(each, seen, pause) for client in everyone))
        rate = len(seen.seconds) / (time.perf_counter() - begun)
        print(seen.line(f"{clients} clients {name}"), f"  {rate:.0f} a second,", end=" ")
        print(f"p95 is {seen.percentile(0.95) / alone.percentile(0.95):.1f} times that of one alone", flush=True)
    print(f"memory of the server: {begin:.0f} MB at the beginning, {memory(pid):.0f} MB at the end")


def main() -> None:
    usual = ("20000", "50", "2")
    requests, clients, processes = map(int, (*sys.argv[1:], *usual[len(sys.argv) - 1 :]))
    with started("serve", "--engine", "python", "--processes", str(processes), "--seconds", "120") as server:
        asyncio.run(measured(server.url, server.process.pid, requests, clients))


if __name__ == "__main__":
    main()
