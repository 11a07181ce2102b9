"""A reading process: begins with its job, reads the chunks it is given, closes its files at the end."""

from .read_chunk import Chunk, Job, Part, Reader

_reader: list[Reader] = []  # one, from begin to end; a process is handed functions, not objects


def begin(job: Job, name: str) -> None:
    _reader.append(Reader(job, name))


def read(parts: list[Part]) -> Chunk:
    return _reader[0].read(parts)


def end() -> None:
    _reader.pop().close()
