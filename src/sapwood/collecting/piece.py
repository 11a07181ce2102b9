"""What collecting hands on: a stretch of a file that holds mail or a journal."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Piece:
    """`path`[`start`:`end`] holds an "mbox", one "message" or a "journal"; `end` None is the end of the file.

    `where` is its name for people: the file's own, or "archive.zip/folder/name" for a member of an archive. A
    piece's file is complete: nothing is written to it once it has been handed on.
    """

    path: Path
    kind: str
    where: str
    start: int = 0
    end: int | None = None

    def place(self, number: int) -> str:
        """Where its message or line `number`, counted from 1, stands, for people."""
        if self.kind == "message":
            return self.where
        return f"{self.where}, {'message' if self.kind == 'mbox' else 'line'} {number}"
