"""Sources in words, with author and title where the packs know them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from advisor.explaining.context import Context

if TYPE_CHECKING:
    from advisor.knowledge.models import Source


def source_words(context: Context, sources: Iterable[Source]) -> str:
    """`article 03.1; Brooks (The Mythical Man-Month)`, or nothing where there is none."""
    words = []
    for source in sources:
        if source.article is not None:
            words.append(f"the article, {source.article}")
        elif source.evidence is not None:
            words.append(f"our notes on the evidence, {source.evidence}")
        elif source.source is not None:
            entry = context.program.knowledge.sources.get(source.source)
            words.append(f"{entry.model.author}, {entry.model.title}" if entry is not None else source.source)
        elif source.judgement is not None:
            words.append("our judgement")
    return "; ".join(dict.fromkeys(words))
