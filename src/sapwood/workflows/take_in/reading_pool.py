"""Reading in parallel: chunks go out to reading processes, a few in flight, and come back in order."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, count, islice

from django.conf import settings

from .read_chunk import Chunk, Job, Part, read_chunk

IN_FLIGHT = 2  # chunks waiting for each process
ALONE = 500  # so few messages are read here, before a process could have started
Read = Iterator[tuple[list[Part], Chunk]]


def read_in_parallel(job: Job, chunks: Iterator[list[Part]], afterwards: Callable[[], list[Part]]) -> Read:
    """Each chunk with what came of it; at the end, what `afterwards` names then. Memory holds at most a few chunks,
    however long the source is."""
    numbers = count()
    first = list(islice(chunks, 2))
    if len(first) < 2 and sum(map(len, first)) <= ALONE:
        yield from _read_here(job, first, numbers)
    else:
        yield from _read_there(job, chain(first, chunks), numbers)
    if last := afterwards():
        yield from _read_here(job, [last], numbers)


def _read_here(job: Job, chunks: Iterable[list[Part]], numbers: Iterator[int]) -> Read:
    for parts in chunks:
        yield parts, read_chunk(job, next(numbers), parts)


def _read_there(job: Job, chunks: Iterable[list[Part]], numbers: Iterator[int]) -> Read:
    workers = settings.SAPWOOD_WORKERS
    spawn = multiprocessing.get_context("spawn")  # a fork would share the database's connections
    flying: deque[tuple[list[Part], Future[Chunk]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        try:
            for parts in chunks:
                flying.append((parts, pool.submit(read_chunk, job, next(numbers), parts)))
                if len(flying) >= workers * IN_FLIGHT:
                    sent, future = flying.popleft()
                    yield sent, future.result()
            while flying:
                sent, future = flying.popleft()
                yield sent, future.result()
        finally:
            for _, future in flying:
                future.cancel()
