"""Pages from templates: escaped, with their style inside, under a policy that lets nothing in and nothing out."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from advisor.report.layout import clean

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **parts: Any) -> str:
    """A page from a template of `templates/`; every text in it is escaped, and holds no control characters.

    A part called `script` is the text of a script of our own, the only one that may run on the page; `also` names a
    style in `templates/` that only this page needs.
    """
    script, style = parts.pop("script", ""), _style(parts.pop("also", None))
    page: str = _template(template).render(
        **parts,
        style=Markup(style),
        script=Markup(script),
        policy=Markup(_policy(script, style)),
    )
    return page


def _policy(script: str, style: str) -> str:
    """What a browser may load for a page: nothing but what stands in it, told by its hash."""
    scripts = f" script-src 'sha256-{_hash(script)}';" if script else ""
    # Without `base-uri` and `form-action`, which `default-src` does not cover, a text could send answers elsewhere.
    return f"default-src 'none'; style-src 'sha256-{_hash(style)}';{scripts} base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache
def _style(also: str | None) -> str:
    names = ["style.css", *([also] if also is not None else [])]
    return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


@lru_cache
def script_of(name: str) -> str:
    """The text of a script in `templates/`."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_final,
    )


@lru_cache
def _template(name: str) -> Any:
    return _environment().get_template(name)


def _final(value: Any) -> Any:
    """What a template prints: texts without characters that command a terminal or turn the direction of writing."""
    return (
        clean(value) if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable() else value
    )
