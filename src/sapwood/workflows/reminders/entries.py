"""What stands in a colleague's calendar: whom to turn to today, and what of their accounts ends when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from sapwood.planning.ending import Ending
from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Relationship

from ..clock import today, zone_of
from ..day import person_of
from ..endings import MOST, endings_of
from ..guests.tokens import keyed
from .own_day import Due, own_day

MOST_ENDINGS = 20
WAYS = {"call": "Call", "mail": "Write to", "meeting": "Meet", "chat": "Write to", "visit": "Visit"}
ENDS = {"licence": "Licence ends", "warranty": "Warranty ends", "support": "Support contract ends"}
ENDS |= {"installed": "Ends", "patch": "Patch"}


@dataclass(frozen=True)
class Entry:
    """A whole day in a calendar. `uid` is the same for as long as it is about the same thing, whatever the day."""

    uid: str
    day: date
    title: str
    text: str
    account: int


def entries_of(user: User, now: datetime) -> list[Entry]:
    """Today's at most six accounts, on the day it is where the user is, then ends that are near, on their day."""
    as_of = today()
    here = settings.SAPWOOD_AS_OF or now.astimezone(zone_of(user)).date()
    due, _ = own_day(user, as_of)
    return [_touch(user, one, here) for one in due] + _endings(user, as_of)


def _touch(user: User, one: Due, here: date) -> Entry:
    way, name = WAYS.get(one.channel, "Turn to"), str(one.relationship)
    title = f"{way} {one.contact}, {name}" if one.contact else f"{way} {name}"
    return Entry(_uid(user, "touch", one.relationship.pk), here, title, one.why, one.relationship.pk)


def _endings(user: User, as_of: date) -> list[Entry]:
    """Of accounts the user owns, or knows best of those nobody owns; a day that is past is no entry any more."""
    near = endings_of(as_of)
    if not near:
        return []
    theirs = Relationship.objects.visible_to(user).filter(_with(user, person_of(user)))
    theirs = theirs.filter(organisation__in=list(near)[:MOST]).select_related("organisation")
    of = {one.organisation_id: one for one in theirs}
    found = [one for number in of for one in near[number] if one.day >= as_of]
    found.sort(key=lambda one: (one.day, one.account, one.product))
    return [_ending(user, one, of[one.account]) for one in found[:MOST_ENDINGS]]


def _ending(user: User, one: Ending, relationship: Relationship) -> Entry:
    what = ENDS.get(one.kind, one.kind.capitalize())
    number = f"{one.quantity:,} × " if one.quantity and one.quantity > 1 else ""
    title = f"{what}: {number}{one.product or 'what they have'}, {relationship}"
    uid = _uid(user, one.kind, relationship.pk, one.product, one.source)
    return Entry(uid, one.day, title, one.what, relationship.pk)


def _with(user: User, person: Person | None) -> Q:
    owned = Q(owner=user)
    return owned | Q(owner=None, standing__best_known_by=person.pk) if person else owned


def _uid(user: User, *about: object) -> str:
    """Says nothing to whoever reads it, and differs between colleagues whose calendars lie side by side."""
    return keyed("calendar entry", "\n".join(map(str, (user.pk, *about))))[:40] + "@sapwood"
