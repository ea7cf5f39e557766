"""What tests show of the rules: the generated boundaries hold, and nothing that can be shown is left out."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.authoring.examples.boundaries import Boundary, conditions_by_file, read_boundaries
from advisor.authoring.examples.coverage import Coverage, Covered
from advisor.authoring.examples.coverage_text import as_text, write_boundaries
from testkit.places import BOUNDARIES, SOUND
from testkit.shipped import shipped_cases
from tools.mutation.suite import generated_tests

FILES = sorted(path.stem for path in BOUNDARIES.glob("*.yaml"))
needs_solver = pytest.mark.skipif(find_spec("z3") is None, reason="z3 is not installed")
AGAIN = "Rules have changed: `advisor rules coverage --write tests/boundaries`, and look at what it changes."


@pytest.fixture(scope="module")
def boundaries() -> list[Boundary]:
    """All generated cases."""
    return list(read_boundaries(BOUNDARIES))


@pytest.mark.parametrize("file", FILES)
def test_each_boundary_comes_out_as_it_was_generated(file: str, advisor: Advisor, boundaries: list[Boundary]) -> None:
    """Truths of conditions, and the status of the diagnosis; the conditions are still there."""
    own = [boundary for boundary in boundaries if boundary.about == file]
    known = conditions_by_file(advisor.program)[file]
    assert {key for boundary in own for key in boundary.expect} <= known.keys(), AGAIN
    wrong = [
        b.shows for b, test in zip(own, generated_tests(advisor.rulebase, own)) if not test.passes(advisor.assessor)
    ]
    assert wrong == [], AGAIN


@pytest.mark.slow
@needs_solver
def test_examples_cases_and_boundaries_show_all_that_can_be_shown(advisor: Advisor, boundaries: list[Boundary]) -> None:
    """Of diagnoses, contradictions and gates; `advisor rules coverage` looks at the table, actions and kit as well."""
    coverage = Coverage(advisor.rulebase)
    for file in ("model", "actions", "kit"):
        coverage.forget(file)
    coverage.add_examples()
    coverage.add_cases(shipped_cases(advisor))
    coverage.add_boundaries(boundaries)
    assert as_text(coverage.finish(), ready=False).splitlines()[1:2] != ["missing:"], AGAIN


# ---- on a small pack -------------------------------------------------------------------------------------


def covered(boundaries: Path | None = None) -> Covered:
    """The sound pack, by its examples and the boundaries of a folder."""
    coverage = Coverage(Advisor(base=SOUND, engine="python").rulebase)
    coverage.add_examples()
    if boundaries is not None:
        coverage.add_boundaries(read_boundaries(boundaries))
    return coverage.finish()


def told(found: Covered) -> str:
    """The obligations that are missing."""
    return as_text(found, ready=False)


@needs_solver
def test_a_threshold_must_be_shown_from_both_sides() -> None:
    """An example on 61 days shows `> 60` from above; nothing shows it from below."""
    text = told(covered())
    assert "late-shop: long-wait.1 is true by shop.waiting_days > 60 at its edge" not in text
    assert "late-shop: long-wait.1 is false by shop.waiting_days > 60 at its edge" in text


@needs_solver
def test_a_fact_needs_to_decide_one_rule_only() -> None:
    """The month of `shop.late` is tested once, by the diagnosis; the action that uses it needs no case for that."""
    text = told(covered())
    assert "by shop.waiting_days > 30 of shop.late" in text
    assert "action:find-somebody is true by shop.waiting_days" not in text


@needs_solver
def test_cases_made_for_what_is_missing_complete_the_coverage(tmp_path: Path) -> None:
    """Written, read again, and nothing is missing; what stood there before and is not needed goes."""
    (tmp_path / "gone.yaml").write_text((BOUNDARIES / "gates.yaml").read_text())
    found = covered()
    write_boundaries(tmp_path, found.boundaries)
    written = sorted(path.stem for path in tmp_path.iterdir())
    assert written == ["actions", "contradictions", "gates", "late-shop", "model"]
    again = covered(tmp_path)
    assert again.missing == [] and again.shown == found.shown + len(found.missing)


def made_again(kept: list[Boundary]) -> list[Boundary]:
    """What is generated for the sound pack where these boundaries stood."""
    coverage = Coverage(Advisor(base=SOUND, engine="python").rulebase)
    coverage.add_examples()
    coverage.keep(kept)
    return coverage.finish().boundaries


def of_gate(given: dict[str, Any]) -> list[Boundary]:
    """The sound pack's boundaries, the one for an open gate with these answers."""
    found = covered().boundaries
    return [replace(b, given=given) if b.shows == "shop.waiting_days is true" else b for b in found]


@needs_solver
def test_generating_anew_keeps_the_cases_that_still_serve() -> None:
    """The generator would have taken books, but bread stood there and shows the same."""
    kept = of_gate({"shop.kind": "bread"})
    assert kept != covered().boundaries and made_again(kept) == kept


@needs_solver
@pytest.mark.parametrize("given", [{"shop.kind": "tools"}, {"shop.colour": "red"}, {"shop.kind": "boats"}])
def test_a_case_that_serves_no_longer_is_made_anew(given: dict[str, Any]) -> None:
    """Because the rules see something else in it, or because the questions have changed."""
    assert made_again(of_gate(given)) == covered().boundaries


@needs_solver
def test_the_order_of_sets_does_not_show_in_what_is_generated() -> None:
    """Two processes that hash text differently make the same cases."""
    script = (
        "from tests.authoring.test_coverage import covered\n"
        "for boundary in covered().boundaries: print(boundary)"
    )  # fmt: skip
    made = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=BOUNDARIES.parents[1],
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in "12"
    ]  # fmt: skip
    assert made[0] == made[1] and "late-shop" in made[0]


@needs_solver
def test_a_boundary_is_small_and_shows_what_it_says() -> None:
    """Answers that do not matter are left out."""
    for boundary in Coverage(Advisor(base=SOUND, engine="python").rulebase).finish().boundaries:
        assert len(boundary.given) <= 3, boundary
