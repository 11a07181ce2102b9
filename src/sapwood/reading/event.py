"""One occurrence of a calendar's event as a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sapwood.facts.interaction import Interaction, Participant
from sapwood.facts.revision import revision_of
from sapwood.language.dial_in import without_dial_in
from sapwood.language.own_words import MOST_CHARACTERS, own_words
from sapwood.reading import left as limits
from sapwood.reading.charset import plain
from sapwood.reading.email import EARLIEST
from sapwood.reading.markup import text_of_html
from sapwood.reading.meeting_people import people_of
from sapwood.reading.thread import topic_of

LAST_YEAR = 2199
LONGEST = timedelta(days=31)
MOST_SUBJECT = 1000
UNNAMED = "attendees without an address"
TAGS = ("<br", "<p>", "<p ", "<div", "<a ", "<html", "<span", "<ul>", "<b>")


People = tuple[tuple[Participant, ...], bool]


class Undated(ValueError):
    """The occurrence lies where no meeting does; the text says so."""


@dataclass
class Series:
    """What all occurrences under one UID share. `replies` is set where it only tells of one answer; `shape` is the
    rule, told alike where it is alike; `left` collects what was left unread."""

    uid: str
    owner: str
    cancelled: bool
    replies: bool
    sequence: int
    changed: datetime | None
    shape: str = ""
    left: dict[str, None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[int, int], tuple[Any, Any, People]] = field(default_factory=dict)
    last: datetime = EARLIEST

    def meeting(self, event: Any, single: bool) -> Interaction:
        """The occurrence `event`; `single` where it is none of several. Raises Undated."""
        start = moment(event, "DTSTART")
        if start is None:
            raise Undated("One of its dates cannot be read.")
        when = utc(start)
        if when < EARLIEST or when.year > LAST_YEAR:
            raise Undated(f"It claims to be from {when:%Y-%m-%d}, when there were no meetings to read of.")
        self.last = max(self.last, when)
        people, unnamed = self._people(event)
        if unnamed:
            self.left[UNNAMED] = None
        minutes = _minutes(event, start)
        subject = plain(" ".join(str(event.get("SUMMARY", ""))[:MOST_SUBJECT].split()))
        own = self._own(str(event.get("DESCRIPTION", "")))
        cancelled = self.cancelled or str(event.get("STATUS", "")).strip().upper() == "CANCELLED"
        names = " ".join(f"{p.role} {p.address} {p.name}" for p in people)
        content = f"{when:%Y%m%d%H%M%S} {minutes} {cancelled} {names}\n{subject}\n{own}"
        if not single and self.shape:
            content += f"\n{self.sequence} {self.shape}"  # all its dates are told again once the rule is another
        shift = start.utcoffset() if isinstance(start, datetime) else None
        return Interaction(
            identity=f"ics:{self.uid}#{'' if single else self._recurrence(event, start)}",
            when=when,
            offset_minutes=int(shift.total_seconds() // 60) if shift is not None else None,
            channel="meeting",
            participants=people,
            subject=subject,
            topic=topic_of(subject),
            own=own,
            flag="cancelled" if cancelled else "",
            flag_reason="called off" if cancelled else "",
            minutes=minutes,
            revision=revision_of(0, None, content)
            if self.replies
            else revision_of(self.sequence, self.changed, content),
            series=f"ics:{self.uid}",
            shape=self.shape,
        )

    def gone(self, start: date) -> Interaction | None:
        """A date that the series does not name any more; None where it names another way of it."""
        text = stamp(start)
        if text in self.used:
            return None
        self.used.add(text)
        return Interaction(
            identity=f"ics:{self.uid}#{text}",
            when=utc(start),
            offset_minutes=None,
            channel="meeting",
            participants=(),
            flag="cancelled",
            flag_reason="taken out of its series",
            revision=revision_of(self.sequence, self.changed, "gone"),
            only_known=True,
            series=f"ics:{self.uid}",
            shape=self.shape,
        )

    def _recurrence(self, event: Any, start: date) -> str:
        """Which occurrence this is, whatever it was moved to. Those that follow one changed with all after it bear
        its name: they go by their own start."""
        named = moment(event, "RECURRENCE-ID") or start
        text = stamp(named)
        if text in self.used:
            text = stamp(start)
        self.used.add(text)
        return text

    def _people(self, event: Any) -> People:
        """Most occurrences share what the series says of people, as the same objects: looked at once."""
        said = event.get("ATTENDEE"), event.get("ORGANIZER")
        key = id(said[0]), id(said[1])
        if key not in self.people:
            self.people[key] = (
                *said,
                people_of(event, self.owner),
            )  # held, so that no other object gets their number
        return self.people[key][2]

    def _own(self, description: str) -> str:
        if description not in self.words:
            if len(description) > MOST_CHARACTERS:
                self.left[limits.WORDS] = None
            text = description[:MOST_CHARACTERS]
            if any(tag in text.lower() for tag in TAGS):
                text = text_of_html(text.replace("\n", "<br>"))
            lines = without_dial_in(text.replace("\r\n", "\n").split("\n"))
            self.words[description] = plain(own_words("\n".join(lines)))
        return self.words[description]


def moment(event: Any, name: str) -> date | None:
    """The date or moment in a property; None where it is missing or broken."""
    value = event.get(name)
    value = value[0] if isinstance(value, list) and value else value
    found = getattr(value, "dt", None)
    return found if isinstance(found, date) else None


def utc(start: date) -> datetime:
    """`start` in UTC: a day as its midnight, a time without a zone as it stands."""
    if not isinstance(start, datetime):
        return datetime(start.year, start.month, start.day, tzinfo=UTC)
    try:
        return start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    except OverflowError:
        return start.replace(tzinfo=UTC)


def sequence(event: Any) -> int:
    value = event.get("SEQUENCE", 0)
    return int(value) if isinstance(value, int) else 0


def changed(events: Iterable[Any], stamped: bool) -> datetime | None:
    """When the latest of `events` was changed: LAST-MODIFIED, else DTSTAMP. `stamped`: DTSTAMP counts as well."""
    found = []
    for event in events:
        modified, stamp = moment(event, "LAST-MODIFIED"), moment(event, "DTSTAMP")
        found += [utc(one) for one in (modified, stamp if stamped or modified is None else None) if one is not None]
    return max(found, default=None)


def _minutes(event: Any, start: date) -> float | None:
    """The length; of whole days, and where start and end are one, it is not known."""
    if not isinstance(start, datetime):
        return None
    end, duration = moment(event, "DTEND"), getattr(event.get("DURATION"), "dt", None)
    if isinstance(end, datetime):
        length = utc(end) - utc(start)
    elif isinstance(duration, timedelta):
        length = duration
    else:
        return None
    return length.total_seconds() / 60 if timedelta(0) < length <= LONGEST else None


def stamp(start: date) -> str:
    return f"{utc(start):%Y%m%dT%H%M%SZ}" if isinstance(start, datetime) else f"{start:%Y%m%d}"
