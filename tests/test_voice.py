"""What users read keeps to the words of the trade: the lists that Vale reads in editors are kept here as a test."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from testkit.voice import LIMITS, TITLE, Text, code_texts, command_texts, page_texts, rule_texts, swaps

RULES, COMMANDS, CODE = tuple(rule_texts()), tuple(command_texts()), tuple(code_texts())
PLACES = {"rules": RULES, "commands": COMMANDS, "code": CODE, "pages": tuple(page_texts())}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("style", ["Terms", "Contractions"])
def test_every_text_uses_the_words_of_the_lists(place: str, style: str) -> None:
    """No word that a list replaces stands anywhere; capitals (`do NOT`) keep a word long where it is the point."""
    wrong = [
        f"{text.file} {text.key}: say {instead!r}, not {found.group()!r}: {text.says!r}"
        for text in PLACES[place]
        for said, instead in swaps(style)
        for found in [said.search(text.bare)]
        if found
    ]
    assert not wrong, "\n".join(wrong)


def test_questions_signs_and_titles_keep_to_their_length() -> None:
    """At most 18 words to ask, 25 for a sign, 10 for the title of a finding or an action."""
    long = [f"{text.file}: {text.words} words: {text.says!r}" for text in RULES if text.words > _most(text)]
    assert not long, "\n".join(long)


def _most(text: Text) -> int:
    if text.key == "title" and re.match(r"rules/(contracts/)?(actions|diagnoses)/", text.file):
        return TITLE
    return LIMITS.get(text.key, 10**6)


def test_what_the_lists_replace_is_found_where_it_stands() -> None:
    """The lists are read as Vale reads them: whole words, in any case where the list says so."""
    found = {instead for said, instead in swaps("Terms") if said.search("Somebody from outside filled the post.")}
    assert found == {"someone", "contractors", "role"}
    assert not any(said.search("a post-mortem with someone") for said, _ in swaps("Terms"))


def test_the_program_talks_as_people_do() -> None:
    """Most that can be said short is."""
    short = sum(len(re.findall(r"\b\w+(?:n't|'re|'ve|'ll|'s)\b", text.says)) for text in chain(RULES, COMMANDS))
    long = sum(len(said.findall(text.bare)) for text in chain(RULES, COMMANDS) for said, _ in swaps("Contractions"))
    assert short > 10 * long
