"""Reading in parallel: chunks go out to reading processes, a few in flight, and come back in order."""

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

from .read_chunk import Chunk, Job, Part, read_chunk

IN_FLIGHT = 2  # chunks waiting for each process
ALONE = 500  # so few messages are read here, before a process could have started


def read_in_parallel(job: Job, chunks: Iterator[list[Part]], workers: int) -> Iterator[tuple[list[Part], Chunk]]:
    """Each chunk with what came of it. Memory holds at most a few chunks, however long the source is."""
    first = list(islice(chunks, 2))
    if len(first) < 2 and sum(map(len, first)) <= ALONE:
        for number, parts in enumerate(first):
            yield parts, read_chunk(job, number, parts)
        return
    spawn = multiprocessing.get_context("spawn")  # a fork would share the database's connections
    flying: deque[tuple[list[Part], Future[Chunk]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        try:
            for number, parts in enumerate(chain(first, chunks)):
                flying.append((parts, pool.submit(read_chunk, job, number, parts)))
                if len(flying) >= workers * IN_FLIGHT:
                    sent, future = flying.popleft()
                    yield sent, future.result()
            while flying:
                sent, future = flying.popleft()
                yield sent, future.result()
        finally:
            for _, future in flying:
                future.cancel()
