"""Options as people write them: an id with blanks, the beginning of a label, its telling words, a slip of the pen."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from advisor.cases.values import AnswerError, shown
from advisor.cases.written.words import COUNTRIES, plain, words_in, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.models import Question

_STOP = words_in(
    "a an the it its it's we we've we're is are was to of on for in by with and or at our us you your that this they "
    "them their have has had be been do does did will from as so far one's yet"
)
_NEGATIVE = re.compile(
    r"\b(no|not|none|never|nobody|without|nothing|"
    r"isn't|don't|didn't|hasn't|haven't|can't|won't|nein|kein|keine|pas|sans|sin)\b"
)
_NEAR = 0.86  # how alike two words are that one slip of the pen separates
_ALIKE = 0.9  # the same for texts of several words
_PRONOUNS = words_in("it they you this that them her him")
_WEAK = words_in("lot lots most many some few all one two three more less other others time times work now yes")
_SHORT = 3  # words up to which each must be right
_LEAST = 4  # letters from which on a slip is told from another word
_SPLIT = (r"[;|\n\u2022]", r",", r"\s/\s|/", r"\s(?:and|und|et|y|\+|&)\s|\+|&")


def option_written(question: Question, text: str) -> str:
    """The id of the one option that a text means; AnswerError where it is none, or could be two."""
    found = _exact(question, text) or _near(question, text)
    if len(found) == 1:
        return found[0]
    if found:
        labels = " or ".join(f'"{option.label}"' for option in question.options if option.id in found[:3])
        raise AnswerError("unknown-option", f"{shown(text)} could mean {labels}.", "Write one of these.")
    raise AnswerError("unknown-option", f"{shown(text)} isn't one of the options.", _way(question))


def options_written(question: Question, text: str) -> tuple[Any, list[str]]:
    """A list as plain data, and the parts of it that are no options; AnswerError where no part is one.

    Where parts are not understood, the others are on the list, and there may be more.
    """
    words = plain(text).strip(" .")
    if words in ("all", "all of them", "all of these", "alle", "tous", "todos", "everything") and not _exact(
        question, text
    ):
        return [option.id for option in question.options], []
    if words in ("none", "none of these", "none of them", "nothing", "no", "nein", "non", "keine", "aucun", "nada"):
        return [], []
    best: tuple[list[str], list[str], list[str], bool] | None = None
    for pattern in ("(?!)", *_SPLIT):  # as a whole first: a label may hold every sign
        parts = [part.strip() for part in re.split(pattern, text) if part.strip()]
        if len(parts) == 1 and any(re.search(sign, text) for sign in _SPLIT) and not _exact(question, text):
            continue
        more = bool(parts) and bool(
            re.fullmatch(r"\.\.\.|\u2026|etc\.?|and more|u\.?a\.?|usw\.?", parts[-1], re.IGNORECASE)
        )
        found = _of_parts(question, parts[: -1 if more else None])
        if not found[2]:
            best = (*found, more)
            break
        if best is None or len(found[0]) + len(found[1]) > len(best[0]) + len(best[1]):
            best = (*found, more)
    best = best or (*_of_parts(question, [text]), False)
    has, lacks, unknown, more = best
    if not has and not lacks:
        raise AnswerError("unknown-option", f"{shown(text)} isn't one of the options.", _way(question))
    if unknown or more or lacks:
        return {"has": has, "lacks": [option for option in lacks if option not in has]}, unknown
    return has, []


def _of_parts(question: Question, parts: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Which options the parts say are on the list, which are not, and which parts say neither."""
    has: list[str] = []
    lacks: list[str] = []
    unknown: list[str] = []
    for part in parts:
        denied = re.match(r"(?:!|-\s?|no\s|not\s|kein\w*\s|without\s)\s*(?=\w)", part, re.IGNORECASE)
        try:
            if denied and not _exact(question, part):
                lacks.append(option_written(question, part[denied.end() :]))
            else:
                has.append(option_written(question, part))
        except AnswerError:
            unknown.append(part)
    return has, lacks, unknown


def _exact(question: Question, text: str) -> list[str]:
    """Options whose id or label the text is, whatever its case and signs."""
    words = _words(text)
    return [o.id for o in question.options if words and words in (_words(o.id.replace("_", " ")), _words(o.label))]


def _near(question: Question, text: str) -> list[str]:
    """Options that a text may mean, by the best way in which any fits."""
    for bare in (re.sub(r"\s*\([^()]*\)\s*$", "", text), re.sub(r"\s*\([^()]*\)\s*", " ", text)):
        if bare != text and (found := _exact(question, bare)):
            return found
    words = _words(re.sub(r"\s*\([^)]*\)\s*", " ", text))
    if not words:
        return []
    labels = {o.id: _words(o.label) for o in question.options}
    begun = [o for o, label in labels.items() if label.startswith(words + " ")]
    if begun:
        return begun
    negative = bool(_NEGATIVE.search(plain(text)))
    for found in (
        _slipped(question, labels, text, words),
        _fitting(question, labels, words, negative),
        _held(words, labels, negative),
    ):
        if found:
            return found
    return [o for o, label in labels.items() if yes_or_no(text) and label.split()[0] == "yes"]


def _fitting(question: Question, labels: Mapping[str, str], words: str, negative: bool) -> list[str]:
    """Options whose label or id has every telling word of the text; of no's and not's both have some, or neither."""
    mine = {word for word in words.split() if word not in _STOP or word in _PRONOUNS}
    found = []
    for option in question.options:
        name = option.id.replace("_", " ")
        theirs = _telling(labels[option.id]) | _telling(_words(name))
        if " but " in labels[option.id] and "but" not in words.split():
            continue  # it says more than the text
        if mine - _WEAK and all(any(_same(word, other) for other in theirs) for word in mine):
            if negative == bool(_NEGATIVE.search(f"{_beginning(option.label)} {name}")):
                found.append(option.id)
    return found


def _slipped(question: Question, labels: Mapping[str, str], text: str, words: str) -> list[str]:
    """Options whose label or id the text is, but for a slip of the pen; with what stands in parentheses, or without."""
    forms = {words, _words(text), _words(re.sub(r"\s*\([^()]*\)\s*$", "", text))}
    return [
        o.id
        for o in question.options
        if any(
            _slip(form, other)
            for form in forms
            for other in (labels[o.id], _words(o.id.replace("_", " ")), *_halves(o.label))
        )
    ]


def _beginning(label: str) -> str:
    """The label up to its first comma: what follows often says what it is not."""
    return plain(re.split(r"[,;]", label)[0])


def _held(words: str, labels: Mapping[str, str], negative: bool) -> list[str]:
    """Options that are named whole, beside one more word: "seed round", "one finalist"."""
    mine = words.split()
    found = []
    for option, label in labels.items():
        for name in (label, _words(option.replace("_", " "))):
            rest = _telling(words) - set(name.split())
            if (
                _telling(name)
                and set(name.split()) <= set(mine)
                and len(rest) == 1
                and negative == bool(_NEGATIVE.search(name))
            ):
                found.append(option)
                break
    return found


def _slip(one: str, other: str) -> bool:
    """Whether two texts are one, but for a slip of the pen in a word, or a blank between two."""
    if min(len(one), len(other)) < _LEAST:
        return False
    mine, theirs = one.split(), other.split()
    if len(mine) == len(theirs):
        wrong = [pair for pair in zip(mine, theirs) if not _same(*pair)]
        return not wrong or (len(wrong) == 1 and len(mine) > _SHORT and _one_letter(*wrong[0]))
    one, other = "".join(mine), "".join(theirs)
    near = abs(len(one) - len(other)) <= 1 and min(len(one), len(other)) > _LEAST
    return near and difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _one_letter(one: str, other: str) -> bool:
    """Whether a letter was left out or doubled; not in figures, where each says something else."""
    short, long = sorted((one, other), key=len)
    figures = any(c.isdigit() for c in one + other)
    return (
        not figures and len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    )


def _halves(label: str) -> list[str]:
    """The label before its first comma, parenthesis or semicolon, and what stands in parentheses."""
    inside = re.findall(r"\(([^)]*)\)", label)
    return [_words(part) for part in (re.split(r"[,;(]", label)[0], *inside) if len(_words(part)) >= _LEAST]


@lru_cache(4_096)
def _words(text: str) -> str:
    words = " ".join(re.sub(r"[^\w%$+#']+", " ", plain(text).replace("_", " ").replace(".", "")).split())
    return COUNTRIES.get(words, words.replace("no one", "nobody"))


def _telling(words: str) -> set[str]:
    return {word for word in words.split() if word not in _STOP}


def _same(one: str, other: str) -> bool:
    """Whether two words are one, but for an ending or a slip of the pen."""
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST:
        return one.rstrip("s") == other.rstrip("s") and min(len(one), len(other)) >= 3
    stem = min(len(one), len(other)) - 1
    if one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 3:
        return True
    return len(one) > 4 and difflib.SequenceMatcher(None, one, other).ratio() >= _NEAR


def _way(question: Question) -> str:
    labels = "; ".join(option.label for option in question.options)
    return f"Options are: {labels}." if len(labels) <= 200 else "See the options with `advisor questions`."
