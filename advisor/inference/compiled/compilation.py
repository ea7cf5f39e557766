"""What all parts of a compilation share: the words that conditions may use, what was made so far, and the problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.files.documents import Path
from advisor.files.scalars import mark_inside
from advisor.inference.compiled.conditions import Compiled, compile_condition
from advisor.inference.compiled.sentences import Sentence, read_sentence
from advisor.knowledge.models import Fact
from advisor.knowledge.pack import Entry, Knowledge
from advisor.language.fields import ComputedFields
from advisor.language.normal import Normal
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_condition
from advisor.language.tree import Condition, questions_of
from advisor.language.vocabulary import Vocabulary
from advisor.problems import Problem

_FACT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
UNIQUE = "Ids are unique; rename one of the two."


@dataclass
class Compilation:
    """One run of the compiler. A problem is noted and the run goes on, so that all are found at once."""

    knowledge: Knowledge
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)
    computed: ComputedFields = field(default_factory=ComputedFields)
    gates: dict[str, Normal] = field(default_factory=dict)
    _circles: set[frozenset[str]] = field(default_factory=set)

    def parsed(self, entry: Entry[Any], path: Path | None, text: str) -> Condition | None:
        """The tree of a condition that stands at a place of an entry; None where it has a fault, which is noted.

        Without a place the fault was noted where the text came from.
        """
        try:
            tree = parse_condition(text, self.vocabulary)
            self._only_read(tree)
            return tree
        except ConditionError as error:
            if path is not None:
                self.complain_of_text(entry, path, error)
            return None

    def _only_read(self, tree: Condition) -> None:
        """ConditionError where a condition reads what is no evidence: who answers, why, and what they call things."""
        for question in questions_of(tree):
            if self.knowledge.questions[question].model.opens:
                message = f"`{question}` weighs or words what is asked; it's no evidence."
                raise ConditionError("no-evidence", message, "Leave it out.", token=question)

    def compiled(self, text: str, tree: Condition) -> Compiled:
        """A condition made ready; its questions' gates must have been compiled before."""
        return compile_condition(text, tree, self.gates, self.vocabulary.terms, self.computed)

    def sentence(self, entry: Entry[Any], path: Path, text: str) -> Sentence:
        """The sentence at a place of an entry; an empty one where it has a fault, which is noted."""
        try:
            return read_sentence(text, self.vocabulary)
        except ConditionError as error:
            self.complain_of_text(entry, path, error)
            return Sentence(())

    def complain(self, entry: Entry[Any], path: Path, code: str, message: str, suggestion: str | None = None) -> None:
        """Note a problem at a place inside an entry."""
        self.problems.append(entry.problem(path, code, message, suggestion))

    def complain_of_text(self, entry: Entry[Any], path: Path, error: ConditionError) -> None:
        """Note a problem at the very line and column where a condition or a sentence goes wrong.

        What is wrong with a derived fact is noted where it stands, and not where it is used; a circle of some once.
        """
        if error.code == "bad-fact" and self.problems:
            return
        if error.code == "cycle":
            circle = frozenset(_FACT.findall(error.message.partition(":")[2]))
            if not isinstance(entry.model, Fact) or circle in self._circles:
                return
            self._circles.add(circle)
        found = entry.problem(path, error.code, error.message, error.suggestion)
        line, column = _inside(entry, path, error)
        self.problems.append(Problem(found.path, found.code, found.message, found.suggestion, line, column, found.file))

    def ordered(self, needs: Mapping[str, Iterable[str]], what: str, entries: Mapping[str, Entry[Any]]) -> list[str]:
        """The names of `needs`, each after all that it needs, else in their order; a circle is noted, as the circle.

        With a circle the order is not complete. `what` is the word by which entries refer to each other.
        """
        # A depth-first walk (R. Tarjan, 1976) with a trail of its own, because chains of gates
        # may be longer than Python's stack of calls. A name that stands in the trail already closes a circle; after
        # the first circle nothing more is looked for, since all others often are the same one begun elsewhere.
        done: dict[str, None] = {}
        for start in needs:
            trail: list[tuple[str, list[str]]] = [(start, list(needs[start]))]
            while trail:
                name, rest = trail[-1]
                if name in done:
                    trail.pop()
                elif not rest:
                    done[name] = None
                    trail.pop()
                else:
                    need = rest.pop(0)
                    names = [name for name, _ in trail]
                    if need in names:
                        circle = " -> ".join((*names[names.index(need) :], need))
                        message = f"`{what}` goes round in a circle: {circle}."
                        way = f"Leave `{need}` out of the `{what}` of `{name}`."
                        self.complain(entries[need], ("id",), "cycle", message, way)
                        return list(done)
                    if need in needs and need not in done:
                        trail.append((need, list(needs[need])))
        return list(done)


def _inside(entry: Entry[Any], path: Path, error: ConditionError) -> tuple[int, int]:
    """Line and column of a fault inside a text, whichever way YAML wrote it."""
    text: Any = entry.model
    for part in path:
        text = getattr(text, part) if isinstance(part, str) and not isinstance(text, Mapping) else text[part]
    mark = mark_inside(entry.document, (*entry.at, *path), str(text), error.line, error.column)
    return mark.line, mark.column
