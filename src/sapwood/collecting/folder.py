"""From paths to pieces: files and folders walked in order, archives unpacked, told apart by content."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sapwood.collecting.archive import PACKED, READABLE, document_in, unpack
from sapwood.collecting.bundle import is_bundle, pieces
from sapwood.collecting.piece import Noted, Piece
from sapwood.collecting.skipped import is_skipped, left_out
from sapwood.collecting.spool import MOST_BYTES, Spool
from sapwood.facts.interaction import Trouble
from sapwood.reading.mailbox import HEAD, kind_of

__all__ = ["Piece", "gather"]


def gather(paths: list[Path], spool: Path, most_bytes: int = MOST_BYTES) -> Iterator[Piece | Noted | Trouble]:
    """Everything in `paths` that holds mail, a journal or a document, in an order that a second run repeats; a
    trouble for everything else but dotfiles and the index files of mail programs.

    Archives are unpacked into the folder `spool`, which must exist and which the caller deletes; at most
    `most_bytes` in all, never under a member's own name.
    """
    into = Spool(spool, most_bytes)
    for path in paths:
        name = path.name if path.name not in ("", ".", "..") else path.resolve().name
        if path.is_dir():
            yield from _folder(path, name, into)
        elif path.exists():
            yield from _file(path, name, into)
        else:
            yield Trouble(str(path), "There is no such file or folder.")


def _folder(folder: Path, where: str, spool: Spool) -> Iterator[Piece | Noted | Trouble]:
    """Folders are walked without following links to folders, so no loop is walked twice."""
    found = False
    for root, folders, names in os.walk(folder, onerror=None, followlinks=False):
        if "cur" in folders or "new" in folders:
            folders[:] = [name for name in folders if name != "tmp"]
        folders[:] = sorted(name for name in folders if not _is_hidden_folder(Path(root) / name))
        for name in sorted(names):
            if is_skipped(name):
                continue
            found = True
            path = Path(root) / name
            inside = path.relative_to(folder).as_posix()
            yield from _file(path, f"{where}/{inside}".encode("utf-8", "replace").decode(), spool)
    if not found:
        yield Trouble(where, "The folder holds no files.")


def _is_hidden_folder(path: Path) -> bool:
    """Dot folders are passed over, but for Maildir++ folders (.Sent with cur and new in it)."""
    return path.name.startswith(".") and not ((path / "cur").is_dir() or (path / "new").is_dir())


def _file(path: Path, where: str, spool: Spool) -> Iterator[Piece | Noted | Trouble]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Trouble(where, "It is no ordinary file, so it was left out.")
            return
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        yield Trouble(where, f"It could not be opened: {(error.strerror or 'unknown reason').lower()}.")
        return
    if is_bundle(head):
        yield from pieces(path, where)
        return
    kind = kind_of(head)
    kind = document_in(path, kind) or kind
    if kind in READABLE:
        yield Piece(path, kind, where)
    elif kind in PACKED:
        yield from unpack(path, kind, where, spool)
    else:
        yield Trouble(where, left_out(kind))
