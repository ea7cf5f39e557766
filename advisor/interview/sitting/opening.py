"""The first question of a new interview, read from the questionnaire alone, so that it is on the screen while the
rules are still being loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from advisor.files.documents import UnreadableError
from advisor.files.yaml_text import read_yaml
from advisor.knowledge.models import Question, QuestionsFile

_ORDER = re.compile(r"^order: *(\d+)", re.MULTILINE)
_SECONDS = re.compile(r"^ +seconds: *(\d+)", re.MULTILINE)
_CORE = re.compile(r"^ +core: *true", re.MULTILINE)


@dataclass(frozen=True)
class Opening:
    """The first question, and how many the core has; `seconds` is what they take together."""

    question: Question
    section: str
    core: int
    seconds: int


def read_opening(folder: Path) -> Opening | None:
    """The opening of a pack; None where it cannot be told without loading the pack."""
    try:
        texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "questions").glob("*.yaml"))]
        orders = [int(found.group(1)) if (found := _ORDER.search(text)) else 0 for text in texts]
        first = QuestionsFile.model_validate(read_yaml(texts[orders.index(min(orders))]).data)
    except (OSError, ValueError, UnreadableError, ValidationError):
        return None
    question = next((q for q in first.questions if q.core and q.asked_when is None), None)
    if question is None:
        return None
    seconds = [int(s.group(1)) for block in _blocks(texts) if _CORE.search(block) and (s := _SECONDS.search(block))]
    return Opening(question, first.title, len(seconds), sum(seconds))


def _blocks(texts: list[str]) -> list[str]:
    """The questions of all files, each as its own text."""
    return [block for text in texts for block in re.split(r"^  - id:", text, flags=re.MULTILINE)[1:]]
