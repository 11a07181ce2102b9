"""What was written of an event, for those who may read it: who brought it, everybody where it was brought to be
shared, and of a ticket who took part in it."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sapwood.facts.course import told_at
from sapwood.records.access.models import User
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.records.service.models import ServiceEvent, Telling

from ..installation import texts
from ..who_may_read import sightings_to_read, words_of
from .told import case_of


@dataclass
class Written:
    """`words` by the mark of the state they belong to; "" is what was written when it was opened."""

    title: str = ""
    words: dict[str, str] = field(default_factory=dict)


def written_of(
    user: User, events: Collection[ServiceEvent], relationship: Relationship | None = None
) -> dict[int, Written]:
    """By event, for those of which the user may read something. `relationship`: with whose words somebody may have
    shared what they wrote."""
    found: dict[int, Written] = {}
    keys = {event.pk: event.key for event in events}
    told = list(Telling.objects.counting().filter(event__in=list(keys)).select_related("of", "event").order_by("of"))
    mine = [one for one in told if one.of.by_id == user.pk or one.of.text == Import.Text.SHARED]
    wanted = {(keys[one.event_id], one.of_id, 0): one.event_id for one in mine if one.of.text != Import.Text.NONE}
    latest = {(one.event_id, one.of_id): told_at(case_of(one, one.event)) for one in mine}
    read = {(wanted[text.id, text.import_id, 0], text.import_id): text for text in texts().read(wanted)}
    for (event, _), text in sorted(read.items(), key=lambda one: (latest[one[0]], one[0])):
        written = found.setdefault(event, Written())
        written.title = text.subject or written.title
        written.words |= json.loads(text.own) if text.own else {}
    _of_tickets(user, told, relationship, found)
    return found


def titles_of(
    user: User, events: Collection[ServiceEvent], relationship: Relationship | None = None
) -> dict[int, str]:
    """By event, for those whose title the user may read."""
    written = written_of(user, events, relationship) if events else {}
    return {event: one.title for event, one in written.items() if one.title}


def _of_tickets(
    user: User, told: list[Telling], relationship: Relationship | None, found: dict[int, Written]
) -> None:
    """What interactions tell of a ticket is read as they are."""
    evidence: defaultdict[int, list[int]] = defaultdict(list)
    for telling in told:
        evidence[telling.event_id] += telling.evidence
    ids = {number: event for event, several in evidence.items() for number in several}
    read = words_of(sightings_to_read(user, relationship, list(ids))) if ids else {}
    for event, several in evidence.items():
        subjects = [read[number].subject for number in several if number in read and read[number].subject]
        if subjects:
            found.setdefault(event, Written()).title = subjects[0] or ""
