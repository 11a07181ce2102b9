"""Tickets as tables: a row a ticket, or a row for all that happened to one. Columns are known by their names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import BinaryIO

from sapwood.facts.case import Case
from sapwood.facts.interaction import Interaction, Trouble

from ..apart import Apart
from ..table.cells import says_nothing
from ..table.days import DMY, MDY, decide_days, read_moment, without_clock
from ..table.tables import Table, tables_in
from .columns import NAMES, OWN, RANK
from .system import system_of
from .ticket import Ticket, Who
from .told import told_of

DAYS = ("opened", "changed", "resolved")
UNKNOWN = frozenset(["?", "-100"])  # how logs say that nobody knows
MOST_ROWS = 1_000_000
MOST_NUMBER = 100  # characters


def read_tickets(
    file: BinaryIO,
    where: str,
    latest: datetime,
    region: str = "",
    owner: str = "",
    spill: str = "",
    desk: str = "",
) -> Iterator[Interaction | Case | Trouble]:
    """What happened to the tickets in a file, ticket after ticket; never raises. `region` is the country of dates
    that tell no order, `owner` the mailbox that was named, which keeps this desk's numbers apart, `desk` the one
    known to have the same tickets. Times without a zone are UTC. The rows wait in the folder `spill` until all are
    read, in memory where none is named."""
    found = False
    for table in tables_in(file, where):
        if isinstance(table, Trouble):
            yield table
        elif has_columns(table):
            found = True
            yield from _tickets(table, latest, region, (owner, desk), Apart(spill))
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


def _tickets(
    table: Table, latest: datetime, region: str, whose: tuple[str, str], rows: Apart
) -> Iterator[Interaction | Case | Trouble]:
    """Each row is read once: how the dates are written is known with the last."""
    at = _columns(table)
    columns, places = list(at), list(at.values())
    number_at, link_at, system_at = at["number"], at.get("link"), at.get("system")
    when_at, days = [at[name] for name in DAYS if name in at], set()
    for count, (line, row, wrong) in enumerate(table.rows(), 1):
        if count > MOST_ROWS:
            where = f"{table.where}, line {line}"
            yield Trouble(where, f"Rows beyond the first {MOST_ROWS:,} were left out; split the file.")
            break
        if wrong:
            yield Trouble(f"{table.where}, line {line}", wrong)
            continue
        days.update([without_clock(row[place]) for place in when_at])
        link, named = ("" if place is None else _said(row[place]) for place in (link_at, system_at))
        desk = system_of("table", table.where, link, named, *whose)[0]
        rows.add((desk, _said(row[number_at])[:MOST_NUMBER]), (line, *[row[place] for place in places]))
    decided = decide_days(days)
    style = decided.style
    if decided.asked:
        style = MDY if region == "US" else DMY
        order = "month" if style == MDY else "day"
        yield Trouble(
            table.where,
            f"{decided.why} They were read with the {order} first; if that is wrong, undo this import and write the "
            "dates as 2024-05-03.",
        )
    for some in rows.together():
        placed = (
            (
                _ticket(dict(zip(columns, map(_said, cells), strict=True)), style, table.where, whose),
                f"{table.where}, line {line}",
            )
            for line, *cells in some
        )
        yield from told_of(placed, latest)


@lru_cache(maxsize=16_384)
def _said(cell: str) -> str:
    return "" if cell in UNKNOWN or says_nothing(cell) else cell


def _ticket(said: dict[str, str], days: str, where: str, whose: tuple[str, str]) -> Ticket:
    cell = said.get
    system, told_by = system_of("table", where, cell("link", ""), cell("system", ""), *whose)
    product = cell("product", "")
    return Ticket(
        system=system,
        told_by=told_by,
        number=cell("number", "")[:MOST_NUMBER],
        opened=moment(cell("opened", ""), days),
        changed=moment(cell("changed", ""), days),
        resolved=moment(cell("resolved", ""), days),
        asker=Who(cell("asker mail", ""), cell("asker", "")),
        agent=Who(cell("agent mail", ""), cell("agent", "")),
        subject=cell("subject", ""),
        text=cell("text", ""),
        status=cell("status", ""),
        impact=cell("impact", ""),
        priority=cell("priority", ""),
        products=tuple(filter(None, (one.strip() for one in product.split(";")))) if product else (),
        company=cell("company", ""),
        domain=cell("domain", ""),
        about=cell("about", ""),
    )


@lru_cache(maxsize=4096)
def moment(text: str, days: str = DMY) -> datetime | None:
    """The moment in a cell, in UTC; a day as its noon, so that no zone moves it to another."""
    if not text:
        return None
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
