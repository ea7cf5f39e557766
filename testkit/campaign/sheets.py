"""Sheets of open questions filled in as people do and as nobody would: what is understood is merged."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from testkit.campaign.casefiles import a_company
from testkit.campaign.damage import a_word, damaged
from testkit.campaign.keys import said_in
from testkit.campaign.trials import ended, must

_WHO = (None, "recruiting", "cto", "finance")


def try_sheets(seed: int, folder: Path) -> int:
    """A sheet of a drawn company, filled in and merged; the case stays one that can be read, and keeps its answers."""
    dice = random.Random(f"sheets {seed}")
    company = a_company(dice)
    Path("acme.yaml").write_text(json.dumps(company), encoding="utf-8")
    if ended(["assess", "acme.yaml", "-q"]).code:
        return 1  # drawn people may differ in what cannot be joined
    sheet, who = dice.choice(("s.csv", "s.md")), dice.choice(_WHO)
    asked = ended(["questions", "acme.yaml", *(["--who", who] if who else []), "-o", sheet], codes=(0, 3))
    if not Path(sheet).exists():
        must(asked.err, "no sheet, and nobody is told")
        return 1
    text = Path(sheet).read_text(encoding="utf-8")
    raw = _filled_in(text, dice).encode(dice.choice(("utf-8", "utf-8-sig", "utf-16")))
    Path(sheet).write_bytes(damaged(raw, dice) if dice.random() < 0.3 else raw)
    before = said_in(Path("acme.yaml"))
    done = ended(["merge", "acme.yaml", sheet])
    must(done.err, "merged without a word")
    after = said_in(Path("acme.yaml"))
    must(set(before) <= set(after), f"answers are gone: {sorted(set(before) - set(after))}")
    ended(["assess", "acme.yaml", "-q"], codes=(0,))
    return text.count("\n")


def _filled_in(text: str, dice: random.Random) -> str:
    """Boxes ticked, words behind `Answer:`, cells at the end of rows."""
    lines = []
    for line in text.split("\n"):
        lines.append(_answered(line, dice) if dice.random() < 0.3 else line)
    return "\n".join(lines)


def _answered(line: str, dice: random.Random) -> str:
    word = a_word(dice).replace("\n", " ")
    if line.startswith("- [ ]"):
        return dice.choice(("- [x]", "* [X]", "- [-]", "- []", "-[x]")) + line[5:]
    if line.startswith(("Answer:", "Note:")):
        return f"{line.partition(':')[0]}: {word}"
    return re.sub(",,?$", "," + word.replace("\\", ""), line)
