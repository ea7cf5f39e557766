"""Writes `advisor/result/shapes/`: the published assessment as TypedDicts, from the models that its schema is made of.

    python -m tools.shapes

Type checkers of clients read them; nothing imports them when the program runs.
"""

from __future__ import annotations

import keyword
import textwrap
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

FOLDER = Path(__file__).parents[1] / "advisor" / "result" / "shapes"
HEAD = '''"""{what}; written by `python -m tools.shapes`."""

from __future__ import annotations

from typing import {typing}

from typing_extensions import {extensions}
'''
_WIDTH = 110
_NAMES = {"QuestionShown": "OpenQuestionData", "OptionShown": "StaffingOptionData"}  # others have the shorter ones


def files() -> dict[str, str]:
    """What each file holds: the assessment itself, and the parts of it that have schemas of their own."""
    from advisor.result.schema import AssessmentShown

    models = list(dict.fromkeys(_with_parts(AssessmentShown)))
    own = [model for model in models if model.__module__ == AssessmentShown.__module__]
    parts = [model for model in models if model not in own]
    used = sorted({_name(part) for model in own for part in _parts(model) if part in parts})
    head = f"\nfrom advisor.result.shapes.parts import {', '.join(used)}\n"
    return {
        "parts.py": _file("The parts of a published assessment", "", parts),
        "assessment.py": _file("A published assessment as plain data", head, own),
    }


def _file(what: str, imports: str, models: list[type[BaseModel]]) -> str:
    body = "".join(f"\n\n{_shape(model)}\n" for model in models)
    typing = [name for name in ("Any", "Literal") if f"{name}[" in body or f" {name}" in body or f"[{name}" in body]
    extensions = [name for name in ("NotRequired", "TypedDict") if name in body]
    return HEAD.format(what=what, typing=", ".join(typing), extensions=", ".join(extensions)) + imports + body


def _with_parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model after those that it holds."""
    for part in _parts(model):
        yield from _with_parts(part)
    yield model


def _parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        yield from _models_in(field.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _name(model: type[BaseModel]) -> str:
    """`DiagnosisShown` as `DiagnosisData`."""
    return _NAMES.get(model.__name__) or model.__name__.removesuffix("Shown") + "Data"


def _shape(model: type[BaseModel]) -> str:
    """A model as a TypedDict; in the form of a call where a key is a word of Python."""
    fields = [(field.alias or name, _type_of(field)) for name, field in model.model_fields.items()]
    says = " ".join((model.__doc__ or "").split())
    if any(keyword.iskeyword(key) for key, _ in fields):
        lines = [f'    "{key}": "{kind}",' if _late(kind) else f'    "{key}": {kind},' for key, kind in fields]
        about = textwrap.wrap(says, _WIDTH, initial_indent="# ", subsequent_indent="# ")
        call = f'{_name(model)} = TypedDict(\n"{_name(model)}", {{'
        return "\n".join([*about, call, *lines, "})"])
    quoted = textwrap.fill(f'"""{says}', _WIDTH, initial_indent="    ", subsequent_indent="    ")
    lines = [f"    {key}: {kind}" for key, kind in fields]
    end = '\n    """' if "\n" in quoted else '"""'
    return "\n".join([f"class {_name(model)}(TypedDict):", quoted + end, "", *lines])


def _late(kind: str) -> bool:
    """Whether a type is one that older Pythons can't work out at run time."""
    return "|" in kind


def _type_of(field: FieldInfo) -> str:
    kind = _type(field.annotation)
    return kind if field.is_required() else f"NotRequired[{kind.removesuffix(' | None')}]"  # left out where it's None


def _type(annotation: Any) -> str:
    """A type as JSON has it: a tuple is a list."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation is Any:
        return "Any"
    if annotation is type(None):
        return "None"
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(_type(each) for each in inner))
    if origin is Annotated:
        return _type(inner[0])
    if origin is Literal:
        return f"Literal[{', '.join(repr(each) for each in inner)}]".replace("'", '"')
    if origin is list or origin is tuple:
        return f"list[{_type(inner[0])}]"
    if origin is dict:
        return f"dict[{_type(inner[0])}, {_type(inner[1])}]"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _name(annotation)
    assert isinstance(annotation, type), annotation
    return annotation.__name__


def main() -> None:
    """Write the files, and put them into the project's form."""
    import subprocess
    import sys

    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for command in (["check", "--fix", "-q"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, str(FOLDER)], check=True)


if __name__ == "__main__":
    main()
