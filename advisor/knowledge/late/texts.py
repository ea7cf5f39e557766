"""What is read after all diagnoses: conditions of the decision table, of actions, of the kit and of the story, and the
sentences with placeholders that stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from advisor.files.documents import Path, place_name
from advisor.knowledge.pack import Entry, Knowledge
from advisor.knowledge.stored import model_of

LateUse = Literal[
    "rows",
    "keeps",
    "offered",
    "withheld",
    "hows",
    "profiles",
    "exercises",
    "steps",
    "links",
    "headlines",
    "lines",
    "ways",
]
"""What a condition that is read after all diagnoses is for."""


class LateText(NamedTuple):
    """A condition that is read after all diagnoses, as written: what for, whose (an id), where it stands, and its
    parts with their places, which are joined by "and". A part without a place was checked where it came from.
    """

    use: LateUse
    owner: str
    entry: Entry[Any]
    path: Path
    parts: tuple[tuple[Path | None, str], ...]


def late_conditions(pack: Knowledge) -> Iterator[LateText]:
    """Conditions that are read after all diagnoses."""
    if pack.table is not None:
        for i, row in enumerate(pack.table.model.rows):
            yield _joined("rows", row.id, pack.table, ("rows", i), row)
        for model, text in pack.table.model.keeps.items():
            yield _single("keeps", model, pack.table, ("keeps", model), text)
    for name, action in pack.actions.items():
        if action.model.when is not None or action.model.claims is not None or name in pack.fixes:
            yield _joined("offered", name, action, (), action.model, _sign_text(pack, name))
        if action.model.unless is not None:
            yield _single("withheld", name, action, ("unless",), action.model.unless)
        for i, part in enumerate(action.model.how):
            if part.when is not None:
                yield _single("hows", f"{name}.{i}", action, ("how", i, "when"), part.when)
    if pack.kit is not None:
        for i, profile in enumerate(pack.kit.model.profiles):
            yield _single("profiles", profile.id, pack.kit, ("profiles", i, "when"), profile.when)
        for i, exercise in enumerate(pack.kit.model.exercises):
            yield _single("exercises", exercise.id, pack.kit, ("exercises", i, "when"), exercise.when)
        for path, text in model_of(pack.kit.model).conditions():
            yield _single("lines", place_name(path), pack.kit, path, text)
        if pack.kit.model.hiring_when is not None:
            yield _single("lines", "hiring", pack.kit, ("hiring_when",), pack.kit.model.hiring_when)
    for name, option in pack.options.items():
        for path, must in ((("must_be_true", i, "when"), must) for i, must in enumerate(option.model.must_be_true)):
            yield _single("lines", place_name(("options", name, *path)), option, path, must.when)
    ways_out = pack.timeline.model.ways_out if pack.timeline is not None else None
    if pack.timeline is not None and ways_out is not None:
        for guard in ("work_unknown_when", "work_unknown_unless"):
            if (text := getattr(ways_out, guard)) is not None:
                yield _single("ways", guard, pack.timeline, ("ways_out", guard), text)
    yield from _of_diagnoses(pack)


def _of_diagnoses(pack: Knowledge) -> Iterator[LateText]:
    for name, entry in pack.diagnoses.items():
        diagnosis = entry.model
        if diagnosis.step_when is not None:
            yield _single("steps", name, entry, ("step_when", "when"), diagnosis.step_when.when)
        if diagnosis.headline_claims is not None:
            yield _single("headlines", name, entry, ("headline_claims",), diagnosis.headline_claims)
        for i, link in enumerate(diagnosis.leads_to):
            if link.when is not None:
                yield _single("links", f"{name}>{link.id}", entry, ("leads_to", i, "when"), link.when)


def _sign_text(pack: Knowledge, fix: str) -> str | None:
    """The condition of the sign that a fix mends, whichever level."""
    if fix not in pack.fixes:
        return None
    evidence = next(e for e in pack.diagnoses[pack.fixes[fix][0]].model.evidence if e.id == pack.fixes[fix][1])
    texts = [evidence.when] if evidence.when is not None else [level.when for level in evidence.levels]
    return " or ".join(f"({text})" for text in texts)


def _single(use: LateUse, owner: str, entry: Entry[Any], path: Path, text: str) -> LateText:
    return LateText(use, owner, entry, path, ((path, text),))


def _joined(use: LateUse, owner: str, entry: Entry[Any], at: Path, model: Any, sign: str | None = None) -> LateText:
    """The `when` of a row or an action with what it claims, and with the sign that a fix mends."""
    parts: list[tuple[Path | None, str]] = [(None, sign)] if sign is not None else []
    parts += [((*at, name), text) for name in ("when", "claims") if (text := getattr(model, name)) is not None]
    place = next((path for path, _ in parts if path is not None), (*at, "title"))
    return LateText(use, owner, entry, place, tuple(parts))


def late_sentences(pack: Knowledge) -> Iterator[tuple[Entry[Any], Path, str]]:
    """Sentences with placeholders outside diagnoses and contradictions."""
    if pack.table is not None:
        for i, row in enumerate(pack.table.model.rows):
            yield pack.table, ("rows", i, "because"), row.because
            yield pack.table, ("rows", i, "wins_if"), row.wins_if
    for action in pack.actions.values():
        yield action, ("title",), action.model.title
        for name in ("shows", "until"):
            if (text := getattr(action.model, name)) is not None:
                yield action, (name,), text
        for i, part in enumerate(action.model.how):
            yield action, ("how", i, "says"), part.says
        for i, step in enumerate(action.model.steps):
            yield action, ("steps", i), step
        for i, on in enumerate(action.model.look_again):
            yield action, ("look_again", i, "says"), on.says
    if pack.kit is not None:
        for path, text in model_of(pack.kit.model).sentences():
            yield pack.kit, path, text
    yield from _sentences_of_diagnoses(pack)


def _sentences_of_diagnoses(pack: Knowledge) -> Iterator[tuple[Entry[Any], Path, str]]:
    """Those by which findings are told as one story."""
    for entry in pack.diagnoses.values():
        for name in ("headline", "as_root"):
            if (text := getattr(entry.model, name)) is not None:
                yield entry, (name,), text
        for i, link in enumerate(entry.model.leads_to):
            yield entry, ("leads_to", i, "says"), link.says
