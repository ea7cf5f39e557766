"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from advisor.inference.engines import Choice
from advisor.library import Advisor

F = TypeVar("F", bound=Callable[..., Any])


def advisor_options(function: F) -> F:
    """Add --pack, --figures, --engine and --drafts, and hand the command an `advisor` made of them."""

    @click.option(
        "--pack", "packs", multiple=True, metavar="DIR", help="A folder of rules that stands over the shipped ones."
    )
    @click.option(
        "--engine",
        type=click.Choice(["auto", "durable", "python"]),
        default="auto",
        show_default=True,
        help="What fires the rules; the verdicts are the same.",
    )
    @click.option("--figures", multiple=True, metavar="FILE", help="Figures of your own, over those of the rules.")
    @click.option("--drafts", is_flag=True, help="Include diagnoses that are not released yet.")
    @functools.wraps(function)
    def wrapped(
        *args: Any, packs: tuple[str, ...], figures: tuple[str, ...], engine: Choice, drafts: bool, **kwargs: Any
    ) -> Any:
        return function(*args, advisor=Advisor(packs, engine=engine, drafts=drafts, figures=figures), **kwargs)

    return wrapped  # type: ignore[return-value]  # the same function with three options more
