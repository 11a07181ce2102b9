"""Archives: members of zip and tar, whatever was compressed, and Outlook's files, taken into the spool."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from sapwood.collecting import salvage
from sapwood.collecting.metered import MOST_TAR_HEADER, Metered, filled
from sapwood.collecting.outlook import unpack_archive, unpack_message
from sapwood.collecting.piece import Noted, Piece
from sapwood.collecting.skipped import is_skipped, left_out
from sapwood.collecting.spool import CHUNK, MOST_MEMBERS, Spool, TooMuch, write
from sapwood.facts.interaction import Trouble
from sapwood.reading import documents
from sapwood.reading.mailbox import HEAD, kind_of
from sapwood.reading.table.old_workbook import is_old_workbook

OUTLOOK = {"pst": unpack_archive, "msg": unpack_message}
PACKED = ("zip", "tar", "gzip", "bzip2", "xz", *OUTLOOK)
READABLE = {"mbox", "message", "journal"} | documents.KINDS
BROKEN = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
)
"""What a damaged archive raises (NotImplementedError, of an unknown method, is a RuntimeError)."""

DEEPEST = 2
TOO_MANY = f"It has more than {MOST_MEMBERS:,} members, so the rest was left out; what came before is in."

Found = Iterator[Piece | Noted | Trouble]


def unpack(path: Path, kind: str, where: str, spool: Spool, depth: int = 1) -> Found:
    """The pieces in the archive at `path`, which is of `kind` (one of PACKED); troubles for what cannot be read.
    What comes before the damage in a damaged archive is in.
    """
    if depth > DEEPEST and kind not in OUTLOOK:
        yield Trouble(where, "It is an archive inside an archive inside an archive; unpack it first, then import it.")
        return
    try:
        if kind in OUTLOOK:
            yield from OUTLOOK[kind](path, where, spool)
        elif kind == "zip":
            yield from _zip(path, where, spool, depth)
        else:
            with path.open("rb") as file:
                yield from _stream(file, kind, path.stat().st_size, where, spool, depth)
    except TooMuch as error:
        yield Trouble(where, str(error))
    except BROKEN:
        yield Trouble(
            where, "The archive is cut short or damaged. What could be read of it is in; fetch it again for the rest."
        )
    yield from spool.flush()


def document_in(path: Path, kind: str) -> str | None:
    """The kind of the document that the file of `kind` at `path` is, by what is in it; None where it is none."""
    if kind not in ("zip", "msg"):
        return None
    found: str | None
    with path.open("rb") as file:
        if kind == "msg":
            found = documents.TABLE.kind if is_old_workbook(file) else None
        else:
            try:
                with zipfile.ZipFile(file) as archive:
                    found = documents.kind_of_members(archive.namelist()[:MOST_MEMBERS])
            except BROKEN:
                return None
        return documents.kind_of_workbook(file) if found == documents.TABLE.kind else found


def _stream(file: IO[bytes], kind: str, packed: int, where: str, spool: Spool, depth: int) -> Found:
    stream = _opened(file, kind)
    meter = Metered(stream, packed, spool)
    if kind != "tar":
        head = filled(meter, HEAD)
        inner = kind_of(head)
        if inner != "tar":
            yield from _member(head, meter, where, spool, depth)
            return
        file.seek(0)
        meter = Metered(_opened(file, kind), packed, spool)
    with tarfile.open(fileobj=cast("IO[bytes]", meter), mode="r|") as archive:
        for number, member in enumerate(archive, 1):
            archive.members = []  # type: ignore[attr-defined]  # tarfile remembers every member otherwise
            name = _shown(where, member.name)
            if number > MOST_MEMBERS:
                raise TooMuch(TOO_MANY)
            if member.isdir() or is_skipped(member.name):
                pass
            elif not member.isreg():
                yield Trouble(name, "It is a link or a device, which archives of mail do not need; it was left out.")
            else:
                content = archive.extractfile(member)
                assert content is not None
                meter.allowance = member.size + MOST_TAR_HEADER
                yield from _member(content.read(HEAD), content, name, spool, depth)
            meter.allowance = (0 if not member.isreg() else member.size) + MOST_TAR_HEADER
    if meter.tail.strip(b"\0"):  # tarfile takes an end in the middle of a header for the end
        raise EOFError


def _zip(path: Path, where: str, spool: Spool, depth: int) -> Found:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        yield from _salvaged(path, where, spool, depth)
        raise
    packed, unpacked = path.stat().st_size, 0
    with archive:
        for number, member in enumerate(archive.infolist(), 1):
            name = _shown(where, member.filename)
            if number > MOST_MEMBERS:
                raise TooMuch(TOO_MANY)
            if member.is_dir() or is_skipped(member.filename):
                continue
            if member.flag_bits & 1:
                yield Trouble(name, "It is encrypted; unpack it with its password, then import it.")
                continue
            try:
                with archive.open(member) as content:
                    meter = Metered(content, packed, spool, unpacked, spool.most)
                    yield from _member(filled(meter, HEAD), meter, name, spool, depth)
                    unpacked = meter.unpacked
            except BROKEN:
                yield Trouble(name, "It is damaged or packed in a way that cannot be read; the other members are in.")


def _salvaged(path: Path, where: str, spool: Spool, depth: int) -> Found:
    """The members of a zip whose end is missing, up to where it was cut."""
    packed, unpacked = path.stat().st_size, 0
    with path.open("rb") as file:
        for member in salvage.members(file):
            meter = Metered(cast("IO[bytes]", member), packed, spool, unpacked, spool.most)
            if is_skipped(member.name) or member.name.endswith("/"):
                while meter.read(CHUNK):
                    pass
            else:
                yield from _member(filled(meter, HEAD), meter, _shown(where, member.name), spool, depth)
            unpacked = meter.unpacked


def _member(head: bytes, content: "Metered | IO[bytes]", where: str, spool: Spool, depth: int) -> Found:
    """Takes one member in, if it is worth it: `head` is read, `content` the rest."""
    kind = kind_of(head)
    apart = kind in documents.KINDS and not documents.format_of(kind).whole
    if kind in PACKED or apart:
        path = spool.new_file()
        with path.open("wb") as file:
            write(file, head)
            while data := content.read(CHUNK):
                write(file, data)
        yield from spool.flush()
        document = kind if apart else document_in(path, kind)
        if document:
            yield Piece(path, document, where)
            return
        yield from unpack(path, kind, where, spool, depth + 1)
        path.unlink(missing_ok=True)
        return
    if kind not in READABLE:
        yield Trouble(where, left_out(kind))
        while content.read(CHUNK):  # so that what is passed over counts
            pass
        return
    start = spool.begin()
    spool.write(head)
    try:
        while data := content.read(CHUNK):
            spool.write(data)
    except (*BROKEN, TooMuch):
        if kind == "message":
            spool.drop(start)  # half a message
        else:
            yield from spool.keep(kind, where, start)
        raise
    yield from spool.keep(kind, where, start)


def _opened(file: IO[bytes], kind: str) -> IO[bytes]:
    """The stream inside a compressed file; the file itself where it is not compressed."""
    openers: dict[str, Callable[[IO[bytes]], object]] = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}
    return cast("IO[bytes]", openers[kind](file)) if kind in openers else file


def _shown(where: str, name: str) -> str:
    """A member's name for people: printable, and nothing but a name."""
    clean = "".join(c if c.isprintable() else "?" for c in name.encode("utf-8", "replace").decode())
    return f"{where}/{clean.lstrip('/')}"
