"""Replay: a saved assessment proved anew from its own answers, or shown to differ, and why that may be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.cases.case import Case, read_case
from advisor.knowledge.pack import Knowledge
from advisor.problems import Problem
from advisor.result.assessment import Assessment

OUTSIDE = ("run", "packs")


@dataclass(frozen=True)
class Differs:
    """One place of the JSON that came out differently; None where it is missing."""

    path: str
    saved: Any
    now: Any


@dataclass(frozen=True)
class PackDiffers:
    """A pack that is not the one of the saved assessment; None where it is missing."""

    name: str
    saved: str | None
    now: str | None
    same_version: bool


@dataclass(frozen=True)
class Replay:
    """What a replay came to; `versions` are advisor's own, where they differ."""

    case: str
    as_of: str
    packs: tuple[PackDiffers, ...]
    differs: tuple[Differs, ...]
    versions: tuple[str, str] | None

    @property
    def clean(self) -> bool:
        """Whether the same came out by the same rules."""
        return not self.packs and not self.differs


def case_of(saved: Any, knowledge: Knowledge, file: str | None = None) -> tuple[Case | None, list[Problem]]:
    """The case that a saved assessment was made of, or everything that is wrong with it."""
    if not isinstance(saved, Mapping) or not isinstance(saved.get("schema"), int) or "diagnoses" not in saved:
        message = "This isn't a saved assessment."
        return None, [Problem("", "shape", message, "Save one with `advisor assess CASE --format json`.", file=file)]
    if saved["schema"] != 1:
        return None, [
            Problem("schema", "schema", f"This assessment has schema {saved['schema']}; 1 can be read.", file=file)
        ]
    raw = {name: saved[name] for name in ("case", "as_of", "answers") if name in saved}
    return read_case(raw, knowledge, file=file)


def replay(saved: Mapping[str, Any], now: Assessment) -> Replay:
    """The saved assessment against the one made of its answers now."""
    made = json.loads(json.dumps(now.to_dict(), ensure_ascii=False))
    differs = [
        d
        for name in dict.fromkeys((*saved, *made))
        if name not in OUTSIDE
        for d in _differs(name, saved.get(name), made.get(name))
    ]
    run = saved.get("run")
    version = run.get("advisor") if isinstance(run, Mapping) else None
    versions = (str(version), now.run.advisor) if version is not None and version != now.run.advisor else None
    return Replay(now.case, now.as_of, tuple(_packs(saved.get("packs"), made["packs"])), tuple(differs), versions)


def _packs(saved: Any, now: list[dict[str, Any]]) -> Iterator[PackDiffers]:
    listed = saved if isinstance(saved, list) else []
    was = {str(p["name"]): p for p in listed if isinstance(p, Mapping) and "name" in p}
    new = {str(p["name"]): p for p in now}
    for name in dict.fromkeys((*was, *new)):
        old, made = was.get(name), new.get(name)
        if old is None or made is None or old.get("sha256") != made.get("sha256"):
            versions = [str(p["version"]) if p is not None and "version" in p else None for p in (old, made)]
            yield PackDiffers(name, versions[0], versions[1], versions[0] == versions[1])
    if list(was) != list(new) and was.keys() == new.keys():
        yield PackDiffers(", ".join(new), "another order", "this order", False)


def _differs(path: str, saved: Any, now: Any) -> Iterator[Differs]:
    """Every place below a path where two JSON values differ; entries with an id are matched by it."""
    if isinstance(saved, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*saved, *now)):
            yield from _differs(f"{path}.{key}", saved.get(key), now.get(key))
    elif isinstance(saved, list) and isinstance(now, list) and _ids(saved) and _ids(now):
        old, new = {e["id"]: e for e in saved}, {e["id"]: e for e in now}
        for entry in dict.fromkeys((*old, *new)):
            yield from _differs(f"{path}.{entry}", old.get(entry), new.get(entry))
        if [i for i in old if i in new] != [i for i in new if i in old] or len(old) != len(saved):
            yield Differs(f"{path} (order)", [e["id"] for e in saved], [e["id"] for e in now])
    elif saved != now or isinstance(saved, bool) is not isinstance(now, bool):
        yield Differs(path, saved, now)


def _ids(entries: list[Any]) -> bool:
    return bool(entries) and all(isinstance(e, Mapping) and isinstance(e.get("id"), str) for e in entries)
