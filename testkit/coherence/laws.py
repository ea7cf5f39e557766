"""All laws of one result by name, and what of a result breaks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from advisor import Advisor, Case
from testkit.coherence.looked_at import LookedAt
from testkit.coherence.numbers import (
    model_against_numbers,
    own_words_against_chance,
    ways_out_against_chances,
    words_against_numbers,
)
from testkit.coherence.plans import headline_untreated, made_worse, not_fixes, opposites, ruled_out
from testkit.coherence.subjects import absent_subjects

LAWS: Mapping[str, Callable[[LookedAt], Iterator[str]]] = {
    law.__name__: law
    for law in (
        model_against_numbers,
        own_words_against_chance,
        words_against_numbers,
        ways_out_against_chances,
        ruled_out,
        absent_subjects,
        opposites,
        headline_untreated,
        not_fixes,
        made_worse,
    )
}


def contradicts_itself(advisor: Advisor, case: Case) -> bool:
    """Whether answers contradict each other: the result then shows one reading beside the numbers of all, and no law
    here speaks of it.
    """
    return bool(advisor.what_ifs.assess(case).standing.contradictions)


def broken(advisor: Advisor, case: Case) -> dict[str, list[str]]:
    """The laws that the result of a case breaks, each with what breaks it."""
    if contradicts_itself(advisor, case):
        return {}
    result = LookedAt(advisor, advisor.assess(case))
    found = {name: list(law(result)) for name, law in LAWS.items()}
    return {name: wrong for name, wrong in found.items() if wrong}
