"""A process that is forked while other threads of its parent assess can assess, too."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import ExitStack

import pytest

from advisor import Advisor
from advisor.memory import cached_properties
from testkit.shipped import shipped_case

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="properties have no locks any more")
def test_a_child_does_not_wait_for_a_thread_that_it_has_not(advisor: Advisor) -> None:
    """A thread of the parent is within every property that is computed once, at the moment of the fork."""
    case = shipped_case(advisor, "textbook")
    wanted = advisor.assess(case).to_dict()
    holds, ends = threading.Event(), threading.Event()

    def hold() -> None:
        with ExitStack() as locks:
            for each in cached_properties():
                locks.enter_context(each.lock)  # type: ignore[attr-defined]  # before 3.12
            holds.set()
            ends.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        holds.wait()
        child = os.fork()
        if not child:
            signal.alarm(20)
            os._exit(0 if advisor.assess(case).to_dict() == wanted else 1)
        assert os.waitpid(child, 0)[1] == 0
    finally:
        ends.set()
        thread.join()


def test_children_of_a_parent_at_work_finish(advisor: Advisor) -> None:
    """Whatever the other threads are at when they are forked."""
    case = shipped_case(advisor, "textbook")
    wanted = advisor.assess(case).to_dict()
    stop = threading.Event()

    def keep_assessing() -> None:
        while not stop.is_set():
            advisor.assess(case).to_dict()

    threads = [threading.Thread(target=keep_assessing) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            child = os.fork()
            if not child:
                signal.alarm(60)
                os._exit(0 if advisor.assess(case).to_dict() == wanted else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()
