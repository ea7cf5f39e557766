"""The pool of an interview: drawn once for the packs in use, and kept beside them where they are kept."""

from __future__ import annotations

from datetime import date

from advisor.interview.pool.drawing import Drawing, Spread
from advisor.interview.pool.pool import Pool
from advisor.interview.pool.typical import typical_answers
from advisor.knowledge.order.policy import policy_of
from advisor.rulebase.rulebase import Rulebase
from advisor.rulebase.store import keep_bytes, kept_bytes, place_beside

ENDING = ".companies"
DRAWN_ON = date(2026, 1, 1)  # any day will do: days are drawn in weeks from it


def drawing_of(rulebase: Rulebase, as_of: date = DRAWN_ON) -> Drawing:
    """What draws companies by these packs, with days around a day."""
    said = policy_of(rulebase.knowledge).companies
    spread = Spread(said.health, said.between, said.within, said.tells, said.usual)
    return Drawing(rulebase.program, rulebase.what_ifs, as_of, spread)


def pool_of(rulebase: Rulebase) -> Pool:
    """So many companies as the policy says; drawing them takes seconds, reading those that are kept milliseconds."""
    said = policy_of(rulebase.knowledge).companies
    place = None
    if rulebase.kept_in is not None:
        place = place_beside(rulebase.knowledge, rulebase.kept_in, ENDING, ENDING)
        content = kept_bytes(place)
        found = Pool.from_bytes(typical_answers(rulebase.program), content) if content is not None else None
        if found is not None:
            return found
    made = Pool.drawn(drawing_of(rulebase), said.number, said.seed)
    if place is not None:
        keep_bytes(place, made.to_bytes())
    return made
