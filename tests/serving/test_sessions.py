"""Cases that are left with the server, and the line in which requests wait."""

from __future__ import annotations

import asyncio
import threading

import pytest

from advisor.serving.assistants.sessions import HOURS, Sessions
from advisor.serving.desk import Desk
from advisor.serving.listening.address import is_loopback
from advisor.serving.refused import RefusedError
from advisor.serving.work import BusyError, Work


def test_a_session_is_forgotten_after_an_hour_and_the_oldest_where_there_are_many(desk: Desk) -> None:
    """Each under a handle of its own that no one can guess."""
    now = [0.0]
    sessions = Sessions(lambda: now[0], most=2)
    states = [desk.state(desk.read({"case": name}).case) for name in "abc"]
    first, second = (sessions.keep(state) for state in states[:2])
    assert sessions.get(first) == states[0] and len(first) >= 16 and first != second
    sessions.keep(states[2], first)  # the same session, as it is now
    assert sessions.get(first) == states[2]
    third = sessions.keep(states[0])
    with pytest.raises(RefusedError, match="Start again"):
        sessions.get(second)
    now[0] = HOURS * 3600 + 1
    for handle in (first, third, "nope", ""):
        with pytest.raises(RefusedError):
            sessions.get(handle)


def test_work_is_done_in_turn_and_failures_reach_who_asked() -> None:
    """One thing at a time, in the order in which it was asked for; what no one waits for any more isn't begun."""
    done: list[int] = []
    hold = threading.Event()

    async def run() -> None:
        work = Work(seconds=60, most_waiting=3)
        work.begin(lambda: 1 / 0)  # no one waits for it
        first = asyncio.ensure_future(work.do(hold.wait))
        late = asyncio.ensure_future(work.do(lambda: done.append(1), seconds=0.01))
        with pytest.raises(BusyError, match="longer than"):
            await late
        assert work.waiting == 1
        others = [asyncio.ensure_future(work.do(lambda n=number: done.append(n))) for number in (2, 3)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="is busy"):
            await work.do(lambda: done.append(4))
        hold.set()
        await asyncio.gather(first, *others)
        with pytest.raises(ZeroDivisionError):
            await work.do(lambda: 1 / 0)
        assert work.waiting == 0

    asyncio.run(run())
    assert done == [2, 3]


@pytest.mark.parametrize(
    ("host", "own"),
    [
        *[(host, True) for host in ("127.0.0.1", "127.8.9.1", "localhost", "::1", "[::1]")],
        *[(host, False) for host in ("0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", "", "127.0.0.1.example")],
    ],
)
def test_which_addresses_are_this_machine_s_own(host: str, own: bool) -> None:
    """All others need a token."""
    assert is_loopback(host) == own
