"""The tests of a condition as its author wrote them, with derived facts as tests of their own.

A derived fact is expanded before anything is evaluated; here its name is kept, so that one can say which test of
which text is meant, and what the condition would be if only this test came out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from advisor.language.normal import Normal, SignedAtom, normal_form
from advisor.language.parsing.parse import parse_condition
from advisor.language.tree import And, AtLeast, Compare, Condition, Fixed, IsYes, Not, Or
from advisor.language.unparse import literal_text
from advisor.language.vocabulary import Kind, Term, Vocabulary

Way = tuple[int, ...]  # the number of the part at each step down; a fact counts as its only part


@dataclass(frozen=True)
class Occurrence:
    """One test in one place of a condition, with the sign that it has there.

    `fact` is the derived fact in whose text it stands, None for the condition's own; `number` counts the tests of
    that text; `straight` is false where the fact itself is negated. `when_true` and `when_false` are the condition
    with this test replaced.
    """

    fact: str | None
    number: int
    straight: bool
    text: str
    literal: Normal
    comparison: SignedAtom | None
    when_true: Normal
    when_false: Normal


class Texts:
    """Reads conditions with their facts kept."""

    def __init__(self, vocabulary: Vocabulary):
        facts = {name: Term(name, Kind.YES_NO) for name, macro in vocabulary.macros.items() if macro.boolean}
        numbers = {name: macro for name, macro in vocabulary.macros.items() if not macro.boolean}
        self._kept = replace(vocabulary, terms={**vocabulary.terms, **facts}, macros=numbers)
        self._facts: Mapping[str, str] = {name: vocabulary.macros[name].text for name in facts}
        self._trees: dict[str, Condition] = {}

    def tree(self, text: str) -> Condition:
        """A condition with facts as plain names."""
        if text not in self._trees:
            self._trees[text] = parse_condition(text, self._kept)
        return self._trees[text]

    def occurrences(self, text: str) -> Iterator[Occurrence]:
        """Every test of a condition and of the facts that it uses, in reading order."""
        # Negation is pushed down to the tests as in the normal form, so that "true" of a test always means "helps the
        # condition to be true": under a `not` it is replaced by the opposite constant. The same text may test one
        # thing twice; each place is replaced alone, found by its way from the root, not by what it says.
        root = self.tree(text)
        for place in self._places(root, True, None, True, (), [0]):
            flipped = [normal_form(self._expanded(root, place.way, value is place.positive)) for value in (True, False)]
            literal = normal_form(self._expanded(place.part), place.positive)
            own = literal if isinstance(literal, SignedAtom) and isinstance(literal.atom, Compare) else None
            told = literal_text(SignedAtom(place.part, place.positive))  # type: ignore[arg-type]  # an atom
            yield Occurrence(place.fact, place.number, place.straight, told, literal, own, *flipped)

    def _places(
        self, tree: Condition, positive: bool, fact: str | None, straight: bool, way: Way, counted: list[int]
    ) -> Iterator[_Place]:
        if isinstance(tree, Fixed):
            return
        if isinstance(tree, Not):
            yield from self._places(tree.part, not positive, fact, straight, (*way, 0), counted)
        elif isinstance(tree, (And, Or, AtLeast)):
            for number, part in enumerate(tree.parts):
                yield from self._places(part, positive, fact, straight, (*way, number), counted)
        else:
            yield _Place(tree, positive, fact, straight, way, counted[0])
            counted[0] += 1
            if isinstance(tree, IsYes) and tree.question in self._facts:
                inner = self.tree(self._facts[tree.question])
                yield from self._places(inner, positive, tree.question, positive, (*way, 0), [0])

    def _expanded(self, tree: Condition, way: Way | None = None, value: bool = False) -> Condition:
        """The tree with facts expanded, and with the part at the end of `way` replaced by a constant.

        `way` is None beside the way, where nothing is replaced, and empty at its end.
        """
        if way == ():
            return Fixed(value)
        step = way[0] if way else None
        rest = way[1:] if way else None
        if isinstance(tree, Not):
            return Not(self._expanded(tree.part, rest, value))
        if isinstance(tree, (And, Or, AtLeast)):
            parts = tuple(self._expanded(p, rest if i == step else None, value) for i, p in enumerate(tree.parts))
            return AtLeast(tree.n, parts) if isinstance(tree, AtLeast) else type(tree)(parts)
        if isinstance(tree, IsYes) and tree.question in self._facts:
            return self._expanded(self.tree(self._facts[tree.question]), rest, value)
        return tree


@dataclass(frozen=True)
class _Place:
    """A test and the way to it from the root of the condition."""

    part: Condition
    positive: bool
    fact: str | None
    straight: bool
    way: Way
    number: int
