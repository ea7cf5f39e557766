"""From knowledge to a program: names and types checked, circles found, diagnoses sorted into strata.

The idea that all engines rest on: a condition is three-valued (true, false, open), but an engine of rules can only
notice what is there. So every condition becomes two *positive patterns* over a flat fact, one that matches where it is
certainly true and one that matches where it is certainly false; where neither matches it is open. For
`role.open_days > 45` these are "the least that the days can be is over 45", and "the most that they can be is at most
45, or nobody is asked". No pattern asks whether something is missing, so each can be looked up in the answers at hand,
in any order and by any engine, and a match never goes away when another answer comes in.

Which fields the fact has is told in `advisor.language.fields`, how a condition becomes its patterns in
`advisor.inference.compiled.conditions`. Plain Kleene logic, pattern by pattern, would leave some conditions open that
all answers still possible agree on (`x or not x`); `advisor.language.exact` finds what is missing, and it is added to
the patterns here, once, so that no engine needs to know.

Conditions are compiled in the order in which they can rest on each other: gates of questions, diagnoses stratum by
stratum, contradictions, and last what reads the diagnoses (the decision table, the actions, the kit).
"""

from __future__ import annotations

from advisor.cases.opening import names
from advisor.inference.compiled.compilation import Compilation
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.contradictions import compile_contradiction
from advisor.inference.compiled.diagnoses import compile_strata
from advisor.inference.compiled.presumptions import compile_presumptions
from advisor.inference.compiled.program import LateCondition, LateConditions, Program, Stratum
from advisor.inference.compiled.questions import (
    check_complaints,
    check_facts,
    check_names,
    check_policy,
    check_question,
    compile_gates,
    compile_pointless,
)
from advisor.inference.words.worded import in_nobodys_words
from advisor.knowledge.late.texts import LateUse, late_conditions, late_sentences
from advisor.knowledge.pack import Knowledge
from advisor.language.tree import And
from advisor.problems import PackError


def compile_program(knowledge: Knowledge, *, points: frozenset[str] = frozenset(), drafts: bool = False) -> Program:
    """The program of a merged knowledge base; PackError carries every problem found.

    `points` are the names of the timeline's numbers that conditions may read. Diagnoses that are drafts are left out
    unless `drafts`.
    """
    made = Compilation(knowledge, knowledge.vocabulary(points))
    for entry in knowledge.questions.values():
        check_question(made, entry)
    check_facts(made)
    check_complaints(made)
    check_policy(made)
    check_names(made)
    gates, name_gates = compile_gates(made)
    pointless = compile_pointless(made)
    presumptions = compile_presumptions(made)
    chosen = {
        diagnosis: entry
        for diagnosis, entry in knowledge.diagnoses.items()
        if drafts or entry.model.lifecycle != "draft"
    }
    strata = compile_strata(made, chosen)
    contradictions = [compile_contradiction(made, entry) for _, entry in sorted(knowledge.contradictions.items())]
    late, last = _late(made, len(strata))
    if made.problems:
        raise PackError(made.problems)
    program = Program(
        knowledge,
        made.vocabulary,
        gates,
        (*strata, last),
        tuple(contradiction for contradiction in contradictions if contradiction is not None),
        dict(made.computed.comparisons),
        late,
        drafts,
        presumptions,
        name_gates,
        pointless,
    )
    return in_nobodys_words(program, names(knowledge))


def _late(made: Compilation, number: int) -> tuple[LateConditions, Stratum]:
    """The last stratum: conditions of the decision table, the actions and the kit."""
    found: dict[LateUse, dict[str, LateCondition]] = {}
    conditions: list[Compiled] = []
    for late in late_conditions(made.knowledge):
        trees = [made.parsed(late.entry, path, text) for path, text in late.parts]
        whole = [tree for tree in trees if tree is not None]
        if len(whole) == len(trees):
            text = " and ".join(f"({part})" for _, part in late.parts) if len(whole) > 1 else late.parts[0][1]
            compiled = made.compiled(text, And(tuple(whole)) if len(whole) > 1 else whole[0])
            found.setdefault(late.use, {})[late.owner] = LateCondition(len(conditions), compiled)
            conditions.append(compiled)
    for entry, path, text in late_sentences(made.knowledge):
        made.sentence(entry, path, text)
    return LateConditions(**found), Stratum(number, tuple(conditions), ())
