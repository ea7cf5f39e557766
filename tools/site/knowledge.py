"""The knowledge as pages: one a diagnosis, and one for each further part of the generated `docs/knowledge.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from advisor import Action, Advisor, Diagnosis
from advisor.authoring.pages.docs import knowledge_page
from advisor.authoring.pages.portray import IMPACTS, Portrait, one_line
from tools.site.graph import Link, columns_around, columns_of, drawing, links_of
from tools.site.markup import literal, nested, slug, table

FOLDER = "knowledge"
_DIAGNOSES = "diagnoses"


class KnowledgePages:
    """Makes the pages of one set of packs."""

    def __init__(self, advisor: Advisor):
        self.advisor = advisor
        self.links = links_of(advisor)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each page with its place below the folder of documents."""
        yield f"{FOLDER}/index.md", "\n".join(self._index()) + "\n"
        yield f"{FOLDER}/causes.md", "\n".join(self._causes()) + "\n"
        for name, diagnosis in self.advisor.diagnoses.items():
            yield f"{FOLDER}/{name}.md", "\n".join(self._diagnosis(name, diagnosis)) + "\n"
        for title, text in self.parts.items():
            yield f"{FOLDER}/{slug(title)}.md", text

    @cached_property
    def parts(self) -> dict[str, str]:
        """The other parts of the generated page, by title without its number, a heading higher."""
        found = {}
        for part in re.split(r"^## ", knowledge_page(self.advisor.knowledge), flags=re.MULTILINE)[1:]:
            title, _, text = part.partition("\n")
            plain = re.sub(r"^\d+ ", "", title).partition(",")[0]
            if plain != _DIAGNOSES:
                higher = re.sub(r"^##(#+) ", r"#\1 ", text, flags=re.MULTILINE)
                found[plain[0].upper() + plain[1:]] = nested(literal(f"# {title}\n{higher}".rstrip() + "\n"))
        return found

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {name: diagnosis.title for name, diagnosis in self.advisor.diagnoses.items()}

    def _index(self) -> Iterator[str]:
        yield from ("# What the advisor knows", "")
        packs = ", ".join(f"{pack.name} {pack.version}" for pack in self.advisor.packs)
        yield f"Generated from the rules: {packs}. [How one problem leads to another](causes.md), as a picture."
        worst = sorted(self.advisor.diagnoses.items(), key=lambda each: (-each[1].impact, each[1].title))
        rows = [(f"[{d.title}]({name}.md)", IMPACTS[d.impact], f"{len(d.evidence)}") for name, d in worst]
        yield from ("", f"## {len(worst)} problems", "", *table(("problem", "it", "signs"), rows))
        yield from ("", "## The rest of it", "")
        yield from (f"- [{title}]({slug(title)}.md)" for title in self.parts)

    def _causes(self) -> Iterator[str]:
        yield from ("# How one problem leads to another", "")
        yield "An arrow goes from a cause to what it leads to. Click a problem for its signs and fixes."
        yield from ("", drawing(columns_of(self.links), self.links, self._titles), "", "## In words", "")
        titles = self._titles
        rows = [
            (
                f"[{titles[each.source]}]({each.source}.md)",
                literal(each.says),
                f"[{titles[each.target]}]({each.target}.md)",
            )
            for each in self.links
        ]
        yield from table(("cause", "how", "what it leads to"), rows)

    # ---- one diagnosis -------------------------------------------------------------------------------------

    def _diagnosis(self, name: str, diagnosis: Diagnosis) -> Iterator[str]:
        """Signs, examples and sources as `advisor rules show` has them; before that causes and fixes, for readers."""
        entry = self.advisor.knowledge.diagnoses[name]
        heading, *rest = self._portrait.diagnosis(entry)
        signs = next(i for i, line in enumerate(rest) if line.startswith("- **"))
        # Levels of a sign stand in a list of their own there, which Python-Markdown would number on.
        rest = [re.sub(r"^  \d+\. ", "  - ", line) for line in rest]
        yield from (heading, *map(literal, rest[:signs]))
        yield from self._around(name)
        yield from (
            "## Signs",
            "",
            nested(literal("\n".join(rest[signs:]))),
            "",
            "## What helps",
            "",
            *self._fixes(name),
        )

    @cached_property
    def _portrait(self) -> Portrait:
        return Portrait(self.advisor.knowledge, level=1)

    def _around(self, name: str) -> Iterator[str]:
        """What leads here, and what this leads to."""
        near = [link for link in self.links if name in (link.source, link.target)]
        if not near:
            return
        yield from ("## Causes and effects", "", *self._said(name, near), "")
        yield from (drawing(columns_around(name, near), near, self._titles, name), "")

    def _said(self, name: str, near: list[Link]) -> Iterator[str]:
        for link in near:
            other = link.source if link.target == name else link.target
            word = "Comes from" if link.target == name else "Leads to"
            yield f"- {word} [{self._titles[other]}]({other}.md): {literal(one_line(link.says))}."

    def _fixes(self, name: str) -> Iterator[str]:
        """The actions for its signs first, then others that cure it."""
        fixes = self.advisor.knowledge.fixes
        found = [action for action, (diagnosis, _) in fixes.items() if diagnosis == name]
        found += [action for action, model in self.advisor.actions.items() if name in model.cures]
        if not found:
            yield "No action is for it alone; those that change its answers count."
        for action in dict.fromkeys(found):
            yield from self._fix(self.advisor.actions[action], fixes.get(action))

    def _fix(self, action: Action, mends: tuple[str, str] | None) -> Iterator[str]:
        owner = self.advisor.people[action.owner].title if action.owner in self.advisor.people else action.owner
        sign = f" Mends the sign `{mends[1]}`." if mends is not None else ""
        yield from (f"### {literal(action.title)}", "", f"`{action.id}` · {owner} · effort {action.effort}.{sign}", "")
        yield from (f"{number}. {literal(one_line(step))}" for number, step in enumerate(action.steps, start=1))
        if action.how:
            yield from ("", "How, where it's so:", "")
            yield from (f"- {literal(one_line(how.says))}" for how in action.how)
        yield ""
