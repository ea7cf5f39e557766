"""The shape of policy.yaml: in which order an interview asks, when it offers to stop, and which companies it imagines.

Every number has a default that favors nothing, so a pack without this file is asked by what can change something.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from advisor.knowledge.models import Dotted, Model, Override

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Number = Annotated[int, Field(ge=0)]


class KnowsModel(Model):
    """How likely an answer is known: by `known` of its question, and by what was known of its section so far."""

    often: Annotated[float, Field(gt=0, lt=1)] = 0.5
    sometimes: Annotated[float, Field(gt=0, lt=1)] = 0.5
    rarely: Annotated[float, Field(gt=0, lt=1)] = 0.5
    unsure: Weight = Field(0.0, description="By how much each don't know lowers the log-odds in its section.")
    answer: Weight = Field(0.0, description="By how much each answer raises them.")


class ComplaintsModel(Model):
    """What a tick in the list of complaints does."""

    ticked: Weight = Field(1.0, description="The weight of the diagnoses behind what was ticked.")
    others: Weight = Field(1.0, description="The weight of all others, once something was ticked.")
    lines: Number = Field(0, description="Lines that are asked first from each section that was opened.")


class CheapModel(Model):
    """The first order, by what an answer decides alone."""

    heaviest: Weight = Field(1.0, description="Factor of what weighs at least as much as the headline.")
    lighter: Weight = 1.0
    certainty: Weight = Field(1.0, description="Added to the certainty so far.")
    model: Weight = Field(5.0, description="The weight of the staffing model.")
    time: Weight = Field(1.0, description="The power of the seconds by which it's divided.")
    go_on: Number = Field(0, description="How many of the best are looked at one step ahead.")


class AheadModel(Model):
    """One step ahead: what the typical answers would change."""

    answers: Number = Field(4, description="Typical answers that are tried for each question.")
    likely: Share = Field(0.5, description="The band of what is likely; found is 1.")
    certainty: Weight = Field(0.0, description="The weight of a change of certainty beside one of the band.")
    model: Weight = 0.0
    headline: Weight = 0.0


class ScoreModel(Model):
    """How both orders are joined."""

    cheap: Weight = Field(1.0, description="The weight of the first order beside the look ahead.")
    stay: Share = Field(1.0, description="A section goes on while its best is worth this share of the best.")


class StopModel(Model):
    """When the interview offers to stop: what is shown would stay if the rest were told, as far as it is known."""

    from_line: Number = Field(0, alias="from", description="The first line at which it's looked at.")
    every: Annotated[int, Field(ge=1)] = 1
    completions: Number = Field(0, description="How often the rest is imagined; 0 never offers.")
    with_actions: Number = Field(0, description="In how many of these the first action is compared, too.")
    may_change: Number = Field(0, description="In how many of these something may change.")
    in_a_row: Number = Field(0, description="Lines in a row with only don't knows that offer it, too; 0 never.")
    again: Number = Field(0, description="Lines after which it's offered again to anyone who went on.")


class CompaniesModel(Model):
    """The companies that are drawn, to tell what is typical beside what is known."""

    number: Number = 0
    nearest: Number = Field(0, description="How many of them count, those nearest to what is known.")
    seed: Number = 0
    health: float = 0.0
    between: Weight = Field(1.0, description="The deviation of health between companies.")
    within: Weight = Field(1.0, description="The deviation of a section's health within a company.")
    tells: Weight = Field(1.0, description="How much health tells of answers.")
    usual: dict[Dotted, dict[str, Weight]] = Field(
        {},
        description="By question how usual an answer is, as a factor: an option, yes or no, numbers from one on.",
    )


class PolicyFile(Override):
    """rules/policy.yaml: the order of the interview."""

    id: Literal["policy"] = "policy"
    first: tuple[Dotted, ...] = Field((), description="Questions asked before all, although nothing follows from them.")
    opening: tuple[Dotted, ...] = Field((), description="Questions asked next, as far as they can change something.")
    then: tuple[Dotted, ...] = Field((), description="Questions asked after what complaints ask first.")
    first_result: Number = Field(0, description="Lines after which a first result is shown.")
    model_first: Number = Field(0, description="Lines after which what moves the staffing model goes before all else.")
    complaints: ComplaintsModel = Field(default_factory=partial(ComplaintsModel.model_validate, {}))
    knows: KnowsModel = Field(default_factory=partial(KnowsModel.model_validate, {}))
    cheap: CheapModel = Field(default_factory=partial(CheapModel.model_validate, {}))
    ahead: AheadModel = Field(default_factory=partial(AheadModel.model_validate, {}))
    score: ScoreModel = Field(default_factory=partial(ScoreModel.model_validate, {}))
    stop: StopModel = Field(default_factory=partial(StopModel.model_validate, {}))
    companies: CompaniesModel = Field(default_factory=partial(CompaniesModel.model_validate, {}))
