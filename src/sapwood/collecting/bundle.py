"""Many fetched messages in one file, each with its length before it and its own name: no separator that a message
could hold, and nothing of it escaped or unpacked. Only ever written here."""

from collections.abc import Iterator
from pathlib import Path

from sapwood.collecting.piece import Piece
from sapwood.facts.interaction import Trouble

MAGIC = b"sapwood fetched 1\n"
LONGEST_LINE = 400
CUT = "The file that was fetched is cut short. What could be read of it is in; it is fetched again."


class Bundle:
    """Appends messages to the file at `path`, which its owner deletes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = path.open("xb")
        self._file.write(MAGIC)

    def add(self, name: str, raw: bytes) -> None:
        shown = " ".join(name.encode("utf-8", "replace")[:300].decode("utf-8", "ignore").split())
        self._file.write(b"%d %s\n" % (len(raw), shown.encode()))
        self._file.write(raw)

    def close(self) -> None:
        self._file.close()


def is_bundle(head: bytes) -> bool:
    return head.startswith(MAGIC)


def pieces(path: Path, where: str) -> Iterator[Piece | Trouble]:
    """Its messages as they lie; a trouble for what is missing at its end."""
    with path.open("rb") as file:
        size, place = path.stat().st_size, file.seek(len(MAGIC))
        while line := file.readline(LONGEST_LINE):
            length, _, name = line.partition(b" ")
            place += len(line)
            if not length.isdigit() or not name.endswith(b"\n") or place + int(length) > size:
                yield Trouble(where, CUT)
                return
            yield Piece(
                path, "message", f"{where}/{name.decode('utf-8', 'replace').strip()}", place, place + int(length)
            )
            place = file.seek(place + int(length))
