"""Who was at a meeting, by what the calendar says of them: who organised it, who accepted, who was only asked."""

from collections.abc import Iterable
from typing import Any

from sapwood.facts.interaction import Participant
from sapwood.reading.charset import plain

MOST_PEOPLE = 1000
ANSWERS = {"ACCEPTED": "to", "DECLINED": "declined"}  # by PARTSTAT
NOBODY = frozenset({"ROOM", "RESOURCE"})  # CUTYPE: they take part in nothing
# Hosts of calendars themselves, of rooms, and of copies: nobody reads what is sent there.
CALENDARS = tuple(f"@{part}calendar.google.com" for part in ("", "group.", "resource.", "import."))


def people_of(event: Any, owner: str) -> tuple[tuple[Participant, ...], bool]:
    """Participants of a VEVENT and whether some could not be named. "from" organised it (else the calendar's `owner`,
    else who chairs it, else the first who accepted), "to" accepted (PARTSTAT=ACCEPTED), "declined" said no,
    "invited" is everybody else. A meeting without attendees is its owner's alone."""
    found: dict[str, Participant] = {}
    unnamed = False
    organiser = _of_one(next(iter(_listed(event.get("ORGANIZER"))), None), "from")
    chair = ""
    for attendee in _listed(event.get("ATTENDEE")):
        if _parameter(attendee, "CUTYPE") in NOBODY:
            continue
        role = ANSWERS.get(_parameter(attendee, "PARTSTAT"), "invited")
        accepted = role == "to"
        person = _of_one(attendee, role)
        if person is None:
            unnamed = True
        elif person.address not in found or (accepted and found[person.address].role != "to"):
            found[person.address] = person
            if accepted and (not chair or _parameter(attendee, "ROLE") == "CHAIR"):
                chair = person.address
    if organiser is None and (owner in found or not found):
        organiser = Participant("from", owner, found[owner].name if owner in found else "") if owner else None
    if organiser is None and chair:
        organiser = Participant("from", chair, found[chair].name)
    if organiser is not None:
        known = found.pop(organiser.address, None)
        organiser = Participant("from", organiser.address, organiser.name or (known.name if known else ""))
    rank = {"to": 0, "invited": 1, "declined": 2}
    others = sorted(found.values(), key=lambda person: rank[person.role])
    return tuple(([organiser] if organiser else []) + others)[:MOST_PEOPLE], unnamed


def answered(event: Any) -> list[Participant]:
    """The attendees who said something: "to" accepted, "declined" said no, "invited" may come or sends another."""
    found = []
    for attendee in _listed(event.get("ATTENDEE")):
        status = _parameter(attendee, "PARTSTAT")
        if status in ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"):
            found.append(_of_one(attendee, ANSWERS.get(status, "invited")))
    return [person for person in found if person is not None]


def _of_one(value: Any, role: str) -> Participant | None:
    if value is None:
        return None
    address = _address(str(value)) or _address(_parameter(value, "EMAIL", upper=False))
    if not address or address.endswith(CALENDARS):
        return None
    name = " ".join(_parameter(value, "CN", upper=False).strip("'\"").split())
    return Participant(role, address, "" if name.lower() == address else name[:200])


def _address(text: str) -> str:
    text = plain(text).strip().strip("<>'\"")
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() not in ("mailto", "tel"):
        return ""
    inside = (rest if colon else text).strip().strip("<>'\"").partition("?")[0].lower()
    if scheme.lower() == "tel" and colon:
        digits = "".join(c for c in inside if c.isdigit() or c == "+")
        return f"tel:{digits}" if digits.startswith("+") and len(digits) > 5 else ""
    local, at, domain = inside.rpartition("@")
    fine = at and local and domain and not any(c.isspace() or c in "<>(),;" for c in inside) and len(inside) <= 320
    return inside if fine else ""


def _parameter(value: Any, name: str, upper: bool = True) -> str:
    found = getattr(value, "params", {}).get(name, "")
    text = plain(str(found[0] if isinstance(found, list) and found else found or ""))
    return text.strip().upper() if upper else text.strip()


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
