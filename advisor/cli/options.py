"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advisor.cli.names import FILE_NAME, FOLDER_NAME

if TYPE_CHECKING:
    from advisor.engines.choice import Choice
    from advisor.library import Advisor

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Choices:
    """The rules and the engine that were asked for."""

    packs: tuple[str, ...]
    figures: tuple[str, ...]
    engine: Choice
    drafts: bool

    @property
    def shipped_only(self) -> bool:
        """Whether the shipped rules are used as they are."""
        return not self.packs and not self.drafts

    def advisor(self) -> Advisor:
        """The advisor made of them; this takes a moment."""
        from advisor.library import Advisor
        from advisor.rulebase.store import own_folder

        return Advisor(self.packs, engine=self.engine, drafts=self.drafts, figures=self.figures, kept_in=own_folder())


def pack_options(function: F) -> F:
    """Add --pack, --figures, --engine and --drafts, and hand the command `choices`."""

    @click.option(
        "--pack",
        "packs",
        multiple=True,
        type=FOLDER_NAME,
        metavar="DIR",
        help="Folder of rules that override the built-in ones.",
    )
    @click.option(
        "--engine",
        type=click.Choice(["auto", "durable", "python"]),
        default="auto",
        show_default=True,
        help="Rule engine to use; the verdicts are the same.",
    )
    @click.option(
        "--figures",
        multiple=True,
        type=FILE_NAME,
        metavar="FILE",
        help="Your own figures, in place of those in the rules.",
    )
    @click.option("--drafts", is_flag=True, help="Include problems that aren't released yet.")
    @functools.wraps(function)
    def wrapped(
        *args: Any, packs: tuple[str, ...], figures: tuple[str, ...], engine: Choice, drafts: bool, **kwargs: Any
    ) -> Any:
        return function(*args, choices=Choices(packs, figures, engine, drafts), **kwargs)

    return wrapped  # type: ignore[return-value]  # the same function with four options more


def advisor_options(function: F) -> F:
    """Add --pack, --figures, --engine and --drafts, and hand the command an `advisor` made of them."""

    @pack_options
    @functools.wraps(function)
    def wrapped(*args: Any, choices: Choices, **kwargs: Any) -> Any:
        return function(*args, advisor=choices.advisor(), **kwargs)

    return wrapped  # type: ignore[return-value]  # the same function with four options more
