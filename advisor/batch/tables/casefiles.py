"""The cases in YAML and JSON files: one a file, or a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from advisor.batch.tables.streams import ending, opened
from advisor.files.documents import Document, UnreadableError, decode
from advisor.files.json_text import read_json
from advisor.files.yaml_text import read_yaml
from advisor.problems import FileError, Problem


def documents_in(path: str) -> Iterator[Document | Problem]:
    """Every case of a file, unchecked; or the one problem that keeps it from being read."""
    try:
        with opened(path) as stream:
            text = decode(stream.read().removeprefix(b"\xef\xbb\xbf"))
        document = read_json(text) if ending(path)[0] == ".json" else read_yaml(text)
    except UnreadableError as error:
        yield replace(error.problem, file=path)
        return
    except FileError as error:
        yield Problem("", "unreadable", str(error), file=path)
        return
    except (OSError, EOFError) as error:
        yield Problem("", "unreadable", f"Can't read the file: {error}", file=path)
        return
    if isinstance(document.data, list):
        yield from (document.part(index) for index in range(len(document.data)))
        if not document.data:
            yield Problem("", "empty", "The list has no cases.", file=path)
    else:
        yield document
