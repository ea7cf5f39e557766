"""What brings people here, as pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from advisor.knowledge.models import Dotted, Kebab, Model, Override, Snake


class Complaint(Override):
    """One thing that brings people here, in their words: an option of the question that takes its options from these.

    It concludes nothing: whoever ticks it is asked first what decides it most, then about its sections, and about what
    bears on its diagnoses.
    """

    id: Snake
    label: Annotated[str, StringConstraints(min_length=1, max_length=90)]
    areas: tuple[Kebab, ...] = Field((), description="Sections of questions that it opens.")
    first: tuple[Dotted, ...] = Field(
        (), description="Questions asked right after the opening, as far as they can change something."
    )
    diagnoses: tuple[Kebab, ...] = Field((), description="What may be behind it.")


class ComplaintsFile(Model):
    """rules/complaints.yaml: why people come, in the order in which it is offered."""

    complaints: tuple[Complaint, ...]
