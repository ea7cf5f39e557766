"""A small sound pack as an author might write it, the mistakes that authors make in it, and ways out, followed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.problems import Problem

RULE, DESK, LEND = "diagnoses/no-desk.yaml", "questions/desk.yaml", "actions/lend-a-desk.yaml"
FACTS, TABLE, CLASH = "facts.yaml", "model.yaml", "contradictions/desks-without-a-door.yaml"
FILES = {
    "pack.yaml": "name: mine\nversion: 1.0.0\ntitle: Mine\n",
    DESK: """\
section: desk
title: The desk
order: 20
questions:
  - id: desk.count
    ask: How many desks are there?
    short: Desks
    help: Count those with a chair.
    type: whole-number
    range: [0, 50]
    unit: desks
    existence: 0 says that there is none.
    who: cto
    changeable: true
    seconds: 10
  - id: desk.kind
    ask: What kind of desk is it?
    short: The kind of desk
    help: The largest of them.
    type: choice
    options:
      - {id: standing, label: A standing desk}
      - {id: sitting, label: A desk to sit at}
    who: cto
    changeable: true
    seconds: 10
  - id: settle.desk
    ask: Which of the two is right?
    short: Which is right
    help: Two answers exclude each other.
    type: choice
    options:
      - {id: desks, label: The number of desks}
      - {id: parts, label: What is there}
    settles: true
    who: cto
    changeable: false
    seconds: 10
""",
    FACTS: """\
facts:
  - id: desk.few
    title: there are few desks
    when: desk.count < 3
""",
    RULE: """\
id: no-desk
title: New people have no desk
impact: 2
why: They spend the first week looking for a chair.
source: [{judgement: Seen in three offices.}]
evidence:
  - id: few-desks
    when: desk.few
    certainty: strong
    says: "There are {desk.count} desks."
    fix:
      id: buy-desks
      title: Buy three desks
      owner: cto
      changes:
        - {question: desk.count, at_least: 3}
      weeks: 1
      effort: half-day
      source: [{judgement: It worked in three offices.}]
  - id: wrong-kind
    when: desk.kind == standing and shop.staffed
    certainty: fair
    says: It is a standing desk.
    treated_by: [buy-desks]
confirms_with:
  - [few-desks]
examples:
  - name: two desks
    given: {desk.count: 2}
    expect: confirmed
  - name: three desks
    given: {desk.count: 3, desk.kind: sitting}
    expect: no-sign
    near_miss: true
  - name: nothing said
    given: {}
    expect: open
""",
    LEND: """\
id: lend-a-desk
title: Lend a desk
kind: fix
owner: cto
when: desk.kind == standing
cures: {no-desk: 0.3}
weeks: 1
effort: half-day
source: [{judgement: Seen once.}]
""",
    CLASH: """\
id: desks-without-a-door
title: Desks, yet no door
when: desk.count > 0 and door not in shop.parts
answers: [desk.count, shop.parts]
says: You said there are desks, and also that there is no door.
settle:
  question: settle.desk
  withdraws: {desks: shop.parts, parts: desk.count}
examples:
  - name: a desk and no door
    given: {desk.count: 1, shop.parts: [sign]}
    expect: true
  - name: a desk and a door
    given: {desk.count: 1, shop.parts: [door]}
    expect: false
""",
}


@dataclass(frozen=True)
class Mistake:
    """One slip: in which file a text is replaced (a file without an old text is a new one), and where it is told."""

    name: str
    file: str
    old: str
    new: str
    at: int = 0  # the line; 0 where the whole file is told of


def _row(name: str, model: str, when: str) -> str:
    row = f"  - id: {name}\n    model: {model}\n    when: {when}\n"
    return row + "    because: There are few desks.\n    wins_if: there are few desks\n"


MISTAKES = (
    Mistake("wrong indentation", RULE, "    certainty: strong", "     certainty: strong", 9),
    Mistake("indented too little", RULE, "    certainty: strong", "   certainty: strong", 9),
    Mistake("unknown name", RULE, "when: desk.few", "when: desk.fw", 8),
    Mistake("text against number", FACTS, "desk.count < 3", "desk.count < few", 4),
    Mistake("number in quotes", FACTS, "desk.count < 3", "desk.count < '3'", 4),
    Mistake("number against choice", LEND, "desk.kind == standing", "desk.kind > 3", 5),
    Mistake("day in a condition", RULE, "shop.staffed", "shop.opens < 2026-12-01", 21),
    Mistake("single equals", RULE, "desk.kind == standing", "desk.kind = standing", 21),
    Mistake("AND", RULE, "standing and shop", "standing AND shop", 21),
    Mistake("unreachable", RULE, "and shop.staffed", "and desk.kind == sitting", 21),
    Mistake("unreachable by range", LEND, "desk.kind == standing", "desk.count < 0", 5),
    Mistake("unreachable fact", FACTS, "desk.count < 3", "desk.count < 3 and desk.count > 5", 4),
    Mistake("implied evidence", RULE, "desk.kind == standing and shop.staffed", "desk.count < 2", 21),
    Mistake("contradicting rows", TABLE, "", "extends: true\nrows:\n" + _row("desks", "in-house", "desk.few"), 5),
    Mistake("duplicate id", RULE, "id: wrong-kind", "id: few-desks", 20),
    Mistake("duplicate action", RULE, "treated_by: [buy-desks]", "fix: {id: buy-desks, title: Buy one, owner: cto, "
            "cures: {no-desk: 0.2}, weeks: 1, effort: half-day, source: [{judgement: Seen once.}]}", 24),
    Mistake("duplicate question", DESK, "  - id: settle.desk", "{twin}  - id: settle.desk", 27),
    Mistake("unused question", DESK, "  - id: settle.desk", "{unused}  - id: settle.desk", 27),
    Mistake("idle action", LEND, "cures: {no-desk: 0.3}\n", "", 1),
    Mistake("action never offered", LEND, "when: desk.kind == standing", "when: desk.few and desk.count > 5", 5),
    Mistake("action of no use", LEND, "cures: {no-desk: 0.3}", "changes: [{question: desk.kind, set: standing}]", 5),
    Mistake("cycle of facts", FACTS, "desk.count < 3", "desk.count < 3 and desk.few", 4),
    Mistake("cycle of diagnoses", RULE, "shop.staffed", "diagnosed(no_desk)", 1),
    Mistake("cycle of gates", DESK, "    unit: desks\n", "    unit: desks\n    asked_when: desk.count > 3\n", 5),
    Mistake("typo in a choice", RULE, "desk.kind == standing", "desk.kind == standng", 21),
    Mistake("typo in an example", RULE, "desk.kind: sitting", "desk.kind: siting", 32),
    Mistake("label in a condition", LEND, "== standing", "== 'A standing desk'", 5),
    Mistake("label in an example", RULE, "desk.kind: sitting", "desk.kind: A desk to sit at", 32),
    Mistake("day in words", RULE, "desk.kind: sitting", "desk.kind: sitting, shop.opens: Dec 1 2026", 32),
    Mistake("missing example", RULE, "  - name: nothing said\n    given: {}\n    expect: open\n", "", 28),
    Mistake("missing near miss", RULE, "    near_miss: true\n", "", 28),
    Mistake("missing examples", RULE, FILES[RULE][FILES[RULE].index("examples:") :], "", 1),
    Mistake("missing clash", CLASH, "  - name: a desk and no door\n    given: {desk.count: 1, shop.parts: [sign]}\n"
            "    expect: true\n", "", 10),
    Mistake("curly quotes", RULE, "== standing", "== \u2018standing\u2019", 21),
    Mistake("text in curly quotes", RULE, '"There are {desk.count} desks."', "\u201c{desk.count} desks.\u201d", 10),
    Mistake("curly quotes, colon", RULE, '"There are {desk.count} desks."', "\u201cDesks: {desk.count}.\u201d", 10),
    Mistake("tab", RULE, "    certainty: strong", "\tcertainty: strong", 9),
    Mistake("tab behind blanks", RULE, "    certainty: strong", "  \tcertainty: strong", 9),
    Mistake("colon in text", RULE, "says: It is a standing desk.", "says: It is this: a standing desk.", 23),
    Mistake("misspelt key", RULE, "    says: It is", "    say: It is", 23),
    Mistake("misspelt key of a rule", RULE, "impact: 2", "imapct: 2", 3),
    Mistake("bad certainty", RULE, "certainty: strong", "certainty: stong", 9),
    Mistake("certainty in percent", RULE, "certainty: strong", "certainty: 65", 9),
    Mistake("certainty too fine", RULE, "certainty: strong", "certainty: 0.655", 9),
    Mistake("unknown placeholder", RULE, "{desk.count} desks", "{desk.cont} desks", 10),
    Mistake("placeholder not known", RULE, "It is a standing desk.", "It has {shop.waiting_days} days.", 23),
    Mistake("unknown statement", RULE, "{judgement: Seen in three offices.}", '{article: "03.99"}', 5),
    Mistake("source without quotes", RULE, "{judgement: Seen in three offices.}", "{article: 01.1}", 5),
    Mistake("source as a number", RULE, "[{judgement: Seen in three offices.}]", "01.1", 5),
    Mistake("source as a sentence", RULE, "[{judgement: Seen in three offices.}]", "Seen in three offices.", 5),
    Mistake("short version", "pack.yaml", "version: 1.0.0", "version: 1", 2),
    Mistake("version with two numbers", "pack.yaml", "version: 1.0.0", "version: '1.0'", 2),
    Mistake("owner in words", LEND, "owner: cto", "owner: the CTO", 4),
    Mistake("id with blanks", RULE, "id: wrong-kind", "id: Wrong kind", 20),
    Mistake("folder misspelt", "diagnosis/no-chair.yaml", "", FILES[RULE].replace("no-desk", "no-chair")
            .replace("buy-desks", "buy-chairs")),
    Mistake("file that isn't read", "diagnoses/no-chair.yaml.txt", "", "id: no-chair\n"),
)  # fmt: skip
_UNUSED = """\
  - id: desk.color
    ask: Which color has it?
    short: Color
    help: As seen from the door.
    type: text
    who: cto
    changeable: true
    seconds: 10
"""
_TWIN = _UNUSED.replace("desk.color", "desk.kind") + "    awaits: plan\n"


def write(folder: Path, mistake: Mistake | None = None) -> Path:
    """The pack in a folder, with one mistake in it."""
    files = dict(FILES)
    if mistake is not None:
        old = files.get(mistake.file, "")
        assert mistake.old in old
        new = mistake.new.replace("{unused}", _UNUSED).replace("{twin}", _TWIN)
        files[mistake.file] = old.replace(mistake.old, new, 1) if mistake.old else new
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# ---- ways out, followed ----------------------------------------------------------------------------------


def readings(problem: Problem, folder: Path) -> Iterator[dict[Path, str]]:
    """What an author may do who follows the way out of a problem to the letter: new contents of files.

    More than one where the words leave open whether what is to be written takes the place of the whole value, or of
    the word that is complained about. Nothing is known here of the mistake.
    """
    way, file = problem.suggestion or "", Path(problem.file or "")
    if problem.line is None:
        yield from _moved(way, file, folder)
        return
    lines = file.read_text(encoding="utf-8").split("\n")
    for changed in _edited(problem, way, lines, problem.line - 1):
        yield {file: "\n".join(changed)}


def _moved(way: str, file: Path, folder: Path) -> Iterator[dict[Path, str]]:
    if meant := re.search(r"Did you mean `(\w+)/<", way):
        yield {file: "", folder / meant[1] / file.name: file.read_text(encoding="utf-8")}
    elif "Move it out of the pack" in way:
        yield {file: ""}


def _edited(problem: Problem, way: str, lines: list[str], at: int) -> Iterator[list[str]]:
    """The file with what the way out says done at a line."""
    line, indent = lines[at], " " * _indent(lines[at])
    above = next(each for each in reversed(lines[:at] or [""]) if each.strip() or not lines[:at])

    def put(text: str) -> list[str]:
        return [*lines[:at], text, *lines[at + 1 :]]

    first, *block = way.split("\n")
    named = re.findall(r"`([^`]+)`", first)
    complained = [one or other for one, other in re.findall(r"`([^`]+)`|(?<= )'([^']+)'", problem.message)]
    if block:
        head = [] if "examples:" in lines else ["examples:"]
        yield [*"\n".join(lines).rstrip("\n").split("\n"), *head, *block, ""]
    elif "Line" in first or "spaces" in first:
        yield put(" " * (_indent(above) + 2 * above.lstrip().startswith("- ")) + line.strip())
    elif first.startswith("Did you mean"):
        yield from (put(_exchanged(line, wrong, named[0])) for wrong in complained)
    elif "quotes: `" in first:
        yield put(indent + first.partition(": `")[2].removesuffix("`."))
    elif "rename one" in first:
        yield put(
            re.sub(r"id: [a-z_.-]*[a-z]", lambda name: name[0] + ("_2" if "." in name[0] else "-2"), line, count=1)
        )
    elif "awaits: plan" in first:
        yield [*lines[: at + 1], " " * (_indent(line) + 2) + "awaits: plan", *lines[at + 1 :]]
    elif "`before: " in first:
        row = max(i for i in range(at) if lines[i].lstrip().startswith("- id:"))
        yield [*lines[: row + 1], indent + named[0], *lines[row + 1 :]]
    elif re.match("Leave `[^`]+` out of", first) or "exclude each other" in first:
        gone = named[1] if "exclude" in first else named[0]
        call = f"diagnosed({gone.replace('-', '_')})"
        yield [each for each in (_without(each, [gone, call]) for each in lines) if each is not None]
    elif first.startswith("Leave `"):
        yield _without_item(lines, named[0])
    elif first.startswith("Say it without"):
        yield put(line.replace(named[0], "some"))
    elif "hold where there's something left" in first:
        yield put(re.sub(r"== (\w+)", r"!= \1", line))
    elif "cures: " in first:
        yield [*lines[: at + 1], named[-1], *lines[at + 1 :]]
    elif "in your own words" in first:
        yield put(re.sub(r"\{article: [^}]*\}", named[-1].replace("\\", ""), line))
    elif "rite" in first:
        yield from map(put, _written(line, first.partition("rite")[2].partition("`")[2].rpartition("`")[0], complained))


def _written(line: str, text: str, complained: list[str]) -> Iterator[str]:
    """The line with a text written into it: as the field that it is, for the whole value, or for one word of it."""
    text = re.split(r"`(?=[,. ])", text)[0]
    if field := re.match(r"[\w.]+: ", text):
        flow = rf"{re.escape(field[0])}[^,}}\]]*(?=[,}}\]])" if "{" in line.partition(field[0])[0] else rf"{field[0]}.*"
        yield re.sub(flow, lambda _: text, line, count=1)
        return
    yield re.sub(r"^(\s*(?:- )?[\w.]+: ).*", lambda found: found[1] + text, line)
    for word in complained:
        yield line.replace(word, text, 1)
    yield re.sub(r"'[^']*'", lambda _: text, line, count=1)
    yield re.sub(r"[\w.]+ [<>=]+ '[^']*'", lambda _: text, line, count=1)
    yield re.sub(r"[\w.]+ [<>=]+ [\w-]+", lambda _: text, line, count=1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _exchanged(line: str, wrong: str, right: str) -> str:
    return re.sub(rf"(?<![\w.]){re.escape(wrong)}(?![\w.])", right, line, count=1)


def _without(line: str, parts: list[str]) -> str | None:
    """A line with some parts of its condition left out; None where nothing else was in it."""
    for part in parts:
        line = line.replace(f" and {part}", "").replace(f"{part} and ", "")
        if re.fullmatch(rf"\s*\w+: .*{re.escape(part)}.*", line) and "_when: " in line:
            return None
    return line


def _without_item(lines: list[str], name: str) -> list[str]:
    """The lines without the entry of a list that has an id."""
    start = next(i for i, line in enumerate(lines) if line.strip() == f"- id: {name}")
    end = next(i for i in range(start + 1, len(lines)) if _indent(lines[i]) <= _indent(lines[start]))
    return [*lines[:start], *lines[end:]]


def applied(change: dict[Path, str]) -> None:
    """Write what an author changed; a file without content is taken away."""
    for file, text in change.items():
        if text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        else:
            file.unlink()


def copied(folder: Path, target: Path) -> Path:
    """A copy of a pack."""
    shutil.copytree(folder, target)
    return target
