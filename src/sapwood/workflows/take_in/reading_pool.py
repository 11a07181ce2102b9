"""Reading in parallel: chunks go to reading processes in turn, a few in flight, and come back in order."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, closing
from itertools import chain, cycle, islice

from django.conf import settings

from . import reading_process
from .read_chunk import Chunk, Job, Part, Reader

IN_FLIGHT = 2  # chunks waiting for each process
ALONE = 500  # so few messages are read here, before a process could have started
AHEAD = 4  # chunks that are looked at for that: mails, and what they carry, come in chunks of their own
Read = Iterator[tuple[list[Part], Chunk]]


def read_in_parallel(job: Job, chunks: Iterator[list[Part]], afterwards: Callable[[], list[Part]]) -> Read:
    """Each chunk with what came of it; at the end, what `afterwards` names then. Memory holds at most a few chunks,
    however long the source is. Once the last has come, all rows are in staging."""
    first = list(islice(chunks, AHEAD))
    if len(first) < AHEAD and sum(map(len, first)) <= ALONE:
        yield from _read_here(job, first)
    elif _cores() == 1 and all(part.piece.kind == "facts" for parts in first for part in parts):
        # read before, line by line written here: a process of its own would only take this one's time
        yield from _read_here(job, chain(first, chunks))
    else:
        yield from _read_there(job, chain(first, chunks))
    if last := afterwards():
        yield from _read_here(job, [last], "last")


def _read_here(job: Job, chunks: Iterable[list[Part]], name: str = "here") -> Read:
    with closing(Reader(job, name)) as reader:
        for parts in chunks:
            yield parts, reader.read(parts)


def _read_there(job: Job, chunks: Iterable[list[Part]]) -> Read:
    spawn = multiprocessing.get_context("spawn")  # a fork would share the database's connections
    flying: deque[tuple[list[Part], Future[Chunk]]] = deque()
    with ExitStack() as stack:
        # a pool of one each, so that each can be told to close the files it fills
        processes = [
            stack.enter_context(ProcessPoolExecutor(1, spawn, reading_process.begin, (job, str(number))))
            for number in range(1, min(settings.SAPWOOD_WORKERS, _cores()) + 1)
        ]
        try:
            for process, parts in zip(cycle(processes), chunks):
                flying.append((parts, process.submit(reading_process.read, parts)))
                if len(flying) >= len(processes) * IN_FLIGHT:
                    sent, future = flying.popleft()
                    yield sent, future.result()
            while flying:
                sent, future = flying.popleft()
                yield sent, future.result()
            for closed in [process.submit(reading_process.end) for process in processes]:
                closed.result()
        finally:
            for _, future in flying:
                future.cancel()


def _cores() -> int:
    """That this process may use: a second one that waits for the first core only takes its memory."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
