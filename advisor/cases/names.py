"""Names as people see them: two that look the same to everybody are one."""

from __future__ import annotations

import re
import unicodedata

# Letters without width or of no meaning in a name: marks of byte order and direction, joints of words, soft hyphens,
# marks of scripts and notes that only tell programs how to draw, and code points that are for good no letters.
_NO_LETTERS = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001345f\U0001bca0-\U0001bca3"
    f"\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff{_NO_LETTERS}]"
)
# Choices between the forms of a letter: emoji and Chinese letters need them, behind other letters nobody sees them.
_FORM = re.compile("(?<![^\0-\u036f\u2000-\u200f])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
# Two more join or part letters, as Persian and Indic scripts and emoji need; beside anything else nobody sees them.
_JOINT = re.compile("(?<![^\0-\u036f\u2000-\u200f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\0-\u036f\u2000-\u200f])")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")


def as_seen(name: str) -> str:
    """The name without letters that nobody sees, with plain blanks, and accents in one way of writing them.

    >>> as_seen("\\ufeffac\\u200bme\\u00a0AI ") == "acme AI"
    True
    """
    if name.isascii():
        return name.strip()
    name = _FORM.sub("", _JOINT.sub("", _BLANKS.sub(" ", _UNSEEN.sub("", name))))
    return unicodedata.normalize("NFC", name).strip()
