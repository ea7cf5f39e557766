"""Case files: drawn, damaged by bytes and by values, in other formats and encodings; alone and in streams."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from advisor.cases.files import CaseText, read_texts
from advisor.files.yaml_text import read_yaml
from advisor.problems import Problem
from testkit.campaign.damage import as_yaml, damaged, damaged_data, encoded
from testkit.campaign.trials import ended, must
from testkit.companies.answers import AS_OF
from testkit.companies.drawn import DENSITIES, drawn_answers
from testkit.places import CASES
from testkit.shipped import shipped_advisor

EACH = 24  # files of one trial, of which one goes through a command
_FORMATS = ("text", "text", "json", "markdown")


def try_case_files(seed: int, folder: Path) -> int:
    """Each is read or refused with problems that say where; what the command makes of one is the same by a pipe."""
    dice = random.Random(f"cases {seed}")
    advisor = shipped_advisor()
    texts = [a_case_file(dice) for _ in range(EACH)]
    for name, raw in texts:
        for read in read_texts(advisor.knowledge, [CaseText(name, raw)]):
            must((read.case is None) == bool(read.problems), "a case is read, or there are problems")
            for problem in (*read.problems, *read.doubts):
                must_be_told(problem, name)
    name, raw = dice.choice(texts)
    Path(name).write_bytes(raw)
    form = dice.choice(_FORMATS)
    read_out = dice.choice((["-v"], ["-q"], [])) if form == "text" else []
    done = ended(["assess", name, "--format", form, *read_out])
    must(bool(done.err) or done.code == 0, "a refusal without a word")
    if done.code == 0 and form == "json":
        found = [json.loads(line) for line in done.out.split("\n{")[:1]] if done.out.count("\n}") == 1 else []
        must(all("schema" in each for each in found), "JSON without its schema")
    if name.endswith((".json", ".jsonl")) and raw.strip() and dice.random() < 0.3:
        piped = ended(["assess", "-", "--format", "json"], stdin=raw)
        must(piped.code == done.code, f"{done.code} from the file, {piped.code} by a pipe: {piped.err[-300:]!r}")
    return EACH


def must_be_told(problem: Problem, name: str) -> None:
    """A problem is one line that can be shown, ends as a sentence does, and names the file."""
    text = str(problem)
    must(text.isprintable() and len(text) < 1_200, f"not one line to show: {text!r:.300}")
    must(problem.file is None or problem.file.startswith(name), f"another file: {text!r:.300}")
    must(problem.message.endswith((".", "?", "!")), f"no sentence: {text!r:.300}")


def a_case_file(dice: random.Random) -> tuple[str, bytes]:
    """The name and the bytes of a case file: a shipped one or a drawn one, with damages of one sort or two."""
    way = dice.random()
    if way < 0.25:
        return "c.yaml", damaged(dice.choice(_SHIPPED), dice)
    data = dice.choice(_DATA) if way < 0.5 else a_company(dice)
    for _ in range(dice.choice((0, 1, 1, 2))):
        data = damaged_data(data, dice)
    ending = dice.choice(("yaml", "yaml", "json", "jsonl"))
    if ending == "yaml":
        text = as_yaml(_without_sets(data), dice)
    elif ending == "json":
        text = json.dumps(data, indent=dice.choice((None, 1)), ensure_ascii=dice.random() < 0.5, default=str)
    else:
        lines = [data, *(damaged_data(data, dice) for _ in range(dice.randrange(4)))]
        text = "".join(json.dumps(line, ensure_ascii=dice.random() < 0.5, default=str) + "\n" for line in lines)
    raw = encoded(text, dice)
    return f"c.{ending}", damaged(raw, dice) if dice.random() < 0.3 and raw else raw


def a_company(dice: random.Random) -> dict[str, Any]:
    """The data of a drawn company's case file: sparse or dense, ranges, "don't know", people who differ."""
    answers = drawn_answers(
        shipped_advisor().knowledge, dice, given=dice.choice(DENSITIES[:4]), unsure=0.1, ranges=0.2, differ=0.05
    )
    return {"case": f"c{dice.randrange(1000)}", "as_of": AS_OF.isoformat(), "answers": answers}


def _without_sets(data: Any) -> Any:
    """As JSON would have it, but for days and numbers without end: YAML has these too."""
    if isinstance(data, dict):
        return {key: _without_sets(value) for key, value in data.items()}
    return [_without_sets(each) for each in data] if isinstance(data, list) else data


_SHIPPED = [path.read_bytes() for path in sorted(CASES.glob("*.yaml"))]
_DATA = [read_yaml(raw.decode()).data for raw in _SHIPPED]
