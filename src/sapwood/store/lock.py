"""One writer at a time: a lock on a file, which the system lets go of when its holder dies."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Somebody else holds the lock."""


@contextmanager
def one_writer(
    home: Path, wait: bool = True, on_wait: Callable[[], None] = lambda: None, lock: str = "writing.lock"
) -> Iterator[None]:
    """Holds one of the installation's locks, that of the log unless another is named. `on_wait` is called once when
    somebody else holds it; with `wait=False` Busy is raised instead."""
    handle = os.open(home / lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise Busy from None
            on_wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
