"""Telephone call records as telephone systems and apps save them: CSV, TSV or a workbook, a call a row. Columns are
known by their names, in the languages below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import BinaryIO

from sapwood.facts.interaction import Interaction, Participant, Trouble
from sapwood.language.counting import count_questions, count_words

from .charset import plain
from .table.days import DMY, MDY, decide_days, read_moment
from .table.tables import Table, tables_in
from .voice import telephone, voice

# What a column is, by what it may be called.
COLUMNS = {
    "when": (
        "date/time, datetime, date and time, start time, call start, start, started, call date, calldate, "
        "timestamp, call time, date, begin, datum/uhrzeit, datum, beginn, startzeit, date et heure, date, fecha y "
        "hora, fecha, data e ora, data, setup time, date (utc), started at, created at"
    ),
    "clock": "time, uhrzeit, zeit, heure, hora, ora, time of day",
    "caller": (
        "from, caller, caller number, calling number, calling party, src, source, from number, caller id, "
        "a-number, a number, anrufer, von, quelle, appelant, de, llamante, origen, chiamante, from phone number, "
        "caller phone number"
    ),
    "called": (
        "to, callee, called, called number, called party, dst, destination, to number, dialed number, dialled "
        "number, b-number, b number, angerufener, nach, an, ziel, appelé, vers, llamado, destino, chiamato, "
        "destinazione, callee number, to phone number"
    ),
    "number": (
        "number, phone number, phone, telephone, telephone number, rufnummer, telefonnummer, nummer, numéro, "
        "número, numero, número de teléfono, external number, other party, remote number, remote party, contact "
        "number, customer number"
    ),
    "direction": (
        "direction, call direction, call type, type, richtung, anrufart, typ, art, sens, type d'appel, dirección, "
        "tipo, tipo de llamada, direzione"
    ),
    "duration": (
        "duration, call duration, duration (s), duration (sec), duration (seconds), duration in seconds, seconds, "
        "length, dauer, dauer (s), durée, duración, durata, duration "
        "(hh:mm:ss), call length"
    ),
    "talk": "billsec, talk time, conversation duration, gesprächsdauer, duration of conversation",
    "minutes": "minutes, duration (min), duration (minutes), dauer (min), minuten, duration in minutes",
    "status": (
        "disposition, status, call status, result, call result, answered, outcome, ergebnis, état, statut, "
        "estado, stato"
    ),
    "name": "name, contact, contact name, kontakt, nom, nombre, nome, customer, kunde",
    "caller name": "caller name, from name, anrufername, source name",
    "called name": "callee name, called name, to name, destination name",
    "ours": (
        "user, agent, employee, owner, assigned to, benutzer, mitarbeiter, utilisateur, usuario, agente, utente, "
        "agent email, user email"
    ),
    "own number": "own number, eigene rufnummer, line, our number, numéro appelé, did",
    "extension": "extension, nebenstelle, poste, extensión, interno, device",
    "id": "id, call id, callid, call-id, uniqueid, unique id, record id, session id, anruf-id",
    "note": (
        "notes, note, comment, comments, call notes, bemerkung, notiz, kommentar, commentaire, comentario, nota"
    ),
}
OURS = ("ours", "own number", "extension")
NAMES = {name: column for column, names in COLUMNS.items() for name in names.split(", ")}
IN = frozenset(
    str.split(
        "in inbound incoming received answered eingehend ankommend angenommen empfangen entrant reçu entrante "
        "recibida entrata ricevuta terminating"
    )
)
OUT = frozenset(
    str.split(
        "out outbound outgoing placed dialed dialled made ausgehend abgehend gewählt getätigt sortant émis "
        "saliente realizada uscita effettuata originating"
    )
)
MISSED = frozenset(
    str.split(
        "missed unanswered noanswer no-answer busy failed cancelled canceled rejected declined abandoned "
        "voicemail blocked congestion verpasst verpasster entgangen besetzt abgewiesen abgelehnt manqué manqués "
        "perdida perdidas persa perse rechazada refusé absence occupé"
    )
)
FRITZ = {"1": "incoming", "2": "missed incoming", "3": "outgoing", "4": "outgoing", "10": "rejected incoming"}
MISSED_REASON = "nobody answered"
MOST_ROWS = 1_000_000
LONGEST_S = 24 * 3600
_NOTHING = frozenset(
    str.split("- — n/a anonymous unknown private withheld restricted unbekannt anonym unterdrückt inconnu privado")
)


@dataclass(frozen=True)
class _Sheet:
    """Where a table's columns stand, and how its dates are written."""

    at: dict[str, int]
    days: str
    fritz: bool

    def cell(self, row: list[str], column: str) -> str:
        place = self.at.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""


def read_calls(
    file: BinaryIO, where: str, latest: datetime, region: str = "", owner: str = ""
) -> Iterator[Interaction | Trouble]:
    """The calls in a file. `region` ("DE") is the country of numbers without one; `owner`, an address, is who called
    or was called where the table names the other side alone. Times without a zone are taken as UTC."""
    found = False
    for table in tables_in(file, where):
        if isinstance(table, Trouble):
            yield table
        elif has_columns(table):
            found = True
            yield from _calls(table, latest, region, owner)
        elif table.exact:
            yield Trouble(
                table.where, "This sheet has no columns of call records, so it was left out; save it by itself."
            )
    if not found:
        yield Trouble(where, "It has no columns of call records: a date, a number or both sides, and a duration.")


def _columns(table: Table) -> dict[str, int]:
    at: dict[str, int] = {}
    for place, name in enumerate(table.header):
        column = NAMES.get(" ".join(name.casefold().replace("_", " ").split()).strip(" ."))
        if column:
            at.setdefault(column, place)
    return at


def has_columns(table: Table) -> bool:
    """Whether its columns are those of call records: both sides, a moment, and a length or a result."""
    at = _columns(table).keys()
    sides = {"caller", "called"} <= at or ("number" in at and "direction" in at)
    return sides and "when" in at and bool(at & {"talk", "duration", "minutes", "status"})


def _calls(table: Table, latest: datetime, region: str, owner: str) -> Iterator[Interaction | Trouble]:
    at = _columns(table)
    place = at["when"]
    decided = decide_days({row[place] for _, row, _ in table.rows() if place < len(row)})
    days = decided.style
    if decided.asked:
        days = MDY if region == "US" else DMY
        order = "month" if days == MDY else "day"
        yield Trouble(
            table.where,
            f"{decided.why} They were read with the {order} first; if that is wrong, undo this import and write "
            "the dates as 2024-05-03.",
        )
    fritz = {"own number", "eigene rufnummer"} & {name.casefold() for name in table.header} and "direction" in at
    sheet = _Sheet(at, days, bool(fritz) and not table.exact)
    for number, (line, row, wrong) in enumerate(table.rows(), 1):
        where = f"{table.where}, line {line}"
        if number > MOST_ROWS:
            yield Trouble(where, f"Calls beyond the first {MOST_ROWS:,} were left out; split the file.")
            return
        yield Trouble(where, wrong) if wrong else _call(sheet, row, where, latest, region, owner)


def _call(
    sheet: _Sheet, row: list[str], where: str, latest: datetime, region: str, owner: str
) -> Interaction | Trouble:
    when = _when(sheet, row)
    if when is None:
        return Trouble(where, "The row names no date and time of a call.")
    if when > latest or when.year < 1980:
        return Trouble(where, f"The call claims to be from {when:%Y-%m-%d}, which is before 1980 or still to come.")
    status = f"{sheet.cell(row, 'direction')} {sheet.cell(row, 'status')}".casefold().replace("no answer", "noanswer")
    if sheet.fritz and status.strip() in FRITZ:
        status = FRITZ[status.strip()]
    said = set(re.findall(r"[\w-]+", status))
    sides = _sides(sheet, row, said, region, owner)
    if isinstance(sides, str):
        return Trouble(where, sides)
    seconds = _seconds(sheet, row)
    missed = bool(said & MISSED) or "nicht angenommen" in status or "not answered" in status or seconds == 0
    known = sheet.cell(row, "id")
    digest = f"{when.isoformat()}\n{[who.address for who in sides]}\n{seconds}\n{sorted(said)}"
    note = plain(sheet.cell(row, "note"))[:10_000]
    return Interaction(
        identity=f"call:{known}" if known else f"call:{sha256(digest.encode()).hexdigest()[:32]}",
        when=when,
        offset_minutes=None,
        channel="call",
        participants=sides,
        own=note,
        words=count_words(note),
        questions=count_questions(note),
        flag="missed" if missed else "",
        flag_reason=MISSED_REASON if missed else "",
        minutes=None if missed or seconds is None else round(seconds / 60, 2),
    )


def _sides(sheet: _Sheet, row: list[str], said: set[str], region: str, owner: str) -> tuple[Participant, ...] | str:
    """Who called ("from") and who was called, or what is missing."""
    called_out, called_in = bool(said & OUT), bool(said & IN) or bool(said & {"missed", "verpasst"})
    if {"caller", "called"} <= sheet.at.keys():
        other = sheet.cell(row, "name")
        caller = _who(
            sheet.cell(row, "caller"), sheet.cell(row, "caller name") or (other if called_in else ""), region
        )
        called = _who(
            sheet.cell(row, "called"), sheet.cell(row, "called name") or (other if called_out else ""), region
        )
    else:
        if called_out == called_in:
            return "The row does not say whether the call came in or went out."
        ours = _who(next(filter(None, (sheet.cell(row, one) for one in OURS)), owner), "", region)
        theirs = _who(sheet.cell(row, "number"), sheet.cell(row, "name"), region)
        caller, called = (ours, theirs) if called_out else (theirs, ours)
    if caller is None and called is None:
        return "The row names nobody: no number, no name."
    roles = (("from", caller), ("to", called))
    found = {who.address: Participant(role, who.address, who.name) for role, who in roles if who is not None}
    return tuple(found.values())


def _who(written: str, name: str, region: str) -> Participant | None:
    """A number, an address or a name as a participant; None where the number is withheld."""
    written = re.sub(r"^(?:sips?|tel):|;.*$", "", written.strip(), flags=re.IGNORECASE)
    inside = re.fullmatch(r"\"?([^\"<]*)\"?\s*<([^<>]+)>", written)  # Asterisk: "Jane Doyle" <+4930…>
    if inside:
        name, written = name or inside[1].strip(), inside[2]
    if not written or written.casefold() in _NOTHING:
        return voice(name, "call", "to", region) if " " in name else None
    if re.fullmatch(r"[+\d][\d\s()./*#-]*", written):
        number = telephone(written, region)
        return Participant("to", number, plain(name)[:200]) if number else None
    return voice(written, "call", "to", region)


def _when(sheet: _Sheet, row: list[str]) -> datetime | None:
    text = sheet.cell(row, "when")
    if text.isdigit() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    found = read_moment(text, sheet.days)
    if found is None:
        return None
    if not isinstance(found, datetime):
        clock = read_moment(f"2000-01-01 {sheet.cell(row, 'clock')}") if sheet.cell(row, "clock") else None
        at = clock.time() if isinstance(clock, datetime) else time(12)
        found = datetime.combine(date(found.year, found.month, found.day), at)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _seconds(sheet: _Sheet, row: list[str]) -> float | None:
    """How long they spoke; None where the row does not say, or says something impossible."""
    text = (sheet.cell(row, "talk") or sheet.cell(row, "duration")).casefold()
    minutes = sheet.cell(row, "minutes").replace(",", ".")
    seconds: float | None = None
    if re.fullmatch(r"\d{1,4}(?::\d{1,2}){1,2}(?:[.,]\d+)?", text):
        parts = [float(part.replace(",", ".")) for part in text.split(":")]
        if len(parts) == 2 and sheet.fritz:
            parts.append(0.0)  # hours and minutes there, minutes and seconds everywhere else
        seconds = sum(part * 60**power for power, part in enumerate(reversed(parts)))
    elif re.fullmatch(r"\d{1,7}(?:[.,]\d{1,6})?\s?(?:s|sec|secs|sek|seconds|sekunden)?\.?", text):
        seconds = float(re.sub(r"[^\d.]", "", text.replace(",", ".")).rstrip("."))
    elif spelt := re.fullmatch(
        r"(?:(\d{1,3})\s?(?:h|std|hr|hrs)\.?\s*)?(?:(\d{1,4})\s?(?:m|min|mins|minutes?|minuten)\.?\s*)?(?:(\d{1,5})\s?s\w*\.?)?",
        text,
    ):
        seconds = (
            sum(int(part) * unit for part, unit in zip(spelt.groups(), (3600, 60, 1), strict=True) if part)
            if text
            else None
        )
    elif re.fullmatch(r"\d{1,5}(?:\.\d+)?", minutes):
        seconds = float(minutes) * 60
    if seconds is None and re.fullmatch(r"\d{1,5}(?:\.\d+)?", minutes):
        seconds = float(minutes) * 60
    return seconds if seconds is not None and seconds <= LONGEST_S else None
