"""An answer to an invitation (METHOD:REPLY, RFC 5546, 3.2.3): what one person says to one meeting, or to a series."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sapwood.facts.interaction import Interaction
from sapwood.facts.revision import revision_of
from sapwood.reading.email import EARLIEST
from sapwood.reading.event import moment, sequence, stamp, utc
from sapwood.reading.meeting_people import answered

MOST_ANSWERS = 20  # in one reply, which is somebody's own


def answers(event: Any, uid: str) -> Iterator[Interaction]:
    """What the VEVENT of a reply says of each attendee who answered. Each answer is kept: of several of one person to
    the same the later DTSTAMP counts, and once that is undone the one before."""
    said = moment(event, "DTSTAMP")
    date = moment(event, "RECURRENCE-ID")
    which = stamp(date) if date is not None else ""
    number = sequence(event) if "SEQUENCE" in event else None
    for person in answered(event)[:MOST_ANSWERS]:
        yield Interaction(
            identity=f"answer:{uid}#{which}/{person.address}/{person.role} {number} {_moment(said):%Y%m%dT%H%M%S}",
            when=_moment(said),
            offset_minutes=None,
            channel="meeting",
            participants=(person,),
            references=(f"ics:{uid}#{which}",) if which else (),
            flag="answer",
            flag_reason="an answer to an invitation",
            revision=revision_of(0, _moment(said), person.role),
            series=f"ics:{uid}",
            shape="" if number is None else str(min(max(number, 0), 1 << 31)),
        )


def _moment(said: Any) -> datetime:
    return max(utc(said), EARLIEST) if said is not None else EARLIEST
