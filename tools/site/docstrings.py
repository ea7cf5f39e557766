"""Docstrings as the site shows them: examples as blocks of code."""

from __future__ import annotations

from typing import Any

import griffe


def fenced(text: str) -> str:
    """A docstring with each example (`>>>` and what it gives) in a block of code.

    >>> print(fenced("It adds.\\n\\n>>> 1 + 1\\n2\\n\\nThat's all."))
    It adds.
    <BLANKLINE>
    ```pycon
    >>> 1 + 1
    2
    ```
    <BLANKLINE>
    That's all.
    """
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if line.startswith(">>>") and not inside:
            lines.append("```pycon")
            inside = True
        elif not line.strip() and inside:
            lines.append("```")
            inside = False
        lines.append(line)
    return "\n".join([*lines, "```"] if inside else lines)


class Examples(griffe.Extension):
    """Called by griffe for everything that it reads."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        """Change a docstring before it's parsed."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
