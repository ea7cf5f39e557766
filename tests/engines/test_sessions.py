"""durable-rules behind its session: what fails does no harm, threads and processes share it, memory stays flat."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any as Anything

import pytest

from advisor.engines.durable import session as durable
from advisor.engines.durable.session import DurableRules
from advisor.problems import EngineError
from testkit.rule_sets import ALL_TRUE, expected, many

needs_engine = pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")


# --- sessions, threads, processes, memory ---


class Faulty(SimpleNamespace):
    """The engine, with functions that tests replace, and a record of what was called."""

    def __init__(self) -> None:
        engine = importlib.import_module("durable_rules_engine")
        super().__init__(**{name: getattr(engine, name) for name in dir(engine) if not name.startswith("_")})
        self.deleted: list[int] = []
        self.made: list[str] = []

        def create_ruleset(name: str, rules: str) -> Anything:
            self.made.append(rules)
            return engine.create_ruleset(name, rules)

        def delete_state(handle: int, session: str) -> None:
            self.deleted.append(handle)
            engine.delete_state(handle, session)

        self.create_ruleset, self.delete_state = create_ruleset, delete_state


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    if not durable.available():
        pytest.skip("durable-rules cannot be imported here")
    engine = Faulty()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", engine)
    return engine


def fails(problem: BaseException) -> Anything:
    def function(*arguments: object) -> object:
        raise problem

    return function


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("function", ["assert_fact", "start_action_for_state", "complete_and_start_action"])
def test_an_interrupted_firing_does_no_harm(faulty: Faulty, function: str, problem: BaseException) -> None:
    """The session is deleted where that is safe, given up with its rule set where not; then all is well."""
    rules = DurableRules(many(40))
    works = getattr(faulty, function)
    setattr(faulty, function, fails(problem))
    with pytest.raises(type(problem)):
        rules.fire(ALL_TRUE)
    setattr(faulty, function, works)
    assert len(faulty.deleted) == (function == "complete_and_start_action")
    assert rules.fire({}) == set()
    assert rules.fire(ALL_TRUE) == set(many(40))


def test_an_error_of_the_engine_is_ours_and_passes(faulty: Faulty) -> None:
    rules = DurableRules(many(3), name_hint="stratum 2")
    works = faulty.assert_fact
    faulty.assert_fact = fails(faulty.error("error code: 303"))
    with pytest.raises(EngineError, match="stratum 2: error code: 303"):
        rules.fire(ALL_TRUE)
    assert not faulty.deleted
    faulty.assert_fact = works
    assert rules.fire(ALL_TRUE) == set(many(3))


def test_rules_that_the_engine_refuses_are_an_error(faulty: Faulty) -> None:
    faulty.create_ruleset = fails(faulty.error("error code: 106"))
    with pytest.raises(EngineError, match="rules: error code: 106"):
        DurableRules(many(3))


def test_a_session_in_which_nothing_fires_is_never_deleted(faulty: Faulty) -> None:
    rules = DurableRules(many(3))
    faulty.start_action_for_state = lambda handle, state: None
    with pytest.raises(EngineError, match="always fires"):
        rules.fire(ALL_TRUE)
    assert not faulty.deleted


def test_an_engine_that_fires_for_ever_is_stopped(faulty: Faulty) -> None:
    rules = DurableRules(many(3))
    faulty.complete_and_start_action = lambda handle, state: '{"r0":{"m":{}}}'
    with pytest.raises(EngineError, match="more often"):
        rules.fire(ALL_TRUE)
    assert len(faulty.deleted) == 1


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads that take turns every few microseconds."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("eager_threads")
def test_threads_get_the_same_firings_from_one_rule_set(faulty: Faulty) -> None:
    rules = many(60)
    compiled = DurableRules(rules)
    facts = [{field: value for field, value in ALL_TRUE.items() if len(field) % 3 or i % 2} for i in range(4)]
    facts += [{"size": i, "field 3": True, "field 5": True} for i in range(4)]
    right = [expected(rules, each) for each in facts]

    def fire(start: int) -> bool:
        return all(compiled.fire(facts[i % 8]) == right[i % 8] for i in range(start, start + 250))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(fire, range(8)))
    assert len(faulty.made) == 1


@needs_engine
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_fires_with_rule_sets_of_its_own() -> None:
    """Also if another thread of the parent was firing, and held the lock, at the moment of the fork."""
    rules = many(60)
    compiled = DurableRules(rules)
    stop = threading.Event()

    def keep_firing() -> None:
        while not stop.is_set():
            compiled.fire(ALL_TRUE)

    thread = threading.Thread(target=keep_firing)
    thread.start()
    try:
        for _ in range(12):
            time.sleep(0.003)
            child = os.fork()
            if not child:
                signal.alarm(20)
                right = compiled.fire(ALL_TRUE) == set(rules) and compiled.fire({}) == set()
                compiled.close()
                os._exit(0 if right else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()
    assert compiled.fire(ALL_TRUE) == set(rules)


def resident_kilobytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


@pytest.mark.slow
@needs_engine
@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read from /proc")
def test_memory_stays_flat() -> None:
    """2,000 rule sets made and freed, closed or let go; 20,000 firings."""
    rules = many(8)
    kept = DurableRules(rules)

    def work(makes: int, fires: int) -> None:
        for i in range(makes):
            compiled = DurableRules(rules)
            compiled.fire(ALL_TRUE)
            if i % 2:
                compiled.close()
        for _ in range(fires):
            kept.fire(ALL_TRUE)

    work(400, 2000)
    before = resident_kilobytes()
    work(2000, 20_000)
    assert resident_kilobytes() - before < 2000


@needs_engine
def test_closed_rules_do_not_fire() -> None:
    rules = DurableRules(many(3), name_hint="stratum 1")
    rules.close()
    rules.close()
    with pytest.raises(EngineError, match=r"stratum 1.*closed"):
        rules.fire(ALL_TRUE)


# --- the engine may be missing ---


def test_a_missing_engine_is_told_not_suffered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    assert not durable.available()
    with pytest.raises(EngineError, match=r"can't be imported.*install"):
        DurableRules(many(1))


def test_the_module_loads_without_the_engine() -> None:
    program = (
        "import sys; sys.modules['durable_rules_engine'] = None; "
        "from advisor.engines.durable import session; print(session.available())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert run.stdout == "False\n"


@needs_engine
def test_the_engine_names_its_version() -> None:
    assert durable.version().startswith("durable-rules 2.0.")


def test_the_version_of_an_engine_not_installed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = fails(importlib.metadata.PackageNotFoundError("durable-rules"))
    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(EngineError, match="isn't installed"):
        durable.version()
