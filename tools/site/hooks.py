"""What MkDocs calls when it builds the site: adds the generated pages, none of which is ever written into `docs/`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor import Advisor
from tools.site.knowledge import KnowledgePages
from tools.site.reference import reference_pages
from tools.site.schemas import schema_pages


def generated(advisor: Advisor) -> Iterator[tuple[str, str]]:
    """Every generated file with its place below the folder of documents."""
    yield from KnowledgePages(advisor).pages()
    yield from schema_pages(advisor)
    yield from reference_pages()


def on_files(files: Any, config: Any) -> Any:
    """Called by MkDocs with the files that it found."""
    from mkdocs.structure.files import File

    for place, text in generated(Advisor(engine="python")):
        files.append(File.generated(config, place, content=text))
    return files
