"""One account as a user may see it: what happened, and who knows whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Relationship, Standing

from .meetings import Met, as_seen
from .permission import require
from .who_may_read import Words, words_about

WELL, SOME = 3.0, 0.7  # tie strength: about three mails in the last weeks; one within the last two months


@dataclass(frozen=True)
class Event:
    """One touch. `subject` and `snippet` are None where nothing is kept, or `hidden` says that others took part."""

    id: int
    when: datetime
    channel: str
    direction: str
    colleague: str | None
    contact: str | None
    subject: str | None
    snippet: str | None
    hidden: bool
    minutes: float | None
    words: int
    thread: int


@dataclass(frozen=True)
class Acquaintance:
    """What one colleague and one contact have with each other; `word` is well, some or met."""

    touches: int
    last: date
    word: str
    strength: float


@dataclass(frozen=True)
class Acquaintances:
    """Rows of `contacts` × columns of `colleagues`, strongest first; a cell is None where they never met."""

    colleagues: list[Person]
    contacts: list[Person]
    cells: dict[tuple[int, int], Acquaintance]
    sentence: str

    def rows(self) -> list[tuple[Person, list[Acquaintance | None]]]:
        return [(c, [self.cells.get((k.pk, c.pk)) for k in self.colleagues]) for c in self.contacts]


def timeline(user: User, relationship: Relationship, limit: int = 50) -> list[Event]:
    """The newest touches. That there was one, everybody who sees the account may know; what was written, only who
    took part or had it in their mailbox."""
    require(user, "see", relationship)
    return _told(user, relationship, _recent(relationship)[:limit])


def timeline_and_meetings(user: User, relationship: Relationship, limit: int) -> tuple[list[Event], dict[str, Met]]:
    """timeline(), and the meetings of workflows/meetings.py, for a page that shows both and has just read the
    account."""
    require(user, "see", relationship)
    standing = getattr(relationship, "standing", None)
    if standing is None:
        return [], {}
    recent = list(standing.newest)[:limit]
    met = standing.meetings
    ids = [*(touch["id"] for touch in recent), *(one["id"] for one in met.values())]
    words = words_about(user, relationship, ids)
    return _events(recent, words), as_seen(met, words)


def evidence(user: User, relationship: Relationship, ids: Iterable[int]) -> list[Event]:
    """Those of the newest touches that an item or a figure points to."""
    require(user, "see", relationship)
    wanted = set(ids)
    return _told(user, relationship, [touch for touch in _recent(relationship) if touch["id"] in wanted])


def _now(relationship: Relationship) -> Standing | None:
    """Read afresh: a refresh may have replaced the standing since the relationship was loaded."""
    return Standing.objects.filter(relationship=relationship).only("recent", "meetings").first()


def _recent(relationship: Relationship) -> list[dict[str, Any]]:
    found = _now(relationship)
    return list(found.newest) if found else []


def _told(user: User, relationship: Relationship, recent: list[dict[str, Any]]) -> list[Event]:
    return _events(recent, words_about(user, relationship, [touch["id"] for touch in recent]))


def _events(recent: list[dict[str, Any]], words: Words) -> list[Event]:
    names = _names(touch[who] for touch in recent for who in ("colleague", "contact"))
    return [_event(touch, names, words) for touch in recent]


def people_of(user: User, relationship: Relationship, most: int = 8) -> Acquaintances:
    """Who knows whom, the strongest ties first."""
    require(user, "see", relationship)
    standing = getattr(relationship, "standing", None)
    reach = standing.reach if standing else {}
    ties = reach.get("ties", [])
    people = Person.objects.in_bulk({tie[who] for tie in ties for who in ("colleague", "contact")})
    colleagues = list(dict.fromkeys(tie["colleague"] for tie in ties))[:most]
    contacts = list(dict.fromkeys(tie["contact"] for tie in ties))[: most * 2]
    cells = {
        (tie["colleague"], tie["contact"]): Acquaintance(
            tie["touches"], date.fromisoformat(tie["last"]), _word(tie["strength"]), tie["strength"]
        )
        for tie in ties
    }
    hangs = [str(people[p]) for p in reach.get("hangs_on", ()) if p in people]
    return Acquaintances(
        [people[p] for p in colleagues if p in people],
        [people[p] for p in contacts if p in people],
        cells,
        _hangs_on(hangs, len({tie["colleague"] for tie in ties})),
    )


def _event(touch: dict[str, Any], names: dict[int, str], words: Words) -> Event:
    own = words.own(touch["id"])
    return Event(
        id=touch["id"],
        when=touch["when"],
        channel=touch["channel"],
        direction=touch["direction"],
        colleague=names.get(touch["colleague"]),
        contact=names.get(touch["contact"]),
        subject=words.subject(touch["id"]),
        snippet=" ".join(own.split())[:300] if own else None,
        hidden=words.hidden(touch["id"]),
        minutes=touch["minutes"],
        words=touch["words"],
        thread=touch["thread"],
    )


def _names(persons: Iterable[int | None]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in={p for p in persons if p}).values_list("pk", "name"))


def _word(strength: float) -> str:
    return "well" if strength >= WELL else "some" if strength >= SOME else "met"


def _hangs_on(names: list[str], colleagues: int) -> str:
    if not names:
        return ""
    if colleagues == 1:
        return f"Only {names[0]} knows anybody there. If {names[0]} leaves, nobody does."
    if len(names) == 1:
        return f"Most of it hangs on {names[0]}: four fifths of the ties or more are theirs."
    return f"Four fifths of the ties are shared by {' and '.join(names)}."
