"""For work that makes a great many values and no garbage: looking for it among them takes a fifth of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 50_000  # more made than let go


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


@contextmanager
def little_garbage() -> Iterator[None]:
    """Also a decorator. For long work that may make some: it is looked for seldom, and never among what was there
    before."""
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()
