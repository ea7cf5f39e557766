"""The API reference: every public name once, from its docstring, by what it's about."""

from __future__ import annotations

from collections.abc import Iterator

import advisor

FOLDER = "reference"
_TITLES = {
    "library": "The advisor",
    "cases": "Cases and answers",
    "result": "Results",
    "published": "Explanations",
    "interview": "Interviews",
    "knowledge": "What the rules hold",
    "problems": "Errors",
    "shapes": "Shapes of published data",
}
_ALSO = {
    "planning": "result",
    "staffing": "result",
    "inference": "result",
    "explaining": "published",
    "language": "cases",
}
_OPTIONS = """    options:
      show_root_heading: true
      show_root_full_path: false
      show_source: false
      inherited_members: true
      heading_level: 2
      members_order: source
      filters: ["!^_", "!^(program|assessor|what_ifs|recommender|timeline_calculator|rulebase|over|interviewer)$"]
      show_signature_annotations: true
      separate_signature: true
"""


def groups() -> dict[str, list[str]]:
    """The public names by the folder that a reader looks for them in."""
    found: dict[str, list[str]] = {group: [] for group in _TITLES}
    for name in sorted(advisor._PLACES):
        folder = advisor._PLACES[name].split(".")[1]
        group = "shapes" if name.endswith("Data") else _ALSO.get(folder, folder)
        found[group].append(name)
    return found


def reference_pages() -> Iterator[tuple[str, str]]:
    """One page a group."""
    yield f"{FOLDER}/index.md", "\n".join(_index()) + "\n"
    for group, names in groups().items():
        blocks = [f"::: {advisor._PLACES[name]}.{name}\n{_OPTIONS}" for name in names]
        yield f"{FOLDER}/{group}.md", f"# {_TITLES[group]}\n\n" + "\n".join(blocks)


def _index() -> Iterator[str]:
    yield from ("# API reference", "")
    yield "Everything is imported from `advisor` itself; the [guide](../library.md) shows how it goes together."
    yield ""
    for group, names in groups().items():
        yield f"- [{_TITLES[group]}]({group}.md): {', '.join(f'`{name}`' for name in names)}"
