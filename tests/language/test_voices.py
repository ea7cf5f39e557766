"""Sentences that speak to a company, told by it: nothing else in them changes, and what it named stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.voices import told_by_the_company

YOU = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)
WE = re.compile(r"\b(?:we|us|our|ours|ourselves)\b", re.IGNORECASE)
WORDS = st.sampled_from(
    [
        "You",
        "you",
        "Your",
        "your",
        "you're",
        "You've",
        "yours",
        "yourself",
        "gives",
        "to",
        "hire",
        "young",
        "Bayou",
        ".",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_nobody_is_spoken_to_and_every_other_word_stays(text: str) -> None:
    """Word by word; a second time changes nothing; capitals stay where they were."""
    told = told_by_the_company(text)
    assert not YOU.search(told)
    assert YOU.sub("_", text) == "_".join(_around(told, text))
    assert told_by_the_company(told) == told
    assert [each[0].isupper() for each in YOU.findall(text)] == [each[0].isupper() for each in WE.findall(told)]


def _around(told: str, text: str) -> list[str]:
    """What stands between the words that were put in; none of those is in a text that is drawn here."""
    assert not WE.search(text)
    return WE.split(told)


@given(st.lists(WORDS, max_size=8).map(" ".join), st.sampled_from(["For You feed", "you.ai", "(your) | turn"]))
def test_what_the_company_named_stays_as_it_is(text: str, name: str) -> None:
    """Wherever it stands, with signs that patterns read."""
    told = told_by_the_company(f"{text} {name} {text}", [name])
    assert name in told and not YOU.search(told.replace(name, ""))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("You take too long to decide on candidates", "We take too long to decide on candidates"),
        ("Your team is covering the gap, and it's costing you", "Our team is covering the gap, and it's costing us"),
        ("You've promised what you can't keep.", "We've promised what we can't keep."),
        ("A slow answer can cost you a search.", "A slow answer can cost us a search."),
        ("Before you pay them, see what they give you.", "Before we pay them, see what they give us."),
        (
            "Good candidates sign elsewhere while they wait for you",
            "Good candidates sign elsewhere while they wait for us",
        ),
        ("Without it, you're guessing about what you need", "Without it, we're guessing about what we need"),
    ],
)
def test_it_is_we_who_do_and_us_to_whom_it_is_done(said: str, told: str) -> None:
    assert told_by_the_company(said) == told
