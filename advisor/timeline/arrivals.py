"""When people start and when they are productive: whole distributions on a grid of days.

Stages are combined in the frequency domain, where adding independent durations is a product and a geometric number
of repeats is a quotient (the generating function of a renewal process; Feller 1950, chapter XIII). The grid is
damped exponentially, so that what lies beyond the horizon does not wrap around into early days (Grubel &
Hermesmeier 1999, "Computation of compound distributions I"); it is left out, never spread over the rest.

Why this way: a search can be repeated any number of times, so its length is a sum of a random number of stages, whose
distribution has no end; as a convolution it would have to be cut somewhere, as a quotient of transforms it is
exact. And a plan asks for hundreds of slightly different paths, which share most of their stages: each stage is
transformed once, and only products are made again. No random numbers: the same inputs give the same bits, and the
difference of two what-ifs is not noise.

Every number is made by operations on its own row only, so that no result depends on what is computed beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.memory import Cache
from advisor.timeline.distributions import Floats, TimelineError, Triangle, last_weights, rounded_weights
from advisor.timeline.paths import Hiring, Joining, Path, RoleStanding

Complex = NDArray[np.complex128]

FARTHEST = 3_653
"""The longest horizon, ten years: time and memory grow with it."""

# A discrete Fourier transform is circular: mass beyond its length comes back at day 0. Weights are multiplied by
# 2**(-32 day / length) before and divided after, so what came around once is 2**32 times smaller, below the rounding
# that follows. More damping would cost accuracy instead: late days are multiplied up again, their rounding errors too.
_DAMPING_BITS = 32
# Distribution functions are multiples of this: far above the noise of the transforms, far below what is shown. So the
# noise cannot decide on which day a quantile falls, nor make a chance fall that should only rise.
_CDF_UNIT = 2.0**-30
_WIDTHS = (64, 128, 256, 512)  # days; stages of like width are transformed together
_KEPT_BYTES = 2**23
_NOTHING = Triangle(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Curves:
    """What is known of each path, a row for each, by days from today; column 0 is yesterday.

    productive       chance to be productive by then
    working          chance to be in the middle of the ramp by then, from where on people count as at full rate
    working_area     its integral: mean days between the middle of the ramp and then
    start_area       the same for the first day of work
    """

    productive: Floats
    working: Floats
    working_area: Floats
    start_area: Floats


class Arrivals:
    """Computes the curves of paths up to a horizon in days, and remembers about `cache_size` of them.

    Raises TimelineError for a horizon below 0 or above FARTHEST days.
    """

    def __init__(self, horizon_days: int, cache_size: int) -> None:
        if not 0 <= horizon_days <= FARTHEST:
            raise TimelineError("horizon", f"{horizon_days:,} days must lie between 0 and {FARTHEST:,}")
        self._days = horizon_days + 1
        self._length = _good_length(self._days)
        self._widths = np.array([*(width for width in _WIDTHS if width < self._length), self._length])
        decay = _DAMPING_BITS / self._length
        self._damping: Floats = np.exp2(-decay * np.arange(self._length))
        self._growth: Floats = np.exp2(decay * np.arange(self._days))
        day_on = np.zeros(self._length)
        day_on[1] = self._damping[1]
        self._summing_twice: Complex = 1.0 / (1.0 - np.fft.rfft(day_on)) ** 2
        self._cache: Cache[Path, Floats] = Cache(cache_size)
        # The C library keeps freed memory in hand up to the size of the largest piece that was ever freed; without
        # this, the arrays of each call would be new memory, and clearing it takes longer than the arithmetic.
        np.empty(_KEPT_BYTES, dtype=np.int8)

    def curves(self, paths: Sequence[Path]) -> Curves:
        """The curves of each path, in the order given."""
        rows = [self._cache.get(path) for path in paths]
        missing = [number for number, row in enumerate(rows) if row is None]
        table = np.zeros((len(paths), 4, self._days + 1))
        if missing:
            missing.sort(key=lambda number: isinstance(paths[number], Joining))
            self._compute([paths[number] for number in missing], missing, table)
        for number, row in enumerate(rows):
            if row is None:
                self._cache.put(paths[number], table[number].copy())
            else:
                table[number] = row
        return Curves(table[:, 0], table[:, 1], table[:, 2], table[:, 3])

    def _compute(self, paths: Sequence[Path], numbers: Sequence[int], table: Floats) -> None:
        """Fill the rows with these numbers (Hirings first) of a table that is 0 everywhere."""
        starts, ramps, halves = self._transforms(paths)
        productive, working = self._distribution(starts * ramps), self._distribution(starts * halves)
        for row, path in enumerate(paths):
            if isinstance(path, Joining) and path.days_here:
                productive[row], working[row] = self._begun(productive[row], working[row], path.days_here)
        table[numbers, 0, 1:] = productive
        table[numbers, 1, 1:] = working
        table[numbers, 2, 2:] = np.cumsum((working[:, 1:] + working[:, :-1]) * 0.5, axis=-1)
        # Twice summed: the chance by then, and its integral.
        table[numbers, 3, 2:] = self._values(starts * self._summing_twice)[:, :-1]

    def _begun(self, productive: Floats, working: Floats, days_here: int) -> tuple[Floats, Floats]:
        """The distributions for people who began so many days ago, from those of people who begin today.

        Productive: the same, so many days sooner. Who is through by today is so on this very day, which is half
        reached, like any day that is known exactly. Full rate: at a ramp of R days there is left to do for them, of
        an output that rises in a straight line, what somebody at full rate does in (R - d)^2 / 2R days. For d = 0 that
        is the middle of the ramp; solved for R it is the day of the distribution of R/2 that is looked up here.
        """
        days = np.arange(self._days)
        sooner = productive[np.minimum(days + days_here, self._days - 1)]
        half_ramps = (days_here + days + np.sqrt(days * (days + 2.0 * days_here))) / 2.0
        at_work = np.interp(half_ramps, days, working)
        sooner[0] /= 2.0
        at_work[0] /= 2.0
        return sooner, at_work

    def _values(self, waves: Complex) -> Floats:
        """The values on the grid up to the horizon whose damped transforms these are."""
        values: Floats = np.fft.irfft(waves, n=self._length)[:, : self._days] * self._growth
        return values

    def _distribution(self, waves: Complex) -> Floats:
        """The distribution functions: they begin at 0 or above, never fall, and end at 1 or below.

        What is missing to 1 at the horizon comes later; it is kept as that, and never spread over the days before.
        """
        weights = self._values(waves)
        np.maximum(weights, 0.0, out=weights)
        found = np.cumsum(weights, axis=-1)
        np.minimum(found, 1.0, out=found)
        found *= 1.0 / _CDF_UNIT
        np.rint(found, out=found)
        found *= _CDF_UNIT
        return found

    def _transforms(self, paths: Sequence[Path]) -> tuple[Complex, Complex, Complex]:
        """For each path (Hirings first) the transforms of its first day of work, of the ramp and of half the ramp.

        With F the first round, A a round after a refusal, B one after a no-show, N the notice, a the acceptance and
        j the joining: rounds until somebody signs are geometric, F a / (1 - (1-a) A), and so are the signatures
        until somebody turns up. Put together, F a N j / (1 - (1-a) A - (1-j) a B N).

        In words, for rounds until a signature: the chance of k refusals is (1-a)^k a, each adds an independent A, and
        the transform of a sum is the product of transforms; so it is F a times the sum of ((1-a) A)^k over all k, a
        geometric series. It converges because a and j are above 0 (`paths.LEAST_CHANCE`) and no |A| exceeds 1. Where
        somebody has SIGNED, F is the time until they start, and the first round needs neither acceptance nor notice.
        """
        hirings = [path for path in paths if isinstance(path, Hiring)]
        count, size = len(hirings), len(paths)
        ramps_of = [path.after for path in paths]
        ramps_of += [tuple(stage.times(0.5) for stage in ramp) for ramp in ramps_of]
        products = self._products(
            [
                *(path.after_refusal() for path in hirings),
                *(path.after_no_show() for path in hirings),
                *((path.notice,) for path in hirings),
                *(path.first_round() for path in hirings),
                *(path.before for path in paths if isinstance(path, Joining)),
                *(ramp[:-1] for ramp in ramps_of),
            ]
        )
        refused, again, notice = (products[part * count : (part + 1) * count] for part in range(3))
        starts, ramps = products[3 * count : 3 * count + size], products[3 * count + size :]
        if hirings:
            numbers = np.array([(path.acceptance, path.joining) for path in hirings])
            acceptance, joining = numbers[:, :1], numbers[:, 1:]
            signed = np.array([path.standing is RoleStanding.SIGNED for path in hirings])[:, None]
            decided = 1.0 - refused * (1.0 - acceptance)
            leaving = notice * acceptance
            starts[:count] *= np.where(signed, decided, leaving)
            starts[:count] *= joining / (decided - again * leaving * (1.0 - joining))
        lasts: dict[Triangle, int] = {}
        rows = [lasts.setdefault(ramp[-1] if ramp else _NOTHING, len(lasts)) for ramp in ramps_of]
        ramps *= self._waves(list(lasts), last_weights)[rows]
        return starts, ramps[:size], ramps[size:]

    def _products(self, sums: Sequence[tuple[Triangle, ...]]) -> Complex:
        """The damped Fourier transform of each sum of stages: the product of theirs."""
        known: dict[Triangle, int] = {_NOTHING: 0}
        index = np.zeros((len(sums), max(1, *map(len, sums))), dtype=np.intp)
        for number, parts in enumerate(sums):
            for slot, stage in enumerate(parts):
                index[number, slot] = known.setdefault(stage, len(known))
        waves = self._waves(list(known), rounded_weights)
        product: Complex = waves[index[:, 0]]
        for slot in range(1, index.shape[1]):
            product *= waves[index[:, slot]]
        return product

    def _waves(self, stages: Sequence[Triangle], weights: Callable[[Sequence[Triangle], int], Floats]) -> Complex:
        """The damped Fourier transforms of the weights of stages."""
        needed = np.array([stage.high + 2.0 for stage in stages])
        widths = self._widths[np.minimum(np.searchsorted(self._widths, needed), len(self._widths) - 1)]
        waves = np.empty((len(stages), self._length // 2 + 1), dtype=np.complex128)
        for width in set(widths.tolist()):
            chosen = np.flatnonzero(widths == width)
            damped = weights([stages[number] for number in chosen.tolist()], width) * self._damping[:width]
            waves[chosen] = np.fft.rfft(damped, n=self._length)
        return waves


def _good_length(least: int) -> int:
    """The smallest even length from `least` with no prime factors but 2 and 3, for a fast transform."""
    found: NDArray[np.int64] = np.array([2**twos * 3**threes for twos in range(1, 40) for threes in range(4)])
    return int(found[found >= least].min())
