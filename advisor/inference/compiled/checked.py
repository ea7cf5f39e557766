"""Packs to a program, with the problems of reading and of compiling reported together."""

from __future__ import annotations

from collections.abc import Callable

from advisor.inference.compiled.program import Program
from advisor.knowledge.loading import PacksRead
from advisor.knowledge.merging import told_of_off
from advisor.knowledge.pack import Knowledge
from advisor.problems import PackError, Problem


def checked_program(read: PacksRead, compiled: Callable[[Knowledge], Program]) -> Program:
    """The program of packs as read; PackError with every problem found.

    Where something could not be read, the rest is compiled for its problems. Complaints about names that only
    lack because their own entry is faulty are left out.
    """
    if read.problems:
        raise PackError([*read.problems, *_further(read, compiled)])
    try:
        return compiled(read.knowledge)
    except PackError as error:
        others, of_off = told_of_off(error.problems, read.off)
        raise PackError([*others, *of_off]) from None


def _further(read: PacksRead, compiled: Callable[[Knowledge], Program]) -> list[Problem]:
    if read.doubtful is None:
        return []
    try:
        compiled(read.knowledge)
    except PackError as error:
        hidden = [f"`{name}`" for name in read.doubtful]
        return [problem for problem in error.problems if not any(name in problem.message for name in hidden)]
    return []
