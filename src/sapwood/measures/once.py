"""Expressions of measures are values that depend on their arguments alone. Building one costs more than a small
answer from an engine, and a worker builds the same ones all day: each is built once."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, cast

import ibis

Asked = ParamSpec("Asked")


def once(build: Callable[Asked, ibis.Table]) -> Callable[Asked, ibis.Table]:
    """Keeps what was built lately; tables given as arguments are told apart as objects (see `held`)."""
    return cast(Callable[Asked, ibis.Table], lru_cache(maxsize=16)(build))


@lru_cache(maxsize=64)
def held(schema: ibis.Schema, name: str) -> ibis.Table:
    """The table that an engine holds under a name: the same object every time."""
    return ibis.table(schema, name=name)
