"""What a shell that completes words offers beside commands and names of files: ids, and what a case's result has.

Nothing is ever told to a shell but words to offer: whatever goes wrong, nothing is offered. The rules are those that
the line names, read as they were kept for the next start; without a folder to keep them in, none are offered.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from advisor.problems import AdvisorError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from advisor.knowledge.pack import Knowledge
    from advisor.library import Advisor
    from advisor.result.assessment import Assessment

Offers = Iterable[tuple[str, str]]  # each word with what it means
_LONGEST = 70  # letters of a meaning


class Offered(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """A word that is taken as it is; a shell is offered what `offers` finds for the line so far."""

    def __init__(self, name: str, offers: Callable[[click.Context, str], Offers]):
        self.name = name
        self._offers = offers

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word as it was written: what is wrong with it is told where it is read."""
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin like what was typed, whatever its capitals."""
        from click.shell_completion import CompletionItem

        begun, found = incomplete.casefold(), list[CompletionItem]()
        with contextlib.suppress(AdvisorError, OSError, click.ClickException):
            for word, meaning in self._offers(ctx, incomplete):
                if word.casefold().startswith(begun):
                    found.append(CompletionItem(word, help=" ".join(meaning.split())[:_LONGEST] or None))
        return found


def _knowledge(ctx: click.Context) -> Knowledge | None:
    """The rules that the line names, from where they are kept."""
    from pathlib import Path

    from advisor.engines.choice import fires
    from advisor.rulebase.store import own_folder, prepare
    from advisor.shipped import shipped_packs

    kept, said = own_folder(), ctx.params
    if kept is None:
        return None
    packs = [*shipped_packs(), *map(Path, said.get("packs") or ())]
    figures = [Path(file) for file in said.get("figures") or ()]
    lay_out = fires(said.get("engine") or "auto")
    drafts = bool(said.get("drafts"))
    return prepare(packs, figures, drafts=drafts, lay_out=lay_out, kept_in=kept).program.knowledge


def _result(ctx: click.Context) -> tuple[Advisor, Assessment] | None:
    """The assessment of the case that the line names; None where it names none that can be read."""
    from advisor.cases.files import read_texts, text_of
    from advisor.cli.options import Choices
    from advisor.rulebase.store import own_folder

    said = ctx.params
    case = said.get("case") or next(iter(ctx.args), None)  # where the option that is completed stands last
    if not case or case == "-" or own_folder() is None:
        return None
    packs, figures = tuple(said.get("packs") or ()), tuple(said.get("figures") or ())
    advisor = Choices(packs, figures, said.get("engine") or "auto", bool(said.get("drafts"))).advisor()
    reads = list(read_texts(advisor.knowledge, [text_of(case)]))
    if len(reads) != 1 or reads[0].case is None:
        return None
    return advisor, advisor.assess(reads[0].case)


# ---- what is offered -------------------------------------------------------------------------------------


def _titles(entries: Mapping[str, Any], name: str = "title") -> Iterator[tuple[str, str]]:
    yield from ((key, str(getattr(entry.model, name))) for key, entry in entries.items())


def _rules(ctx: click.Context, _typed: str) -> Offers:
    """Whatever has examples of its own."""
    knowledge = _knowledge(ctx)
    if knowledge is not None:
        yield from _titles(knowledge.diagnoses)
        yield from _titles(knowledge.contradictions)
        yield "model", "the decision table"


def _entries(ctx: click.Context, _typed: str) -> Offers:
    """Whatever `rules show` prints."""
    knowledge = _knowledge(ctx)
    if knowledge is not None:
        yield from _titles(knowledge.questions, "short")
        for entries in (knowledge.diagnoses, knowledge.facts, knowledge.contradictions, knowledge.actions):
            yield from _titles(entries)
        yield from _titles(knowledge.figures)
        yield from ((f"law.{law}", says) for law, says in _titles(knowledge.laws, "says"))
        table = knowledge.table
        yield from ((row.id, row.model) for row in (table.model.rows if table is not None else ()))


def _figures(ctx: click.Context, _typed: str) -> Offers:
    knowledge = _knowledge(ctx)
    return _titles(knowledge.figures) if knowledge is not None else ()


def _sections(ctx: click.Context, _typed: str) -> Offers:
    knowledge = _knowledge(ctx)
    return [(section.id, section.title) for section in knowledge.sections] if knowledge is not None else ()


def _people(ctx: click.Context, _typed: str) -> Offers:
    knowledge = _knowledge(ctx)
    return [(person, knowledge.person_title(person)) for person in knowledge.people] if knowledge is not None else ()


def _facts(ctx: click.Context, typed: str) -> Offers:
    """Questions with `=` behind them; behind the `=`, the options with their labels."""
    knowledge = _knowledge(ctx)
    if knowledge is None:
        return
    name, equals, _ = typed.partition("=")
    if not equals:
        yield from ((f"{question}=", short) for question, short in _titles(knowledge.questions, "short"))
        return
    entry = knowledge.questions.get(name.lower())
    if entry is not None:
        options = entry.model.options or ()
        yield from ((f"{name}={option.id}", option.label) for option in options)
        if entry.model.type.value == "yes-no":
            yield from ((f"{name}={word}", "") for word in ("yes", "no"))
        yield f"{name}=unsure", "no one knows"


def _models(knowledge: Knowledge) -> Offers:
    table = knowledge.table
    titles = table.model.titles if table is not None else {}
    yield from titles.items()


def _found(ctx: click.Context, _typed: str) -> Offers:
    """What a result has: its findings by number and by id, the way of staffing, the entries of its plan."""
    made = _result(ctx)
    if made is None:
        knowledge = _knowledge(ctx)
        if knowledge is not None:
            yield from (("model", "the staffing option"), *_titles(knowledge.diagnoses), *_titles(knowledge.actions))
        return
    _, assessment = made
    findings = [*assessment.found, *assessment.likely]
    yield from ((str(number), finding.title) for number, finding in enumerate(findings, 1))
    yield "model", "the staffing option"
    yield from ((finding.id, finding.title) for finding in findings)
    yield from _plan(assessment)


def _plan(assessment: Assessment) -> Offers:
    from advisor.explaining.subjects import LETTERS

    entries = assessment.plan.entries if assessment.plan is not None else ()
    yield from ((letter, entry.short) for letter, entry in zip(LETTERS, entries))
    yield from ((entry.id, entry.short) for entry in entries)


def _planned(ctx: click.Context, _typed: str) -> Offers:
    made = _result(ctx)
    return _plan(made[1]) if made is not None else ()


def _not_found(ctx: click.Context, _typed: str) -> Offers:
    """What a result doesn't have: problems, ways of staffing and actions."""
    made = _result(ctx)
    knowledge = made[0].knowledge if made is not None else _knowledge(ctx)
    if knowledge is None:
        return
    found = {finding.id for finding in made[1].found} if made is not None else set()
    planned = {word for word, _ in _plan(made[1])} if made is not None else set()
    yield from ((name, title) for name, title in _titles(knowledge.diagnoses) if name not in found)
    yield from _models(knowledge)
    yield from ((name, title) for name, title in _titles(knowledge.actions) if name not in planned)


def _goals(ctx: click.Context, _typed: str) -> Offers:
    made = _result(ctx)
    if made is not None:
        yield from ((finding.id, finding.title) for finding in (*made[1].found, *made[1].likely))
        yield "another-model", "another staffing option"
        yield from _models(made[0].knowledge)


def _kinds(ctx: click.Context, _typed: str) -> Offers:
    """What can be written, before an id."""
    from advisor.cli.rules.kinds import DIALOGUES

    return [] if ctx.params.get("words_given") else [(kind, "") for kind in ("diagnosis", *DIALOGUES)]


NEW = Offered("kind", _kinds)
RULE = Offered("rule", _rules)
ENTRY = Offered("entry", _entries)
FIGURE = Offered("figure", _figures)
SECTION = Offered("section", _sections)
PERSON = Offered("person", _people)
FACT = Offered("fact", _facts)
FOUND = Offered("found", _found)
NOT_FOUND = Offered("not-found", _not_found)
PLANNED = Offered("planned", _planned)
GOAL = Offered("goal", _goals)
