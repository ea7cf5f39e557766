"""Sources in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.knowledge.models import Source


def source_text(sources: Iterable[Source]) -> str:
    """`article 03.1, evidence 1.6, judgement`."""
    words = []
    for source in sources:
        if source.article is not None:
            words.append(f"article {source.article}")
        elif source.evidence is not None:
            words.append(f"evidence {source.evidence}")
        elif source.source is not None:
            words.append(source.source)
        elif source.judgement is not None:
            words.append("our judgement")
    return ", ".join(dict.fromkeys(words))
