"""Knowledge compiled for inference: immutable, for any number of cases and threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import Exactly
from advisor.cases.following import FollowsFrom, follows_of
from advisor.inference.compiled.conditions import Compiled, ranged_terms
from advisor.inference.compiled.sentences import Sentence
from advisor.knowledge.late.texts import LateUse
from advisor.knowledge.pack import Entry, Knowledge
from advisor.language.intervals import Truth
from advisor.language.normal import Normal
from advisor.language.patterns import Pattern
from advisor.language.tree import Compare
from advisor.language.vocabulary import Term, Vocabulary

if TYPE_CHECKING:
    from advisor.knowledge.diagnosismodels import Diagnosis, Evidence
    from advisor.knowledge.models import Contradiction, Presumption, Question

CONFIRMED = 6_000  # from here on a diagnosis is found; certainties are whole numbers of ten-thousandths
COMPUTED = "(computed)"  # among questions, for whatever computed numbers rest on
SUSPECTED = 2_500  # from here on it is likely


@dataclass(frozen=True)
class Sign:
    """One evidence of a diagnosis: for each level, strongest first, the slot of its condition and its certainty."""

    model: Evidence
    levels: tuple[tuple[int, int], ...]  # (slot, certainty in hundredths)
    says: Sentence
    otherwise: Sentence | None


@dataclass(frozen=True, eq=False)
class Shape:
    """How a diagnosis counts: the slots and certainties (in hundredths) of its signs' levels, the slots of `unless`."""

    first: int
    signs: tuple[tuple[tuple[int, int], ...], ...]
    unless: tuple[int, ...]


@dataclass(frozen=True)
class CompiledDiagnosis:
    """A diagnosis compiled: its signs, what rules it out, and the slots of its stratum that it reads."""

    id: str
    entry: Entry[Diagnosis]
    stratum: int
    signs: tuple[Sign, ...]
    unless: tuple[tuple[int, Sentence], ...]
    first_slot: int
    last_slot: int

    @cached_property
    def shape(self) -> Shape:
        """How it counts, without texts; equal only to itself, so that caches look it up quickly."""
        return Shape(self.first_slot, tuple(s.levels for s in self.signs), tuple(slot for slot, _ in self.unless))

    @property
    def model(self) -> Diagnosis:
        """The diagnosis as written."""
        return self.entry.model


@dataclass(frozen=True)
class Stratum:
    """Diagnoses that rest on answers and on earlier strata only; `conditions` are addressed by slot."""

    number: int
    conditions: tuple[Compiled, ...]
    diagnoses: tuple[CompiledDiagnosis, ...]


@dataclass(frozen=True)
class CompiledContradiction:
    """A contradiction compiled: the condition under which it shows, and the sentence that says it."""

    id: str
    entry: Entry[Contradiction]
    condition: Compiled
    says: Sentence

    @property
    def model(self) -> Contradiction:
        """The contradiction as written."""
        return self.entry.model


@dataclass(frozen=True)
class Gate:
    """When a question is asked: it applies where the condition is true."""

    question: str
    condition: Compiled


@dataclass(frozen=True)
class CompiledPresumption:
    """What the timeline presumes of a question that nobody answered; `when` None holds always."""

    question: str
    model: Presumption
    value: Exactly
    opposites: tuple[Exactly, ...]
    when: Compiled | None


@dataclass(frozen=True)
class LateCondition:
    """A condition that is read after all diagnoses, with its slot in the last stratum."""

    slot: int
    condition: Compiled

    def truth(self, truths: Sequence[Sequence[int]]) -> Truth:
        """Its truth among those of an inference, stratum by stratum."""
        value = truths[-1][self.slot]
        return 1 if value == 1 else -1 if value == -1 else 0


@dataclass(frozen=True)
class LateConditions:
    """What is read after all diagnoses, by the id of whose it is: the rows of the decision table, the models that a
    company `keeps` to, when an action is `offered` and when `withheld`, which of its `hows` are told (`action.0`),
    which parts of the kit and which of its `lines` are shown, when `ways` out are told although nobody knows how much
    work is left, when a diagnosis breaks another of the `steps`, when a headline is true, and of the `links` between
    two diagnoses (`cause>effect`) those that hold only sometimes.
    """

    rows: Mapping[str, LateCondition] = field(default_factory=dict)
    keeps: Mapping[str, LateCondition] = field(default_factory=dict)
    offered: Mapping[str, LateCondition] = field(default_factory=dict)
    withheld: Mapping[str, LateCondition] = field(default_factory=dict)
    hows: Mapping[str, LateCondition] = field(default_factory=dict)
    profiles: Mapping[str, LateCondition] = field(default_factory=dict)
    exercises: Mapping[str, LateCondition] = field(default_factory=dict)
    steps: Mapping[str, LateCondition] = field(default_factory=dict)
    links: Mapping[str, LateCondition] = field(default_factory=dict)
    headlines: Mapping[str, LateCondition] = field(default_factory=dict)
    lines: Mapping[str, LateCondition] = field(default_factory=dict)
    ways: Mapping[str, LateCondition] = field(default_factory=dict)

    def of(self, use: LateUse) -> Mapping[str, LateCondition]:
        """Those of one use."""
        found: Mapping[str, LateCondition] = getattr(self, use)
        return found


@dataclass(frozen=True)
class Program:
    """Everything that assessing needs, read-only.

    `gates` stand in an order in which each reads only questions whose own gate stands before it.
    The last stratum has no diagnoses: its conditions belong to the decision table, the actions and the kit, where
    `late` has them by what they are for. `computed` maps the comparisons of computed numbers to the field of the fact
    that holds their truth. `name_gates` tell when a name is asked for; they are no `gates`, since a name says nothing
    about what it names. `pointless` tell where nobody is asked a question although it applies: an answer that is there
    counts. `written` is the knowledge with its placeholders for `names`, which `knowledge` has filled in.
    """

    knowledge: Knowledge
    vocabulary: Vocabulary
    gates: tuple[Gate, ...]
    strata: tuple[Stratum, ...]
    contradictions: tuple[CompiledContradiction, ...]
    computed: Mapping[Compare, str]
    late: LateConditions
    drafts: bool = False
    presumptions: Mapping[str, CompiledPresumption] = field(default_factory=dict)
    name_gates: Mapping[str, Gate] = field(default_factory=dict)
    pointless: Mapping[str, Compiled] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    written: Knowledge | None = None

    @property
    def patterns(self) -> tuple[tuple[tuple[Pattern, Pattern], ...], ...]:
        """What engines know of the conditions: for each stratum, the two patterns of each condition, by slot."""
        return tuple(tuple((c.true, c.false) for c in stratum.conditions) for stratum in self.strata)

    @cached_property
    def remembered(self) -> dict[str, Any]:
        """What others work out of this program once and keep with it, by their own names."""
        return {}

    @cached_property
    def no_evidence(self) -> frozenset[str]:
        """The questions whose answers conclude nothing: who answers, why they came, what happened, and names."""
        return frozenset(name for name, entry in self.knowledge.questions.items() if entry.model.opens)

    @cached_property
    def gate_of(self) -> Mapping[str, Gate]:
        """The gate of each gated question."""
        return {gate.question: gate for gate in self.gates}

    @cached_property
    def follows(self) -> tuple[FollowsFrom, ...]:
        """Every way in which an answer follows from others."""
        return follows_of([entry.model for entry in self.knowledge.questions.values()])

    @cached_property
    def gate_reads(self) -> Mapping[str, tuple[str, ...]]:
        """For each gated question, all that its gate reads, the gates of these included."""
        found: dict[str, tuple[str, ...]] = {}
        for gate in self.gates:  # in an order in which what is read stands before
            own = gate.condition.questions
            found[gate.question] = tuple(dict.fromkeys((*own, *(q for each in own for q in found.get(each, ())))))
        return found

    @cached_property
    def rests_on(self) -> Mapping[str, frozenset[str]]:
        """For each diagnosis, the questions that its conditions read and those of the diagnoses it is concluded from;
        where one reads a computed number, `COMPUTED` stands among them for whatever the numbers rest on.
        """
        found: dict[str, frozenset[str]] = {}
        for stratum in self.strata:
            for diagnosis in stratum.diagnoses:
                conditions = stratum.conditions[diagnosis.first_slot : diagnosis.last_slot]
                found[diagnosis.id] = frozenset().union(*(self.read_by(c, found) for c in conditions))
        return found

    @cached_property
    def rows_rest_on(self) -> frozenset[str]:
        """What the rows of the decision table rest on, together."""
        return frozenset().union(*(self.read_by(row.condition) for row in self.late.rows.values()))

    def read_by(self, condition: Compiled, below: Mapping[str, frozenset[str]] | None = None) -> frozenset[str]:
        """What a condition rests on: questions and what their gates read, what the diagnoses that it asks about rest
        on, and `COMPUTED`.
        """
        below = self.rests_on if below is None else below
        concluded = [below.get(conclusion.diagnosis, frozenset()) for conclusion in condition.conclusions]
        gates = [self.gate_reads.get(question, ()) for question in condition.questions]
        return frozenset(condition.questions).union(*gates, *concluded, {COMPUTED} if condition.points else ())

    @cached_property
    def gate_normals(self) -> Mapping[str, Normal]:
        """The normal form of each gate."""
        return {gate.question: gate.condition.normal for gate in self.gates}

    @cached_property
    def ranged(self) -> tuple[Term, ...]:
        """The questions of which the declared range alone decides some test, with that range."""
        conditions = [gate.condition for gate in self.gates] + [
            contradiction.condition for contradiction in self.contradictions
        ]
        conditions += [presumption.when for presumption in self.presumptions.values() if presumption.when is not None]
        conditions += [condition for stratum in self.strata for condition in stratum.conditions]
        return ranged_terms(conditions, self.vocabulary.terms)

    @cached_property
    def compounds(self) -> frozenset[str]:
        """The diagnoses concluded from other diagnoses, none of whose signs can hold while nothing else is found; they
        do not count in sums of risk, head no result and stand in no chain of causes.
        """
        return frozenset(
            diagnosis.id
            for stratum in self.strata
            for diagnosis in stratum.diagnoses
            if all(stratum.conditions[slot].needs_a_finding for sign in diagnosis.signs for slot, _ in sign.levels)
        )

    @cached_property
    def sections(self) -> Mapping[str, str | None]:
        """For each diagnosis the section that most of the questions stand in that its signs read; the earlier of two
        alike, None where they read no question.
        """
        found: dict[str, str | None] = {}
        for diagnosis in self.diagnoses.values():
            conditions = self.strata[diagnosis.stratum].conditions
            signs = [{q for slot, _ in sign.levels for q in conditions[slot].questions} for sign in diagnosis.signs]
            read = Counter(question for questions in signs for question in questions)
            sections = self.knowledge.sections if read else ()
            most = max(sections, key=lambda section: sum(read[q] for q in section.questions), default=None)
            found[diagnosis.id] = most.id if most is not None else None
        return found

    @cached_property
    def diagnoses(self) -> Mapping[str, CompiledDiagnosis]:
        """Every diagnosis by id, in the order of the strata."""
        return {each.id: each for stratum in self.strata for each in stratum.diagnoses}

    @cached_property
    def contradiction_of(self) -> Mapping[str, CompiledContradiction]:
        """Every contradiction by id."""
        return {contradiction.id: contradiction for contradiction in self.contradictions}

    def question(self, question: str) -> Question:
        """A question by id; KeyError where no pack has it."""
        return self.knowledge.questions[question].model
