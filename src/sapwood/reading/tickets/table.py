"""Tickets as tables: a row a ticket, or a row for all that happened to one. Columns are known by their names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

from sapwood.facts.interaction import Interaction, Trouble

from ..table.days import DMY, MDY, decide_days, read_moment
from ..table.tables import Table, looks_like_table, tables_in
from .event import Ticket, Who, events_of

# What a column is, by what it may be called: Zendesk, Jira Service Management, Freshdesk, ServiceNow, plain.
COLUMNS = {
    "number": (
        "ticket id, ticket number, ticket, ticket #, ticket no, case number, case id, case, issue key, key, "
        "sr number, incident number, request id, request number, number, ticketnummer, vorgang, vorgangsnummer, "
        "fallnummer, numéro de ticket, número de ticket, id"
    ),
    "opened": (
        "created, created at, created date, created time, date created, opened, opened at, open date, "
        "creation date, reported, reported at, requested at, erstellt, erstellt am, eröffnet, eröffnet am, geöffnet, "
        "créé le, date de création, fecha de creación"
    ),
    "changed": (
        "updated, updated at, last updated, last update, last updated time, last modified, changed, change date, "
        "change date+time, modified, timestamp, event time, aktualisiert, geändert, geändert am, mis à jour, "
        "fecha de actualización"
    ),
    "resolved": (
        "resolved, resolved at, resolution date, resolved time, solved at, solved, closed, closed at, closed date, "
        "closed time, date closed, gelöst, gelöst am, geschlossen, geschlossen am, erledigt am, résolu le, fermé le, "
        "fecha de cierre"
    ),
    "asker mail": (
        "requester email, requester e-mail, customer email, contact email, reporter email, caller email, email, "
        "e-mail, mail, requester mail, opened by email, kunden-e-mail, e-mail-adresse, correo"
    ),
    "asker": (
        "requester, requester name, reporter, customer, customer name, contact, contact name, full name, caller, "
        "opened by, submitter, submitter name, raised by, melder, anfrager, kunde, ansprechpartner, demandeur, "
        "solicitante"
    ),
    "agent mail": "assignee email, agent email, owner email, assigned to email",
    "agent": (
        "assignee, agent, agent name, assigned to, owner, owner first name, assigned agent, resource, technician, "
        "handled by, bearbeiter, zugewiesen an, zuständig, assigné à, asignado a"
    ),
    "subject": "subject, summary, title, short description, betreff, titel, zusammenfassung, sujet, asunto",
    "text": "description, details, body, comment, beschreibung, détails, descripción",
    "status": "status, state, ticket status, incident state, statut, estado, zustand",
    "company": "company, company name, organization, organisation, account, account name, firma, société",
    "priority": "priority, severity, urgency, impact, sr latest impact, priorität, dringlichkeit, priorité",
    "product": "product, service, component, component/s, configuration item, produkt, dienst, produit, producto",
}
NAMES = {name: column for column, names in COLUMNS.items() for name in names.split(", ")}
OWN = ("ticket", "case", "issue", "sr number", "incident", "request", "vorgang", "fallnummer")
DAYS = ("opened", "changed", "resolved")
MOST_ROWS = 1_000_000


def is_tickets(head: bytes) -> bool:
    """Whether it is a table whose columns are those of a service desk."""
    if not looks_like_table(head):
        return False
    return any(isinstance(table, Table) and _is_tickets(table) for table in tables_in(BytesIO(head), ""))


def read_tickets(file: BinaryIO, where: str, latest: datetime, region: str = "") -> Iterator[Interaction | Trouble]:
    """What happened to the tickets in a file; never raises. `region` is the country of dates that tell no order.
    Times without a zone are taken as UTC."""
    found = False
    for table in tables_in(file, where):
        if isinstance(table, Trouble):
            yield table
        elif _is_tickets(table):
            found = True
            yield from _tickets(table, latest, region)
    if not found:
        yield Trouble(where, "It has no columns of tickets: a number, a status and a day.")


def _columns(table: Table) -> dict[str, int]:
    at: dict[str, int] = {}
    for place, name in enumerate(table.header):
        if column := NAMES.get(_plain(name)):
            at.setdefault(column, place)
    return at


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split()).strip(" .:")


def _is_tickets(table: Table) -> bool:
    """A number and a status, a day, and somebody; a mere "number" or "id" needs a subject or a priority beside it."""
    at = _columns(table).keys()
    if (
        not {"number", "status"} <= at
        or not at & set(DAYS)
        or not at & {"asker", "asker mail", "agent", "agent mail"}
    ):
        return False
    named = any(_plain(name).startswith(OWN) for name in table.header)
    return named or "priority" in at or ("subject" in at and "opened" in at)


def _tickets(table: Table, latest: datetime, region: str) -> Iterator[Interaction | Trouble]:
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
        yield from events_of(_ticket(at, row, days), where, latest)


def _ticket(at: dict[str, int], row: list[str], days: str) -> Ticket:
    def cell(column: str) -> str:
        place = at.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""

    return Ticket(
        system="table",
        number=cell("number")[:100],
        opened=moment(cell("opened"), days),
        changed=moment(cell("changed"), days),
        resolved=moment(cell("resolved"), days),
        asker=Who(cell("asker mail"), cell("asker")),
        agent=Who(cell("agent mail"), cell("agent")),
        subject=cell("subject"),
        text=cell("text"),
        status=cell("status"),
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
