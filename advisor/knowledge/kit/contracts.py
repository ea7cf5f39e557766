"""The shape of the contract brief: what to send to whom, what to ask for in plain words, what to ask counsel."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator

from advisor.knowledge.kit.guarded import Said
from advisor.knowledge.models import ConditionText, Kebab, Model, Text

_ANSWER = re.compile(r"\{(?!\s*law\.)")


class ContractAsk(Model):
    """What one item of a contract needs, printed where one of its diagnoses is found or likely.

    Its sentences print no answers, only days of laws: they go to people outside the company.
    """

    id: Kebab
    of: Annotated[tuple[Kebab, ...], Field(min_length=1, description="The diagnoses for which it's printed.")]
    claims: ConditionText | None = Field(None, description="Printed only where this is true, too.")
    to: Text = Field(description="Who gets it: `your vendor's legal contact`.")
    send: Text = Field(description="What to send this week.")
    clause: Text | None = Field(None, description="What the paper should say, in plain words.")
    counsel: tuple[Text, ...] = Field((), description="What to ask a lawyer.")

    @model_validator(mode="after")
    def _prints_no_answers(self) -> ContractAsk:
        for text in (self.to, self.send, self.clause or "", *self.counsel):
            if _ANSWER.search(text):
                raise ValueError("only days of laws may be printed here, as in `{law.gdpr.from}`")
        return self


class ContractBrief(Model):
    """The brief for whoever writes to contractors, vendors and counsel."""

    title: Text
    lead: tuple[Text | Said, ...] = ()
    send_title: Text
    clauses_title: Text
    clauses_note: Text = Field(description="Marks the clauses as no legal text.")
    counsel_title: Text
    open_title: Text = Field(description="Comes above what can't be told before someone has the paper.")
    asks: Annotated[tuple[ContractAsk, ...], Field(min_length=1)]
