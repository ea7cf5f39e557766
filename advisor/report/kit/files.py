"""The kit: what a team needs to act on the result, as Markdown files. All of its text comes from the packs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.report.kit.areas import who_owns_what
from advisor.report.kit.brief import board_brief
from advisor.report.kit.cards import day_one, interview_plan, role_card
from advisor.report.kit.contracts import contract_brief
from advisor.report.kit.plan import plan
from advisor.report.kit.trade_offs import trade_offs
from advisor.report.told import Told

if TYPE_CHECKING:
    from advisor.knowledge.kit.file import KitFile


def kit_files(told: Told) -> dict[str, str]:
    """The files of the kit by name; empty where the packs have none, and without those of which they say nothing."""
    entry = told.knowledge.kit
    if entry is None:
        return {}
    kit = entry.model
    hiring = {"role-card.md": role_card(told, kit), "interview-plan.md": interview_plan(told, kit)}
    files: dict[str, Iterator[str]] = {
        **(hiring if _hires(told, kit) else {}),
        "day-one.md": day_one(told, kit),
        "board-brief.md": board_brief(told, kit),
        "plan.md": plan(told, kit),
    }
    if kit.trade_offs is not None:
        files["trade-offs.md"] = trade_offs(told, kit.trade_offs)
    if kit.areas is not None:
        files["who-owns-what.md"] = who_owns_what(told, kit.areas)
    if kit.contracts is not None:
        files["contract-brief.md"] = contract_brief(told, kit.contracts)
    made = {name: "\n".join(lines).rstrip() for name, lines in files.items()}
    return {name: f"{text}\n" for name, text in made.items() if text}


def _hires(told: Told, kit: KitFile) -> bool:
    """Whether somebody is hired, or will be under what is recommended."""
    model, late = told.assessment.model, told.program.late.lines.get("hiring")
    under = not kit.hiring_under or model is None or model.model in kit.hiring_under
    return under or (late is not None and late.truth(told.assessment.decided_in.shown) == 1)
