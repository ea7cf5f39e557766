"""Packs with damages: they load, or are refused with problems that say where."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from advisor import Advisor, PackError
from advisor.files.documents import UnreadableError
from advisor.files.yaml_text import read_yaml
from testkit.campaign.damage import as_yaml, damaged, damaged_data
from testkit.campaign.trials import must
from testkit.packs.drawn import write_pack
from testkit.places import FAULTS, PACKS, PLAIN

EACH = 12  # packs of one trial


def try_packs(seed: int, folder: Path) -> int:
    """Each stands in a folder of its own."""
    for number in range(EACH):
        dice = random.Random(f"packs {seed} {number}")
        must_load_or_tell(a_pack(dice, folder / str(number)))
    return EACH


def a_pack(dice: random.Random, folder: Path) -> Path:
    """A small pack with damages in one or two of its files, by bytes or by values."""
    if dice.random() < 0.15:
        write_pack(folder, dice.choice((2, 5)), dice.randrange(100))
    else:
        shutil.copytree(dice.choice([PLAIN, PLAIN, *_SOUND]), folder)
    files = sorted(folder.rglob("*.yaml"))
    for file in dice.sample(files, min(len(files), dice.choice((1, 1, 2)))):
        raw = file.read_bytes()
        if dice.random() < 0.5:
            file.write_bytes(damaged(raw, dice))
            continue
        try:
            data = read_yaml(raw.decode()).data
        except (UnreadableError, UnicodeDecodeError):
            continue  # a sample of a text that cannot be read
        file.write_text(as_yaml(damaged_data(data, dice), dice), encoding="utf-8")
    return folder


def must_load_or_tell(folder: Path) -> None:
    """What loads can assess; what is refused names a file of the pack, in sentences."""
    try:
        alone = (folder / "questions").is_dir()
        advisor = Advisor([] if alone else [folder], base=folder if alone else PLAIN, engine="python")
        case, problems = advisor.read({"case": "x", "as_of": "2026-11-22"})
        must(case is not None, f"a case without answers is refused: {problems}")
        assert case is not None
        advisor.assess(case).to_dict()
    except PackError as error:
        must(error.problems, "refused without a word")
        for problem in error.problems:
            text = str(problem)
            must(problem.file and problem.file.startswith((str(folder), str(PLAIN))), f"which file? {text!r:.300}")
            must(text.isprintable() and len(text) < 1_200, f"not one line to show: {text!r:.300}")
            must(problem.message.endswith((".", "?")), f"no sentence: {text!r:.300}")


# Packs made to be faulty are damaged again: what is said of one fault must not rest on there being no other.
_SOUND = [path.parent for path in (*PACKS.glob("*/pack.yaml"), *FAULTS.glob("*/pack.yaml"))]
