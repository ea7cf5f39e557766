"""The generated pages of the site: every problem, schema and public name has its place, and links lead somewhere.

`mkdocs build --strict`, which CI runs, checks the rest.
"""

from __future__ import annotations

import posixpath
import re

import pytest
import yaml

import advisor as package
from testkit.places import ROOT
from testkit.shipped import shipped_advisor
from tools.site.graph import Link, columns_of, links_of, ranks_of
from tools.site.hooks import generated
from tools.site.markup import literal
from tools.site.reference import groups

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CLICK = re.compile(r'<a href="\.\./([\w-]+)/"')


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(generated(shipped_advisor()))


@pytest.fixture(scope="module")
def there(pages: dict[str, str]) -> set[str]:
    """Every place below the folder of documents."""
    docs = ROOT / "docs"
    return {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} | set(pages)


def test_links_of_generated_pages_lead_somewhere(pages: dict[str, str], there: set[str]) -> None:
    """From page to page, and from a drawing to the pages of its problems."""
    for place, text in pages.items():
        folder = posixpath.dirname(place)
        if place.endswith(".md"):
            targets = [posixpath.normpath(posixpath.join(folder, link)) for link in _LINK.findall(literal(text))]
            targets += [f"knowledge/{name}.md" for name in _CLICK.findall(text)]
            assert [link for link in targets if "://" not in link and link not in there] == [], place


def test_every_page_of_the_menu_is_there(there: set[str]) -> None:
    """And every page in `docs/` is in it, but for the one that stands there in parts."""
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = yaml.safe_load(menu.partition("\nnav:")[2])
    named = re.findall(r"[\w/-]+\.md", str(nav))
    written = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert set(named) <= there
    assert written - set(named) == {"knowledge.md"}


def test_a_problem_has_its_signs_causes_fixes_and_sources(pages: dict[str, str]) -> None:
    """On a page of its own."""
    advisor = shipped_advisor()
    for name, diagnosis in advisor.diagnoses.items():
        text = pages[f"knowledge/{name}.md"]
        assert text.startswith(f"# {diagnosis.title}\n") and "Sources: " in text
        assert all(f"**{sign.id}**" in text for sign in diagnosis.evidence)
        assert all(f"]({link.id}.md)" in text for link in diagnosis.leads_to)
        helps = text.partition("\n## What helps\n")[2]
        fixes = [action for action, (treated, _) in advisor.knowledge.fixes.items() if treated == name]
        assert all(f"`{action}`" in helps and literal(advisor.actions[action].title) in helps for action in fixes)
        for link in diagnosis.leads_to:
            assert f"Comes from [{diagnosis.title}]({name}.md)" in pages[f"knowledge/{link.id}.md"]


def test_causes_stand_left_of_what_they_lead_to() -> None:
    """But for steps that close a circle; each finding that's linked is drawn once."""
    links = links_of(shipped_advisor())
    columns, ranks = columns_of(links), ranks_of(links)
    drawn = [name for column in columns for name in column]
    assert sorted(drawn) == sorted({name for link in links for name in (link.source, link.target)})
    assert all(name in columns[rank] for name, rank in ranks.items())
    straight = [Link("a", "b", ""), Link("b", "c", ""), Link("a", "c", "")]
    assert ranks_of(straight) == {"a": 0, "b": 1, "c": 2}
    assert max(ranks_of([*straight, Link("c", "a", "")]).values()) < 4


def test_each_public_name_is_in_the_reference_once(pages: dict[str, str]) -> None:
    """By what it's about."""
    named = [name for names in groups().values() for name in names]
    assert sorted([*named, "__version__"]) == sorted(package.__all__)
    for group, names in groups().items():
        assert [line for line in pages[f"reference/{group}.md"].splitlines() if line.startswith("::: ")] == [
            f"::: {package._PLACES[name]}.{name}" for name in names
        ]


def test_each_schema_has_a_page(pages: dict[str, str]) -> None:
    """With its fields, and the schema itself beside it."""
    for name, schema in shipped_advisor().schemas().items():
        assert f"schemas/{name}.json" in pages
        assert all(f"| `{field}` |" in pages[f"schemas/{name}.md"] for field in schema.get("properties", {}))


def test_texts_of_rules_mean_nothing_to_markdown() -> None:
    """Placeholders would be taken for attributes, but for code."""
    assert literal("{role.count} roles <b>") == "&#123;role.count&#125; roles &lt;b>"
    assert literal("asks `{role.count}` of {x}") == "asks `{role.count}` of &#123;x&#125;"
