"""Thrift's compact protocol, as far as the footers of Parquet files need it: structures of numbers, texts and lists.

A structure is a list of fields (number, type, value), so that what is not understood is written back as it was.
See thrift's doc/specs/thrift-compact-protocol.md.
"""

from __future__ import annotations

from typing import Any

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, _MAP, STRUCT = range(1, 13)
Field = tuple[int, int, Any]


class ThriftReader:
    """Reads values from the front of `data`; ValueError where there is something that this protocol does not have."""

    def __init__(self, data: bytes):
        self._data = data
        self._at = 0

    def struct(self) -> list[Field]:
        """The fields of a structure, in the order in which they stand."""
        fields: list[Field] = []
        number = 0
        while head := self._byte():
            kind, step = head & 15, head >> 4
            number = number + step if step else _signed(self._varint())
            fields.append((number, kind, kind == TRUE if kind in (TRUE, FALSE) else self._value(kind)))
        return fields

    def _value(self, kind: int) -> Any:
        if kind in (I16, I32, I64):
            return _signed(self._varint())
        if kind == BINARY:
            return self._bytes(self._varint())
        if kind == STRUCT:
            return self.struct()
        if kind in (LIST, SET):
            head = self._byte()
            size, each = head >> 4, head & 15
            return each, [self._value(each) for _ in range(self._varint() if size == 15 else size)]
        if kind in (TRUE, FALSE, BYTE):
            return self._byte()
        if kind == DOUBLE:
            return self._bytes(8)
        raise ValueError(f"type {kind} isn't known")

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _bytes(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7


def written(fields: list[Field]) -> bytes:
    """The bytes of a structure. One inside it may stand there as the bytes that were made of it before."""
    made = bytearray()
    _struct(made, fields)
    return bytes(made)


def _struct(made: bytearray, fields: list[Field]) -> None:
    before = 0
    for number, kind, value in fields:
        kind = (TRUE if value else FALSE) if kind in (TRUE, FALSE) else kind
        if 0 < number - before < 16:
            made.append((number - before) << 4 | kind)
        else:
            made.append(kind)
            _varint(made, _unsigned(number))
        before = number
        if kind not in (TRUE, FALSE):
            _value(made, kind, value)
    made.append(0)


def _value(made: bytearray, kind: int, value: Any) -> None:
    if kind in (I16, I32, I64):
        _varint(made, _unsigned(value))
    elif kind == BINARY:
        _varint(made, len(value))
        made += value
    elif kind == STRUCT and isinstance(value, bytes):
        made += value
    elif kind == STRUCT:
        _struct(made, value)
    elif kind in (LIST, SET):
        each, values = value
        made.append(min(len(values), 15) << 4 | each)
        if len(values) >= 15:
            _varint(made, len(values))
        for one in values:
            _value(made, each, one)
    elif kind == DOUBLE:
        made += value
    else:
        made.append(value)


def _varint(made: bytearray, value: int) -> None:
    while value >= 128:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)


def _signed(value: int) -> int:
    return value >> 1 ^ -(value & 1)


def _unsigned(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1
