"""Sound inputs damaged at random: bytes of a text, values of plain data, words in a cell or at a prompt."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import yaml

TOKENS = [
    b"\t", b": ", b" #1", b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!x ", b"\x00", b"\xe9", b"\xff\xfe", b"'", b'"',
    b"- ", b"? ", b"%", b"---\n", b"|", b">-", b"null", b"true", b"no", b".nan", b"1e999", b"-1", b"9" * 40, b"~",
    b"{unsure: true}", b"{from: 9, to: 1}", b"{differ: [1, 2]}", b"[backend, backend]", b"2026-02-30", b"as_of: x\n",
    b"\xf0\x9f\x98\x80", b"\xe2\x80\xa8", b"\r", b"\n\n", b"answers:\n", b"zzz: 1\n", b"\\u0000", b", or that",
]  # fmt: skip

# What stands where a value, a cell or an answer is wanted. Kinds, not cases: numbers that are none or too large, days
# that are none, letters that nobody sees or that turn the line around, formulas, markup, paths, escape sequences.
WORDS = [
    "", " ", "?", "dk", "n/a", "-", "none", "null", "nan", "NaN", "inf", "-0", "0", "1", "3", "1e3", "1e999", "0x10",
    "010", "1_000", "1,000", "1.000,5", "3-5", "5..3", "3..", "..", "9" * 40, "9" * 5000, "\u00b2", "\u0663", "\uff11",
    "\u2164", "30%", "$5", "5 weeks", "yes", "no", "y/n", "true", "on", "2026-02-30", "2026-12-01", "03/04/2027",
    "29 Feb", "yesterday", "12:30:00", "1:30", "=1+1", "@x", "+1", "-1", "=cmd|' /C calc'!A0", "<b>x</b>", "a|b", "`x`",
    "../../x", "/etc/passwd", "a\x00b", "a\x07b", "\x1b[31mred", "a\u202eb", "a\u200bb", "\ufeffa", "e\u0301", "\u00df",
    "a\u2028b", "a\rb", "a\nb", 'a"b', "a;b", "; ; ;", "...", "!", "other: x", "other:", "x; other: y", "x" * 300,
    "{answers}", "%s%n", "${x}", "{{x}}", "\U0001f600", "\ufffe", "\\u0000", "*a", "&a b",
    "!!python/object:os.system x", "backend; llm", "backend, llm", "backend; !llm; ...",
]  # fmt: skip

VALUES: list[Any] = [
    *WORDS, None, True, False, 0, -1, 3, 10**40, -(10**400), 0.5, -0.0, 1e308, float("inf"), float("nan"), [], {},
    [[]], [None], ["x", "x"], {"": 1}, {"unsure": True}, {"unsure": "yes"}, {"unsure": True, "ask": "nobody"},
    {"from": 1, "to": 3}, {"from": 3, "to": 1}, {"from": None, "to": 3}, {"value": 3, "note": "x" * 5000},
    {"value": {}}, {"differ": []}, {"differ": [{"value": 1, "by": "cto"}]}, {"has": "x"}, {"other": "x"},
    {"differ": [{"value": 1, "by": 1}, {"value": [], "by": ""}]}, {"has": ["x"], "lacks": ["x"]},
    {"has": [], "lacks": []}, {"value": "x", "other": "y"},
]  # fmt: skip


def cut(raw: bytes, dice: random.Random) -> bytes:
    """A few bytes fewer."""
    start = dice.randrange(len(raw))
    return raw[:start] + raw[start + dice.randrange(1, 40) :]


def insert(raw: bytes, dice: random.Random) -> bytes:
    """Something odd in between."""
    at = dice.randrange(len(raw))
    return raw[:at] + dice.choice(TOKENS) + raw[at:]


def repeat_line(raw: bytes, dice: random.Random) -> bytes:
    """A line once more, anywhere."""
    lines = raw.splitlines(keepends=True)
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))
    return b"".join(lines)


def swap_lines(raw: bytes, dice: random.Random) -> bytes:
    """Two lines in each other's place."""
    lines = raw.splitlines(keepends=True)
    a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def change_value(raw: bytes, dice: random.Random) -> bytes:
    """Something odd as a value."""
    lines = raw.split(b"\n")
    number = dice.randrange(len(lines))
    key, colon, _ = lines[number].partition(b": ")
    lines[number] = key + colon + dice.choice(TOKENS)
    return b"\n".join(lines)


def flip(raw: bytes, dice: random.Random) -> bytes:
    """Another byte."""
    at = dice.randrange(len(raw))
    return raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [cut, insert, repeat_line, swap_lines, change_value, flip]


def damaged(raw: bytes, dice: random.Random) -> bytes:
    """A text with one to three damages."""
    for _ in range(dice.randrange(1, 4)):
        raw = dice.choice(DAMAGES)(raw or b"\n", dice) or b"\n"
    return raw


def a_word(dice: random.Random) -> str:
    """What somebody might type, paste or leave in a cell."""
    return dice.choice(WORDS) if dice.random() < 0.9 else "".join(chr(dice.randrange(1, 0x2100)) for _ in range(6))


def damaged_data(data: Any, dice: random.Random) -> Any:
    """Plain data in which one value is another, is gone, or stands under another name."""
    if not isinstance(data, (dict, list)) or not data or dice.random() < 0.15:
        return dice.choice(VALUES)
    if isinstance(data, list):
        at = dice.randrange(len(data))
        changed = list(data)
        if dice.random() < 0.15:
            changed.insert(at, dice.choice(data))
        else:
            changed[at] = damaged_data(data[at], dice)
        return changed
    key = dice.choice(list(data))
    if dice.random() < 0.1:
        return {name: value for name, value in data.items() if name != key}
    if dice.random() < 0.1:
        return {(dice.choice(VALUES[:20]) if name == key else name): value for name, value in data.items()}
    return {**data, key: damaged_data(data[key], dice)}


def as_yaml(data: Any, dice: random.Random) -> str:
    """Plain data as YAML, in one of the forms in which people and programs write it."""
    return yaml.safe_dump(
        data,
        default_flow_style=dice.choice([None, True, False]),
        allow_unicode=dice.random() < 0.7,
        width=dice.choice([20, 80, 10_000]),
        default_style=dice.choice([None, None, None, '"', "'", "|"]),
        sort_keys=False,
    )


def encoded(text: str, dice: random.Random) -> bytes:
    """A text as bytes: mostly UTF-8, at times as other programs save it."""
    how = dice.choice(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-32"])
    raw = text.encode(how, "replace")
    if dice.random() < 0.1:
        raw = raw.replace(b"\n", dice.choice([b"\r\n", b"\r", b"\n\n"]))
    return raw
