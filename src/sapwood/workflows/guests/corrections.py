"""A guest says what is not so. It is a proposal: nothing changes until a colleague accepts it."""

from datetime import date, datetime

from django.db import transaction

from sapwood.records.guests.models import Correction, GuestLink, Visit
from sapwood.records.sale.models import Answer

from ..cadence_limits import LONGEST_DAYS
from ..sale.reasons import LONGEST
from . import limits
from .held import correctable
from .log import note
from .section import Row
from .tokens import reference

Kind = Correction.Kind
NAMES, DAYS = (Kind.FIRM_NAME, Kind.PERSON_NAME), (Kind.AT_MOST, Kind.AT_LEAST)
LONGEST_NAME, LONGEST_NOTE = 200, 1000


def row_named(visit: Visit, given: str, as_of: date) -> Row | None:
    """The row of this visit's page that a reference names; another visit's reference names nothing."""
    rows = correctable(visit.link, as_of)
    return next((row for row in rows if reference(visit.digest, row.item) == given), None)


def propose(visit: Visit, row: Row | None, kind: str, should: str, client: str, now: datetime) -> Correction:
    """Keeps what the guest says about `row`, or about something else (no row, kind "other"). Proposing the same
    twice while it waits keeps it once. Raises ValueError with a sentence, or TooOften."""
    if kind not in ((row.may if row else ()) or (Kind.OTHER,)):
        raise ValueError("This cannot be said about it. Nothing was passed on.")
    should = _checked(kind, should)
    link = visit.link
    limits.CORRECTIONS.admit(link.pk, now)
    said = {
        "relationship": link.relationship,
        "link": link,
        "guest": link.address,
        "kind": kind,
        "person_id": row.person if row and kind in (Kind.PERSON_NAME, Kind.LEFT) else None,
        "address_id": row.address if row and kind == Kind.NOT_OURS else None,
        "about": row.about if row else "",
        "was": _was(kind, row),
        "should": should,
    }
    with transaction.atomic():
        GuestLink.objects.select_for_update().get(pk=link.pk)  # a double click meets itself here
        if waiting := Correction.objects.open().filter(**said).first():
            return waiting
        correction = Correction.objects.create(made=now, **said)
        note(link, "propose a correction", client, correction=correction.pk, kind=kind)
    return correction


def mine(visit: Visit) -> list[Correction]:
    """What this guest has proposed, through this link or an earlier one, the newest first."""
    found = Correction.objects.filter(relationship=visit.link.relationship, guest=visit.link.address)
    return list(found.select_related("answered_by"))


def _was(kind: str, row: Row | None) -> str:
    if row is None:
        return ""
    about = {Kind.FIRM_NAME: row.value, Kind.NOT_OURS: row.value, Kind.PERSON_NAME: row.name, Kind.LEFT: row.name}
    about |= {Kind.REASON: row.name, Kind.COME_TRUE: row.name}
    return about.get(Kind(kind), row.value)[:400]


def _checked(kind: str, should: str) -> str:
    should = should.replace("\0", "")
    should = " ".join(should.split()) if kind != Kind.OTHER else should.strip()
    if kind in DAYS:
        if not should.isdecimal() or not 1 <= int(should) <= LONGEST_DAYS:
            raise ValueError(f"Say a number of days from 1 to {LONGEST_DAYS:,}. Nothing was passed on.")
        return str(int(should))
    if kind in NAMES and not 1 <= len(should) <= LONGEST_NAME:
        raise ValueError(f"A name has 1 to {LONGEST_NAME} characters. Nothing was passed on.")
    if kind == Kind.REASON and not 1 <= len(should) <= LONGEST:
        raise ValueError(f"Say it in 1 to {LONGEST} characters. Nothing was passed on.")
    if kind == Kind.COME_TRUE:
        said, _, words = should.partition(": ")
        if said not in Answer.Said.values:
            raise ValueError("Say yes, not yet or no. Nothing was passed on.")
        if len(words) > LONGEST:
            raise ValueError(f"Say it in at most {LONGEST} characters. Nothing was passed on.")
    if kind == Kind.OTHER and not 1 <= len(should) <= LONGEST_NOTE:
        raise ValueError(f"Say it in 1 to {LONGEST_NOTE:,} characters. Nothing was passed on.")
    return should if kind in (*NAMES, Kind.REASON, Kind.COME_TRUE, Kind.OTHER) else ""
