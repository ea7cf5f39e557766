"""Placeholders whose answer may not be known when their sentence is printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault, fault, warning
from advisor.authoring.conditions.reasons import plainly
from advisor.authoring.solver.formulas import Formula
from advisor.files.documents import Path, place_name
from advisor.files.yaml_slips import in_curly_quotes
from advisor.inference.compiled.program import SUSPECTED, CompiledDiagnosis, LateCondition
from advisor.inference.compiled.sentences import Sentence, points_of, read_sentence
from advisor.inference.compiled.written import signs_of
from advisor.knowledge.late.texts import LateUse, late_sentences
from advisor.knowledge.pack import Entry


def faults_in_print(base: Base) -> Iterator[Fault]:
    """Every placeholder that may print "not answered"."""
    printed = _Printed(base)
    for diagnosis in base.program.diagnoses.values():
        if base.scope.covers(diagnosis.entry):
            yield from printed.of_diagnosis(diagnosis)
    for contradiction in base.program.contradictions:
        if not base.scope.covers(contradiction.entry):
            continue
        shown = printed.meaning.pattern(contradiction.condition.true)
        yield from printed.unknown(
            contradiction.entry, ("says",), contradiction.says, [(shown, "")], contradictory=True
        )
    yield from printed.of_the_rest()
    for entries in (
        base.knowledge.questions,
        base.knowledge.diagnoses,
        base.knowledge.contradictions,
        base.knowledge.actions,
    ):
        for entry in filter(base.scope.covers, entries.values()):
            if entry.at[-1:] != ("fix",):  # which stands in a diagnosis too
                yield from _in_curly_quotes(entry, (), entry.model.model_dump(exclude={"examples"}))


def _in_curly_quotes(entry: Entry[Any], path: Path, value: Any) -> Iterator[Fault]:
    """Texts that stand in curly quotes as a whole: their author meant YAML's quotes, and these are printed."""
    if isinstance(value, str) and in_curly_quotes(value):
        way = f"Write `{path[-1]}: {json.dumps(value.strip()[1:-1], ensure_ascii=False)}`."
        message = "The text stands in curly quotes, which are printed as a part of it."
        yield warning(entry, path, "curly-quotes", message, way)
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, part in parts:
        yield from _in_curly_quotes(entry, (*path, key), part)


class _Printed:
    """Asks of each sentence whether a case can print it and leave one of its placeholders without a value."""

    # The cases asked about are partial ones, in which anything may be left open: a condition that is certainly true
    # need not know every answer that it reads (`a or b`). The solver is asked for a case in which the sentence is
    # printed and the placeholder is not known; the exact patterns make sure that no such case is missed.

    def __init__(self, base: Base):
        self.base = base
        self.worlds = base.partial
        self.meaning = self.worlds.meaning

    def of_diagnosis(self, diagnosis: CompiledDiagnosis) -> Iterator[Fault]:
        program, entry = self.base.program, diagnosis.entry
        for sign, written in zip(diagnosis.signs, signs_of(program, diagnosis)):
            at: Path = ("evidence", written.index)
            several = len(written.levels) > 1
            levels = [
                (self.meaning.pattern(w.compiled.true), f" where only level {n} holds" if several else "")
                for n, w in enumerate(written.levels, start=1)
            ]
            yield from self.unknown(entry, (*at, "says"), sign.says, levels)
            if sign.otherwise is not None:
                negated = self.meaning.all_of(plainly(self.meaning, w.compiled.negation) for w in written.levels)
                yield from self.unknown(entry, (*at, "otherwise"), sign.otherwise, [(negated, "")])
        yield from self._of_unless(diagnosis)
        yield from self._of_story(diagnosis)

    def _of_story(self, diagnosis: CompiledDiagnosis) -> Iterator[Fault]:
        """What is printed where a diagnosis is found or likely; a link where both of its diagnoses are."""
        program, entry, model = self.base.program, diagnosis.entry, diagnosis.model
        likely, late = self._likely(diagnosis.id), program.late
        printed: list[tuple[Path, str | None, list[Formula]]] = [
            (("headline",), model.headline, [likely, *self._true(late.headlines.get(diagnosis.id))]),
            (("as_root",), model.as_root, [likely]),
        ]
        for i, link in enumerate(model.leads_to):
            if link.id in program.diagnoses:
                holds = self._true(late.links.get(f"{diagnosis.id}>{link.id}"))
                printed.append((("leads_to", i, "says"), link.says, [likely, self._likely(link.id), *holds]))
        for path, text, shown in printed:
            sentence = read_sentence(text or "", program.vocabulary)
            if sentence.questions or points_of(sentence):
                yield from self.unknown(entry, path, sentence, [(self.meaning.all_of(shown), "")])

    def _likely(self, diagnosis: str) -> Formula:
        certainties = self.meaning.certainties(diagnosis)
        return self.meaning.all_of([self.meaning.negated(certainties.ruled_out()), certainties.reaches(SUSPECTED)])

    def _true(self, late: LateCondition | None) -> list[Formula]:
        return [] if late is None else [self.meaning.pattern(late.condition.true)]

    def _of_unless(self, diagnosis: CompiledDiagnosis) -> Iterator[Fault]:
        """Also printed, as an assumption, while it is open and some sign is not excluded."""
        conditions = self.base.program.strata[diagnosis.stratum].conditions
        for i, (slot, says) in enumerate(diagnosis.unless):
            if not says.questions and not points_of(says):
                continue
            true, false = (self.meaning.pattern(p) for p in (conditions[slot].true, conditions[slot].false))
            signs = self.meaning.any_of(
                self.meaning.negated(self.meaning.pattern(conditions[level].false))
                for sign in diagnosis.signs
                for level, _ in sign.levels
            )
            is_open = self.meaning.all_of([self.meaning.negated(true), self.meaning.negated(false), signs])
            told = ", where it's still open and is told as an assumption"
            yield from self.unknown(diagnosis.entry, ("unless", i, "says"), says, [(true, ""), (is_open, told)])

    def of_the_rest(self) -> Iterator[Fault]:
        """Sentences of the decision table, the actions and the kit."""
        program = self.base.program
        for entry, path, text in late_sentences(self.base.knowledge):
            if not self.base.scope.covers(entry):
                continue
            sentence = read_sentence(text, program.vocabulary)
            if not sentence.questions and not points_of(sentence):
                continue
            use, owner = _printed_by(entry, path)
            if use is None or path[0] == "how":  # which is left out where a placeholder is not known
                continue
            late = program.late.of(use).get(owner)
            shown = self.meaning.always
            if late is not None:
                condition = late.condition
                rival = path[-1] == "wins_if"
                shown = self.meaning.pattern(condition.false if rival else condition.true)
                shown = self.meaning.negated(shown) if rival else shown
            yield from self.unknown(entry, path, sentence, [(shown, "")])

    def unknown(
        self,
        entry: Entry[Any],
        path: Path,
        sentence: Sentence,
        printed: Iterable[tuple[Formula, str]],
        contradictory: bool = False,
    ) -> Iterator[Fault]:
        """Each placeholder that may be unknown while one of the conditions holds under which it is printed."""
        told: set[str] = set()
        for name in (*sentence.questions, *dict.fromkeys(points_of(sentence))):
            known = self.meaning.known_name(name)
            for shown, where in printed:
                unknown = self.meaning.negated(known)
                if name not in told and self.worlds.can_be(shown, unknown, contradictory=contradictory):
                    told.add(name)
                    message = f"`{name}` may not be known when this is printed{where}."
                    way = f"Say it without `{{{name}}}`, or let the condition test that question."
                    yield fault(entry, path, "unknown-placeholder", message, way)


def _printed_by(entry: Entry[Any], path: Path) -> tuple[LateUse | None, str]:
    """Use and owner of the condition by which a sentence outside diagnoses is printed; None where there is none."""
    if path[0] == "rows":
        return "rows", entry.model.rows[path[1]].id
    if path[0] in ("title", "shows", "until", "steps"):
        return "offered", entry.model.id
    if path[0] == "profiles":
        return "profiles", entry.model.profiles[path[1]].id
    if path[-1] == "says" and entry.model.id == "kit":
        return "lines", place_name((*path[:-1], "claims"))
    return None, ""
