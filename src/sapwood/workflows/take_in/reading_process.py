"""A reading process: begins with its job, reads the chunks it is given, closes its files at the end."""

import os
from multiprocessing import parent_process
from threading import Thread

from .read_chunk import Chunk, Job, Part, Reader

_reader: list[Reader] = []  # one, from begin to end; a process is handed functions, not objects


def begin(job: Job, name: str) -> None:
    Thread(target=_end_with_the_import, daemon=True).start()
    _reader.append(Reader(job, name))


def read(parts: list[Part]) -> Chunk:
    return _reader[0].read(parts)


def end() -> None:
    _reader.pop().close()


def _end_with_the_import() -> None:
    """Whoever is killed takes nobody along: the reading processes would wait for their next chunk for ever."""
    if (importing := parent_process()) is not None:
        importing.join()
        os._exit(1)
