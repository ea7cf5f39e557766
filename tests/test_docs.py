"""What the pages say of the code is there: files, names in them, links, the picture of the folders, the example.

A page names code in backticks, in one of four forms, and each is looked up:

    `advisor/language/normal.py`                   a file or a folder; `<id>` stands for any name
    `advisor/language/normal.py: normal_form`      what a file defines, several with commas: `Class`, `Class.method`
    `join_cases` there                             what the file named before it on the page defines
    `Rulebase.load`, `Leaf`                        with a capital: what some file of `advisor/` defines
"""

from __future__ import annotations

import ast
import doctest
import re
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from testkit.commands import run_here
from testkit.house import MODULES, ORDER, ROOT

DOCS = ROOT / "docs"
GENERATED = DOCS / "knowledge.md"
PAGES = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")} - {GENERATED})
ARCHITECTURE = DOCS / "architecture.md"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
DECISION_PARTS = ["Context", "Decision", "Why", "What it costs", "When to look again"]
NO_CODE = {"True", "False", "None"}
_PLACE = re.compile(r"(?:advisor|rules|cases|tests|testkit|tools|docs|benchmarks)/[^\s:]*")
_DEFINED = re.compile(r"_?[A-Z][a-z]\w*(?:\.\w+)?")
_NAME = re.compile(r"\w+")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_RECORDED = re.compile(r"<!-- recorded from: ([^,\n]+), shortened -->\n```\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CITED = re.compile(r"\(design\b|\bdesign, section\b|[\w./-]*\w\.md\b")


def name_of(page: Path) -> str:
    """A page as tests are called."""
    return page.relative_to(ROOT).as_posix()


@lru_cache
def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def spans(text: str) -> Iterator[str]:
    """What stands in backticks, line breaks as spaces; a name with "there" behind it as one of the file before."""
    file = ""
    for found, there in re.findall(r"`([^`]+)`(\s+there\b)?", text):
        span = " ".join(found.split())
        if there and _NAME.fullmatch(span):
            span = f"{file}: {span}"
        elif span.partition(":")[0].endswith(".py"):
            file = span.partition(":")[0]
        yield span


@lru_cache
def defined_in(path: Path) -> frozenset[str]:
    """The names that a file defines at its top, and `Class.member` for what its classes have."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        found.update(_names(node))
        if isinstance(node, ast.ClassDef):
            members = {name for part in node.body for name in _names(part)}
            members |= {
                target.attr
                for part in ast.walk(node)
                if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
                for target in [part]
                if isinstance(target.value, ast.Name) and target.value.id == "self"
            }
            found.update(f"{node.name}.{member}" for member in members)
    return frozenset(found)


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    for target in targets:
        yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


@lru_cache
def defined_anywhere() -> frozenset[str]:
    """What the files of `advisor/` define."""
    return frozenset().union(*map(defined_in, MODULES.values()))


def wrong_in(span: str) -> Iterator[str]:
    """What a span names that is not there."""
    path, colon, names = span.partition(":")
    if _PLACE.fullmatch(path):
        places = list(ROOT.glob(re.sub(r"<[^>]*>", "*", path.rstrip("/"))))
        if not places:
            yield f"there is no `{path}`"
        elif colon and path.endswith(".py"):
            missing = {name.strip() for name in names.split(",")} - defined_in(places[0])
            yield from (f"`{path}` defines no `{name}`" for name in sorted(missing))
    elif _DEFINED.fullmatch(span) and span not in NO_CODE and span not in defined_anywhere():
        yield f"nothing in advisor/ defines `{span}`"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_names_is_there(page: Path) -> None:
    """Every file, folder, class, function and field that stands in backticks."""
    assert [wrong for span in spans(prose(page)) for wrong in wrong_in(span)] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("`advisor/language/normal.py: normal_form, AllOf.parts`", []),
        ("`advisor/language/normal.py: abnormal`", ["`advisor/language/normal.py` defines no `abnormal`"]),
        ("`advisor/language/normal.py` says; `AllOf` there, `literals_of` there", []),
        ("`advisor/language/normal.py` says; `abnormal` there", ["`advisor/language/normal.py` defines no `abnormal`"]),
        ("`advisor/language/gone.py`", ["there is no `advisor/language/gone.py`"]),
        ("`rules/diagnoses/<id>.yaml`", []),
        ("`Rulebase.load`", []),
        ("`Rulebase.lod`", ["nothing in advisor/ defines `Rulebase.lod`"]),
        ("`--what-if`", []),
    ],
)
def test_a_name_that_is_not_there_is_told(text: str, wrong: list[str]) -> None:
    """The four forms, sound and faulty."""
    assert [found for span in spans(text) for found in wrong_in(span)] == wrong


def headings(page: Path) -> set[str]:
    """The places inside a page that a link can name."""
    found = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """To a file of the project, and to a heading in it."""
    for link in _LINK.findall(prose(page)):
        file, _, place = link.partition("#")
        if not link.startswith(("http://", "https://")):
            target = (page.parent / file).resolve() if file else page
            assert target.exists(), link
            assert not place or place in headings(target), link


def test_every_page_can_be_found() -> None:
    """From the README or CONTRIBUTING, over links."""
    found: set[Path] = set()
    waiting = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    while waiting:
        page = waiting.pop()
        if page not in found and page in PAGES:
            found.add(page)
            links = (link.partition("#")[0] for link in _LINK.findall(prose(page)))
            waiting += [(page.parent / file).resolve() for file in links if file and "://" not in file]
    assert found.issuperset([ARCHITECTURE, DOCS / "glossary.md", *DECISIONS])


FOLDERS = [name for name in ORDER if (ROOT / "advisor" / name).is_dir()]


def picture() -> str:
    """The drawing of the folders."""
    found = re.search(r"^```mermaid\n(.*?)^```", ARCHITECTURE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_picture_shows_the_folders_in_their_order() -> None:
    """All of them, none besides, each once."""
    assert re.findall(r"^ *(\w+)\[", picture(), re.MULTILINE) == FOLDERS


def test_arrows_of_the_picture_are_imports() -> None:
    """An arrow goes from what is imported to a folder further down that imports it."""
    from testkit.house import OWN, folder_of

    lines = re.findall(r"^ *(\w+(?: & \w+)*) --> (\w+)$", picture(), re.MULTILINE)
    arrows = [(above, below) for all_above, below in lines for above in all_above.split(" & ")]
    imported = {(folder_of(source), folder_of(module)) for module, sources in OWN.items() for source in sources}
    assert arrows and set(arrows) <= imported
    assert all(FOLDERS.index(above) < FOLDERS.index(below) for above, below in arrows)


def test_the_table_lists_the_house_in_its_order() -> None:
    """Every folder, and every file that stands beside them."""
    rows = re.findall(r"^\| `advisor/(\w+)(?:/|\.py)` \|", prose(ARCHITECTURE), re.MULTILINE)
    assert rows == ORDER


def test_the_example_comes_out_as_printed() -> None:
    """The condition that the page follows, from its text to the verdict."""
    done = doctest.testfile(str(ARCHITECTURE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert done.attempted > 5
    assert done.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_recorded_screens_are_what_the_program_shows(page: Path) -> None:
    """Below `<!-- recorded from: COMMAND, shortened -->`: lines that the command prints, in their order; `...` stands
    for those left out.
    """
    for command, block in _RECORDED.findall(page.read_text(encoding="utf-8")):
        assert command.startswith("advisor ")
        printed = iter(run_here(*command.split()[1:]).out.splitlines())
        for line in block.splitlines():
            assert line.strip() == "..." or line in printed, f"{command} doesn't print this here: {line}"


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_has_all_its_parts(page: Path) -> None:
    """In their order, on a page that is read in two minutes."""
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == DECISION_PARTS
    assert 30 <= text.count("\n") <= 70


def remarks(path: Path) -> Iterator[str]:
    """The comments and docstrings of a file, and texts below fields."""
    with tokenize.open(path) as file:
        yield from (t.string for t in tokenize.generate_tokens(file.readline) if t.type == tokenize.COMMENT)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_remark_cites_a_page_that_is_not_there(module: str) -> None:
    """A reader of the code can open every page of this project that it names; those of others have a path."""
    pages = {page.name for page in (*PAGES, GENERATED, ROOT / "CHANGELOG.md")}
    pages |= {name_of(page) for page in (*PAGES, GENERATED)}
    cited = {found for remark in remarks(MODULES[module]) for found in _CITED.findall(remark)}
    assert {found for found in cited if "/" not in found or found.startswith("docs/")} <= pages
