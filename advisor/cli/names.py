"""Names of files and folders on the command line: taken as they are, and offered by a shell that completes words."""

from __future__ import annotations

from glob import escape as glob_escape
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


class _CaseName(_Name):
    """The name of a case: a file, or a built-in case where no file here begins like it."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The built-in cases that begin so, or the word that makes a shell offer names itself."""
        from pathlib import Path

        from click.shell_completion import CompletionItem

        from advisor.shipped import shipped

        if incomplete and not any(Path().glob(f"{glob_escape(incomplete)}*")):
            built_in = sorted(path.stem for path in shipped("cases").glob("*.yaml"))
            found = [CompletionItem(name, help="a built-in case") for name in built_in if name.startswith(incomplete)]
            if found:
                return found
        return super().shell_complete(ctx, param, incomplete)


CASE_NAME = _CaseName("file")
FILE_NAME = _Name("file")
FOLDER_NAME = _Name("dir")
