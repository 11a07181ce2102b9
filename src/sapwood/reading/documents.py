"""Documents: files that hold interactions of their own kind. Each format is told by its first bytes, or by the names
in its zip, and read by one function.

A reader is `read_X(raw, where, latest)` → interactions and troubles (facts/interaction.py), and cases of service
(facts/case.py). It never raises on any
bytes, is bounded in time and memory, and names what it left. `raw` is all of the file, or the opened file where the
format is not `whole`. Heavy libraries are loaded with the reader, not with this list.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import IO, BinaryIO, cast

from sapwood.facts.case import Case
from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.calendar_lines import is_calendar
from sapwood.reading.table.header import LOOKED_AT

Read = Iterator[Interaction | Case | Trouble]


def _never(_: object) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """`reader` is "module:function" in this room; `owner`, likewise, tells whose source it is (an address, "" where
    that cannot be told) from the file's first `HEAD` bytes. `called` is what one of its interactions is called
    ("event", "row"). `begins` is asked with a file's first bytes, `members` with the names in a zip, `columns` (as
    `reader`) with the sheets of a workbook. What is not
    `certain` (a table, a plain text) is asked about only after mail. `told` names what its reader wants to know
    besides: "region" (the country of numbers without one), "owner" (whose source somebody says it is),
    "on" (the day of what names none), "spill" (a folder for what memory should not hold), "desk" (which service desk
    has its tickets, where nothing in it tells).
    """

    kind: str
    reader: str
    called: str
    begins: Callable[[bytes], bool] = _never
    members: Callable[[Collection[str]], bool] = _never
    columns: str = ""
    certain: bool = True
    whole: bool = True
    most_bytes: int = 64 * 1024 * 1024
    owner: str = ""
    told: tuple[str, ...] = ()

    def read(self, file: IO[bytes], where: str, latest: datetime, **known: str) -> Read:
        """What is in `file`, which is at its start and belongs to the reader until the last has come. Of what is
        `known` besides, the reader is told what it wants to know."""
        reader = partial(
            cast("Callable[..., Read]", _named(self.reader)), **{k: v for k, v in known.items() if k in self.told}
        )
        if not self.whole:
            yield from reader(file, where, latest)
            return
        raw = file.read(self.most_bytes + 1)
        if len(raw) > self.most_bytes:
            most = self.most_bytes // 1024**2
            yield Trouble(where, f"It is larger than {most} MB, so nothing of it was read; split it, then import it.")
            return
        yield from reader(raw, where, latest)

    def owner_of(self, head: bytes) -> str:
        return cast("Callable[[bytes], str]", _named(self.owner))(head) if self.owner else ""


def _named(place: str) -> object:
    module, name = place.split(":")
    return getattr(import_module(f"sapwood.reading.{module}"), name)


def _asking(place: str) -> Callable[..., bool]:
    """A recogniser that is loaded when it is first asked: reading processes never ask."""

    def ask(found: object) -> bool:
        return cast("Callable[[object], bool]", _named(place))(found)

    return ask


TEXT = (b"WEBVTT", b"{", b"[", *(b"%d" % digit for digit in range(10)))
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xe2\x80\x8e")  # of UTF-8, UTF-16 and text from left to right


def _unlike_mail(place: str) -> Callable[[bytes], bool]:
    """Asks `place` only about what begins as no mail does: a folder may hold a million of them."""
    ask = _asking(place)
    return lambda head: head.lstrip().startswith((*TEXT, *MARKS)) and ask(head)


def _table_of(place: str) -> Callable[[bytes], bool]:
    """Asks `place` about the columns of what begins as a table."""
    return lambda head: cast("Callable[..., bool]", _named("table.tables:begins_table_of"))(head, _named(place))


WORKBOOK: tuple[str, ...] = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
TABLE = Format(  # of accounts, people, deals: no interactions, so workflows/tables takes it in
    "table",
    "table.tables:no_interactions",
    "row",
    begins=_asking("table.tables:looks_like_table"),
    members=lambda names: any(name in WORKBOOK for name in names),
    certain=False,
    whole=False,
)

TRANSCRIPT = "transcript.read:read_transcript"
FORMATS: tuple[Format, ...] = (
    Format(
        "calendar",
        "icalendar:read_calendar",
        "meeting",
        begins=is_calendar,
        whole=False,
        owner="icalendar:owner_of",
        told=("owner",),
    ),
    Format("slack", "chat.slack:read_slack", "part", members=_asking("chat.slack:is_slack"), whole=False),
    Format(
        "whatsapp",
        "chat.whatsapp:read_whatsapp",
        "part",
        begins=_unlike_mail("chat.whatsapp:is_whatsapp"),
        told=("region",),
    ),
    Format("zoom chat", "chat.zoom:read_zoom", "part", begins=_unlike_mail("chat.zoom:is_zoom"), told=("on",)),
    Format(
        "word",
        "transcript.word:read_word",
        "",
        members=_asking("transcript.word:is_word"),
        told=("on",),
    ),
    Format("teams", "chat.teams:read_teams", "part", begins=_unlike_mail("chat.teams:is_teams")),
    Format(
        "status page",
        "incidents.status_page:read_status_page",
        "incident",
        begins=_unlike_mail("incidents.status_page:is_status_page"),
    ),
    Format("cues", TRANSCRIPT, "", begins=_unlike_mail("transcript.read:is_cues"), told=("on",)),
    Format("meeting", TRANSCRIPT, "", begins=_unlike_mail("transcript.read:is_shape"), told=("on",)),
    Format(
        "calls",
        "calls:read_calls",
        "call",
        begins=_table_of("calls:has_columns"),
        columns="calls:has_columns",
        certain=False,
        whole=False,
        told=("region", "owner"),
    ),
    Format(
        "tickets",
        "tickets.shapes:read_shape",
        "event",
        begins=_unlike_mail("tickets.shapes:is_shape"),
        told=("owner", "desk"),
    ),
    Format(
        "ticket table",
        "tickets.table:read_tickets",
        "event",
        begins=_table_of("tickets.table:has_columns"),
        columns="tickets.table:has_columns",
        certain=False,
        whole=False,
        told=("region", "owner", "spill", "desk"),
    ),
    Format("transcript", TRANSCRIPT, "", begins=_asking("transcript.read:is_plain"), certain=False, told=("on",)),
    TABLE,  # last: whatever else a format knows by its columns is asked about first
)
KINDS = frozenset(form.kind for form in FORMATS)


def format_of(kind: str) -> Format:
    return next(form for form in FORMATS if form.kind == kind)


def kind_of_document(head: bytes, certain: bool) -> str | None:
    """The kind of the document that begins with `head`; None where no format knows it."""
    return next((form.kind for form in FORMATS if form.certain == certain and form.begins(head)), None)


def kind_of_members(names: Collection[str]) -> str | None:
    """The kind of the document that is a zip with these members."""
    return next((form.kind for form in FORMATS if form.members(names)), None)


def kind_of_workbook(file: BinaryIO) -> str:
    """The kind of the document that a workbook is: calls or tickets where one of its sheets has their columns."""
    tables_in = cast("Callable[..., Iterator[object]]", _named("table.tables:tables_in"))
    sheets = [one for one in tables_in(file, "", LOOKED_AT) if not isinstance(one, Trouble)]
    known = (form for form in FORMATS if form.columns and any(map(_asking(form.columns), sheets)))
    return next(known, TABLE).kind
