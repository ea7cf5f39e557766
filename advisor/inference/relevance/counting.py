"""Which open conditions of a diagnosis can still change its status, the other open ones taken as free.

A sign that is too weak to lift any combination of the others over a threshold need not be asked about. The memos below
are bounded by their `maxsize`: they hold patterns of truths, of which interviews and batches meet the same few again
and again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from advisor.inference.certainty import ONE
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, CompiledDiagnosis, Shape

Level = tuple[int, int]  # truth, certainty in hundredths


def counting_slots(diagnosis: CompiledDiagnosis, truths: Sequence[int]) -> tuple[int, ...]:
    """The open conditions of a diagnosis, by slot of its stratum, whose truth can still change its status."""
    return _counting(diagnosis.shape, tuple(truths[diagnosis.first_slot : diagnosis.last_slot]))


def settled_shares(diagnosis: CompiledDiagnosis, own: tuple[int, ...]) -> Mapping[int, tuple[float, float]]:
    """For each condition that counts, by slot: the share (0..1) of those that count which no longer does once it is
    true, and once it is false.

    `own` are the truths of the diagnosis' own conditions.
    """
    return _shares(diagnosis.shape, own)


@lru_cache(maxsize=8_192)
def _shares(shape: Shape, own: tuple[int, ...]) -> Mapping[int, tuple[float, float]]:
    before = _counting(shape, own)
    found = {}
    for slot in before:
        place = slot - shape.first
        left = [len(_counting(shape, (*own[:place], truth, *own[place + 1 :]))) for truth in (1, -1)]
        found[slot] = (1 - left[0] / len(before), 1 - left[1] / len(before))
    return found


@lru_cache(maxsize=8_192)
def _counting(shape: Shape, own: tuple[int, ...]) -> tuple[int, ...]:
    signs = tuple(tuple((own[slot - shape.first], certainty) for slot, certainty in levels) for levels in shape.signs)
    unless = [own[slot - shape.first] for slot in shape.unless]
    if 1 in unless:
        return ()
    counting = [shape.signs[i][k][0] for i, k in _counting_levels(signs)]
    if 0 in unless and _band(*_most(signs)):
        counting += [slot for slot in shape.unless if own[slot - shape.first] == 0]
    return tuple(counting)


@lru_cache(maxsize=8_192)
def _counting_levels(signs: tuple[tuple[Level, ...], ...]) -> tuple[tuple[int, int], ...]:
    """Sign and level of each open condition that counts."""
    # A level counts if there is a way for all other signs to come out in which the status with it differs from the
    # status with what would hold below it. Only the doubt that the others leave matters, and different ways leave the
    # same doubt, so `others` is a set of whole numbers (products of what is left of 100) instead of a list of ways:
    # it grows with the number of different certainties, not with two to the power of the signs.
    outcomes = [_outcomes(levels) for levels in signs]
    scale = 100 ** len(signs)
    found = []
    for i, levels in enumerate(signs):
        if len(outcomes[i]) < 2:
            continue
        others = {1}
        for j, values in enumerate(outcomes):
            if j != i:
                others = {left * (100 - value) for left in others for value in values}
        for k, (truth, certainty) in enumerate(levels):
            if truth == 1:
                break
            below = _outcomes(levels[k + 1 :]) if truth == 0 else ()
            if any(
                _band(left * (100 - certainty), scale) != _band(left * (100 - value), scale)
                for value in below
                for left in others
            ):
                found.append((i, k))
    return tuple(found)


def _outcomes(levels: tuple[Level, ...]) -> tuple[int, ...]:
    """The certainties that a sign can still come to lend, in hundredths."""
    found: dict[int, None] = {}
    for truth, certainty in levels:
        if truth != -1:
            found[certainty] = None
        if truth == 1:
            return tuple(found)
    found[0] = None
    return tuple(found)


def _most(signs: tuple[tuple[Level, ...], ...]) -> tuple[int, int]:
    """The product of what is left of the doubt if every open sign holds, and its scale."""
    left = 1
    for levels in signs:
        left *= 100 - max(_outcomes(levels))
    return left, 100 ** len(signs)


def _band(left: int, scale: int) -> int:
    """0 no sign, 1 likely, 2 found; rounded as results are."""
    certainty = (2 * (scale - left) * ONE + scale) // (2 * scale)
    return 2 if certainty >= CONFIRMED else 1 if certainty >= SUSPECTED else 0
