"""The published schema of what is presumed, a part of that of an assessment."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class OppositeShown(BaseModel):
    """What would be so with another value: the model, and what is found or likely then, and what no longer is."""

    model_config = ConfigDict(extra="forbid")

    value: bool | int | float | str
    model: str | None
    new: list[str]
    gone: list[str]


class PresumptionShown(BaseModel):
    """What the timeline takes an answer to be while nobody has given it; `says` is a clause. Of the other values in
    `if_not` those that change the model stand first.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    value: bool | int | float | str
    says: str
    if_not: list[OppositeShown]
