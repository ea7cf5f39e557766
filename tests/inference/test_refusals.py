"""What durable-rules can't take is told as a problem of the packs, whosever fault it is."""

from __future__ import annotations

import pytest

from advisor.engines.durable import layout
from advisor.inference.compiled.refusals import lay_out_program
from advisor.problems import PackError
from testkit.shipped import shipped_advisor


def test_too_many_fields_are_told_although_no_single_condition_is_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem without a place, with the way out."""
    monkeypatch.setattr(layout, "FIELDS", 0)
    with pytest.raises(PackError) as raised:
        lay_out_program(shipped_advisor().rulebase.program)
    (problem,) = raised.value.problems
    assert problem.code == "engine-subset" and problem.line is None
    assert problem.suggestion is not None and "python" in problem.suggestion
