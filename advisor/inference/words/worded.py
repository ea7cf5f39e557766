"""A program with its texts in a company's words. What is inferred is the same: only what is printed differs."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any, TypeVar

from advisor.inference.compiled.program import CompiledContradiction, CompiledDiagnosis, Program
from advisor.knowledge.opening import naming
from advisor.knowledge.pack import Knowledge

C = TypeVar("C", CompiledDiagnosis, CompiledContradiction)


def in_words(program: Program, names: Mapping[str, str]) -> Program:
    """The program in a company's words: `names` holds, by question, what stands for what it names."""
    if program.written is None or names == program.names:
        return program
    return _told(program, naming.in_words(program.written, program.knowledge, names), names)


def in_nobodys_words(program: Program, names: Mapping[str, str]) -> Program:
    """The program of knowledge as written, its texts with what stands where nobody gave a name."""
    made = _told(program, naming.in_nobodys_words(program.knowledge, names), names)
    made.__dict__["written"] = program.knowledge
    return made


def _told(program: Program, knowledge: Knowledge, names: Mapping[str, str]) -> Program:
    # A copy with all that was worked out so far: conditions are the very same, only entries have other texts.
    made = copy(program)
    strata = tuple(replace(each, diagnoses=_with(each.diagnoses, knowledge.diagnoses)) for each in program.strata)
    found = _with(program.contradictions, knowledge.contradictions)
    made.__dict__.update(knowledge=knowledge, names=names, strata=strata, contradictions=found)
    for name in ("diagnoses", "contradiction_of"):
        made.__dict__.pop(name, None)
    return made


def _with(compiled: tuple[C, ...], entries: Mapping[str, Any]) -> tuple[C, ...]:
    """The same with other entries; the shape of each, by which caches know it, stays."""
    made = tuple(copy(each) for each in compiled)
    for each in made:
        each.__dict__["entry"] = entries[each.id]
    return made
