"""`advisor rules new`: asks for a rule and writes its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

import click

from advisor.cli.names import FOLDER_NAME
from advisor.library import Advisor
from advisor.problems import FileError

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


@click.command("new")
@click.argument("rule_id", metavar="ID")
@click.option(
    "--pack",
    "folder",
    required=True,
    type=FOLDER_NAME,
    metavar="DIR",
    help="Pack to write into; created if it doesn't exist.",
)
def new(rule_id: str, folder: str) -> None:
    """Answer a few questions to write the rule ID into a pack. Nothing is ever overwritten.

    What confirms the rule, and its first examples, are worked out for you. Names for conditions: `advisor rules words`.
    """
    from advisor.authoring.pages.newrule import Draft, DraftSign, rule_file, write_rule

    path = Path(folder)
    _kebab(rule_id)
    if path.exists() and not path.is_dir():
        raise FileError(f"{path}: This is a file. A pack is a folder: name one, new or existing.")
    if (path / "diagnoses" / f"{rule_id}.yaml").exists():
        raise FileError(f"{path / 'diagnoses' / (rule_id + '.yaml')}: This already exists. Choose another id.")
    advisor = Advisor([path] if (path / "pack.yaml").exists() else [], engine="python", drafts=True)
    if rule_id in advisor.knowledge.diagnoses:
        raise click.UsageError(
            f"There's already a diagnosis `{rule_id}`, in the pack `{advisor.knowledge.diagnoses[rule_id].pack}`."
        )
    title = click.prompt("Title")
    impact = click.prompt("Impact, 1 annoys to 5 costs the company", type=click.IntRange(1, 5))
    why = click.prompt("Why it matters")
    source = click.prompt("Source (a statement such as 03.1, or a sentence of your own)")
    signs: list[DraftSign] = []
    while not signs or click.confirm("Another sign?"):
        signs.append(
            DraftSign(
                click.prompt("Sign (its id)", value_proc=_new_sign([sign.id for sign in signs])),
                click.prompt("It's true when", value_proc=_condition(advisor)),
                click.prompt("Certainty", type=click.Choice(["hint", "weak", "fair", "strong", "proof"])),
                click.prompt("It says", value_proc=_sentence(advisor)),
                click.prompt("Treated by (an action's id, or none)", value_proc=_treating(advisor)),
            )
        )
    text = rule_file(Draft(rule_id, title, impact, why, source, tuple(signs)), advisor.knowledge)
    for written in write_rule(path, rule_id, text):
        click.echo(f"{written} written")
    click.echo(f"Next: advisor rules check --pack {folder}, and advisor rules test {rule_id} --pack {folder}")


def _kebab(text: str) -> str:
    if not _KEBAB.match(text):
        raise click.UsageError(f"`{text}` isn't an id. Use lowercase letters and dashes, as in `slow-decision`.")
    return text


def _new_sign(told: Collection[str]) -> Callable[[str], str]:
    """Reads the id of a sign that is none of those told before."""

    def read(text: str) -> str:
        if text in told:
            raise click.UsageError(f"There's already a sign `{text}`. Give this one another id.")
        return _kebab(text)

    return read


def _treating(advisor: Advisor) -> Callable[[str], str | None]:
    """Reads the id of an action or fix; None for `none`."""
    from advisor.problems import did_you_mean

    def read(text: str) -> str | None:
        if text == "none":
            return None
        if text not in advisor.knowledge.actions:
            way = did_you_mean(text, advisor.knowledge.actions) or "Write `none`, and give the sign a fix in the file."
            raise click.UsageError(f"There's no action `{text}`. {way}")
        return text

    return read


def _condition(advisor: Advisor) -> Callable[[str], str]:
    """Reads a condition, or says what is wrong with it and asks again."""
    from advisor.language.parsing.errors import ConditionError
    from advisor.language.parsing.parse import parse_condition

    def read(text: str) -> str:
        try:
            parse_condition(text, advisor.program.vocabulary)
        except ConditionError as error:
            raise click.UsageError(f"{error.message} {error.suggestion or ''}".strip()) from None
        return text

    return read


def _sentence(advisor: Advisor) -> Callable[[str], str]:
    """Reads a sentence with placeholders."""
    from advisor.inference.compiled.sentences import read_sentence
    from advisor.language.parsing.errors import ConditionError

    def read(text: str) -> str:
        try:
            read_sentence(text, advisor.program.vocabulary)
        except ConditionError as error:
            raise click.UsageError(f"{error.message} {error.suggestion or ''}".strip()) from None
        return text

    return read
