"""Ctrl-C is raised where the program's own code runs, and waits where a compiled library's does."""

from __future__ import annotations

import os
import signal
import time
from types import FunctionType

import pytest

from advisor.cli.stopping import ctrl_c_between_calls


def pressed_in(package: str, done: list[str]) -> None:
    """Press Ctrl-C in a function of a package, which ends a moment later."""

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)
        done.append(package)

    names = {**globals(), "__name__": f"{package}.series"}
    FunctionType(work.__code__, names, "work", None, work.__closure__)()
    time.sleep(5)


@pytest.mark.parametrize(("package", "whole"), [("polars", True), ("durable", True), ("advisor", False)])
def test_only_a_compiled_library_ends_its_call_first(package: str, whole: bool) -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt), ctrl_c_between_calls():
        pressed_in(package, done)
    assert done == [package] * whole


def test_the_handler_that_stood_before_stands_again() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(TypeError), ctrl_c_between_calls():
        raise TypeError("no such type")
    assert signal.getsignal(signal.SIGINT) is before


def test_a_process_that_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with ctrl_c_between_calls():
            os.kill(os.getpid(), signal.SIGINT)
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
