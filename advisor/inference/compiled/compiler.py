"""From knowledge to a program: names and types checked, circles found, diagnoses sorted into strata."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.files.documents import Path
from advisor.files.scalars import mark_inside
from advisor.inference.compiled.conditions import Compiled, compile_condition
from advisor.inference.compiled.program import CompiledContradiction, CompiledDiagnosis, Gate, Program, Sign, Stratum
from advisor.inference.compiled.sentences import Sentence, read_sentence
from advisor.inference.compiled.written import conditions_of, levels_of
from advisor.knowledge.models import Diagnosis, Evidence, Question
from advisor.knowledge.pack import Entry, Knowledge, is_listed
from advisor.language.fields import ComputedFields
from advisor.language.normal import Normal, normal_form
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_condition, parse_number
from advisor.language.tree import Condition, Fixed, atoms_of, conclusions_of, points_of_atom, questions_of
from advisor.language.vocabulary import Kind, Vocabulary
from advisor.problems import PackError, Problem, did_you_mean

_CONCLUDING = re.compile(r"\b(diagnosed|suspected)\s*\(")


def compile_program(knowledge: Knowledge, *, points: frozenset[str] = frozenset(), drafts: bool = False) -> Program:
    """The program of a merged knowledge base; PackError carries every problem found."""
    compiler = _Compiler(knowledge, points, drafts)
    program = compiler.program()
    if compiler.problems:
        raise PackError(compiler.problems)
    return program


@dataclass
class _Compiler:
    knowledge: Knowledge
    points: frozenset[str]
    drafts: bool
    problems: list[Problem] = field(default_factory=list)
    computed: ComputedFields = field(default_factory=ComputedFields)
    gates: dict[str, Normal] = field(default_factory=dict)

    def program(self) -> Program:
        self.vocabulary: Vocabulary = self.knowledge.vocabulary(self.points)
        for entry in self.knowledge.questions.values():
            self._check_question(entry)
        self._check_facts()
        gates = self._compile_gates()
        judged = {
            id: entry
            for id, entry in self.knowledge.diagnoses.items()
            if self.drafts or entry.model.lifecycle != "draft"
        }
        strata = self._strata(judged)
        contradictions = tuple(self._dispute(id) for id in sorted(self.knowledge.contradictions))
        further, last = self._further(len(strata))
        return Program(
            self.knowledge,
            self.vocabulary,
            gates,
            (*strata, last),
            tuple(d for d in contradictions if d),
            dict(self.computed.comparisons),
            further,
            self.drafts,
        )

    # ---- questions, facts, gates ---------------------------------------------------------------------

    def _check_question(self, entry: Entry[Question]) -> None:
        question = entry.model
        if is_listed(question.type) and len(question.options) < 2:
            self._complain(entry, ("options",), "options", "A choice has two options or more.")
        if not is_listed(question.type) and question.options:
            self._complain(entry, ("options",), "options", f"A {question.type.value} question has no options.")
        ids = [option.id for option in question.options]
        for twice in {id for id in ids if ids.count(id) > 1}:
            self._complain(entry, ("options",), "duplicate-id", f"The option `{twice}` stands twice.")
        if question.type.numeric and question.range is None:
            self._complain(entry, ("id",), "range", "A number needs its declared `range: [least, greatest]`.")
        if question.range is not None and question.range[0] >= question.range[1]:
            self._complain(entry, ("range",), "range", "The range is empty.")

    def _check_facts(self) -> None:
        for id, entry in self.knowledge.facts.items():
            fact = entry.model
            if (fact.when is None) is (fact.value is None):
                self._complain(entry, ("id",), "fact", "A derived fact has either `when:` or `value:`.")
            elif id in self.vocabulary.terms:
                self._complain(entry, ("id",), "duplicate-id", f"`{id}` is a question already.")
            elif fact.when is not None:
                tree = self._parsed(entry, ("when",), fact.when)
                if tree is not None and conclusions_of(tree) and _CONCLUDING.search(fact.when):
                    message = "A derived fact reads answers and the timeline only; diagnoses are concluded from facts."
                    way = "Write `diagnosed()` and `suspected()` in the conditions that use the fact."
                    self._complain(entry, ("when",), "fact", message, way)
            elif fact.value is not None:
                try:
                    parse_number(fact.value, self.vocabulary)
                except ConditionError as error:
                    self._condition_problem(entry, ("value",), error)

    def _compile_gates(self) -> tuple[Gate, ...]:
        """Gates in an order in which each finds what it reads decided; a circle is an error."""
        trees: dict[str, Condition] = {}
        for id, entry in self.knowledge.questions.items():
            if entry.model.asked_when is None:
                continue
            tree = self._parsed(entry, ("asked_when",), entry.model.asked_when)
            if tree is None:
                continue
            if conclusions_of(tree) or any(points_of_atom(atom) for atom in atoms_of(tree)):
                self._complain(entry, ("asked_when",), "gate", "`asked_when` may read answers only.")
                continue
            trees[id] = tree
        order = self._ordered(
            {id: [q for q in questions_of(tree) if q in trees] for id, tree in trees.items()},
            "asked_when",
            self.knowledge.questions,
        )
        self.gates = {id: normal_form(trees[id]) for id in order}
        return tuple(
            Gate(id, self._compiled(self.knowledge.questions[id].model.asked_when or "", trees[id])) for id in order
        )

    # ---- diagnoses -----------------------------------------------------------------------------------

    def _strata(self, judged: Mapping[str, Entry[Diagnosis]]) -> tuple[Stratum, ...]:
        trees: dict[str, dict[Path, Condition]] = {}
        for id, entry in judged.items():
            trees[id] = {}
            for path, text in conditions_of(entry.model):
                tree = self._parsed(entry, path, text)
                trees[id][path] = tree if tree is not None else Fixed(False)
        needs = {
            id: [c.diagnosis for tree in found.values() for c in conclusions_of(tree) if c.diagnosis in judged]
            for id, found in trees.items()
        }
        order = self._ordered(needs, "diagnosed", judged)
        level: dict[str, int] = {}
        for id in order:
            level[id] = 1 + max((level[need] for need in needs[id] if need in level), default=-1)
        strata = []
        for number in range(max(level.values(), default=-1) + 1):
            conditions: list[Compiled] = []
            found = tuple(
                self._judgement(id, judged[id], number, trees[id], conditions)
                for id in judged
                if level.get(id) == number
            )
            strata.append(Stratum(number, tuple(conditions), found))
        return tuple(strata)

    def _further(self, number: int) -> tuple[dict[str, int], Stratum]:
        """The last stratum: conditions of the decision table, the actions and the kit."""
        slots: dict[str, int] = {}
        conditions: list[Compiled] = []
        for name, entry, path, text in self.knowledge.further_conditions():
            tree = self._parsed(entry, path, text)
            if tree is not None:
                slots[name] = len(conditions)
                conditions.append(self._compiled(text, tree))
        for entry, path, text in self.knowledge.further_sentences():
            self._sentence(entry, path, text)
        return slots, Stratum(number, tuple(conditions), ())

    def _judgement(
        self,
        id: str,
        entry: Entry[Diagnosis],
        stratum: int,
        trees: Mapping[Path, Condition],
        conditions: list[Compiled],
    ) -> CompiledDiagnosis:
        first = len(conditions)

        def slot(path: Path, text: str) -> int:
            conditions.append(self._compiled(text, trees[path]))
            return len(conditions) - 1

        signs = []
        for i, evidence in enumerate(entry.model.evidence):
            self._check_evidence(entry, i, evidence)
            levels = tuple((slot(path, text), certainty) for path, text, certainty in levels_of(i, evidence))
            otherwise = evidence.otherwise and self._sentence(entry, ("evidence", i, "otherwise"), evidence.otherwise)
            signs.append(
                Sign(evidence, levels, self._sentence(entry, ("evidence", i, "says"), evidence.says), otherwise or None)
            )
        unless = tuple(
            (slot(("unless", i, "when"), part.when), self._sentence(entry, ("unless", i, "says"), part.says))
            for i, part in enumerate(entry.model.unless)
        )
        return CompiledDiagnosis(id, entry, stratum, tuple(signs), unless, first, len(conditions))

    def _check_evidence(self, entry: Entry[Diagnosis], i: int, evidence: Evidence) -> None:
        at: Path = ("evidence", i)
        if [e.id for e in entry.model.evidence].index(evidence.id) != i:
            self._complain(entry, (*at, "id"), "duplicate-id", f"The evidence `{evidence.id}` stands twice.")
        if (evidence.when is None) is (not evidence.levels):
            self._complain(entry, (*at, "id"), "evidence", "An evidence has either `when:` or `levels:`.")
        if evidence.when is not None and evidence.certainty is None:
            self._complain(entry, (*at, "when"), "missing", "`certainty` is missing.")
        if evidence.levels and evidence.certainty is not None:
            self._complain(entry, (*at, "certainty"), "evidence", "With `levels:`, each level has its own certainty.")
        certainties = [level.certainty for level in evidence.levels]
        if any(a <= b for a, b in itertools.pairwise(certainties)):
            self._complain(entry, (*at, "levels"), "levels", "Levels stand strongest first.")

    def _dispute(self, id: str) -> CompiledContradiction | None:
        entry = self.knowledge.contradictions[id]
        model = entry.model
        tree = self._parsed(entry, ("when",), model.when)
        questions = self.knowledge.questions
        for i, answer in enumerate(model.answers):
            if answer not in questions:
                self._complain(
                    entry,
                    ("answers", i),
                    "unknown-name",
                    f"There is no question `{answer}`.",
                    did_you_mean(answer, questions),
                )
        settle = questions.get(model.settle.question)
        if settle is None:
            self._complain(
                entry,
                ("settle", "question"),
                "unknown-name",
                f"There is no question `{model.settle.question}`.",
                did_you_mean(model.settle.question, questions),
            )
        elif settle.model.type is not Kind.CHOICE:
            self._complain(entry, ("settle", "question"), "type", "A settling question is a choice.")
        else:
            options = [option.id for option in settle.model.options]
            for reply, answer in model.settle.withdraws.items():
                if reply not in options:
                    self._complain(
                        entry,
                        ("settle", "withdraws", reply),
                        "unknown-option",
                        f"`{settle.model.id}` has no option `{reply}`.",
                        did_you_mean(reply, options),
                    )
                if answer not in model.answers and all(id in questions for id in model.answers):
                    self._complain(
                        entry,
                        ("settle", "withdraws", reply),
                        "unknown-name",
                        f"`{answer}` is not one of the disputed answers.",
                        did_you_mean(answer, model.answers),
                    )
        says = self._sentence(entry, ("says",), model.says)
        return CompiledContradiction(id, entry, self._compiled(model.when, tree), says) if tree is not None else None

    # ---- parts ---------------------------------------------------------------------------------------

    def _parsed(self, entry: Entry[Any], path: Path, text: str) -> Condition | None:
        try:
            return parse_condition(text, self.vocabulary)
        except ConditionError as error:
            self._condition_problem(entry, path, error)
            return None

    def _compiled(self, text: str, tree: Condition) -> Compiled:
        return compile_condition(text, tree, self.gates, self.vocabulary.terms, self.computed)

    def _sentence(self, entry: Entry[Any], path: Path, text: str) -> Sentence:
        try:
            return read_sentence(text, self.vocabulary)
        except ConditionError as error:
            self._condition_problem(entry, path, error)
            return Sentence(())

    def _complain(self, entry: Entry[Any], path: Path, code: str, message: str, suggestion: str | None = None) -> None:
        self.problems.append(entry.problem(path, code, message, suggestion))

    def _condition_problem(self, entry: Entry[Any], path: Path, error: ConditionError) -> None:
        """The problem at the very line and column where the condition goes wrong."""
        found = entry.problem(path, error.code, error.message, error.suggestion)
        line, column = _inside(entry, path, error)
        self.problems.append(Problem(found.path, found.code, found.message, found.suggestion, line, column, found.file))

    def _ordered(self, needs: Mapping[str, Iterable[str]], what: str, entries: Mapping[str, Entry[Any]]) -> list[str]:
        """Topological order, stable; a circle is reported once, as the circle."""
        done: dict[str, None] = {}
        for start in needs:
            trail: list[tuple[str, list[str]]] = [(start, list(needs[start]))]
            while trail:
                id, rest = trail[-1]
                if id in done:
                    trail.pop()
                elif not rest:
                    done[id] = None
                    trail.pop()
                else:
                    need = rest.pop(0)
                    names = [name for name, _ in trail]
                    if need in names:
                        circle = " -> ".join((*names[names.index(need) :], need))
                        self._complain(
                            entries[need],
                            ("id",),
                            "cycle",
                            f"`{what}` goes round in a circle: {circle}.",
                            "Take one step out of the circle.",
                        )
                        return list(done)
                    if need in needs and need not in done:
                        trail.append((need, list(needs[need])))
        return list(done)


def _inside(entry: Entry[Any], path: Path, error: ConditionError) -> tuple[int, int]:
    """Line and column of a fault inside a text, whichever way YAML wrote it."""
    text: Any = entry.model
    for part in path:
        text = getattr(text, part) if isinstance(part, str) and not isinstance(text, Mapping) else text[part]
    mark = mark_inside(entry.document, (*entry.at, *path), str(text), error.line, error.column)
    return mark.line, mark.column
