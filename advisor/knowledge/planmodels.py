"""The shape of the decision table and of actions, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from advisor.knowledge.models import ConditionText, Dotted, Kebab, Model, Override, Snake, Source, Text, Who

Effort = Literal["half-day", "two-days", "week", "more"]
DueLevel = Literal["gate", "must", "should"]
ActionKind = Literal["fix", "gate", "dated", "look-up", "duty", "check", "upkeep"]
"""`dated` has to be done by a day that the company told, whatever it gains, so it isn't ranked. A `look-up` finds out
what else is wrong, so it stands after the first fix of what is known to be. `upkeep` goes on where nothing has to
change, so it stands beneath the check; elsewhere only where fewer than three entries stand before it."""
StaffingModel = Literal["hire", "contract", "bridge-and-hire", "in-house", "descope", "hold", "undecided"]


class Row(Model):
    """One row of the decision table; the first that is true wins."""

    id: Kebab
    before: Kebab | None = Field(None, description="Of a row in a later pack: the row that it stands above.")
    model: StaffingModel
    label: Kebab | None = None
    when: ConditionText
    claims: ConditionText | None = Field(None, description="What the texts assert; joined to `when` by and.")
    because: Text
    wins_if: Text
    source: tuple[Source, ...] = ()


class ModelExpectation(Model):
    """What an example of the table must come to; what is left out does not matter."""

    model: StaffingModel
    row: Kebab | None = Field(default=None, description="The row that decides; tells apart rows with the same model.")
    label: Kebab | None = None
    change: Literal["keep", "move"] | None = None
    sure: Literal["firm", "leaning"] | None = None


class ModelExample(Model):
    """A small case and the model that it must get."""

    name: Text
    given: dict[str, object]
    expect: ModelExpectation


def _of_any_finding(given: object) -> object:
    """A list of models, as earlier versions had it: each comes first whatever finding it is for."""
    listed = isinstance(given, (list, tuple)) and all(isinstance(each, str) for each in given)
    return dict.fromkeys(given, ()) if listed else given  # type: ignore[call-overload]


class ModelFile(Override):
    """rules/model.yaml: the decision table (DMN hit policy "first")."""

    id: Literal["model"] = "model"

    rows: Annotated[tuple[Row, ...], Field(min_length=1)]
    was: dict[Kebab, StaffingModel] = Field({}, description="Ids by which earlier versions knew a model.")
    titles: dict[StaffingModel, Annotated[str, Field(min_length=1, max_length=60)]] = Field(
        {}, description="Each model in words; the part before a colon is its short name."
    )
    keeps: dict[StaffingModel, ConditionText] = {}
    begins_first: Annotated[dict[StaffingModel, tuple[Kebab, ...]], BeforeValidator(_of_any_finding)] = Field(
        {},
        description="Models of which what begins them comes before other fixes, where it takes a good part of one of "
        "these diagnoses away; of any finding, where none is named.",
    )
    seller_note: Text
    examples: tuple[ModelExample, ...] = ()


class Person(Override):
    """Somebody who answers questions and does what the plan says."""

    id: Snake
    short: Annotated[str, Field(min_length=1, max_length=8, description="As in narrow columns: `CTO`.")]
    title: Annotated[str, Field(min_length=1, max_length=40, description="As in a sentence: `to ask the CTO`.")]
    duty: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        None, description="Where no one may have the title: `Ask the hiring manager`; the title if left out."
    )
    was: tuple[Snake, ...] = Field((), description="Ids by which earlier versions knew them; cases may still say them.")


class PeopleFile(Model):
    """rules/people.yaml: who can be asked, and can do something, in the order in which they are offered."""

    people: tuple[Person, ...]


class Due(Model):
    """Until when something has to be right: by an event, not by a date."""

    level: DueLevel = Field(
        description="`gate`: before anyone gets or keeps access; `must`: before the event; `should`: at renewal."
    )
    before: Text = Field(description="The event, as a clause: `before anyone opens code`.")


class Closing(Model):
    """What a gate closes: options of a multiple choice that nobody may have until it is passed."""

    question: Dotted
    values: Annotated[tuple[Snake, ...], Field(min_length=1)]


class Change(Model):
    """What will be true of one answer, or of one stage figure, once an action is done."""

    question: Dotted | None = None
    figure: str | None = None
    set: object = None
    at_most: float | None = None
    at_least: float | None = None
    add: tuple[Snake, ...] = ()
    remove: tuple[Snake, ...] = ()
    later_days: int | None = None
    sooner_days: int | None = None


class How(Model):
    """How something is done here: what a founder would say beside the title to whoever does it."""

    when: ConditionText | None = Field(None, description="Told only where this is true.")
    says: Annotated[str, Field(min_length=1, max_length=160)] = Field(
        description="A sentence; left out where the answer to one of its placeholders isn't known."
    )


class Doing(Model):
    """Something to do: where it makes sense, what it takes, and what it changes."""

    title: Annotated[str, Field(min_length=1, max_length=90)]
    owner: Who
    when: ConditionText | None = Field(None, description="Offered only where this is true.")
    unless: ConditionText | None = Field(None, description="Not offered where this is true.")
    claims: ConditionText | None = Field(None, description="What the texts assert; joined to `when` by and.")
    under: tuple[StaffingModel, ...] = Field(
        (), description="The staffing models under which it makes sense; any, if left out."
    )
    changes: tuple[Change, ...] = ()
    cures: dict[Kebab, Annotated[float, Field(gt=0, le=1)]] = {}
    weeks: Annotated[float, Field(ge=0, le=104)]
    works: Annotated[float, Field(gt=0, le=1)] = 1
    effort: Effort
    after: tuple[Kebab, ...] = ()
    begins: tuple[StaffingModel, ...] = Field(
        (),
        description="Models that can't start without it; it's in the plan of anyone who has to move to one of them.",
    )
    closes: tuple[Closing, ...] = Field((), description="Of a gate: which access waits for it, and is taken away now.")
    holds: tuple[Kebab, ...] = Field(
        (),
        description="Of a gate: actions and fixes, of earlier packs too, that wait for it as if it stood in `after`.",
    )
    until: Text | None = Field(None, description="Of a gate, as a clause: `the data agreement is signed`.")
    how: Annotated[tuple[How, ...], Field(max_length=12)] = Field(
        (), description="How to do it in this company, told behind the title: the first two that are true."
    )
    shows: Text | None = None
    steps: tuple[Text, ...] = ()
    source: tuple[Source, ...] = ()


class LookAgain(Model):
    """A day on which to look again: some days after a date of the case, or when a length of time reaches something."""

    question: Dotted
    reaches: float | None = Field(None, description="Of a length of time up to today, such as days open: this long.")
    days: int = Field(0, description="So many days after that; before it, if negative.")
    says: Text = Field(description="Why that day, as a clause: `the role will have been open for 45 days by then`.")


class LatestLook(Model):
    """The last day on which to look again, whatever day a case names: answers grow old."""

    weeks: float = Field(gt=0, le=104)
    says: Text = Field(description="Why no later, as a clause: `by then a quarter has passed`.")


class ByDay(Model):
    """The day by which something has to be done: some days after a date of the case, or before it."""

    question: Dotted
    days: int = Field(0, description="So many days after that; before it, if negative.")
    first_within: int = Field(
        0,
        ge=0,
        description="Where that day is at most so many days off, it stands before all fixes; else after the first.",
    )


class Action(Override, Doing):
    """rules/actions/<id>.yaml: something to do."""

    id: Kebab
    kind: ActionKind
    look_again: tuple[LookAgain, ...] = Field(
        (),
        description="Of a check: its day is the first of these that lies ahead, else `weeks` from the day of the case.",
    )
    look_no_later: LatestLook | None = Field(None, description="Of a check: the last day that `look_again` may give.")
    unclear: bool = Field(
        False,
        description="Of a check: it stands where too little is known, or where answers contradict each other.",
    )
    presses: bool = Field(
        False,
        description="It can't wait: of upkeep, it stands before the check; of a dated action, before all fixes.",
    )
    by: ByDay | None = Field(None, description="Of a dated action: the day by which it has to be done; else at once.")
    was: tuple[Kebab, ...] = ()


class Fix(Doing):
    """What mends one sign: an action that stands with the sign and is offered only where the sign is there."""

    id: Kebab
    kind: Literal["fix", "gate"] = Field("fix", description="A gate has to be passed before anyone gets access.")
    was: tuple[Kebab, ...] = ()

    def as_action(self) -> Action:
        """The action that the fix is."""
        return Action(**{name: getattr(self, name) for name in type(self).model_fields})
