"""Companies as partners write them into a spreadsheet: `python benchmarks/messy.py [--rows 300] [--seed 1] [-o FILE]`.

Draws companies, writes each answer in one of the many ways in which people write it (units, ranges, languages, slips
of the pen, remarks), some cells that nobody could understand, and reads the table again. Prints the share of the
understandable cells that are read rightly, those that are left out, and those that are read wrongly, with and without
a mark. The forms stand here and were written without looking at the reader; add to them what partners send.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import checkout  # noqa: F401  (finds testkit and tools)

from advisor.batch.tables.cells import CellStyle
from advisor.batch.tables.understanding import understood
from advisor.cases.answers import DontKnow, Exactly, Partly, Range
from advisor.cases.values import AnswerError
from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind
from testkit.companies.drawn import some_company
from testkit.shipped import shipped_advisor

TODAY = date(2026, 11, 30)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONATE = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
NOTHING = ["see notes", "it depends", "ask Maria", "lots", "call them", "in progress I think", "hmm", "varies"]
UNSURE = ["?", "n/a", "unknown", "TBD", "don't know", "not sure", "wei\u00df nicht", "??", "tbc", "no idea"]

Cell = tuple[Any, Callable[[Any], bool]]
"""What stands in the cell, and whether a plain value is what was meant."""


def written(question: Question, value: Any, rng: random.Random) -> Cell | None:
    """A cell that says the value, in somebody's way; None where nobody would write such an answer in a cell."""
    kind = question.type
    if kind is Kind.YES_NO:
        ways = [
            "yes",
            "Yes",
            "y",
            "Y",
            "ja",
            "Ja",
            "oui",
            "x",
            "X",
            "TRUE",
            "\u2713",
            "s\u00ed",
            "Yes, since May",
            "yes (Q3)",
        ]
        noes = ["no", "No", "n", "N", "nein", "non", "FALSE", "not yet", "No (planned)", "No - next year"]
        return rng.choice(ways if value else noes), lambda read: read is value
    if kind is Kind.CHOICE:
        option = next(o for o in question.options if o.id == value)
        return _of_option(option.id, option.label, rng), lambda read: read == value
    if kind is Kind.CHOICES:
        named = [_of_option(o.id, o.label, rng, listed=True) for o in question.options if o.id in value]
        text = rng.choice(["; ", ";", " | ", "\n"]).join(named) if named else rng.choice(["none", "None", "-"])
        return text, lambda read: read == tuple(value)
    if kind is Kind.DATE:
        return _of_day(value, rng)
    if kind.numeric:
        return _of_number(question, value, rng)
    return None


def _of_option(name: str, label: str, rng: random.Random, *, listed: bool = False) -> str:
    ways = [
        label,
        label,
        label.lower(),
        label.upper(),
        name,
        name.replace("_", " "),
        name.replace("_", "-"),
        label + " ",
    ]
    if not listed:
        ways += [label.rstrip(".") + ".", f"{label} (as of Oct)", _slip(label, rng)]
    return rng.choice(ways)


def _slip(text: str, rng: random.Random) -> str:
    """One slip of the pen, in a word of some length."""
    places = [
        i for i in range(1, len(text) - 2) if text[i].isalpha() and text[i + 1].isalpha() and text[i - 1].isalpha()
    ]
    if len(places) < 8:
        return text
    place = rng.choice(places)
    return rng.choice([text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:]])


def _of_day(day: date, rng: random.Random) -> Cell:
    month = rng.choice([MONTHS[day.month - 1], MONTHS[day.month - 1][:3], MONTHS[day.month - 1].lower()])
    exact = [
        day.isoformat(),
        day,
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day}. {MONATE[day.month - 1]} {day.year}",
        f"{day.day} {MOIS[day.month - 1]} {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day:02}-{MONTHS[day.month - 1][:3]}-{day.year}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"by {day.day} {month} {day.year}",
        f"{month} {day.day}th {day.year}"
        if day.day not in (1, 2, 3, 21, 22, 23, 31)
        else f"{month} {day.day} {day.year}",
    ]
    part = rng.random()
    if part < 0.75:
        return rng.choice(exact), lambda read: read == day
    if part < 0.85 and day > TODAY + timedelta(14):
        weeks = (day - TODAY).days // 7
        meant = TODAY + timedelta(7 * weeks)
        return rng.choice([f"in {weeks} weeks", f"in {weeks} wks", f"in {weeks} Wochen"]), lambda read: read == meant
    first, last = day.replace(day=1), (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    middle = day.replace(day=15)
    return rng.choice(
        [
            (f"end of {month} {day.year}", lambda read: read == last),
            (f"mid {month} {day.year}", lambda read: read == middle),
            (f"Mitte {MONATE[day.month - 1]} {day.year}", lambda read: read == middle),
            (f"{month} {day.year}", lambda read: read == (first, last)),
        ]
    )


def _of_number(question: Question, value: float, rng: random.Random) -> Cell:
    plain = f"{value:g}" if value < 1e6 else str(int(value))
    unit = (question.unit or "").split(" per ")[0]

    def near(meant: float) -> Callable[[Any], bool]:
        return lambda read: isinstance(read, (int, float)) and abs(read - meant) <= max(0.02 * meant, 0.51)

    ways: list[Cell] = [
        (plain, near(value)),
        (value, near(value)),
        (f"~{plain}", near(value)),
        (f"about {plain}", near(value)),
    ]
    ways += [(f"ca. {plain}", near(value)), (f"{plain} ", near(value))]
    high = (question.range or (0, value + 2))[1]
    if value == int(value) and value + 2 <= high and value >= 1:
        low, more = int(value), int(value) + 2
        ways += [
            (f"{low}-{more}", lambda read: read == (low, more)),
            (f"{low} to {more}", lambda read: read == (low, more)),
        ]
        ways += [(f"{low} \u2013 {more}", lambda read: read == (low, more))]
    if unit == "days":
        ways += [(f"{plain} days", near(value)), (f"{plain}d", near(value)), (f"{plain} Tage", near(value))]
        weeks = round(value / 7)
        if weeks:
            ways += [
                (f"{weeks} weeks", near(7 * weeks)),
                (f"{weeks} wks", near(7 * weeks)),
                (f"{weeks}w", near(7 * weeks)),
            ]
            ways += [(f"{weeks} Wochen", near(7 * weeks)), (f"{weeks} semaines", near(7 * weeks))]
        months = round(value / 30.4)
        if months:
            ways += [(f"{months} months", near(30.4 * months)), (f"{months} mo", near(30.4 * months))]
    elif unit == "months":
        ways += [(f"{plain} months", near(value)), (f"{plain} mo", near(value)), (f"{plain} Monate", near(value))]
        ways += [(f"{plain}m", near(value)), (f"{plain} mths", near(value))]
    elif unit == "percent":
        ways = [way for way in ways if not 0 < value < 1]
        ways += [(f"{plain}%", near(value)), (f"{plain} %", near(value)), (f"{plain} percent", near(value))]
    elif unit in ("a month", "a day", "USD a year"):
        ways += [(f"${plain}", near(value)), (f"{value:,.0f}", near(value)), (f"{value / 1000:g}k", near(value))]
        ways += [(f"${value / 1000:g}k", near(value)), (f"USD {plain}", near(value))]
    elif unit == "hours":
        ways += [(f"{plain}h", near(value)), (f"{plain} hrs", near(value)), (f"{plain} hours", near(value))]
    elif unit.startswith("of "):
        ways += [
            (f"{plain} {unit}", near(value)),
            (f"{plain}/{unit[3:]}", near(value)),
            (f"{plain} out of {unit[3:]}", near(value)),
        ]
    elif unit == "engineer-weeks":
        ways += [(f"{plain} weeks", near(value)), (f"{plain} person-weeks", near(value)), (f"{plain} PW", near(value))]
    elif unit == "people":
        ways += [(f"{plain} people", near(value)), (f"{plain} ppl", near(value))]
    return rng.choice(ways)


def companies(number: int, seed: int) -> list[dict[str, tuple[Any, str, Callable[[Any], bool] | None]]]:
    """For each company its cells by question: what stands there, what it is for (`answer`, `unsure`, `nothing`), and
    whether a plain value is what was meant.
    """
    advisor, rng = shipped_advisor(), random.Random(seed)
    made = []
    for row in range(number):
        case = some_company(advisor, 100_000 * seed + row)
        cells: dict[str, tuple[Any, str, Callable[[Any], bool] | None]] = {}
        for name, answer in case.answers.items():
            question = advisor.knowledge.questions[name].model
            if question.settles or question.type is Kind.TEXT or not isinstance(answer.said, Exactly):
                continue
            chance = rng.random()
            if chance < 0.04:
                cells[name] = (rng.choice(NOTHING), "nothing", None)
            elif chance < 0.1:
                cells[name] = (rng.choice(UNSURE), "unsure", None)
            elif (found := written(question, answer.said.value, rng)) is not None:
                cells[name] = (found[0], "answer", found[1])
        made.append(cells)
    return made


def plain_read(question: Question, cell: Any) -> tuple[str, Any, bool]:
    """How a cell was read: `answer`, `unsure` or `nothing`; the plain value; and whether it is marked."""
    try:
        read = understood(cell, question, CellStyle(), TODAY)
    except AnswerError:
        return "nothing", None, True
    marked = read.read_as is not None or bool(read.left_out)
    if read.answer is None:
        return "nothing", None, marked
    said = read.answer.said
    if isinstance(said, DontKnow):
        return "unsure", None, marked
    if isinstance(said, Range):
        return "answer", (said.low, said.high), marked
    return "answer", said.value if isinstance(said, Exactly) else said, marked


def measure(number: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Cells by how they came out, and some that did not come out as meant."""
    questions = shipped_advisor().knowledge.questions
    counts: Counter[str] = Counter()
    odd: list[str] = []
    for cells in companies(number, seed):
        for name, (cell, wanted, right) in cells.items():
            got, value, marked = plain_read(questions[name].model, cell)
            good = got == wanted and (right is None or right(value))
            if wanted == "nothing":
                how = "nonsense left out" if got != "answer" else "nonsense read as an answer"
            elif good:
                how = "right"
            elif got == "nothing" or isinstance(value, Partly):
                how = "left out or known in part, told"
            else:
                how = "wrong, marked" if marked else "wrong, unmarked"
            counts[how] += 1
            if how not in ("right", "nonsense left out"):
                odd.append(f"{how:34} {name:28} {cell!r} -> {value!r}")
    return counts, odd


def main() -> None:
    """Measure, or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--odd", type=int, default=0, help="Print so many cells that did not come out as meant.")
    parser.add_argument("-o", "--output", type=Path, help="Write the companies as a workbook instead.")
    chosen = parser.parse_args()
    if chosen.output is not None:
        write(chosen.output, chosen.rows, chosen.seed)
        return
    counts, odd = measure(chosen.rows, chosen.seed)
    meant = sum(count for how, count in counts.items() if not how.startswith("nonsense"))
    print(f"{meant:,} understandable cells: {100 * counts['right'] / meant:.2f} % read rightly")
    for how, count in counts.most_common():
        print(f"  {count:>7,} {how}")
    print("\n".join(random.Random(0).sample(odd, min(chosen.odd, len(odd)))))


def write(path: Path, number: int, seed: int) -> None:
    """The companies as a workbook with people's own headers."""
    import openpyxl

    questions = shipped_advisor().knowledge.questions
    rows = companies(number, seed)
    names = list(dict.fromkeys(name for cells in rows for name in cells))
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Portfolio")
    sheet.append(["Company", "Updated", *(questions[name].model.short for name in names)])
    for row, cells in enumerate(rows):
        sheet.append([f"Company {row}", TODAY, *(cells[name][0] if name in cells else None for name in names)])
    book.save(path)


if __name__ == "__main__":
    main()
