"""What collecting hands on: a stretch of a file that holds mail, a journal or a document; and what it says beside."""

from dataclasses import dataclass
from pathlib import Path

CALLED = {"mbox": "message", "journal": "line"}


@dataclass(frozen=True, slots=True)
class Piece:
    """`path`[`start`:`end`] holds an "mbox", one "message", a "journal", a document of its kind
    (reading/documents.py) or "facts" that were read out of one (reading/fact_lines.py); `end` None is the end of the
    file.

    `where` is its name for people: the file's own, or "archive.zip/folder/name" for a member of an archive. A
    piece's file is complete: nothing is written to it once it has been handed on. `owner` is whose source it is, as
    far as a document says so.
    """

    path: Path
    kind: str
    where: str
    start: int = 0
    end: int | None = None
    owner: str = ""

    def place(self, number: int) -> str:
        """Where its message or line `number`, counted from 1, stands, for people."""
        if self.kind == "message":
            return self.where
        return f"{self.where}, {CALLED.get(self.kind, 'part')} {number}"


@dataclass(frozen=True, slots=True)
class Noted:
    """What is to be said of a source and is no trouble, as what was left out on purpose. `what` is a sentence."""

    where: str
    what: str
