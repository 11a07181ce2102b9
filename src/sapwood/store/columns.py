"""Columns straight from buffers. `pa.array` of a list would import pandas to ask whether the list is one of its own,
a third of a second and 45 MB in every reading process."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

import numpy as np
import pyarrow as pa

WIDTHS = {pa.int64(): np.int64, pa.int32(): np.int32, pa.int16(): np.int16, pa.float64(): np.float64}


def column(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    """`values` as an Arrow array of `kind`: numbers, text, bytes, moments (aware), or pairs of a list of structs with
    two fields; None is null."""
    if pa.types.is_list(kind):
        return _lists(values, kind)
    valid = None
    if None in values:
        valid = pa.py_buffer(np.packbits([value is not None for value in values], bitorder="little"))
    if pa.types.is_timestamp(kind):
        numbers = np.fromiter((_microseconds(value) for value in values), np.int64, len(values))
        return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(numbers)])
    if kind in WIDTHS:
        numbers = np.array([value or 0 for value in values] if valid else values, WIDTHS[kind])
        return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(numbers)])
    if pa.types.is_string(kind):
        values = [value.encode() if value else b"" for value in values]
    elif valid:
        values = [value or b"" for value in values]
    return pa.Array.from_buffers(kind, len(values), [valid, _offsets(values), pa.py_buffer(b"".join(values))])


def table(columns: Sequence[Sequence[object]], schema: pa.Schema) -> pa.Table:
    arrays = [column(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _lists(values: Sequence[Sequence[tuple[object, object]]], kind: pa.DataType) -> pa.Array:
    pairs = list(chain.from_iterable(values))
    fields = zip(*pairs, strict=True) if pairs else ((), ())
    inner = kind.value_type
    children = [column(field, inner.field(place).type) for place, field in enumerate(fields)]
    inside = pa.Array.from_buffers(inner, len(pairs), [None], children=children)
    return pa.Array.from_buffers(kind, len(values), [None, _offsets(values)], children=[inside])


def _offsets(values: Sequence[Sequence[object]]) -> pa.Buffer:
    offsets = np.zeros(len(values) + 1, np.int32)
    np.cumsum([len(value) for value in values], out=offsets[1:])
    return pa.py_buffer(offsets)


def _microseconds(when: datetime | None) -> int:
    return round(when.timestamp() * 1e6) if when else 0
