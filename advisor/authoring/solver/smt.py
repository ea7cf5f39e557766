"""The SMT solver (z3), imported only where it is used; the optional extra `authoring` brings it."""

from __future__ import annotations

from typing import Any

from advisor.problems import AdvisorError

Term = Any  # a term of z3, which has no types of its own


def z3() -> Any:
    """The solver's module; AdvisorError tells how to get it where it is missing."""
    try:
        import z3 as module  # type: ignore[import-untyped]  # z3 is published without types
    except ImportError:
        raise AdvisorError(
            "This needs the solver z3, which isn't installed here. "
            "Install it with `pip install 'staffing-advisor[authoring]'`."
        ) from None
    return module
