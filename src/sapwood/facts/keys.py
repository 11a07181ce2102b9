"""Keyed 64-bit hashes: how the log speaks of addresses and messages without naming them."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b


def key(secret: bytes, kind: str, text: str) -> int:
    """The installation's signed 64-bit number for `text`; `kind` (at most 16 ASCII letters, such as "address",
    "interaction" or "topic") keeps the same text apart under different meanings.

    The same wherever and whenever it is computed, so that readers on many machines need not agree first;
    without `secret` (at most 64 bytes) nobody can test a guess. BLAKE2b's keyed mode: RFC 7693, 2.5.
    """
    return keys_of(secret, kind)(text)


@lru_cache(maxsize=64)
def keys_of(secret: bytes, kind: str) -> Callable[[str], int]:
    """The same for many texts of one kind: the secret is worked in once."""
    begun, number = blake2b(digest_size=8, key=secret, person=kind.encode()[:16]), int.from_bytes

    def key_of(text: str) -> int:
        digest = begun.copy()
        digest.update(text.encode("utf-8", "surrogatepass"))
        return number(digest.digest(), "little", signed=True)

    return key_of
