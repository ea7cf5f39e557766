"""Names of files and folders on the command line: taken as they are, and offered by a shell that completes words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Name(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """A name of which nothing is checked here: what is wrong with it is told where it is read."""

    def __init__(self, offered: str):
        self.name = offered
        self._offered = offered

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name as it was written."""
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The one word that makes a shell offer names itself."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type=self._offered)]


FILE_NAME = _Name("file")
FOLDER_NAME = _Name("dir")
