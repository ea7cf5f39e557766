"""Parts of packs as they are kept: the fields of pydantic models in plain objects, read back without pydantic.

They stand in for the models wherever knowledge is read: the same fields with the same values. What only a model can
do is done by the model itself, which is made anew for it.

Why: importing pydantic and building its validators would be the longest part of a start from kept packs. What was valid
when it was kept need not be validated again, so plain objects do. Their classes are made on demand, by name,
because whoever reads what was kept asks this module for `models_Question` and the like before anything else has named
them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from advisor.knowledge.ends import Ends, Opens

if TYPE_CHECKING:
    from pydantic import BaseModel

_MODULES = {
    **{name: name for name in ("models", "diagnosismodels", "planmodels", "timemodels")},
    **{name: f"kit.{name}" for name in ("cards", "contracts", "guarded", "file")},
    "complaints": "opening.complaints",
    "lawmodels": "law.lawmodels",
    "policymodels": "order.policymodels",
}  # where each module of models stands below `advisor.knowledge`
_MORE: dict[str, tuple[type, ...]] = {
    "FigureValue": (Ends,),
    "Question": (Opens,),
}  # what models can do beside holding fields


class Kept:
    """A part of a pack. Its class is called after the model's module and the model, as in `models_Question`."""

    def as_model(self) -> BaseModel:
        """The model itself."""
        module, _, name = type(self).__name__.partition("_")
        model: type[BaseModel] = getattr(importlib.import_module(f"advisor.knowledge.{_MODULES[module]}"), name)
        return model.model_construct(**{name: _as_model(value) for name, value in self.__dict__.items()})

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Its fields as plain data, with pydantic's own options."""
        return self.as_model().model_dump(**options)

    def model_copy(self, **options: Any) -> BaseModel:
        """A model like this one, with pydantic's own options (`update={...}` changes fields)."""
        return self.as_model().model_copy(**options)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} isn't to be changed")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


def kept_class(model: type[BaseModel]) -> type[Kept]:
    """The class whose objects stand in for those of a model."""
    found: type[Kept] = __getattr__(f"{model.__module__.rpartition('.')[2]}_{model.__name__}")
    return found


def model_of(part: Any) -> Any:
    """The model of a part of a pack, whether that was kept or is the model itself."""
    return part.as_model() if isinstance(part, Kept) else part


def __getattr__(name: str) -> Any:
    module, _, model = name.partition("_")
    if module not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name not in globals():
        globals()[name] = type(name, (*_MORE.get(model, ()), Kept), {"__module__": __name__})
    return globals()[name]


def _as_model(value: Any) -> Any:
    if isinstance(value, Kept):
        return value.as_model()
    if isinstance(value, (tuple, list)):
        return type(value)(_as_model(item) for item in value)
    return {key: _as_model(item) for key, item in value.items()} if isinstance(value, dict) else value
