"""The day of one colleague, as it may leave the machine: names and reasons, never what was written."""

from dataclasses import dataclass
from datetime import date

from sapwood.records.access.models import User
from sapwood.records.relationships.models import DayItem, Relationship

from ..day import Day, day_for, person_of
from ..minutes import minutes_on


@dataclass(frozen=True)
class Due:
    """One account to turn to: `why` is the sentence of Today, without the title of anything that was written."""

    relationship: Relationship
    kind: str
    channel: str
    contact: str
    why: str
    minutes: int
    day: date


def own_day(user: User, as_of: date) -> tuple[list[Due], Day]:
    """At most six, or what fits their minutes, as Today has them, and the day they are from. Theirs alone, where mail
    shows who they are at home: two colleagues are not both reminded of one account. Else what their page Today
    shows."""
    person = person_of(user)
    minutes = minutes_on(as_of, user)[0] if person else None
    day = day_for(user, as_of, person, titles=False, minutes=minutes)
    return [_due(item) for item in day.focus], day


def _due(item: DayItem) -> Due:
    contact = str(item.contact) if item.contact else ""
    return Due(item.relationship, item.kind, item.channel, contact, item.why, item.minutes, item.as_of)
