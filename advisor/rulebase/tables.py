"""Objects of this program's classes of data as plain tables of texts and numbers, and back.

What is kept on disk must be data whatever the bytes say: here they are JSON and an array of numbers, and nothing in
either can be called. A reader makes values in layers, in which each is made of values before it, given by their
numbers: tuples, lists, sets, mappings, and objects by their class and the values of their fields. Which classes there
may be, and which functions objects may hold on to, is for the one who reads to say. An object is filled, never called,
and a field can hold nothing but what stands in the tables.

All values of a layer and a kind are made in one go, column by column, since a step of Python for each part would take
longer than reading. Equal values that never change are written once.
"""

from __future__ import annotations

import copyreg
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cached_property, partial
from itertools import groupby, repeat
from types import FunctionType
from typing import Any

_CONTAINERS: Mapping[str, Callable[[Any], Any]] = {"tuple": tuple, "list": list, "set": set, "frozenset": frozenset}
_KIND_OF = {made: word for word, made in _CONTAINERS.items()}
_SIZE = 8  # bytes in which the length of the head is written
_ATOMS = (str, int, float, bool, type(None))


class NotData(ValueError):
    """Something that has no place in the tables."""


@dataclass
class Writer:
    """Writes one value. `stands_in` gives what is written in place of a value, `state` the fields of an object,
    `functions` the names of those that objects may hold on to.
    """

    stands_in: Callable[[Any], Any]
    state: Callable[[Any], Mapping[str, Any]]
    functions: Mapping[str, Callable[..., Any]]
    _level: list[int] = field(default_factory=list)  # of each value; atoms 0
    _content: list[tuple[Any, tuple[int, ...]]] = field(default_factory=list)  # what each is, and is made of
    _atoms: dict[tuple[type, Any], int] = field(default_factory=dict)
    _alike: dict[tuple[Any, tuple[int, ...]], int] = field(default_factory=dict)  # what never changes is written once
    _by_id: dict[int, int] = field(default_factory=dict)
    _alive: list[Any] = field(default_factory=list)  # so that no number of an object is given twice

    def write(self, value: Any) -> bytes:
        """The tables of a value: the length of a head, the head as JSON, and the numbers of parts."""
        root = self._number(value)
        order = sorted(range(len(self._level)), key=lambda number: (self._level[number], str(self._kind_of(number))))
        place = {number: new for new, number in enumerate(order)}
        atoms = [self._content[number][1][0] for number in order if self._level[number] == 0]
        layers, parts_of = [], array("I")
        made = groupby(order[len(atoms) :], lambda number: (self._level[number], self._kind_of(number)))
        for (_, kind), numbers in made:
            rows = [self._content[number][1] for number in numbers]
            layers.append([len(rows), *kind])
            for column in zip(*rows):
                parts_of.extend(place[part] for part in column)
        head = json.dumps({"atoms": atoms, "layers": layers, "root": place[root]}, ensure_ascii=False).encode()
        return len(head).to_bytes(_SIZE, "big") + head + parts_of.tobytes()

    def _kind_of(self, number: int) -> tuple[Any, ...]:
        kind, parts = self._content[number]
        return (len(parts), *kind)

    def _number(self, value: Any) -> int:
        if type(value) in _ATOMS:
            key = (type(value), repr(value) if type(value) is float else value)
            if key not in self._atoms:
                self._atoms[key] = self._add(0, ("atom",), (value,))
            return self._atoms[key]
        known = self._by_id.get(id(value))
        if known is None:
            self._alive.append(value)
            known = self._by_id[id(value)] = self._composed(self.stands_in(value))
        return known

    def _composed(self, value: Any) -> int:
        kind: Any = _KIND_OF.get(type(value))
        once = isinstance(value, (tuple, frozenset, date, Enum))
        if kind is not None:
            kind = (kind,)
            parts = [self._number(part) for part in (sorted(value, key=repr) if "set" in kind else value)]
        elif isinstance(value, dict):
            kind, parts = ("dict",), [self._number(part) for pair in value.items() for part in pair]
        elif isinstance(value, (partial, FunctionType)):
            kind, parts = self._function(value)
        elif type(value) is date:
            kind, parts = ("date",), [self._number(value.isoformat())]
        elif isinstance(value, Enum):
            kind, parts = ("enum", *_name(type(value))), [self._number(value.value)]
        else:
            state = self.state(value)
            kind, parts = ("object", *_name(type(value)), *state), [self._number(part) for part in state.values()]
        key = kind, tuple(parts)
        if once and key in self._alike:
            return self._alike[key]
        number = self._add(1 + max((self._level[part] for part in parts), default=0), *key)
        if once:
            self._alike[key] = number
        return number

    def _function(self, value: Any) -> tuple[Any, list[int]]:
        function, arguments = (value.func, value.args) if isinstance(value, partial) else (value, ())
        name = next((name for name, each in self.functions.items() if each is function), None)
        if name is None or (isinstance(value, partial) and value.keywords):
            raise NotData(str(value))
        return ("function", name), [self._number(argument) for argument in arguments]

    def _add(self, level: int, kind: Any, parts: tuple[Any, ...]) -> int:
        self._level.append(level)
        self._content.append((kind, parts))
        return len(self._level) - 1


def _name(kind: type) -> tuple[str, str]:
    return kind.__module__, kind.__qualname__


ClassOf = Callable[[str, str], type]


def read(content: bytes, class_of: ClassOf, functions: Mapping[str, Callable[..., Any]]) -> Any:
    """The value that was written; NotData, or another fault of reading plain data, where the tables are not whole.

    `class_of` gives the class of a module and a name, or refuses; `functions` are all that objects may hold on to.
    """
    begin = _SIZE + int.from_bytes(content[:_SIZE], "big")
    head = json.loads(str(content[_SIZE:begin], "utf-8"))
    numbers = array("I", content[begin:])
    values: list[Any] = head["atoms"]
    if not all(type(value) in _ATOMS for value in values):
        raise NotData("atoms")
    at = 0
    for size, width, word, *about in head["layers"]:
        if not (0 <= size <= len(content) and at + size * width <= len(numbers)):
            raise NotData(word)
        get, ends = values.__getitem__, range(at, at + size * width, size)
        # Numbers are never below 0, and what is made comes after its parts: none can lead anywhere else.
        rows = zip(*(map(get, numbers[end : end + size]) for end in ends)) if width else repeat((), size)
        if word == "object":
            made: Iterable[Any] = _objects(class_of(*about[:2]), about[2:], rows)
        elif word == "function":
            function = functions[about[0]]
            made = [partial(function, *row) if row else function for row in rows]
        else:
            made = _plain(word, about, rows, class_of)
        values += list(made)
        at += size * width
    return values[head["root"]]


def _plain(word: str, about: Sequence[str], rows: Iterable[Any], class_of: ClassOf) -> Iterable[Any]:
    """Values of one kind that are no objects with fields."""
    if word == "tuple":
        return rows
    if word in _CONTAINERS:
        return map(_CONTAINERS[word], rows)
    if word == "dict":
        return (dict(zip(row[::2], row[1::2])) for row in rows)
    if word == "date":
        return (date.fromisoformat(text) for (text,) in rows)
    enum = class_of(*about)
    if word != "enum" or not issubclass(enum, Enum):
        raise NotData(word)
    return (enum(value) for (value,) in rows)


def _objects(made: type, names: Sequence[str], rows: Iterable[Any]) -> Iterator[Any]:
    """Objects of a class, filled with their fields; none of them is called."""
    allowed = _names(made)
    if issubclass(made, Enum) or not (allowed.issuperset(names) if allowed else all(map(str.isidentifier, names))):
        raise NotData(made.__qualname__)
    new, slots = made.__new__, frozenset(copyreg._slotnames(made))  # type: ignore[attr-defined]
    if slots.isdisjoint(names):
        for row in rows:
            filled = new(made)
            filled.__dict__.update(zip(names, row))
            yield filled
    else:
        setters = [getattr(made, name).__set__ for name in names]
        for row in rows:
            filled = new(made)
            for put, value in zip(setters, row):
                put(filled, value)
            yield filled


def _names(made: type) -> frozenset[str]:
    """The names that an object's state may have: its fields, and what it works out once. Empty where it says none."""
    if not is_dataclass(made):
        return frozenset()
    once = {n for each in made.__mro__ for n, member in vars(each).items() if isinstance(member, cached_property)}
    return frozenset({each.name for each in fields(made)} | once)
