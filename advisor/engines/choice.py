"""Which engine fires: the one asked for, or durable-rules wherever it can be imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from advisor.engines.durable import session
from advisor.engines.durable.engine import DurableEngine
from advisor.engines.durable.strata import StratumLayout
from advisor.engines.engine import Engine, StratumPatterns
from advisor.engines.python import PythonEngine

Choice = Literal["auto", "durable", "python"]


def fires(choice: Choice) -> bool:
    """Whether it is durable-rules that fires."""
    return choice == "durable" or (choice == "auto" and session.available())


def choose_engine(
    strata: Sequence[StratumPatterns], choice: Choice, layouts: Sequence[StratumLayout] | None = None
) -> Engine:
    """The engine asked for; `auto` takes durable-rules where it can be imported.

    `layouts` are those of the strata, where they have been made before. EngineError where durable-rules is asked for
    and not installed; RefusedCondition (an EngineError) for a condition that it cannot take.
    """
    return DurableEngine(strata, layouts) if fires(choice) else PythonEngine(strata)
