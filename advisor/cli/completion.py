"""`advisor completion`."""

from __future__ import annotations

import os

import click

from advisor.problems import FileError

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_ADVISOR_COMPLETE"
_HOW = {
    "bash": "echo 'eval \"$(advisor completion bash)\"' >> ~/.bashrc",
    "zsh": "echo 'eval \"$(advisor completion zsh)\"' >> ~/.zshrc",
    "fish": "advisor completion fish > ~/.config/fish/completions/advisor.fish",
}
EPILOG = "\b\nOnce, then open a new terminal:\n" + "\n".join(f"  {line}" for line in _HOW.values()) + "\n"


@click.command("completion", epilog=EPILOG)
@click.argument("shell", required=False, type=click.Choice(SHELLS))
def command(shell: str | None) -> None:
    """Print what makes your SHELL complete commands, files, ids and a case's findings with the Tab key."""
    from click.shell_completion import get_completion_class

    from advisor.cli.main import command as advisor

    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    found = get_completion_class(name) if name in SHELLS else None
    if found is None:
        raise FileError(f"Which shell? Write one of {', '.join(SHELLS)}, as in `advisor completion bash`.")
    click.echo(found(advisor, {}, "advisor", VARIABLE).source())
