"""What users read, and the lists of words that it keeps to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click
import yaml

from testkit.house import MODULES, ROOT

STYLES = ROOT / "styles" / "Advisor"
RULES = sorted(path for path in (ROOT / "rules").rglob("*.yaml"))
# Keys of the rules whose text is no sentence for users: conditions, names of examples, who wrote a source.
CONDITIONS = {
    "when",
    "claims",
    "asked_when",
    "pointless_when",
    "work_unknown_unless",
    "headline_claims",
    "value",
    "here_days",
}
NOT_SHOWN = CONDITIONS | {"name", "author", "of", "id", "existence", "address", "title_of_source"}
LIMITS = {"ask": 18, "says": 25}  # words
TITLE = 13  # a title that names what to sign, by whom, needs more than the ten of a finding of one word


@dataclass(frozen=True)
class Text:
    """A text that users read: where it is written, under which key, what it says."""

    file: str
    key: str
    says: str

    @property
    def bare(self) -> str:
        """The words alone, without placeholders, code, ids and what is quoted."""
        return re.sub(r'\{[^{}]*\}|`[^`]*`|"[^"]*"|\b[a-z]+\.[a-z_]+\b', " ", self.says)

    @property
    def words(self) -> int:
        """How many words it has; a placeholder is one."""
        return len(re.sub(r"\{[^{}]*\}", "x", self.says).split())


def rule_texts() -> Iterator[Text]:
    """Every sentence and label of the shipped packs."""
    for path in RULES:
        if path.name in ("sources.yaml", "law.yaml"):
            continue
        file = path.relative_to(ROOT).as_posix()
        yield from (Text(file, key, says) for key, says in _walked(yaml.safe_load(path.read_text()), ""))


def _walked(data: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, inner in data.items():
            if name == "examples" or str(name) in NOT_SHOWN or str(name).endswith("_when"):
                continue
            yield from _walked(inner, str(name))
    elif isinstance(data, list):
        for inner in data:
            yield from _walked(inner, key)
    elif isinstance(data, str) and " " in data and not (key == "unless" and re.search(r"[=<>(]|_", data)):
        yield key, data


def command_texts() -> Iterator[Text]:
    """The help of every command and of its options."""
    from advisor.cli.main import command

    yield from _helped(command, "advisor")


def _helped(command: click.Command, name: str) -> Iterator[Text]:
    if command.help:
        yield Text(name, "help", command.help)
    for each in command.params:
        if isinstance(each, click.Option) and each.help:
            yield Text(f"{name} {each.opts[-1]}", "option", each.help)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner_name in command.list_commands(context):
            inner = command.get_command(context, inner_name)
            assert inner is not None
            yield from _helped(inner, f"{name} {inner_name}")


def code_texts() -> Iterator[Text]:
    """The sentences in the code: every text with a space in it, without docstrings and patterns."""
    for path in MODULES.values():
        tree = ast.parse(path.read_text())
        told = {id(part) for part in (*_docstrings(tree), *_compared(tree))}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                if " " in node.value.strip() and not re.search(r"\(\?|\\[bdsw]|^[a-z_.]+ [<>=]", node.value):
                    yield Text(f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", "code", node.value)


def page_texts() -> Iterator[Text]:
    """The sentences in the templates of pages, and in their script."""
    for path in sorted((ROOT / "advisor/report/html/templates").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            parts = re.split(r"<[^<>]*>", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "x", text, flags=re.DOTALL))
        else:
            parts = re.findall(r'["`]([^"`\n]* [^"`\n]*)["`]', text) if path.suffix == ".js" else []
        yield from (Text(path.name, "page", part.strip()) for part in parts if " " in part.strip())


def _compared(tree: ast.AST) -> Iterator[ast.AST]:
    """What other programs' messages are compared with: their words, which nobody reads here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
            yield from node.args


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Texts that stand alone: what the code says to who reads it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def swaps(name: str) -> list[tuple[re.Pattern[str], str]]:
    """A Vale list of words: what isn't said, as a pattern of whole words, and what is said instead."""
    style = yaml.safe_load((STYLES / f"{name}.yml").read_text())
    flags = re.IGNORECASE if style.get("ignorecase") else 0
    return [(re.compile(rf"\b(?:{said})\b", flags), instead) for said, instead in style["swap"].items()]
