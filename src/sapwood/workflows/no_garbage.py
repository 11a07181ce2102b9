"""For work that makes a great many values and no garbage: looking for it among them takes a fifth of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage() -> Iterator[None]:
    """Also a decorator. What is no longer referred to is let go of all the same, unless it refers to itself."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()
