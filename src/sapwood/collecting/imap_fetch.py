"""Messages of a mailbox into files, a batch at a time, from where the last batch ended.

A folder's place is (UIDVALIDITY, highest UID read): the server gives UIDs in rising order and says by UIDVALIDITY
when it has given new ones (RFC 3501, 2.3.1.1). Then the folder is read from its start; what is in already is known by
its Message-ID.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from imap_tools.errors import ImapToolsError

from sapwood.reading.email import MOST_BYTES as MOST_OF_ONE

from .bundle import Bundle
from .catch import MOST_BYTES, MOST_MESSAGES, Catch, Tell, Unreachable
from .imap import ENDED, Mailbox, answers
from .imap_folders import chosen, folders
from .unreachable import shown

AT_ONCE = 4 << 20  # bytes asked for in one command, unless one message alone is larger
AT_ONCE_MESSAGES = 200
SIZES_AT_ONCE = 2000
UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


def catches(mailbox: Mailbox, wanted: list[str], state: dict[str, Any], into: Path, tell: Tell) -> Iterator[Catch]:
    """What is new in the folders wished for, in files under `into`, which each catch gets for itself. Where the line
    breaks in the middle, what came whole is handed on first, and Unreachable raised then."""
    found = _catches(mailbox, wanted, state, into, tell)
    while True:
        with answers(mailbox.server):
            one = next(found, None)
        if one is None:
            return
        yield one


def _catches(mailbox: Mailbox, wanted: list[str], state: dict[str, Any], into: Path, tell: Tell) -> Iterator[Catch]:
    read, notes = chosen(folders(mailbox), wanted)
    batch = _Batch(into, notes)
    for folder in read:
        try:
            mailbox.folder.set(folder.name, readonly=True)
        except ImapToolsError as error:
            batch.notes.append(f"The folder {folder.name} could not be opened ({shown(error)}).")
            continue
        try:
            yield from _folder(mailbox, folder.name, state.get(folder.name), batch, tell)
        except (OSError, *ENDED):
            if batch.count:
                yield batch.handed_on()
            raise
    if batch.worth_it():
        yield batch.handed_on()


def _folder(mailbox: Mailbox, name: str, before: Any, batch: "_Batch", tell: Tell) -> Iterator[Catch]:
    validity, after = _number(mailbox, "UIDVALIDITY"), _number(mailbox, "UIDNEXT")
    last = 0
    if before and before[0] == validity and (not after or before[1] < after):
        last = before[1]
    elif before and before[1]:
        batch.notes.append(
            f"The server numbered {name} anew, so it is read again from its start. What is in already counts once."
        )
    uids = [uid for uid in map(int, mailbox.uids(f"UID {last + 1}:*", charset=None)) if uid > last]
    gone = 0
    for part in _in_parts(sorted(uids), SIZES_AT_ONCE):
        sizes = _sizes(mailbox, part)
        for some in _by_size(part, sizes):
            tell(f"Fetching {name}", len(uids))
            fetched = _fetch(mailbox, some, batch, name, validity)
            gone += len(some) - fetched
            batch.reached(name, validity, some[-1])
            if batch.full():
                yield batch.handed_on()
    if gone:
        batch.notes.append(f"{gone} messages of {name} were gone before they could be fetched.")
    if not uids:
        batch.reached(name, validity, last)


def _fetch(mailbox: Mailbox, uids: list[int], batch: "_Batch", name: str, validity: int) -> int:
    """Fetches these into the batch; how many there still were. As much of each as is read, and one byte to tell."""
    what = f"(UID BODY.PEEK[]<0.{MOST_OF_ONE + 1}>)"
    try:
        answer, parts = mailbox.client.uid("FETCH", _ranges(uids), what)
    except (OSError, *ENDED):
        whole = dict(_messages(mailbox.client.untagged_responses.get("FETCH", [])))
        for uid in takewhile(whole.__contains__, uids):
            batch.add(name, uid, whole[uid])
            batch.reached(name, validity, uid)
        raise
    if answer != "OK":
        raise Unreachable(f"The server would not give messages of {name} (it said: {shown(parts[-1])}).")
    found = dict(_messages(parts))
    there = [uid for uid in uids if uid in found]
    for uid in there:
        batch.add(name, uid, found[uid])
    return len(there)


def _messages(parts: list[Any]) -> Iterator[tuple[int, bytes]]:
    """(UID, bytes) of the messages in an answer; the UID stands before the bytes or after them."""
    for place, part in enumerate(parts):
        if isinstance(part, tuple):
            behind = parts[place + 1] if place + 1 < len(parts) else b""
            if found := UID.search(part[0]) or (isinstance(behind, bytes) and UID.search(behind)):
                yield int(found[1]), part[1]


def _sizes(mailbox: Mailbox, uids: list[int]) -> dict[int, int]:
    _, parts = mailbox.client.uid("FETCH", _ranges(uids), "(UID RFC822.SIZE)")
    told = [part for part in parts if isinstance(part, bytes)]
    return {int(uid[1]): int(size[1]) for part in told if (uid := UID.search(part)) and (size := SIZE.search(part))}


def _by_size(uids: list[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    some: list[int] = []
    size = 0
    for uid in uids:
        more = min(sizes.get(uid, 0), MOST_OF_ONE)
        if some and (size + more > AT_ONCE or len(some) >= AT_ONCE_MESSAGES):
            yield some
            some, size = [], 0
        some.append(uid)
        size += more
    if some:
        yield some


def _in_parts(uids: list[int], most: int) -> Iterator[list[int]]:
    for start in range(0, len(uids), most):
        yield uids[start : start + most]


def _ranges(uids: list[int]) -> str:
    """4,5,6,9 as 4:6,9: a command has a length."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{a}:{b}" if a < b else str(a) for a, b in runs)


def _number(mailbox: Mailbox, name: str) -> int:
    said = mailbox.said(name)
    return int(said[-1]) if said and said[-1].isdigit() else 0


class _Batch:
    """Messages on the disk, one file for each folder of the mailbox, until they are handed on."""

    def __init__(self, into: Path, notes: list[str]) -> None:
        self.into, self.number = into, 0
        self.notes = notes
        self._begin()

    def _begin(self) -> None:
        self.count = self.bytes = 0
        self.state: dict[str, Any] = {}
        self._files: dict[str, Bundle] = {}

    def add(self, folder: str, uid: int, raw: bytes) -> None:
        try:
            if folder not in self._files:
                self._files[folder] = Bundle(self.into / f"{self.number}-{len(self._files)}")
            self._files[folder].add(f"message {uid}", raw)
        except OSError as error:
            raise Unreachable(f"What was fetched could not be written here ({error.strerror}). Make room.") from error
        self.count += 1
        self.bytes += len(raw)

    def reached(self, folder: str, validity: int, uid: int) -> None:
        self.state[folder] = [validity, uid]

    def full(self) -> bool:
        return self.count >= MOST_MESSAGES or self.bytes >= MOST_BYTES

    def worth_it(self) -> bool:
        return bool(self.count or self.state or self.notes)

    def handed_on(self) -> Catch:
        for bundle in self._files.values():
            bundle.close()
        files = [(bundle.path, name) for name, bundle in self._files.items()]
        found = Catch(files, self.state, self.notes, self.count)
        self.number, self.notes = self.number + 1, []
        self._begin()
        return found
