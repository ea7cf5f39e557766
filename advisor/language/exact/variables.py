"""What a condition tests, each with the regions that its tests cut out of the possible answers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from advisor.language.fields import is_plain
from advisor.language.intervals import EVERYTHING, Truth, compare
from advisor.language.kleene import truth
from advisor.language.normal import SignedAtom
from advisor.language.tree import (
    Amount,
    Atom,
    Compare,
    Concluded,
    Constant,
    Count,
    Day,
    Has,
    IsYes,
    OneOf,
    Point,
    Unsure,
    points_of_atom,
    questions_of_atom,
)
from advisor.language.vocabulary import Kind, Term

# Completions multiply: eight questions of three regions each are 6,561 already. Beyond these bounds a condition is told
# by plain Kleene logic, which may leave it open too long but is never wrong; an author is warned.
MOST_QUESTIONS = 8
MOST_COMPLETIONS = 20_000

Vector = tuple[Truth, ...]
_EITHER: tuple[Truth, Truth] = (1, -1)


class RegionState(NamedTuple):
    """What is known of one variable: the truth of each of its atoms, whether it was answered, and with "don't know"."""

    vector: Vector
    answered: bool
    unsure: bool = False


@dataclass(frozen=True)
class Variable:
    """A question (or an atom over several, or a conclusion) with the regions that its atoms cut out."""

    key: str
    atoms: tuple[Atom, ...]
    term: Term | None

    @cached_property
    def question(self) -> str | None:
        """The question, where the variable is one."""
        return self.term.id if self.term is not None else None

    @property
    def computed(self) -> bool:
        """Whether this is a comparison of computed numbers, which counts as one atom."""
        return isinstance(self.atoms[0], Compare) and not is_plain(self.atoms[0])

    @cached_property
    def reads(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The questions and the computed numbers of the first atom; where no question is the variable, of all."""
        return questions_of_atom(self.atoms[0]), points_of_atom(self.atoms[0])

    @cached_property
    def remembered(self) -> dict[Hashable, RegionState]:
        """The states that answers have given so far, for whoever looks them up; the same in every case."""
        return {}

    @cached_property
    def unsure(self) -> Vector:
        """The truths when the answer is "don't know"."""
        return tuple(_unsure(atom, self.term) for atom in self.atoms)

    @cached_property
    def known(self) -> tuple[Vector, ...]:
        """The truths that known answers give, ranges across several regions included."""
        return _regions(self.atoms, self.term)

    @property
    def grows(self) -> bool:
        """Whether this is a list of which every answer decides at least what "don't know" does."""
        listed = self.term is not None and self.term.kind is Kind.CHOICES
        return listed and not any(isinstance(atom, Unsure) for atom in self.atoms)

    @cached_property
    def nothing(self) -> RegionState:
        """Not given: only what the declared range decides is known."""
        return RegionState(
            tuple(0 if isinstance(a, Unsure) else value for a, value in zip(self.atoms, self.unsure)), False
        )

    @cached_property
    def answers(self) -> tuple[RegionState, ...]:
        """The states that a completion may give; those of lists known in part are left out, they would be millions.

        Nothing is lost by that: a list in part decides at least what "don't know" does, unless the condition also
        tests `unsure()` of it, and never other than the whole lists that complete it.
        """
        return (*(RegionState(v, True) for v in dict.fromkeys(self.known)), *self._dont_know)

    @property
    def _dont_know(self) -> tuple[RegionState, ...]:
        """ "Don't know" is a state of its own even where it tells as much as a known answer: it opens no gate."""
        return () if self.question is None else (RegionState(self.unsure, True, True),)

    @cached_property
    def states(self) -> tuple[RegionState, ...]:
        """Every state, "not given" first."""
        return (self.nothing, *self.answers)


def repeats_a_question(literals: list[SignedAtom]) -> bool:
    """Whether some question is tested in ways that do not all point in one direction; else plain Kleene is exact."""
    return not all(_monotone(group) for group in _grouped(literals).values())


def _grouped(literals: list[SignedAtom]) -> dict[str, tuple[SignedAtom, ...]]:
    """The different literals of each variable."""
    groups: dict[str, dict[SignedAtom, None]] = {}
    for literal in literals:
        groups.setdefault(_key(literal.atom), {})[literal] = None
    return {key: tuple(found) for key, found in groups.items()}


def _monotone(literals: tuple[SignedAtom, ...]) -> bool:
    """Whether more of the answer makes all of the tests truer, or all of them less true."""
    if len(literals) == 1:
        return True
    directions = {_direction(literal) for literal in literals}
    return directions in ({1}, {-1})


def _direction(literal: SignedAtom) -> int:
    """1 where more of the answer makes the test truer, -1 where it makes it less true, 0 where neither holds."""
    atom, sign = literal.atom, 1 if literal.positive else -1
    if isinstance(atom, (IsYes, Has, Concluded)):
        return sign
    if isinstance(atom, Compare) and is_plain(atom):
        return {">": sign, ">=": sign, "<": -sign, "<=": -sign}.get(atom.op, 0)
    return 0


def _key(atom: Atom) -> str:
    """What an atom tests, as one name: its question, its computed number, or itself where it reads several."""
    if isinstance(atom, Concluded):
        return f"concluded({atom.diagnosis})"
    if not isinstance(atom, Compare):
        return atom.question
    if is_plain(atom):
        return atom.left.name if isinstance(atom.left, Point) else questions_of_atom(atom)[0]
    return repr(atom)


def variables_of(literals: list[SignedAtom], terms: Mapping[str, Term]) -> Iterator[Variable]:
    """The variables of a condition, from all its literals and those of its gates."""
    for key, group in _grouped(literals).items():
        atoms = tuple(dict.fromkeys(literal.atom for literal in group))
        yield _variable(key, atoms, terms.get(key) if _is_question(atoms[0]) else None)


@lru_cache(maxsize=8_192)
def _variable(key: str, atoms: tuple[Atom, ...], term: Term | None) -> Variable:
    """One object for what several conditions test alike, so that its state in a case is found once."""
    return Variable(key, atoms, term)


def _is_question(atom: Atom) -> bool:
    if isinstance(atom, Compare):
        return is_plain(atom) and not isinstance(atom.left, Point)
    return not isinstance(atom, Concluded)


def _regions(atoms: tuple[Atom, ...], term: Term | None) -> tuple[Vector, ...]:
    """The truths that known answers give; none where there are too many to look at."""
    first = atoms[0]
    if isinstance(first, Concluded):
        return _conclusion_regions(atoms)
    if isinstance(first, Compare) and isinstance(first.left, Day):
        return _number_regions(atoms, *EVERYTHING, exactly=True)
    if term is None:
        return _number_regions(atoms, *EVERYTHING) if is_plain(first) else ((1,), (-1,), (0,))  # type: ignore[arg-type]  # a comparison
    if any(isinstance(a, Has) or (isinstance(a, Compare) and isinstance(a.left, Count)) for a in atoms):
        return _choices_regions(atoms, term)
    if any(isinstance(a, Compare) for a in atoms):
        low, high = (term.low, term.high) if term.kind.numeric else EVERYTHING
        return _number_regions(atoms, low, high, term.kind is Kind.WHOLE)
    if any(isinstance(a, OneOf) for a in atoms):
        return tuple(tuple(truth(isinstance(a, OneOf) and o in a.options) for a in atoms) for o in term.options)
    return tuple(tuple(truth(isinstance(a, IsYes) and yes) for a in atoms) for yes in (True, False))


def _unsure(atom: Atom, term: Term | None) -> Truth:
    """An atom when the answer is "don't know"; the declared range may still decide a comparison."""
    if isinstance(atom, Unsure):
        return 1
    if isinstance(atom, Compare) and isinstance(atom.right, Constant) and term is not None:
        if isinstance(atom.left, Amount):
            return compare((term.low, term.high), atom.op, (atom.right.value,) * 2)
        if isinstance(atom.left, Count):
            return compare((0.0, float(atom.left.most)), atom.op, (atom.right.value,) * 2)
    return 0


def _conclusion_regions(atoms: tuple[Atom, ...]) -> tuple[Vector, ...]:
    """Found, only likely, neither, and what is known while it is open between these."""
    levels: tuple[Mapping[str, Truth], ...] = (
        {"diagnosed": 1, "suspected": 1},
        {"diagnosed": -1, "suspected": 1},
        {"diagnosed": -1, "suspected": -1},
        {"diagnosed": 0, "suspected": 1},
        {"diagnosed": -1, "suspected": 0},
    )
    return tuple(tuple(level[a.how] if isinstance(a, Concluded) else 0 for a in atoms) for level in levels)


def _number_regions(
    atoms: tuple[Atom, ...], low: float, high: float, whole: bool = False, *, exactly: bool = False
) -> tuple[Vector, ...]:
    """Regions of a number, and the ranges that stretch over several of them.

    Between two neighbouring thresholds no test changes, so one point stands for all: each threshold itself, one point
    between each two, one below and one above. For whole numbers it is the numbers at and beside each threshold: between
    thresholds that lie close there may be none. An answer may also be a range, unless it is `exactly` known; every pair
    of these points is one.
    """
    cuts = sorted({a.right.value for a in atoms if isinstance(a, Compare) and isinstance(a.right, Constant)})
    if whole:
        near = {float(p) for c in cuts for f in (math.floor(c), math.ceil(c)) for p in (f - 1, f, f + 1)}
    else:
        near = {*cuts, *((a + b) / 2 for a, b in itertools.pairwise(cuts))}
        near |= {max(low, cuts[0] - 1), min(high, cuts[-1] + 1)}
    points = sorted(p for p in near if low <= p <= high)
    ranges = [(p, p) for p in points] + ([] if exactly else list(itertools.combinations(points, 2)))
    return tuple(
        tuple(
            compare(span, atom.op, (atom.right.value,) * 2)
            if isinstance(atom, Compare) and isinstance(atom.right, Constant)
            else -1
            for atom in atoms
        )
        for span in ranges
    )


def _choices_regions(atoms: tuple[Atom, ...], term: Term) -> tuple[Vector, ...]:
    """Regions of a multiple choice: each named option chosen or not; of the others only the number counts."""
    named = list(dict.fromkeys(a.option for a in atoms if isinstance(a, Has)))
    others = len(term.options) - len(named)
    if 2 ** len(named) * (others + 1) > MOST_COMPLETIONS:
        return ()  # too many to look at: the condition is not exact
    counted = [a for a in atoms if isinstance(a, Compare) and isinstance(a.right, Constant)]
    others = others if counted else 0
    place = {option: i for i, option in enumerate(named)}
    of_count: list[dict[Atom, Truth]] = [
        {a: compare((float(count),) * 2, a.op, (a.right.value,) * 2) for a in counted if isinstance(a.right, Constant)}
        for count in range(len(named) + others + 1 if counted else 0)
    ]
    tested = [place[a.option] if isinstance(a, Has) else None for a in atoms]
    found: dict[Vector, None] = {}
    for chosen in itertools.product(_EITHER, repeat=len(named)):
        if not counted:
            found[tuple([-1 if i is None else chosen[i] for i in tested])] = None
            continue
        many = chosen.count(1)
        for by_count in of_count[many : many + others + 1]:
            found[tuple([by_count.get(a, -1) if i is None else chosen[i] for a, i in zip(atoms, tested)])] = None
    return tuple(found)
