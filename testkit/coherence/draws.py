"""The companies that laws are tried on, drawn four ways in turn, seeded."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import lru_cache
from typing import Any

from advisor import Advisor, Case
from testkit.companies.answers import AS_OF
from testkit.companies.coherent import Companies
from testkit.companies.drawn import drawn_answers, plausible_company, thresholds_of
from testkit.shipped import company

OPEN_STAGES = ("nobody", "in_calls", "finalist", "no_post")


def drawn_company(advisor: Advisor, seed: int) -> Case:
    """A plausible company, one whose numbers lie beside those of conditions, one with a date, or one of a piece."""
    draw = (plausible_company, nearby_company, dated_company, company_of_a_piece)[seed % 4]
    return draw(advisor, seed)


def nearby_company(advisor: Advisor, seed: int) -> Case:
    """A company whose numbers lie beside those that conditions name."""
    rng = random.Random(seed)
    near = thresholds_of(advisor.program)
    answers = drawn_answers(advisor.knowledge, rng, core=0.9, unsure=0.05, near=near, earliest=0, power=2)
    return company(advisor, answers, f"near-{seed}")


def company_of_a_piece(advisor: Advisor, seed: int) -> Case:
    """A company that is well or ill as a whole, of which about a half is known."""
    rng = random.Random(seed)
    answers = _companies(advisor).draw(seed)
    known = rng.choice((0.3, 0.6, 1.0))
    return company(advisor, {q: a for q, a in answers.items() if rng.random() < known}, f"piece-{seed}")


@lru_cache(maxsize=2)
def _companies(advisor: Advisor) -> Companies:
    return Companies(advisor)


def dated_company(advisor: Advisor, seed: int) -> Case:
    """A company with a date, of which nearly all is known that the timeline and the rows of a date read; of the rest
    about a third.
    """
    rng = random.Random(seed)
    answers: dict[str, Any] = drawn_answers(advisor.knowledge, rng, given=rng.choice((0.1, 0.35, 0.7)), unsure=0.03)
    answers |= {
        "milestone.date_told": rng.choice(["contract", "customer", "board", "team_only"]),
        "milestone.need_by": (AS_OF + timedelta(days=rng.randint(0, 250))).isoformat(),
        "milestone.work_left_weeks": rng.randint(1, 60) / 2,
        "team.people_on_it": rng.randint(0, 5),
        "team.share_percent": rng.choice([10, 25, 50, 80, 100]),
        "team.shipped_before": rng.random() < 0.5,
        "role.stage": rng.choice([*OPEN_STAGES, "offer_out", "signed"]),
        "contractors.state": rng.choice(["none", "planned", "now"]),
        "contractors.data_access": rng.choice(["open", "open", "regulated", "forbidden"]),
    }
    for follows in ("milestone.date_exists", "role.exists", "role.start_date"):
        answers.pop(follows, None)
    if answers["role.stage"] == "signed":
        answers["role.start_date"] = (AS_OF + timedelta(days=rng.randint(0, 150))).isoformat()
    left_out = rng.choice([None, None, "milestone.work_left_weeks", "role.stage", "team.people_on_it"])
    return company(advisor, {q: a for q, a in answers.items() if q != left_out}, f"dated-{seed}")
