"""What is kept of packs is never stale, never trusted blindly, and may always be missing."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
from array import array
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from advisor import Advisor
from advisor.knowledge.stored import Kept
from advisor.language.patterns import AtLeastFields, Leaf, Pattern
from advisor.language.to_python import truth_function
from advisor.problems import EngineError, PackError
from advisor.report.text import text
from advisor.report.told import Told
from advisor.rulebase import store as prepared
from advisor.rulebase.store import MOST_KEPT, _class_of, own_folder
from advisor.rulebase.tables import NotData, read
from advisor.shipped import shipped

ANSWERS = {"jd.must_have_areas": ["llm", "backend", "evals", "product"]}
CASE = {"case": "acme", "as_of": "2026-11-22", "answers": ANSWERS}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped rules, to be changed."""
    return Path(shutil.copytree(shipped("rules"), tmp_path / "rules"))


def said(advisor: Advisor) -> str:
    """A whole assessment as text, ids and decimals included."""
    case, problems = advisor.read(CASE)
    assert case is not None, problems
    return text(Told(advisor.assess(case), advisor.rulebase), verbose=True)


def kept(folder: Path) -> list[Path]:
    """The files kept."""
    return sorted(folder.glob("*"))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["auto", "python"])
def test_what_was_kept_says_the_same(tmp_path: Path, engine: str) -> None:
    fresh = Advisor(engine=engine)  # type: ignore[arg-type]
    said_first = said(Advisor(engine=engine, kept_in=tmp_path))  # type: ignore[arg-type]
    again = Advisor(engine=engine, kept_in=tmp_path)  # type: ignore[arg-type]
    assert len(kept(tmp_path)) == 1
    assert said(fresh) == said_first == said(again)
    for id, entry in fresh.knowledge.diagnoses.items():
        path = ("evidence", 0, "when")
        assert again.knowledge.diagnoses[id].problem(path, "x", "x") == entry.problem(path, "x", "x")
    step, fresh_step = (a.next(a.start(as_of=date(2026, 11, 22))) for a in (again, fresh))
    assert step.to_dict() == fresh_step.to_dict()  # type: ignore[union-attr]


def test_what_stands_in_for_models_makes_them_again(tmp_path: Path) -> None:
    """Every part of every pack: the same fields, the same dump, and the very model."""
    fresh = Advisor(engine="python", kept_in=tmp_path).knowledge
    again = Advisor(engine="python", kept_in=tmp_path).knowledge
    kinds = [field.name for field in fields(fresh) if isinstance(getattr(fresh, field.name), dict)]
    assert len(kinds) > 10
    for kind in kinds:
        for id, was in getattr(fresh, kind).items():
            now = getattr(again, kind)[id]
            was, now = getattr(was, "model", was), getattr(now, "model", now)
            assert isinstance(now, Kept) and not isinstance(was, Kept)
            assert now.as_model() == was
            assert now.model_dump() == was.model_dump()
    value = again.figures["ramp"].model.values[0]
    assert value.ends == fresh.figures["ramp"].model.values[0].ends
    with pytest.raises(AttributeError, match="isn't to be changed"):
        value.low = 1.0  # type: ignore[misc]


def test_a_changed_rule_is_seen(tmp_path: Path, rules: Path) -> None:
    """Also where name, size and time of the file stay as they were."""
    file = rules / "diagnoses" / "slow-decision.yaml"
    before = Advisor(base=rules, kept_in=tmp_path / "kept").knowledge.diagnoses["slow-decision"].model.title
    status = file.stat()
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace(before, before.upper()), encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = Advisor(base=rules, kept_in=tmp_path / "kept").knowledge.diagnoses["slow-decision"].model.title
    assert after == before.upper() != before


def test_a_rule_changed_while_packs_are_made_ready_is_seen(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made of the older bytes, or of both, is not kept under either."""
    file = rules / "diagnoses" / "role-too-broad.yaml"
    content = file.read_bytes()
    made = prepared._made

    def changing(*arguments: Any) -> Any:
        found = made(*arguments)
        file.write_bytes(content + b"# changed\n")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(prepared, "_made", changing)
        Advisor(base=rules, kept_in=tmp_path / "kept")
    assert kept(tmp_path / "kept") == []


def test_changed_figures_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    ends = []
    for low in (1, 2):
        values = f"{{low: {low}, mode: {low}, high: {low}}}"
        file.write_text(f"figures:\n  - id: ramp\n    values:\n      - {values}\n", encoding="utf-8")
        advisor = Advisor(figures=[file], kept_in=tmp_path / "kept")
        ends.append(advisor.knowledge.figures["ramp"].model.values[0].ends[1])
    assert ends == [1, 2]


def test_a_pack_that_is_none_is_told(tmp_path: Path) -> None:
    """Also once the packs before it are kept."""
    Advisor(kept_in=tmp_path / "kept")
    with pytest.raises(PackError, match="doesn't exist"):
        Advisor([tmp_path / "nowhere"], kept_in=tmp_path / "kept")


def test_a_faulty_pack_is_told_each_time(tmp_path: Path, rules: Path) -> None:
    (rules / "diagnoses" / "role-too-broad.yaml").write_text("id: [", encoding="utf-8")
    told = []
    for _ in range(2):
        with pytest.raises(PackError) as caught:
            Advisor(base=rules, kept_in=tmp_path / "kept")
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert not (tmp_path / "kept").exists()


class Evil:
    """Does something when it is read."""

    def __init__(self, place: str):
        self.place = place

    def __reduce__(self) -> object:
        return os.mkdir, (self.place,)


def signed(content: bytes) -> bytes:
    """Content with the digest that a kept file begins with."""
    return hashlib.sha256(content).digest() + content


def written(head: Any, numbers: Sequence[int] = ()) -> bytes:
    """Tables as somebody writes them who knows how."""
    text = json.dumps(head).encode()
    return len(text).to_bytes(8, "big") + text + array("I", numbers).tobytes()


def called(module: str, name: str) -> bytes:
    """Tables that want a class, or a function, called with the name of a folder."""
    return written({"atoms": ["done"], "layers": [[1, 1, "object", module, name, "x"]], "root": 1}, [0])


@pytest.mark.slow
def test_what_cannot_be_trusted_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    right = said(Advisor(kept_in=folder))
    (file,) = kept(folder)
    whole = file.read_bytes()
    tables = whole[32:]
    evil = pickle.dumps(Evil(str(tmp_path / "done")))
    endless = written({"atoms": [], "layers": [[10**12, 0, "list"]], "root": 0})
    cut = [tables[: len(tables) * part // 7] for part in range(7)]
    crafted = [evil, endless, called("os", "mkdir"), called("subprocess", "Popen"), written([]), written({}), *cut]
    for content in (b"", whole[:-1], whole[: len(whole) // 2], b"x" + whole, *map(signed, crafted)):
        file.write_bytes(content)
        assert said(Advisor(kept_in=folder)) == right
        assert not (tmp_path / "done").exists()
        assert file.read_bytes() == whole
    file.write_bytes(whole + b" ")
    os.chmod(file, 0o666)
    assert said(Advisor(kept_in=folder)) == right


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "mkdir"),
        ("advisor.rulebase.store", "os.mkdir"),
        ("advisor.rulebase.store", "Path"),
        ("advisor.rulebase.store", "prepare"),
        ("advisor.knowledge.stored", "importlib.import_module"),
        ("advisor.knowledge.kit.file", "BaseModel"),
        ("advisor.batch.runs.pool", "ProcessPoolExecutor"),
        ("advisor.cli.rules.group", "subprocess.Popen"),
        ("advisor.files.locks", "FileLock"),
        ("advisor.language.tree", "__loader__.load_module"),
        ("builtins", "eval"),
        ("functools", "reduce"),
    ],
)
def test_a_kept_file_names_nothing_but_data(module: str, name: str) -> None:
    """Neither by dots nor by way of what a module only imports."""
    with pytest.raises(NotData, match="has no place here"):
        read(called(module, name), _class_of, {})


@pytest.mark.parametrize(
    ("head", "numbers"),
    [
        ({"atoms": [[1]], "layers": [], "root": 0}, []),  # no atom
        ({"atoms": [1], "layers": [[1, 1, "tuple"]], "root": 1}, [7]),  # made of what comes later
        ({"atoms": [1], "layers": [[2, 1, "tuple"]], "root": 1}, [0]),  # fewer numbers than said
        ({"atoms": [1], "layers": [[-1, 1, "tuple"]], "root": 0}, [0]),
        ({"atoms": [1], "layers": [[1, 1, "function", "eval"]], "root": 1}, [0]),
        ({"atoms": [1], "layers": [[1, 1, "call", "advisor.language.patterns", "Leaf"]], "root": 1}, [0]),
        ({"atoms": [1], "layers": [[1, 1, "enum", "advisor.language.patterns", "Leaf"]], "root": 1}, [0]),
        (
            {"atoms": [1], "layers": [[1, 1, "object", "advisor.language.patterns", "Leaf", "__class__"]], "root": 1},
            [0],
        ),
        ({"atoms": [1], "layers": [[1, 1, "object", "advisor.language.patterns", "Leaf", "holds"]], "root": 1}, [0]),
        ({"atoms": [1], "layers": [[1, 1, "object", "advisor.knowledge.stored", "models_Q", "a.b"]], "root": 1}, [0]),
        ({"atoms": [1], "layers": [[1, 1, "object", "advisor.language.vocabulary", "Kind", "value"]], "root": 1}, [0]),
    ],
)
def test_tables_that_are_not_whole_are_refused(head: Any, numbers: list[int]) -> None:
    with pytest.raises((ValueError, LookupError, TypeError, AttributeError)):
        read(written(head, numbers), _class_of, {})


CODE = "__import__('os').mkdir('done')"


@pytest.mark.parametrize(
    "pattern",
    [
        Leaf("a", f"and {CODE} ==", 1),  # type: ignore[arg-type]  # as somebody writes it who means harm
        Leaf("a", "==", SimpleNamespace(**{CODE: 1})),  # type: ignore[arg-type]
        Leaf(SimpleNamespace(**{CODE: 1}), "==", 1),  # type: ignore[arg-type]
        AtLeastFields(f"1 or {CODE}", (Leaf("a", "==", 1),)),  # type: ignore[arg-type]
    ],
)
def test_no_code_is_made_of_a_pattern_that_was_changed_on_disk(
    pattern: Pattern, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngineError, match="ADVISOR_CACHE=off"):
        truth_function([(pattern, pattern)])({"a": 1})
    assert not (tmp_path / "done").exists()


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    Advisor(kept_in=tmp_path)
    (file,) = kept(tmp_path)
    before = file.stat().st_mtime_ns
    os.chmod(file, 0o666)
    Advisor(kept_in=tmp_path)
    assert file.stat().st_mtime_ns > before
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert said(Advisor(kept_in=tmp_path / "file" / "kept")) == said(Advisor())


def test_the_oldest_go(tmp_path: Path) -> None:
    for number in range(MOST_KEPT + 3):
        (tmp_path / f"{number}.prepared").write_bytes(b"")
        os.utime(tmp_path / f"{number}.prepared", (number, number))
    Advisor(kept_in=tmp_path)
    assert len(kept(tmp_path)) == MOST_KEPT
    assert not (tmp_path / "3.prepared").exists()


def test_who_has_no_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("ADVISOR_CACHE", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert own_folder() is None


def test_the_environment_says_where_it_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADVISOR_CACHE", str(tmp_path))
    assert own_folder() == tmp_path
    monkeypatch.setenv("ADVISOR_CACHE", "off")
    assert own_folder() is None
    monkeypatch.delenv("ADVISOR_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert own_folder() == tmp_path / "staffing-advisor"
