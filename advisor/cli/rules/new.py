"""`advisor rules new`: asks for an entry and writes it into a pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.completing import NEW
from advisor.cli.names import FOLDER_NAME
from advisor.cli.rules.asking import condition, identifier, new_in, one_of, sentence, words
from advisor.cli.rules.kinds import DIALOGUES, SOURCE
from advisor.problems import FileError, did_you_mean

if TYPE_CHECKING:
    from advisor.authoring.drafts.placing import Addition
    from advisor.library import Advisor

WHAT = ("diagnosis", *DIALOGUES)


@click.command(
    "new",
    epilog="\b\nExamples:\n"
    "  advisor rules new slow-laptops --pack our-rules            a diagnosis\n"
    "  advisor rules new question desk.count --pack our-rules\n"
    "  advisor rules new row rent-desks --pack our-rules\n",
)
@click.argument("words_given", nargs=-1, required=True, type=NEW, metavar=f"[{'|'.join(WHAT)}] ID")
@click.option(
    "--pack",
    "folder",
    required=True,
    type=FOLDER_NAME,
    metavar="DIR",
    help="Pack to write into; created if it doesn't exist.",
)
def new(words_given: tuple[str, ...], folder: str) -> None:
    """Answer a few questions to write an entry into a pack: a diagnosis, if you don't say what.

    Nothing is ever overwritten, and nothing is written that wouldn't load. What confirms a rule, and first examples,
    are worked out for you. Names for conditions: `advisor rules words`.
    """
    from advisor.authoring.drafts.placing import placed, write_checked
    from advisor.library import Advisor

    what, name = _asked(words_given)
    path = Path(folder)
    if path.exists() and not path.is_dir():
        raise FileError(f"{path}: This is a file. A pack is a folder: name one, new or existing.")
    if what == "diagnosis":
        identifier(name)
        if (path / "diagnoses" / f"{name}.yaml").exists():
            raise FileError(f"{path / 'diagnoses' / (name + '.yaml')}: This already exists. Choose another id.")
    advisor = Advisor([path] if (path / "pack.yaml").exists() else [], engine="python", drafts=True)
    additions = new_diagnosis(advisor, name) if what == "diagnosis" else DIALOGUES[what](advisor, name)
    before = [Path(pack.folder) for pack in advisor.packs if Path(pack.folder) != path]
    for written in write_checked(path, placed(path, additions), before):
        click.echo(f"{written} written")
    then = f", and advisor rules test {name} --pack {folder}" if what in ("diagnosis", "contradiction") else ""
    click.echo(f"Next: advisor rules check --pack {folder}{then}")


def _asked(given: tuple[str, ...]) -> tuple[str, str]:
    """What is to be written, and its id."""
    if len(given) == 1 and given[0] not in WHAT:
        return "diagnosis", given[0]
    if len(given) != 2:
        raise click.UsageError(f"Name the id of the new {given[0] if given[0] in WHAT else 'entry'}, and nothing else.")
    if given[0] not in WHAT:
        way = did_you_mean(given[0], WHAT) or f"Write one of {', '.join(WHAT)} before the id."
        raise click.UsageError(f"`{given[0][:80]}` is nothing that can be written. {way}")
    return given[0], given[1]


def new_diagnosis(advisor: Advisor, name: str) -> list[Addition]:
    """A diagnosis with its signs."""
    from advisor.authoring.drafts.newrule import Draft, DraftSign, rule_addition

    known = advisor.knowledge.diagnoses
    if name in known:
        raise click.UsageError(f"There's already a diagnosis `{name}`, in the pack `{known[name].pack}`.")
    title = click.prompt("Title", value_proc=words())
    impact = click.prompt("Impact, 1 annoys to 5 costs the company", type=click.IntRange(1, 5))
    why = click.prompt("Why it matters", value_proc=words())
    source = click.prompt(SOURCE, value_proc=words())
    way = "Write `none`, and give the sign a fix in the file."
    treating = one_of(advisor.knowledge.actions, "action", none=True, way=way)
    signs: list[DraftSign] = []
    while not signs or click.confirm("Another sign?"):
        signs.append(
            DraftSign(
                click.prompt("Sign (its id)", value_proc=new_in([sign.id for sign in signs], "a sign", identifier)),
                click.prompt("It's true when", value_proc=condition(advisor)),
                click.prompt("Certainty", type=click.Choice(["hint", "weak", "fair", "strong", "proof"])),
                click.prompt("It says", value_proc=sentence(advisor)),
                click.prompt("Treated by (an action's id, or none)", value_proc=treating),
            )
        )
    return [rule_addition(Draft(name, title, impact, why, source, tuple(signs)), advisor.knowledge)]
