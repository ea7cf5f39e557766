"""The mutation test: small faults planted in every condition and derived fact of a pack, and which tests notice them.

What no case can tell from the sound text is equivalent and does not count; the solver finds these out. A level of an
evidence counts only where no stronger one holds, so a difference elsewhere is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from advisor.authoring.conditions.programs import program_of
from advisor.authoring.conditions.usage import Usage, names_in
from advisor.authoring.examples.boundaries import Boundary, file_of
from advisor.authoring.examples.obligations import key_of
from advisor.authoring.solver.worlds import Worlds
from advisor.cases.case import Case
from advisor.engines.engine import Engine
from advisor.engines.python import PythonEngine
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.conditions import Compiled, compile_condition
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.written import Written, every_condition
from advisor.knowledge.pack import Knowledge
from advisor.language.fields import ComputedFields
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_condition
from advisor.language.patterns import Value
from advisor.language.to_python import Truths, truth_function
from advisor.language.tree import Compare
from advisor.problems import PackError
from advisor.rulebase.rulebase import Rulebase
from tools.mutation.mutants import mutants_of
from tools.mutation.scores import Fate, Planted
from tools.mutation.suite import PackTest, generated_tests, written_by_hand


@dataclass(frozen=True)
class _Changed:
    """An engine that evaluates one condition otherwise."""

    engine: Engine
    stratum: int
    slot: int
    condition: Compiled

    @property
    def name(self) -> str:
        """The name of the engine that evaluates all other conditions."""
        return self.engine.name

    @cached_property
    def _truth(self) -> Truths:
        return truth_function([(self.condition.true, self.condition.false)])

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """The truths of a stratum's conditions in a fact, by slot, that of the one condition as changed."""
        found = self.engine.truths(stratum, fact)
        if stratum != self.stratum:
            return found
        (value,) = self._truth(fact)
        return (*found[: self.slot], value, *found[self.slot + 1 :])


class MutationTest:
    """Plants faults in one rulebase."""

    def __init__(self, rulebase: Rulebase, cases: Iterable[Case], boundaries: Iterable[Boundary]):
        self.rulebase = rulebase
        self.program = rulebase.program
        self.engine = PythonEngine(rulebase.program.patterns)
        self.timeline_calculator = rulebase.timeline_calculator
        self.by_hand = _by_file(written_by_hand(rulebase, cases))
        self.generated = _by_file(generated_tests(rulebase, boundaries))
        self.conditions = list(every_condition(rulebase.program))

    @cached_property
    def planted(self) -> tuple[Planted, ...]:
        """Every mutant of every condition and derived fact, in a fixed order."""
        return tuple(self._planted())

    def _planted(self) -> Iterator[Planted]:
        for written in self.conditions:
            for mutant in mutants_of(written.compiled.text, self.program.vocabulary.points):
                yield Planted(file_of(written), key_of(written), written.compiled.text, mutant, written)
        for fact, macro in self.program.vocabulary.macros.items():
            if macro.boolean:
                for mutant in mutants_of(macro.text, self.program.vocabulary.points):
                    yield Planted("facts", fact, macro.text, mutant, fact=fact)

    def fate(self, planted: Planted) -> Fate:
        """What becomes of a mutant."""
        try:
            program = self._mutated(planted)
        except (ConditionError, PackError):
            return "not valid"
        if not self._differs(planted, program):
            return "equivalent"
        assessor = self._assessor(planted, program)
        files = self._files_touched(planted)
        if any(not test.passes(assessor) for file in files for test in self.by_hand.get(file, ())):
            return "by hand"
        if any(not test.passes(assessor) for file in files for test in self.generated.get(file, ())):
            return "by boundaries"
        return "survived"

    # ---- the mutated rules ---------------------------------------------------------------------------

    def _mutated(self, planted: Planted) -> Program:
        """The program with the fault; ConditionError or PackError where the text makes no sense."""
        written, text = planted.written, planted.mutant.text
        if written is None or written.part == "gate":
            knowledge = self._with_fact(planted) if written is None else self._with_gate(written, text)
            return program_of(knowledge, drafts=self.program.drafts)
        tree = parse_condition(text, self.program.vocabulary)
        computed = ComputedFields(dict(self.program.computed))
        terms = self.program.vocabulary.terms
        condition = compile_condition(text, tree, self.program.gate_normals, terms, computed)
        changed = replace(self.program, computed=dict(computed.comparisons))
        if written.part == "contradiction":
            contradictions = (
                replace(d, condition=condition) if d.id == written.owner else d for d in changed.contradictions
            )
            return replace(changed, contradictions=tuple(contradictions))
        stratum, slot = self._place(written)
        strata = list(changed.strata)
        conditions = list(strata[stratum].conditions)
        conditions[slot] = condition
        strata[stratum] = replace(strata[stratum], conditions=tuple(conditions))
        return replace(changed, strata=tuple(strata))

    def _place(self, written: Written) -> tuple[int, int]:
        """The stratum and the slot of a condition."""
        if written.part == "late":
            return len(self.program.strata) - 1, written.slot
        diagnosis = self.program.diagnoses[written.owner]
        return diagnosis.stratum, diagnosis.first_slot + written.slot

    def _with_fact(self, planted: Planted) -> Knowledge:
        knowledge = self.rulebase.knowledge
        assert planted.fact is not None
        entry = knowledge.facts[planted.fact]
        changed = replace(entry, model=entry.model.model_copy(update={"when": planted.mutant.text}))
        return replace(knowledge, facts={**knowledge.facts, planted.fact: changed})

    def _with_gate(self, written: Written, text: str) -> Knowledge:
        knowledge = self.rulebase.knowledge
        entry = knowledge.questions[written.owner]
        changed = replace(entry, model=entry.model.model_copy(update={"asked_when": text}))
        return replace(knowledge, questions={**knowledge.questions, written.owner: changed})

    def _assessor(self, planted: Planted, program: Program) -> Assessor:
        written = planted.written
        engine: Engine
        if written is None or written.part == "gate":
            engine = PythonEngine(program.patterns)
        elif written.part == "contradiction":
            engine = self.engine
        else:
            stratum, slot = self._place(written)
            engine = _Changed(self.engine, stratum, slot, program.strata[stratum].conditions[slot])
        return Assessor(program, engine, self.timeline_calculator)

    # ---- what a fault can touch ----------------------------------------------------------------------

    def _users(self, planted: Planted) -> list[Written]:
        """The conditions whose meaning a fault can change."""
        if planted.fact is not None:
            return [w for w in self.conditions if planted.fact in self._facts_of[w.compiled.text]]
        assert planted.written is not None
        if planted.written.part != "gate":
            return [planted.written]
        question = planted.written.owner
        return [planted.written, *(w for w in self.conditions if question in w.compiled.space.gates)]

    def _files_touched(self, planted: Planted) -> list[str]:
        """The files whose tests can notice a fault, its own first: those of conditions that rest on it, at any
        distance.
        """
        found = dict.fromkeys(file_of(written) for written in self._users(planted))
        waiting = list(found)
        while waiting:
            diagnosis = waiting.pop()
            readers = (w for w in self.conditions if any(c.diagnosis == diagnosis for c in w.compiled.conclusions))
            for file in dict.fromkeys(map(file_of, readers)):
                if file not in found:
                    found[file] = None
                    waiting.append(file)
        return list(found)

    @cached_property
    def _facts_of(self) -> Mapping[str, frozenset[str]]:
        """The derived facts that each condition rests on, by its text."""
        behind = Usage(self.rulebase.knowledge).facts_behind
        found = {}
        for written in self.conditions:
            direct = names_in(written.compiled.text) & behind.keys()
            found[written.compiled.text] = direct.union(*(behind[fact] for fact in direct))
        return found

    # ---- equivalence ---------------------------------------------------------------------------------

    @cached_property
    def _worlds(self) -> Worlds:
        return Worlds(self.program, complete=True)

    def _differs(self, planted: Planted, program: Program) -> bool:
        """Whether some case can tell the fault: some condition is true in the one and not in the other."""
        # Whether a mutant is equivalent cannot be told of programs in general (T. A. Budd and D. Angluin, 1982), but
        # conditions are finite statements about answers, and the solver decides them. Where it gives up, the mutant
        # counts as different: the score may look worse than it is, never better. Complete cases are enough to look
        # at, because two conditions that agree on all of them mean the same.
        users = self._users(planted)
        if planted.written is not None and planted.written.part == "gate":
            return self._gate_differs(planted.written, program)
        changed = {(w.part, w.owner, w.name): w for w in every_condition(program)} if planted.fact else {}
        return any(
            self._condition_differs(w, changed[w.part, w.owner, w.name].compiled if planted.fact else None, program)
            for w in users
        )

    def _condition_differs(self, written: Written, other: Compiled | None, program: Program) -> bool:
        if other is None:
            other = self._changed_condition(written, program)
        meaning = self._worlds.meaning
        computed = _names(program.computed)
        sound, faulty = meaning.pattern(written.compiled.true), meaning.pattern(other.true, computed)
        stronger = [meaning.negated(meaning.pattern(c.true)) for c in self._stronger(written)]
        disputing = written.part == "contradiction"
        return any(
            self._worlds.can_be(one, meaning.negated(two), *stronger, contradictory=disputing) is not False
            for one, two in ((sound, faulty), (faulty, sound))
        )

    def _changed_condition(self, written: Written, program: Program) -> Compiled:
        if written.part == "contradiction":
            return program.contradiction_of[written.owner].condition
        stratum, slot = self._place(written)
        return program.strata[stratum].conditions[slot]

    def _gate_differs(self, written: Written, program: Program) -> bool:
        """Gates: the question applies in the one and not in the other."""
        meaning = self._worlds.meaning
        sound = meaning.pattern(written.compiled.true)
        faulty = meaning.pattern(program.gate_of[written.owner].condition.true, _names(program.computed))
        pairs = ((sound, faulty), (faulty, sound))
        return any(self._worlds.can_be(one, meaning.negated(two)) is not False for one, two in pairs)

    def _stronger(self, written: Written) -> list[Compiled]:
        """The levels above one."""
        if written.part != "evidence" or "." not in written.name:
            return []
        evidence, _, number = written.name.rpartition(".")
        names = {f"{evidence}.{n}" for n in range(1, int(number))}
        return [w.compiled for w in self.conditions if w.owner == written.owner and w.name in names]


def _names(computed: Mapping[Compare, str]) -> dict[str, Compare]:
    return {name: comparison for comparison, name in computed.items()}


def _by_file(tests: Iterable[PackTest]) -> dict[str, list[PackTest]]:
    found: dict[str, list[PackTest]] = {}
    for test in tests:
        found.setdefault(test.about, []).append(test)
    return found
