"""What parts of packs can do beside holding fields, whether they are models or stand in for them (`stored`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Ends:
    """What has `low`, `mode` and `high`, or one `value`."""

    low: float | None
    mode: float | None
    high: float | None
    value: float | None

    @property
    def ends(self) -> tuple[float, float, float]:
        """Low, mode, high; all alike for a single value."""
        if self.value is not None:
            return (self.value, self.value, self.value)
        assert self.low is not None and self.mode is not None and self.high is not None
        return (self.low, self.mode, self.high)


class Opens:
    """What may have options from a list of the pack, tick what is asked next, or name something."""

    options_from: str | None
    screens: Mapping[str, Any]
    names: object | None

    @property
    def opens(self) -> bool:
        """Whether it only opens the talk or words it: who answers, why, what happened, names. It's no evidence."""
        return self.options_from is not None or bool(self.screens) or self.names is not None
