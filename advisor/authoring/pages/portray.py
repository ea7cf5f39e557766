"""Entries of the knowledge base as readable pages in Markdown; `show` prints one, the generated page all of them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from advisor.authoring.conditions.usage import Usage, names_in
from advisor.inference.compiled.written import levels_of
from advisor.knowledge.diagnosismodels import Diagnosis, Evidence
from advisor.knowledge.models import CERTAINTY_WORDS, Contradiction, Fact, Question, Source
from advisor.knowledge.pack import Entry, Knowledge
from advisor.knowledge.planmodels import Action, Change, How
from advisor.language.tree import plain_number

IMPACTS = {1: "annoys", 2: "costs days", 3: "costs a sprint", 4: "costs a month", 5: "costs the date or the company"}
_WORDS = {hundredths: word for word, hundredths in CERTAINTY_WORDS.items()}


class Portrait:
    """Writes about the entries of one knowledge base. `level` is that of the headings."""

    def __init__(self, knowledge: Knowledge, level: int = 2):
        self.knowledge = knowledge
        self.usage = Usage(knowledge)
        self.level = level

    def heading(self, title: str, name: str) -> Iterator[str]:
        """The heading of an entry."""
        yield f"{'#' * self.level} {title}"
        yield ""
        yield f"`{name}`"

    # ---- diagnoses -----------------------------------------------------------------------------------

    def diagnosis(self, entry: Entry[Diagnosis]) -> Iterator[str]:
        """Title, why, signs with what they ask, what rules it out, what confirms it, examples, sources."""
        model = entry.model
        yield from self.heading(model.title, model.id)
        yield (
            f"· impact {model.impact} ({IMPACTS[model.impact]})"
            + (f" · {model.lifecycle}" if model.lifecycle != "stable" else "")
            + (" · about a person's load" if model.person else "")
            + (f" · {model.due.level}: {one_line(model.due.before)}" if model.due is not None else "")
        )
        yield from ("", one_line(model.why), "")
        for index, evidence in enumerate(model.evidence):
            yield from self._sign(index, evidence, model)
        for number, unless in enumerate(model.unless, start=1):
            yield f"- **unless.{number}** rules it out: `{one_line(unless.when)}`"
            yield f"  - says: {one_line(unless.says)}"
        sets = "; ".join(" + ".join(names) for names in model.confirms_with)
        yield from ("", f"Enough to confirm: {sets}." if sets else "Nothing confirms it.")
        yield from ("", "Examples:", "")
        yield from (f"- {e.name}: {e.expect}" + (" (near miss)" if e.near_miss else "") for e in model.examples)
        yield from ("", f"Sources: {sources_text(model.source)}.")
        texts = [text for i, e in enumerate(model.evidence) for _, text, _ in levels_of(i, e)]
        yield from self._asks([*texts, *(u.when for u in model.unless)])

    def _sign(self, index: int, evidence: Evidence, model: Diagnosis) -> Iterator[str]:
        levels = list(levels_of(index, evidence))
        if evidence.levels:
            yield f"- **{evidence.id}**, the first that holds:"
            for number, (_, text, certainty) in enumerate(levels, start=1):
                yield f"  {number}. {certainty_text(certainty)}: `{one_line(text)}`"
        else:
            (_, text, certainty) = levels[0]
            yield f"- **{evidence.id}**, {certainty_text(certainty)}: `{one_line(text)}`"
        yield f"  - says: {one_line(evidence.says)}"
        if evidence.otherwise:
            yield f"  - otherwise: {one_line(evidence.otherwise)}"
        if evidence.why:
            yield f"  - why this certainty: {one_line(evidence.why)}"
        if evidence.source and evidence.source != model.source:
            yield f"  - sources: {sources_text(evidence.source)}"

    def _asks(self, texts: Iterable[str]) -> Iterator[str]:
        """The questions behind conditions, facts looked through."""
        names = dict.fromkeys(name for text in texts for name in sorted(names_in(text)))
        behind = self.usage.facts_behind
        found = dict.fromkeys(
            q for name in names for q in (name, *sorted(behind.get(name, ()))) if q in self.knowledge.questions
        )
        facts = [name for name in names if name in self.knowledge.facts]
        if facts:
            yield from ("", "Facts: " + ", ".join(f"`{fact}`" for fact in facts) + ".")
        if found:
            yield from ("", "Questions behind it:", "")
        for question in found:
            model = self.knowledge.questions[question].model
            yield f"- `{question}` {model.short} ({model.who}{', core' if model.core else ''})"

    # ---- questions, facts, contradictions, actions ---------------------------------------------------

    def question(self, entry: Entry[Question]) -> Iterator[str]:
        """The question, what may be answered, when it is asked, and who reads it."""
        model = entry.model
        yield from self.heading(model.short, model.id)
        marks = [model.type.value, model.who, f"{model.seconds} s"]
        marks += ["core"] if model.core else []
        marks += ["changeable"] if model.changeable else []
        yield "· " + " · ".join(marks)
        yield from ("", f"*{one_line(model.ask)}*", "", one_line(model.help))
        if model.range is not None:
            unit = f" {model.unit}" if model.unit else ""
            yield from ("", f"From {plain_number(model.range[0])} to {plain_number(model.range[1])}{unit}.")
        if model.bands:
            told = "; ".join(
                f"{band.label} ({plain_number(band.low)} to {plain_number(band.high)})" for band in model.bands
            )
            yield from ("", f"Offered as: {told}.")
        if model.options:
            yield ""
            yield from (f"- `{option.id}` {option.label}" for option in model.options)
        if model.asked_when:
            yield from ("", f"Asked when `{one_line(model.asked_when)}`.")
        if model.pointless_when:
            yield from ("", f"Not asked in the interview when `{one_line(model.pointless_when)}`.")
        readers: dict[str, list[str]] = {}
        for reader in self.usage.readers_of(model.id):
            readers.setdefault(reader.kind, []).append(reader.id)
        told = "; ".join(f"{kind}: {', '.join(ids)}" for kind, ids in readers.items())
        yield from ("", f"Read by {told}." if told else "No rule reads it yet.")

    def fact(self, entry: Entry[Fact]) -> Iterator[str]:
        """The fact, what it means, and who uses it."""
        model = entry.model
        yield from self.heading(model.title, model.id)
        yield from ("", f"`{one_line(model.when or model.value or '')}`")
        users = [f"{reader.kind} {reader.id}" for reader in self.usage.readers_of(model.id)]
        yield from ("", f"Used by {', '.join(users)}." if users else "No rule uses it yet.")
        yield from self._asks([model.when or model.value or ""])

    def contradiction(self, entry: Entry[Contradiction]) -> Iterator[str]:
        """The answers that exclude each other, and what settles it."""
        model = entry.model
        yield from self.heading(model.title, model.id)
        yield from ("", f"Where `{one_line(model.when)}`.", "", one_line(model.says))
        settle = self.knowledge.questions[model.settle.question].model
        labels = self.knowledge.labels(model.settle.question)
        yield from ("", f"Settled by: *{one_line(settle.ask)}*", "")
        for reply, answer in model.settle.withdraws.items():
            yield f"- {labels.get(reply, reply)}: withdraws `{answer}`"
        yield from ("", "Examples:", "")
        yield from (f"- {e.name}: {str(e.expect).lower()}" for e in model.examples)

    def action(self, entry: Entry[Action]) -> Iterator[str]:
        """What is to be done, what it changes, and its steps."""
        model = entry.model
        yield from self.heading(model.title, model.id)
        yield f"· {model.kind} · {model.owner} · effort {model.effort} · {plain_number(model.weeks)} weeks · " + (
            f"works in {round(100 * model.works)} of 100"
        )
        if model.shows:
            yield from ("", one_line(model.shows))
        for word, text in (("Offered when", model.when), ("Not offered when", model.unless)):
            if text:
                yield from ("", f"{word} `{one_line(text)}`.")
        changes = [
            *map(change_text, model.changes),
            *(f"cures {share:g} of {diagnosis}" for diagnosis, share in model.cures.items()),
        ]
        if changes:
            yield from ("", "Changes: " + "; ".join(changes) + ".")
        for closing in model.closes:
            values = ", ".join(closing.values)
            yield from ("", f"Closes `{closing.question}` {values} until {one_line(model.until or '')}.")
        if model.holds:
            yield from ("", f"Held by it: {', '.join(model.holds)}.")
        if model.after:
            yield from ("", f"After {', '.join(model.after)}.")
        if model.how:
            yield from ("", "How, in the company's words (the first two that are true):", "")
            yield from (how_line(how) for how in model.how)
        if model.steps:
            yield ""
            yield from (f"{number}. {one_line(step)}" for number, step in enumerate(model.steps, start=1))
        if model.source:
            yield from ("", f"Sources: {sources_text(model.source)}.")


def how_line(how: How) -> str:
    """How an action is done, with the condition under which it's told."""
    return f"- {one_line(how.says)}" + (f" (where `{one_line(how.when)}`)" if how.when else "")


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def folded(line: str, width: int = 100) -> list[str]:
    """A line of Markdown in lines that fit a screen, indented below their list mark."""
    mark = re.match(r" *(?:[-*] |\d+\. )?", line)
    indent = " " * (mark.end() if mark else 0)
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]


def certainty_text(hundredths: int) -> str:
    """`strong .65`, or the bare number."""
    number = f"{hundredths / 100:.2f}".lstrip("0")
    return f"{_WORDS[hundredths]} {number}" if hundredths in _WORDS else number


def sources_text(sources: Sequence[Source]) -> str:
    """Sources in words."""
    if not sources:
        return "none"
    words = {"article": "article {}", "evidence": "evidence {}", "source": "{}", "judgement": "our judgement: {}"}
    return "; ".join(
        words[name].format(one_line(value).rstrip("."))
        for s in sources
        for name, value in s.model_dump().items()
        if value
    )


def change_text(change: Change) -> str:
    """One change of an action."""
    parts: list[str] = []
    fields: dict[str, Any] = change.model_dump(exclude={"question", "figure"}, exclude_defaults=True)
    for name, value in fields.items():
        shown = ", ".join(value) if isinstance(value, tuple) else str(value).lower()
        parts.append(f"{name.replace('_', ' ')} {shown}")
    return f"`{change.question or change.figure}` {', '.join(parts)}"
