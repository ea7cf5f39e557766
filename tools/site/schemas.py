"""A page for each published JSON Schema: what its fields are, and the schema itself to download."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from advisor import Advisor
from advisor.published.schemas import VERSIONS
from tools.site.markup import literal, table

FOLDER = "schemas"


def schema_pages(advisor: Advisor) -> Iterator[tuple[str, str]]:
    """Each page, and each schema as a file beside it."""
    made = advisor.schemas()
    yield f"{FOLDER}/index.md", "\n".join(_index(made)) + "\n"
    for name, schema in made.items():
        yield f"{FOLDER}/{name}.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        yield f"{FOLDER}/{name}.md", "\n".join(_page(name, schema)) + "\n"


def _index(made: Mapping[str, Any]) -> Iterator[str]:
    yield from ("# JSON Schemas", "")
    yield "Of everything that `to_dict` gives, of case files, and of every kind of file in a pack. They're in the"
    yield "package, too (`rules/schema/`), and `advisor rules schema NAME` prints one. What may change in them,"
    yield "and when, is in [stability](../stability.md)."
    for title, names in (
        ("Results and interviews", [name for name in VERSIONS if name in made]),
        ("Case files and packs", [name for name in made if name not in VERSIONS]),
    ):
        yield from ("", f"## {title}", "")
        rows = [(f"[{name}]({name}.md)", str(VERSIONS.get(name, "")), _says(made[name])) for name in names]
        yield from table(("schema", "version", "what"), rows)


def _page(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"# {name}", "", _says(schema), "", f"`{schema['$id']}` · [the schema]({name}.json)", "")
    yield from _fields(schema)
    for part, inner in schema.get("$defs", {}).items():
        if "properties" in inner and name != "state" and name != "case":
            yield from ("", f"## {part}", "", _says(inner), "", *_fields(inner))


def _says(schema: Mapping[str, Any]) -> str:
    return literal(" ".join(schema.get("description", "").split()))


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    required = set(schema.get("required", ()))
    rows = [
        (f"`{field}`", _kind(part), "" if field in required else "may be left out", _says(part))
        for field, part in schema.get("properties", {}).items()
    ]
    heads = ("field", "type", "", "what")
    filled = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    yield from table([heads[i] for i in filled], [[row[i] for i in filled] for row in rows])


def _kind(part: Any) -> str:
    """The type of a field in a few words."""
    if not isinstance(part, Mapping):
        return "anything"
    if "$ref" in part:
        return str(part["$ref"]).rpartition("/")[2]
    if "const" in part:
        return f"`{json.dumps(part['const'])}`"
    if "enum" in part:
        values = [f"`{json.dumps(value)}`" for value in part["enum"]]
        return " or ".join(values if len(values) <= 8 else [*values[:8], "..."])
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_kind(each) for each in part["anyOf"]))
    if part.get("type") == "array":
        return f"list of {_kind(part['items'])}" if "items" in part else "list"
    return str(part.get("format") or part.get("type") or "anything")
