"""What a long import has freed goes back to the system, and so does what is freed from here on: the C library would
keep it for itself, beside what measuring needs next."""

import ctypes

import pyarrow as pa

TRIM_THRESHOLD, BYTES = -1, 128 * 1024  # mallopt(3): free memory at the end of the heap is kept up to so much


def give_back() -> None:
    pa.default_memory_pool().release_unused()
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt") and hasattr(library, "malloc_trim"):  # glibc
        library.mallopt(TRIM_THRESHOLD, BYTES)
        library.malloc_trim(0)
