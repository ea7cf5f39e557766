"""The mutation test: what is planted, what counts, and that the tests of the shipped rules notice nearly all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor
from advisor.authoring.examples.boundaries import Boundary, read_boundaries
from testkit.places import BOUNDARIES, COMPANIES, SOUND
from testkit.shipped import case_in, shipped_cases
from tools.mutation.mutants import mutants_of
from tools.mutation.planting import MutationTest
from tools.mutation.scores import Fate, Planted, scores

pytest.importorskip("z3")  # the solver

EACH = 24  # every so-manieth mutant of the shipped rules; benchmarks/mutation.py tries all


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("q.a", {"not q.a"}),
        ("not q.a", {"q.a"}),
        ("q.n >= 7", {"q.n <= 7", "q.n > 7", "q.n >= 8", "q.n >= 6"}),
        ("q.n < 0.8", {"q.n > 0.8", "q.n <= 0.8", "q.n < 0.9", "q.n < 0.7"}),
        ("q.a and red in q.c", {"q.a", "red in q.c", "not q.a and red in q.c", "q.a and red not in q.c"}),
        ("q.c in [red, blue]", {"q.c not in [red, blue]"}),
        (
            "at_least(1, q.a, q.b)",
            {"at_least(1, q.a)", "at_least(1, q.b)", "at_least(2, q.a, q.b)", "at_least(0, q.a, q.b)"}
            | {"at_least(1, not q.a, q.b)", "at_least(1, q.a, not q.b)", "not at_least(1, q.a, q.b)"},
        ),
    ],
)
def test_each_kind_of_small_fault_is_planted_once(text: str, expected: set[str]) -> None:
    """Comparisons flipped, thresholds shifted, clauses dropped, tests negated."""
    planted = [mutant.text for mutant in mutants_of(text)]
    assert set(planted) == expected and len(planted) == len(expected)


def test_a_computed_number_is_never_exactly_at_its_threshold() -> None:
    """So there a strict comparison says the same as one that is not."""
    assert "t.x <= 3" not in {mutant.text for mutant in mutants_of("t.x < 3", {"t.x"})}


def fates(boundaries: list[Boundary]) -> dict[str, Fate]:
    """What becomes of the mutants of one sign and one fact of the sound pack, by their text."""
    test = MutationTest(Advisor(base=SOUND, engine="python").rulebase, [], boundaries)
    chosen = [p for p in test.planted if p.name in ("long-wait.1", "long-wait.2", "shop.late", "unless.1")]
    return {p.mutant.text: test.fate(p) for p in chosen}


def test_a_shifted_threshold_is_noticed_where_an_example_stands_beside_it() -> None:
    """61 days are beside `> 60` on one side only; 30 days are no sign, beside `> 30` on the other."""
    found = fates([])
    assert found["shop.waiting_days > 61"] == "by hand"
    assert found["shop.waiting_days > 59"] == "survived"
    assert found["shop.waiting_days >= 30"] == "by hand"
    assert found["shop.waiting_days > 31"] == "survived"


def test_a_boundary_notices_what_examples_leave_out() -> None:
    """By the truth of the condition."""
    given = {"shop.kind": "books", "shop.waiting_days": 60}
    boundary = Boundary("late-shop", "beside the threshold", given, {"long-wait.1": "false"}, "suspected")
    assert fates([boundary])["shop.waiting_days > 59"] == "by boundaries"


def test_what_no_case_can_tell_apart_does_not_count(tmp_path: Path) -> None:
    """The solver knows that a level counts only where no stronger one holds."""
    (tmp_path / "diagnoses").mkdir()
    (tmp_path / "pack.yaml").write_text("name: twice\nversion: 0.1.0\ntitle: Twice\n")
    (tmp_path / "diagnoses" / "late-shop.yaml").write_text(
        "id: late-shop\nextends: sound\nevidence:\n  - id: long-wait\n    says: Long.\n    levels:\n"
        "      - {when: shop.waiting_days > 60, certainty: strong}\n"
        "      - {when: shop.waiting_days > 30 and shop.waiting_days <= 70, certainty: fair}\n"
    )
    test = MutationTest(Advisor([tmp_path], base=SOUND, engine="python").rulebase, [], [])
    found = {p.mutant.text: test.fate(p) for p in test.planted if p.name == "long-wait.2"}
    assert found["shop.waiting_days > 30 and shop.waiting_days <= 71"] == "equivalent"
    assert found["shop.waiting_days > 30"] == "equivalent"
    assert found["shop.waiting_days > 31 and shop.waiting_days <= 70"] != "equivalent"


@pytest.mark.slow
def test_the_tests_of_the_shipped_rules_notice_nearly_every_planted_fault() -> None:
    """By hand 80 of 100, with the boundaries 95 of 100, of diagnoses, contradictions and derived facts."""
    advisor = Advisor(engine="python")
    companies = [case_in(advisor, file) for file in sorted(COMPANIES.glob("*.yaml"))]
    cases = [*shipped_cases(advisor), *companies]
    test = MutationTest(advisor.rulebase, cases, read_boundaries(BOUNDARIES))
    rules = [planted for planted in test.planted if planted.group == "rules"]
    judged: list[tuple[Planted, Fate]] = [(planted, test.fate(planted)) for planted in rules[::EACH]]
    (score, _) = scores(judged)
    survivors = [f"{p.name}: {p.mutant.text}" for p, fate in judged if fate == "survived"]
    assert score.by_hand >= 0.80, survivors
    assert score.in_all >= 0.95, survivors
