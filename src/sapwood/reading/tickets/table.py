"""Tickets as tables: a row a ticket, or a row for all that happened to one. Columns are known by their names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from sapwood.facts.case import Case
from sapwood.facts.interaction import Interaction, Trouble

from ..table.cells import says_nothing
from ..table.days import DMY, MDY, decide_days, read_moment
from ..table.tables import Table, tables_in
from .columns import NAMES, OWN, RANK
from .event import Ticket, Who, events_of
from .system import system_of

DAYS = ("opened", "changed", "resolved")
UNKNOWN = frozenset(["?", "-100"])  # how logs say that nobody knows
MOST_ROWS = 1_000_000


def read_tickets(
    file: BinaryIO, where: str, latest: datetime, region: str = "", owner: str = ""
) -> Iterator[Interaction | Case | Trouble]:
    """What happened to the tickets in a file; never raises. `region` is the country of dates that tell no order,
    `owner` the mailbox that was named, which keeps this desk's numbers apart. Times without a zone are UTC."""
    found = False
    for table in tables_in(file, where):
        if isinstance(table, Trouble):
            yield table
        elif has_columns(table):
            found = True
            yield from _tickets(table, latest, region, owner)
        elif table.exact:
            yield Trouble(table.where, "This sheet has no columns of tickets, so it was left out; save it by itself.")
    if not found:
        yield Trouble(where, "It has no columns of tickets: a number, a status and a day.")


def _columns(table: Table) -> dict[str, int]:
    """Where each column is; of several that could be it, the one that says so best ("resolved at", not "closed")."""
    at: dict[str, int] = {}
    called = [_plain(name) for name in table.header]
    for place in sorted(range(len(called)), key=lambda place: RANK.get(called[place], 0)):
        if column := NAMES.get(called[place]):
            at.setdefault(column, place)
    return at


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split()).strip(" .:")


def has_columns(table: Table) -> bool:
    """A number and a status, a day, and somebody; a mere "number" or "id" needs a subject or a priority beside it."""
    at = _columns(table).keys()
    named = any(_plain(name).startswith(OWN) for name in table.header)
    somebody = bool(at & {"asker", "asker mail", "agent", "agent mail"}) or (named and "company" in at)
    if not {"number", "status"} <= at or not at & set(DAYS) or not somebody:
        return False
    return named or bool(at & {"priority", "impact"}) or ("subject" in at and "opened" in at)


def _tickets(table: Table, latest: datetime, region: str, owner: str) -> Iterator[Interaction | Case | Trouble]:
    at = _columns(table)
    places = [at[name] for name in DAYS if name in at]
    decided = decide_days({row[place] for _, row, _ in table.rows() for place in places if place < len(row)})
    days = decided.style
    if decided.asked:
        days = MDY if region == "US" else DMY
        order = "month" if days == MDY else "day"
        yield Trouble(
            table.where,
            f"{decided.why} They were read with the {order} first; if that is wrong, undo this import and write the "
            "dates as 2024-05-03.",
        )
    for number, (line, row, wrong) in enumerate(table.rows(), 1):
        where = f"{table.where}, line {line}"
        if number > MOST_ROWS:
            yield Trouble(where, f"Rows beyond the first {MOST_ROWS:,} were left out; split the file.")
            return
        if wrong:
            yield Trouble(where, wrong)
            continue
        yield from events_of(_ticket(at, row, days, table.where, owner), where, latest)


def _ticket(at: dict[str, int], row: list[str], days: str, where: str, owner: str) -> Ticket:
    def cell(column: str) -> str:
        place = at.get(column)
        found = row[place].strip() if place is not None and place < len(row) else ""
        return "" if found in UNKNOWN or says_nothing(found) else found

    system, told_by = system_of("table", where, cell("link"), cell("system"), owner)
    return Ticket(
        system=system,
        told_by=told_by,
        number=cell("number")[:100],
        opened=moment(cell("opened"), days),
        changed=moment(cell("changed"), days),
        resolved=moment(cell("resolved"), days),
        asker=Who(cell("asker mail"), cell("asker")),
        agent=Who(cell("agent mail"), cell("agent")),
        subject=cell("subject"),
        text=cell("text"),
        status=cell("status"),
        impact=cell("impact"),
        priority=cell("priority"),
        products=tuple(filter(None, (one.strip() for one in cell("product").split(";")))),
        company=cell("company"),
        domain=cell("domain"),
        about=cell("about"),
    )


def moment(text: str, days: str = DMY) -> datetime | None:
    """The moment in a cell, in UTC; a day as its noon, so that no zone moves it to another."""
    found = _iso(text) or read_moment(text, days)
    if found is None:
        return None
    if not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, 12, tzinfo=UTC)
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None


def _iso(text: str) -> datetime | None:
    if len(text) < 16 or len(text) > 40 or text[4:5] != "-":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
