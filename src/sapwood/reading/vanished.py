"""Saying that a whole calendar does not have some events any more, as the calendar's own kind of file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sapwood.facts.interaction import Interaction
from sapwood.facts.revision import revision_of
from sapwood.reading.event import moment, utc

METHOD = "X-GONE"


def calendar_of_vanished(uids: Iterable[str], noticed: datetime) -> bytes:
    """A calendar file that says of these UIDs that they were missing when it was looked, at `noticed` (aware)."""
    stamp = f"DTSTAMP:{utc(noticed):%Y%m%dT%H%M%SZ}"
    events = (
        ["BEGIN:VEVENT", "UID:" + "".join(c for c in uid if c.isprintable()), stamp, "END:VEVENT"] for uid in uids
    )
    lines = ["BEGIN:VCALENDAR", f"METHOD:{METHOD}", *(line for one in events for line in one), "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode("utf-8", "replace")


def vanished(event: Any, uid: str) -> Interaction | None:
    """What such a VEVENT says; None where it does not say when."""
    said = moment(event, "DTSTAMP")
    if said is None:
        return None
    return Interaction(
        identity=f"gone:{uid} {utc(said):%Y%m%dT%H%M%S}",
        when=utc(said),
        offset_minutes=None,
        channel="meeting",
        participants=(),
        flag="gone",
        flag_reason="missing in its calendar",
        revision=revision_of(0, utc(said), "gone"),
        series=f"ics:{uid}",
    )
