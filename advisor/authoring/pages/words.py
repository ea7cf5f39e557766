"""The names that a condition may use, for authors: functions, facts, the timeline's numbers, questions by section."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.authoring.pages.portray import one_line
from advisor.knowledge.models import Question
from advisor.knowledge.pack import Knowledge
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind, Vocabulary

LANGUAGE = (
    ("a and b, a or b, not a", "a, b: any test"),
    ("jd.must_haves_separated", "a yes-no question, by its name alone"),
    ("role.stage == offer_out, role.stage in [nobody, in_calls]", "a choice; options are written without quotes"),
    ("llm in jd.must_have_areas, count(jd.must_have_areas) >= 5", "a multiple choice"),
    ("loop.rounds >= 6, 30 < role.open_days <= 45", "a number; + - * / min() max() may stand in it"),
    ("weeks_until(milestone.need_by) <= 10, weeks_since(company.round_date) >= 6", "a date"),
    ("unsure(team.spare_percent)", 'answered with "don\'t know"'),
    ("at_least(2, a, b, c)", "how many tests hold"),
    ("law.gdpr", "a law that holds on the day of the case; `rules words law` lists them"),
    ("diagnosed(role_too_broad), suspected(role_too_broad)", "what other rules found; dashes become underscores"),
)


def section_names(knowledge: Knowledge) -> list[str]:
    """What `words` can be asked for."""
    return ["language", "facts", "timeline", "law", *(section.id for section in knowledge.sections)]


def words(knowledge: Knowledge, vocabulary: Vocabulary, section: str | None) -> Iterator[str]:
    """One section, or the list of them."""
    if section is None:
        yield "Ask for one of these with `advisor rules words SECTION`:"
        yield f"  {'language':<24} what a condition may say"
        yield f"  {'facts':<24} {len(knowledge.facts)} derived facts, usable by name"
        yield f"  {'timeline':<24} {len(vocabulary.points)} numbers that are computed from answers and figures"
        yield f"  {'law':<24} {len(knowledge.laws)} laws, true or false by the day of the case"
        for found in knowledge.sections:
            yield f"  {found.id:<24} {found.title} ({len(found.questions)} questions)"
    elif section == "language":
        for text, meaning in LANGUAGE:
            yield from (text, f"    {meaning}")
    elif section == "facts":
        for fact, entry in knowledge.facts.items():
            kind = "true or false" if entry.model.when else f"a number{_unit(entry.model.unit)}"
            yield f"{fact}  ({kind})"
            yield f"    {entry.model.title}: {one_line(entry.model.when or entry.model.value or '')}"
    elif section == "law":
        for law in (each.model for each in knowledge.laws.values()):
            ends = f" until {law.ends}" if law.ends is not None else ""
            yield f"law.{law.id}  ({law.jurisdiction}, from {law.begins}{ends})"
            yield f"    {one_line(law.says)}"
    elif section == "timeline":
        yield from sorted(vocabulary.points)
    else:
        found = next(s for s in knowledge.sections if s.id == section)
        for question in found.questions:
            yield from _question(knowledge.questions[question].model)


def _question(model: Question) -> Iterator[str]:
    yield f"{model.id}  ({model.type.value}{_unit(model.unit)})"
    yield f"    {model.short}"
    if model.range is not None:
        yield f"    {plain_number(model.range[0])} to {plain_number(model.range[1])}"
    for band in model.bands:
        yield f"    {plain_number(band.low)} to {plain_number(band.high)}: {band.label}"
    for option in model.options:
        yield f"    {option.id:<22} {option.label}"
    if model.asked_when:
        yield f"    asked when {one_line(model.asked_when)}"
    if model.pointless_when:
        yield f"    pointless when {one_line(model.pointless_when)}"
    yield f"    write: {_sample(model)}"


def _sample(model: Question) -> str:
    """How a condition uses the question."""
    if model.type is Kind.YES_NO:
        return f"{model.id}   not {model.id}"
    if model.type is Kind.CHOICE:
        return f"{model.id} == {model.options[0].id}"
    if model.type is Kind.CHOICES:
        return f"{model.options[0].id} in {model.id}   count({model.id}) >= 2"
    if model.type is Kind.DATE:
        return f"weeks_until({model.id}) <= 10"
    return (
        f"{model.id} >= {plain_number((model.range or (0, 0))[1])}" if model.type.numeric else "(a text isn't tested)"
    )


def _unit(unit: str | None) -> str:
    return f", {unit}" if unit else ""
