"""What comes out of an archive, counted, so that a bomb stops before it fills the disk."""

from typing import IO

from sapwood.collecting.spool import Spool, TooMuch

# A tar's header may take this much before its first byte of content.
MOST_TAR_HEADER = 16 * 1024 * 1024
BLOCK = 512


class Metered:
    """A stream out of an archive of `packed` bytes, of which `unpacked` have come out before.

    Reading raises TooMuch beyond the spool's limits, or beyond `allowance` bytes, which its owner renews. `tail`
    holds the last bytes read, at most BLOCK.
    """

    def __init__(
        self, stream: IO[bytes], packed: int, spool: Spool, unpacked: int = 0, allowance: int = MOST_TAR_HEADER
    ) -> None:
        # read1 gives what came before the damage; read would keep up to a whole chunk of it to itself
        self._read = getattr(stream, "read1", stream.read)
        self.packed = packed
        self.spool = spool
        self.unpacked = unpacked
        self.allowance = allowance
        self.tail = b""

    def read(self, size: int) -> bytes:
        """At most `size` bytes, fewer than asked for where that is what there is at once; none at the end."""
        data: bytes = self._read(size)
        self.unpacked += len(data)
        self.allowance -= len(data)
        self.tail = (self.tail + data[-BLOCK:])[-BLOCK:]
        if self.allowance < 0:
            raise TooMuch(
                "A header in it is larger than any real one, so the rest was left out; what came before is in."
            )
        self.spool.count(len(data), self.packed, self.unpacked)
        return data


def filled(content: Metered, size: int) -> bytes:
    """`size` bytes, or all there is: a decompressing stream may give less at a time."""
    data = b""
    while len(data) < size and (more := content.read(size - len(data))):
        data += more
    return data
