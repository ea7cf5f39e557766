"""In which order an interview asks, as the packs say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.pack import Knowledge

if TYPE_CHECKING:
    from advisor.knowledge.order.policymodels import PolicyFile


def policy_of(knowledge: Knowledge) -> PolicyFile:
    """The policy of the packs; where none has one, one that favors nothing."""
    found = knowledge.policies.get("policy")
    if found is not None:
        return found.model
    from advisor.knowledge.order.policymodels import PolicyFile  # loads pydantic, which packs kept ready do without

    return PolicyFile.model_validate({})
