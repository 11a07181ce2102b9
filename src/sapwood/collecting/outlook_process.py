"""The process that reads an Outlook archive. On its standard input stands what to read, as JSON; what it finds goes
to its standard output, a line of JSON and bytes each.

libpff is C, and a damaged file may end it or hold it up: the last step begun says where that was.
"""

import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO

from sapwood.reading.outlook.archive import Archive, Step
from sapwood.reading.outlook.item import APPOINTMENT, CLASS, HEADERS, MAIL, ME, ME_SMTP, ME_TYPE, Item
from sapwood.reading.outlook.mail import is_draft, message_of, sender_of
from sapwood.reading.outlook.meeting import event_of, is_received
from sapwood.reading.outlook.people import Exchange

LONGEST_S = 60  # for one step
MOST_MEMORY = 4 * 1024**3
OTHERS = {
    "ipm.contact": "contact",
    "ipm.distlist": "list of contacts",
    "ipm.task": "task",
    "ipm.stickynote": "note",
    "ipm.activity": "journal entry",
}
UNKNOWN_SENDER = "Its sender stands there only by a name, and nothing in the archive says which mail address that is."
UNTIMED = "The appointment names no time."


class Walk:
    """A walk over an archive; `send` takes what is found: what it is, its bytes, and what else is to say."""

    def __init__(self, send: Callable[..., None], known: dict[str, str], owner: str) -> None:
        """`known` is what an earlier walk learned of Exchange's names, `owner` whose archive it took this for."""
        self._send = send
        self._exchange = Exchange(known)
        self._owners = Counter(filter(None, [owner]))

    def run(self, path: Path, after: int, without: frozenset[int], later: set[int]) -> None:
        """Takes the steps beyond `after`, then those of `later` and of what it put off itself: by then the file may
        have said who stands behind Exchange's names."""
        archive = Archive(path)
        if archive.has_password:
            self._send("password")
        for step in archive.walk(self._begin, lambda number: number > after, without):
            if self._take(step, last=False):
                later.add(step.number)
                self._send("later", number=step.number)
        self._send("again")
        if later:
            for step in archive.walk(self._begin, later.__contains__, without):
                self._take(step, last=True)
        self._send("done")

    def _begin(self, number: int, where: str) -> None:
        self._send("begin", number=number, where=where)
        signal.alarm(LONGEST_S)  # ends the process, in the middle of C as well

    def _take(self, step: Step, last: bool) -> bool:
        """Whether it is to be taken once more at the end."""
        said = {"number": step.number, "where": step.where}
        if step.why:
            self._send("trouble", said=step.why, **said)
        elif step.left_out:
            self._send("left out", kind=step.left_out, items=step.items, **said)
        elif step.item is not None:
            put_off = self._item(step.item, last, said)
            if self._exchange.fresh:
                self._send("learned", names=self._exchange.fresh)
                self._exchange.fresh = {}
            return put_off
        return False

    def _item(self, item: Item, last: bool, said: dict[str, object]) -> bool:
        kind = item.text(CLASS).lower() or "ipm.note"
        me = self._exchange.address(item.values, (ME, ME_TYPE, ME_SMTP, ME)).lower()
        if kind.startswith(MAIL) and not is_draft(item):
            return self._mail(item, last, me, said)
        if kind.startswith(APPOINTMENT):
            owner = max(self._owners, key=lambda one: self._owners[one], default="")
            if is_received(item) and not (me or owner or last):
                return True  # whose answer it holds, the mail will tell
            event = event_of(item, self._exchange, owner)
            self._send("event" if event else "trouble", event.encode("utf-8", "replace"), said=UNTIMED, **said)
        else:
            other = next((name for key, name in OTHERS.items() if kind.startswith(key)), "other item")
            self._send("other", kind="draft" if kind.startswith(MAIL) else other, **said)
        return False

    def _mail(self, item: Item, last: bool, me: str, said: dict[str, object]) -> bool:
        raw, lost = message_of(item, self._exchange)
        sender = sender_of(raw)
        if (lost or not sender) and not last:
            return True
        if sender:
            owner = me or ("" if item.text(HEADERS) else sender.lower())  # what bears no header was never received
            self._owners.update(filter(None, [owner]))
            self._send("mail", raw, lost=lost, owner=owner, **said)
        else:
            self._send("trouble", said=UNKNOWN_SENDER, **said)
        return False


def _sender(out: IO[bytes]) -> Callable[..., None]:
    def send(what: str, content: bytes = b"", **said: object) -> None:
        signal.alarm(0)  # whoever takes it may take their time
        out.write(json.dumps({"is": what, "size": len(content), **said}).encode() + b"\n" + content)
        out.flush()

    return send


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    send = _sender(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # whatever a library prints is none of what was found
    try:
        Walk(send, asked["known"], asked["owner"]).run(
            Path(asked["path"]), asked["after"], frozenset(asked["without"]), set(asked["later"])
        )
    except BrokenPipeError:
        os._exit(1)  # nobody waits for it any more
    except OSError:
        send("unreadable")


if __name__ == "__main__":
    main()
