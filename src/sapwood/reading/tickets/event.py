"""What happened to a ticket: it was opened, answered, changed or resolved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sapwood.facts.interaction import Interaction, Participant, Trouble
from sapwood.facts.revision import revision_of
from sapwood.language.counting import count_questions, count_words
from sapwood.reading.email import EARLIEST
from sapwood.reading.thread import topic_of

from .ticket import Ticket, own_of, participant, subject_of

OPENED, ANSWERED, CHANGED, RESOLVED = "opened", "answered", "changed", "resolved"
MOST_ANSWERS = 5000
NOBODY = "names nobody: no address and no name."


@dataclass(slots=True)
class Event:
    """An interaction that `ticket` tells of, not made yet: the next row may tell the same again."""

    ticket: Ticket
    kind: str
    identity: str
    when: datetime
    people: list[Participant | None]
    text: str

    def interaction(self) -> Interaction:
        own, subject = own_of(self.text), subject_of(self.ticket)
        found: dict[str, Participant] = {}
        for who in self.people:
            if who is not None and who.address not in found:
                role = "to" if found else "from"
                found[who.address] = who if who.role == role else Participant(role, who.address, who.name)
        content = f"{self.when.isoformat()} {sorted(found)} {subject}\n{own}"
        return Interaction(
            identity=self.identity,
            when=self.when.astimezone(UTC),
            offset_minutes=None,
            channel="ticket",
            participants=tuple(found.values()),
            subject=subject,
            topic=topic_of(subject),
            references=() if self.kind == OPENED else (f"ticket:{self.ticket.known_by}:{OPENED}",),
            own=own,
            words=count_words(own),
            questions=count_questions(own),
            revision=revision_of(0, self.ticket.changed, content),
        )


def events_in(ticket: Ticket, where: str, latest: datetime) -> Iterator[Event | Trouble]:
    """What `ticket` tells, oldest first."""
    if not ticket.number:
        yield Trouble(where, "It names no number of a ticket.")
        return
    begun = ticket.begun
    if begun is None:
        yield Trouble(where, f"Ticket {ticket.number} names no day that can be read.")
        return
    asker, agent = participant(ticket.asker, ticket.system, "from"), participant(ticket.agent, ticket.system, "to")
    known_by = ticket.known_by

    def event(
        kind: str, name: str, when: datetime, people: list[Participant | None], text: str = ""
    ) -> Event | Trouble:
        if not EARLIEST <= when <= latest:
            said = f"Ticket {ticket.number} claims that it was {kind} on {when:%Y-%m-%d}"
            return Trouble(where, f"{said}, which is before 1980 or still to come.")
        if not any(people):
            return Trouble(where, f"Ticket {ticket.number} {NOBODY}")
        return Event(ticket, kind, f"ticket:{known_by}:{name}", when, people, text)

    if ticket.opened:
        yield event(OPENED, OPENED, begun, [asker, agent], ticket.text)
    else:
        name = f"{begun.astimezone(UTC):%Y%m%dT%H%M%SZ}:{ticket.status}"[:120]
        yield event(CHANGED, name, begun, [agent, asker], ticket.text)
    for one in ticket.answers[:MOST_ANSWERS]:
        by = participant(one.by, ticket.system, "from")
        others = [] if one.inside else [who for who in (asker, agent) if who and by and who.address != by.address]
        if one.when is None or by is None:
            yield Trouble(where, f"An answer to ticket {ticket.number} names nobody, or no day that can be read.")
        else:
            yield event(ANSWERED, one.number, one.when, [by, *others], one.text)
    if len(ticket.answers) > MOST_ANSWERS:
        yield Trouble(where, f"Answers beyond the first {MOST_ANSWERS:,} to ticket {ticket.number} were left out.")
    if ticket.resolved and ticket.resolved != begun and agent:
        if ticket.resolved < begun:
            yield Trouble(where, f"Ticket {ticket.number} claims to be resolved before it was opened.")
        else:
            yield event(RESOLVED, RESOLVED, ticket.resolved, [agent, asker])
