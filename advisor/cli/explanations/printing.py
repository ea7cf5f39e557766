"""Explanations on standard output, as text, JSON or Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import click

from advisor.explaining.views import Structure, as_markdown, as_text
from advisor.explaining.views.data import as_data
from advisor.explaining.views.lines import names_in
from advisor.files.json_text import as_shown
from advisor.library import Advisor


def show(found: Sequence[Structure], advisor: Advisor, form: str, verbose: bool) -> None:
    """Print explanations; several are a list in JSON."""
    if form == "json":
        data = [as_data(one) for one in found]
        click.echo(as_shown(data[0] if len(data) == 1 else data, indent=2))
    elif form == "markdown":
        click.echo(as_markdown(found, names=names_in(advisor.knowledge), verbose=verbose), nl=False)
    elif found:
        click.echo(as_text(found, names=names_in(advisor.knowledge), verbose=verbose), nl=False)
