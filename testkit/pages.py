"""What stands on a page of HTML, and where it could reach out; the same texts looked for in other views."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "br", "input", "rect", "path", "circle"}
HOSTILE = "</style></title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}{% raw %}"
TURNED = "\u202eevil\u202c\u2066\u200fname\u0007"


@dataclass
class Page(HTMLParser):
    """A page that was read: its text, its elements, and all that names something elsewhere."""

    parts: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that holds nothing, as those of a picture."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends; it has to be the one that began last."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        """Text, but for the style and the script."""
        if not {"style", "script"} & set(self.open):
            self.parts.append(data)

    @property
    def text(self) -> str:
        """All of the text with single spaces."""
        return flat(" ".join(self.parts))

    def values(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def read_page(html: str) -> Page:
    """A page as a parser sees it."""
    page = Page()
    page.feed(html)
    page.close()
    page.wrong += page.open
    return page


def reaches_out(html: str) -> list[str]:
    """Whatever on a page could ask somebody for something, or run: addresses, handlers, styles of elements."""
    page = read_page(html)
    found = [
        f"{tag} {name}={value}"
        for tag, attributes in page.tags
        for name, value in attributes.items()
        if (
            (name in ("href", "src", "action", "srcset", "data", "poster") and not value.startswith("#"))
            or name.startswith("on")
            or (name in ("style", "http-equiv") and value != "Content-Security-Policy")
        )
    ]
    style = html.partition("<style>")[2].partition("</style>")[0]
    return found + re.findall(r"url\(|@import|https?://", style)


def flat(text: str) -> str:
    """A text with single spaces, and none before a sign."""
    return re.sub(r" (?=[.,;:)])", "", " ".join(text.split()))


def says(page: str, sentence: str) -> bool:
    """Whether a text says a sentence, over several lines and beside what stands at the right of them."""
    words = [re.escape(word) for word in flat(sentence).split()]
    return re.search(r"(?:\s+|\s+\S[^\n]{0,40}\n\s*)".join(words), page) is not None
