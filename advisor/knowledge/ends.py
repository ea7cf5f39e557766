"""The ends of a figure's value, of whatever class the value is."""

from __future__ import annotations


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
