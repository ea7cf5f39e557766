"""`advisor rules check`: every fault of a pack at once, those that loading reports among them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path as FilePath
from typing import Any

from advisor.authoring.checks.advice import faults_of_advice
from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault
from advisor.authoring.checks.gates import faults_of_gates
from advisor.authoring.checks.logic import faults_of_logic
from advisor.authoring.checks.naming import faults_of_naming
from advisor.authoring.checks.presuming import faults_of_presumptions
from advisor.authoring.checks.printed import faults_in_print
from advisor.authoring.checks.unread import faults_of_usage
from advisor.authoring.checks.upkeep import faults_of_upkeep
from advisor.authoring.conditions.programs import program_of
from advisor.inference.compiled.checked import checked_program
from advisor.inference.compiled.program import Program
from advisor.knowledge.kinds import kind_of
from advisor.knowledge.loading import PacksRead, read_packs
from advisor.knowledge.merging import told_of_off
from advisor.knowledge.pack import Knowledge
from advisor.knowledge.pack_files import unread_files
from advisor.problems import PackError, Problem
from advisor.staffing.faults import whole_program

_COMPILED = ("questions", "facts", "diagnoses", "contradictions", "actions", "models", "kits", "complaints", "policies")


def check_folders(folders: Sequence[str | os.PathLike[str]], *, trusted: int = 0) -> list[Fault]:
    """The faults of several pack folders, later ones over earlier, sorted by place.

    The first `trusted` of the folders were checked before: of these only what the others may have changed is looked
    at. Files that nobody reads are told of all folders but the first. Where something cannot be loaded the rest is
    checked all the same. AdvisorError where the solver is missing.
    """
    read = read_packs(folders)
    problems, program = _loaded(read)
    faults = [Fault(problem) for problem in problems]
    places = [FilePath(folder) for folder in folders]
    faults += [found for folder in places[max(trusted, 1) :] for found in _unread(folder, places)]
    if read.doubtful is not None:
        # Whatever names an entry that could not be read may be no fault at all, and is not told.
        program = program if program is not None else sound_part(read.knowledge)
        hidden = [f"`{name}`" for name in {*read.doubtful, *_left_out(read.knowledge, program.knowledge)}]
        before = {str(folder) for folder in folders[:trusted]}
        known = [pack.name for pack in read.knowledge.packs if pack.folder in before]
        further = faults_of_program(program, known) if not problems else faults_of_sound_part(program, known)
        named = [f for f in further if not any(name in f.problem.message for name in hidden)]
        _, of_off = told_of_off([f.problem for f in named], read.off)
        faults += [f for f in named if told_of_off([f.problem], read.off)[0]]
        faults += [Fault(problem, warning=True) for problem in of_off if not problems]
    return sorted(faults, key=lambda f: f.place)


def _unread(folder: FilePath, packs: Sequence[FilePath]) -> Iterator[Fault]:
    """Files in a pack that nobody reads, since their author may think that they count."""
    if (folder / "pack.yaml").is_file():
        for path, message in unread_files(folder):
            if path in packs:
                continue
            name = path.relative_to(folder)
            renamed = name.with_name(name.name.strip(".").partition(".")[0] + ".yaml")
            way = f"Add `--pack {path}`." if path.is_dir() else "Move it out of the pack"
            if not path.is_dir():
                way += f", or rename it to `{renamed.name}`." if kind_of(renamed.as_posix()) else "."
            yield Fault(Problem("", "unread-file", message, way, file=str(path)), True)


def faults_of_program(program: Program, trusted: Collection[str] = ()) -> Iterator[Fault]:
    """All faults of a program that compiles, less those of entries of `trusted` packs that are as they were."""
    yield from faults_of_sound_part(program, trusted)
    yield from faults_of_usage(program.written or program.knowledge)


def faults_of_sound_part(program: Program, trusted: Collection[str] = ()) -> Iterator[Fault]:
    """The faults that are there whatever else may be missing."""
    base = Base(program, trusted)
    yield from faults_of_logic(base)
    yield from faults_in_print(base)
    yield from faults_of_upkeep(base)
    yield from faults_of_advice(base)
    yield from faults_of_presumptions(base)
    yield from faults_of_naming(base)
    yield from faults_of_gates(base)


def _loaded(read: PacksRead) -> tuple[Sequence[Problem], Program | None]:
    """What loading reports, and the program where that is nothing."""
    try:
        return (), checked_program(read, partial(whole_program, drafts=True))
    except PackError as error:
        return error.problems, None


def sound_part(knowledge: Knowledge) -> Program:
    """The program of all entries that compile, drafts too; its timeline may be faulty."""
    # Leaving a faulty entry out can make others faulty that name it, so it is done until nothing complains. Each
    # round takes at least one entry away, namely the one in which a problem stands.
    while True:
        try:
            return program_of(knowledge)
        except PackError as error:
            knowledge = _without(knowledge, error.problems)


def _left_out(whole: Knowledge, sound: Knowledge) -> Iterator[str]:
    """The ids of entries that did not compile."""
    for name in _COMPILED:
        yield from set(getattr(whole, name)) - set(getattr(sound, name))


def _without(knowledge: Knowledge, problems: Iterable[Problem]) -> Knowledge:
    """The knowledge less every entry in which a problem stands."""
    places = {(p.file, p.line) for p in problems}
    less: dict[str, Any] = {}
    for name in _COMPILED:
        entries = getattr(knowledge, name)
        less[name] = {
            entry_id: e for entry_id, e in entries.items() if not any(_stands_in(e, place) for place in places)
        }
    return replace(knowledge, **less)


def _stands_in(entry: Any, place: tuple[str | None, int | None]) -> bool:
    """Whether a line of a file belongs to an entry."""
    file, line = place
    if entry.file != file:
        return False
    if not entry.at or line is None:
        return True
    # A fix stands in a sign, under a name; its place in a list is that of the sign.
    at = entry.at if isinstance(entry.at[-1], int) else entry.at[:-1]
    *above, number = at
    start, end = (entry.document.mark((*above, n)).line for n in (number, number + 1))
    return bool(start <= line and (line < end or end <= start))
