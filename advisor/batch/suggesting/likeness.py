"""How alike a header and a question are: by the words that they share, rare ones most, and by what the cells say."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.batch.tables.cells import CellStyle
from advisor.batch.tables.understanding import Reading, understood
from advisor.cases.answers import Exactly
from advisor.cases.values import AnswerError
from advisor.cases.written.words import plain, words_in
from advisor.knowledge.pack import Knowledge
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_STOP = words_in(
    "a an the of in on for to is are was do does did you your our we they their it its that this what which how who "
    "whether there has have had been be with from at by as or and any if one s t re ve so far would could can "
    "will next ship"
)
_ID_COUNTS = 1.5  # times that a word of the id counts: the id says what the question is about in the fewest words
_LEAST_WORD = 3  # letters below which a word stays as it is


class Likeness:
    """Compares headers with the questions of one pack."""

    def __init__(self, knowledge: Knowledge):
        self._questions = {name: entry.model for name, entry in knowledge.questions.items() if not entry.model.settles}
        self._words = {name: _weighted(question) for name, question in self._questions.items()}
        seen = Counter(word for words in self._words.values() for word in words)
        self._rare = {word: math.log(1 + len(self._words) / count) for word, count in seen.items()}
        self._names: dict[str, str] = {}
        for name, question in self._questions.items():
            for text in (name, question.short, question.ask):
                self._names.setdefault(_whole(text), name)

    def candidates(self, header: str, most: int = 14) -> list[tuple[str, float]]:
        """The questions that a header is most like, best first, from 0 to 1."""
        mine = Counter(_words(header))
        same = self._names.get(_whole(header))
        found = [(name, 1.0 if name == same else self._alike(mine, words)) for name, words in self._words.items()]
        return sorted((pair for pair in found if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))[:most]

    def _alike(self, mine: Mapping[str, int], theirs: Mapping[str, float]) -> float:
        """The cosine of the two, each word by how rare it is; a header's words that no question has count as rare."""
        shared = sum(mine[word] * theirs[word] * self._rare[word] ** 2 for word in mine if word in theirs)
        if not shared:
            return 0.0
        most = max(self._rare.values())
        ours = math.sqrt(sum((count * self._rare.get(word, most)) ** 2 for word, count in mine.items()))
        other = math.sqrt(sum((count * self._rare[word]) ** 2 for word, count in theirs.items()))
        return shared / (ours * other)


def _weighted(question: Question) -> dict[str, float]:
    found: Counter[str] = Counter()
    for text, times in (
        (question.id, _ID_COUNTS),
        (question.short, 1.0),
        (question.ask, 0.5),
        (question.unit or "", 0.5),
    ):
        for word in dict.fromkeys(_words(text)):
            found[word] += times  # type: ignore[assignment]  # counts in halves
    return dict(found)


def _words(text: str) -> list[str]:
    """The words of a text without endings and without those that say nothing."""
    return [
        _stem(word) for word in re.findall(r"[a-z0-9]+", plain(text).replace("%", " percentage ")) if word not in _STOP
    ]


def _whole(text: str) -> str:
    """A text by its letters alone: the same for whoever copied it."""
    return " ".join(re.findall(r"[a-z0-9]+", plain(text)))


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_WORD:
            return word.removesuffix(ending)
    return word


def read_all(values: Sequence[Any], question: Question, today: date) -> dict[Any, Reading | AnswerError]:
    """What each different cell of a column would be taken for as an answer to a question."""
    found: dict[Any, Reading | AnswerError] = {}
    for value in values:
        try:
            found.setdefault(value, understood(value, question, CellStyle(), today))
        except AnswerError as error:
            found.setdefault(value, error)
    return found


def share_understood(values: Sequence[Any], question: Question, today: date) -> float:
    """The share of a column's different cells that answer a question; texts answer only a question for a text."""
    if question.type is Kind.TEXT:
        return 0.5
    read = read_all(values, question, today)
    return sum(map(_fits, read.values())) / len(read) if read else 0.0


def _fits(read: Reading | AnswerError) -> float:
    """How well a cell fits: a list of which a part does counts half, "none" for a list little, since it also says no to
    anything else; a day of which only the order is open fits.
    """
    if isinstance(read, AnswerError):
        return float(read.code == "ambiguous-date")
    if read.answer is not None and read.answer.said == Exactly(()):
        return 0.3
    return 0.5 if read.left_out else 1.0
