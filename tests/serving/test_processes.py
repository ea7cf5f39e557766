"""Real servers in processes of their own: many clients at once, and clients of the official SDK."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.serving.desk import Desk
from testkit.commands import run_here
from testkit.companies.drawn import drawn_answers
from testkit.house import ROOT
from testkit.serving import TODAY, Founder, answer_of, listening, started

TOKEN = "a token of some length"
LONG = ("--seconds", "300")  # on a loaded machine
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_fifty_clients_at_once_get_each_their_own(advisor: Advisor, desk: Desk, tmp_path: Path, processes: int) -> None:
    """Every answer is that of the case that was sent; the server ends when it's told to, and leaves nothing behind."""
    pytest.importorskip("fastapi", reason="the `serve` extra is not installed")
    answers = [drawn_answers(advisor.knowledge, random.Random(seed), given=0.1) for seed in range(12)]
    cases = [{"case": f"c{i}", "as_of": TODAY.isoformat(), "answers": each} for i, each in enumerate(answers)]
    right = [json.loads(json.dumps(desk.brief(desk.case(case)[0]))) for case in cases]
    with started("serve", "--engine", "python", "--processes", str(processes), *LONG, folder=str(tmp_path)) as server:

        def client(number: int) -> bool:
            rng = random.Random(number)
            for _ in range(4):
                chosen = rng.randrange(len(cases))
                status, found = answer_of(server.url, "/assess", {"case": cases[chosen]})
                assert (status, found["brief"]) == (200, right[chosen])
            return True

        with ThreadPoolExecutor(50) as pool:
            assert all(pool.map(client, range(50)))
        assert answer_of(server.url, "/health")[0] == 200
        assert server.ends() == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_server_beyond_this_machine_asks_for_its_token(tmp_path: Path) -> None:
    """From a file or the environment, never from the command line."""
    pytest.importorskip("fastapi", reason="the `serve` extra is not installed")
    with started("serve", "--host", "0.0.0.0", "--engine", "python", env={"ADVISOR_TOKEN": TOKEN}) as server:
        url = server.url.replace("0.0.0.0", "127.0.0.1")
        assert answer_of(url, "/figures")[0] == 401
        assert answer_of(url, "/figures", headers={"authorization": f"Bearer {TOKEN}"})[0] == 200


@pytest.mark.slow
def test_what_is_being_asked_is_answered_before_the_end(textbook: dict[str, Any]) -> None:
    """A request that has begun when the server is told to end gets its answer, and then the server ends."""
    pytest.importorskip("fastapi", reason="the `serve` extra is not installed")
    body = json.dumps({"case": textbook}).encode()
    with started("serve", "--engine", "python", *LONG) as server:
        host, port = server.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 60) as asking:
            head = f"POST /assess HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\n"
            asking.sendall(f"{head}expect: 100-continue\r\nconnection: close\r\n\r\n".encode())
            assert b"100" in asking.recv(100)  # it has begun
            server.process.send_signal(signal.SIGTERM)
            asking.sendall(body)
            found = b"".join(iter(lambda: asking.recv(65_536), b""))
        assert found.startswith(b"HTTP/1.1 200") and b"textbook" in found
        assert server.process.wait(30) == 0


@pytest.mark.parametrize("command", ["serve", "mcp"])
def test_no_token_no_server(command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Told before anything listens, with what to do; short tokens are refused, too."""
    for extra in ("fastapi", "mcp"):
        pytest.importorskip(extra, reason="the `serve` and `mcp` extras are not installed")
    monkeypatch.delenv("ADVISOR_TOKEN", raising=False)
    arguments = [command, "--host", "0.0.0.0", *(["--http"] if command == "mcp" else [])]
    ended = run_here(*arguments)
    assert ended.code == 3 and "ADVISOR_TOKEN" in ended.err and "127.0.0.1" in ended.err
    (tmp_path / "token").write_text("short\n")
    ended = run_here(*arguments, "--token-file", str(tmp_path / "token"))
    assert ended.code == 3 and "16 plain characters" in ended.err
    ended = run_here(*arguments, "--token-file", str(tmp_path / "none"))
    assert ended.code == 3 and "Can't read the token" in ended.err


@pytest.mark.parametrize(("command", "module"), [("serve", "fastapi"), ("mcp", "mcp")])
def test_without_its_extra_a_command_says_how_to_install_it(
    command: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else."""
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *a: None if name == module else find(name, *a))
    ended = run_here(command)
    assert ended.code == 3 and f"pip install 'staffing-advisor[{command}]'" in ended.err


@pytest.mark.slow
def test_an_interview_over_standard_input(tmp_path: Path, textbook: dict[str, Any]) -> None:
    """A client starts the command, asks question by question, and gets the result; the process ends with it."""
    mcp = pytest.importorskip("mcp", reason="the `mcp` extra is not installed")
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "advisor", "mcp", "--engine", "python", *LONG],
        cwd=str(tmp_path),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    asyncio.run(_interview(mcp.Client(server, mode="legacy"), Founder(textbook["answers"])))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("mode", "token"), [("auto", None), ("legacy", TOKEN)])
def test_an_interview_over_http(advisor: Advisor, textbook: dict[str, Any], mode: str, token: str | None) -> None:
    """The same over streamable HTTP, on this machine and beyond it."""
    mcp = pytest.importorskip("mcp", reason="the `mcp` extra is not installed")
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    from advisor.serving.assistants.running import app_of
    from advisor.serving.listening.address import Address
    from advisor.serving.listening.guard import Guard

    address = Address("127.0.0.1" if token is None else "0.0.0.0", 0, token, seconds=300)
    with listening(Guard(app_of(lambda: advisor, address), address)) as url:
        assert answer_of(url, "/health") == (200, {"status": "ok"})
        if token is not None:
            assert answer_of(url, "/mcp", {})[0] == 401

        async def run() -> None:
            headers = {} if token is None else {"authorization": f"Bearer {token}"}
            async with httpx2.AsyncClient(headers=headers, timeout=120) as http:
                way = streamable_http_client(f"{url}/mcp", http_client=http)
                await _interview(mcp.Client(way, mode=mode), Founder(textbook["answers"]))

        asyncio.run(run())


async def _interview(client: Any, founder: Founder) -> None:
    async with client:
        step = (await client.call_tool("next_question", {})).structured_content
        while not (step["done"] or step.get("may_stop")):
            question = step["question"]["id"]
            arguments = {"session": step["session"], "question": question, "value": founder.says(question)}
            result = await client.call_tool("answer", arguments)
            assert not result.is_error, result.content
            step = result.structured_content
        assert len(founder.asked) > 10
        result = await client.call_tool("assess", {"session": step["session"]})
        assert result.structured_content["brief"]["first"]
        wrong = await client.call_tool("answer", {"session": step["session"], "question": "loop.round", "value": 1})
        assert wrong.is_error and "Did you mean `loop.rounds`?" in wrong.content[0].text


def test_importing_the_library_and_the_commands_loads_nothing_of_the_doors() -> None:
    """Their libraries cost a second; only their own commands pay it."""
    import subprocess

    code = (
        "import sys; from advisor import Advisor; import advisor.cli.main;"
        "import advisor.cli.doors.mcp, advisor.cli.doors.serve;"
        "names = {'mcp', 'fastapi', 'uvicorn', 'starlette', 'httpx', 'anyio'};"
        "print([m for m in sys.modules if m.split('.')[0] in names or m.startswith('advisor.serving')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
