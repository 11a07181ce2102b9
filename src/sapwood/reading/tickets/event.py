"""What happened to a ticket, as an interaction: it was opened, answered, changed or resolved; and the ticket itself,
as the case that these belong to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from sapwood.facts.case import TICKET, Case, State
from sapwood.facts.interaction import Interaction, Participant, Trouble
from sapwood.facts.revision import revision_of
from sapwood.language.own_words import count_questions, count_words, own_words
from sapwood.reading.charset import plain
from sapwood.reading.email import EARLIEST
from sapwood.reading.markup import text_of_html
from sapwood.reading.thread import topic_of
from sapwood.reading.voice import voice

OPENED, ANSWERED, CHANGED, RESOLVED = "opened", "answered", "changed", "resolved"
MOST_WORDS, MOST_SUBJECT, MOST_ANSWERS = 100_000, 1000, 5000
_TAGS = ("<p>", "<p ", "<br", "<div", "<span", "<a ")
_SHOWN = re.compile(r"\s*<[^<>]*@[^<>]*>$")


@dataclass(frozen=True)
class Who:
    """Somebody by their mail address, their name, or both."""

    address: str = ""
    name: str = ""


@dataclass(frozen=True)
class Answer:
    """Something written on a ticket; `number` is the source's own for it."""

    number: str
    when: datetime | None
    by: Who
    text: str
    inside: bool = False  # a note that only colleagues see


@dataclass
class Ticket:
    """One ticket as a source tells it; `system` keeps the numbers of two service desks apart, as `told_by` says."""

    system: str
    number: str
    told_by: str = ""
    opened: datetime | None = None
    changed: datetime | None = None
    resolved: datetime | None = None
    asker: Who = Who()
    agent: Who = Who()
    subject: str = ""
    text: str = ""
    status: str = ""
    impact: str = ""
    priority: str = ""
    products: tuple[str, ...] = ()
    company: str = ""
    domain: str = ""
    about: str = ""
    answers: list[Answer] = field(default_factory=list)


Found = Interaction | Trouble
NOBODY = "names nobody: no address and no name."


def events_of(ticket: Ticket, where: str, latest: datetime) -> Iterable[Found | Case]:
    """The interactions in a ticket, oldest first, and the case that it is; a trouble where it names no number, no
    day, or nobody. A firm without a person is a case of that firm, and no interaction."""
    found = list(_events(ticket, where, latest))
    said_by = tuple(one.identity for one in found if isinstance(one, Interaction))
    nameless = bool(found) and all(isinstance(one, Trouble) and one.what.endswith(NOBODY) for one in found)
    if said_by or (nameless and (ticket.company or ticket.domain)):
        found = [one for one in found if not nameless]
        yield from found
        yield _case(ticket, said_by, where)
    else:
        yield from found


def _case(ticket: Ticket, said_by: tuple[str, ...], where: str) -> Case:
    known = f"{ticket.system}:{ticket.number}"
    asker, agent = _participant(ticket.asker, ticket.system, "from"), _participant(ticket.agent, ticket.system, "to")
    at = ticket.changed or ticket.resolved
    status = plain(" ".join(ticket.status[:100].split()))
    begun = ticket.opened or ticket.changed or ticket.resolved
    told = bool(status and at and begun and at >= begun)
    return Case(
        identity=f"case:{known}",
        kind=TICKET,
        system=ticket.system,
        told_by=ticket.told_by,
        number=ticket.number,
        title="" if said_by else plain(" ".join(ticket.subject[:MOST_SUBJECT].split())),
        words="" if said_by else _own(ticket.text),
        status=status,
        impact=plain(ticket.impact[:100]),
        priority=plain(ticket.priority[:100]),
        products=tuple(name for one in ticket.products[:50] if (name := plain(" ".join(one[:200].split())))),
        opened=ticket.opened,
        changed=ticket.changed,
        resolved=ticket.resolved if ticket.resolved and begun and ticket.resolved >= begun else None,
        states=(State(at, status, agent.address if agent else ""),) if told and at else (),
        asker=asker.address if asker else "",
        company=plain(" ".join(ticket.company[:200].split())),
        domain=plain(ticket.domain[:200].strip()),
        about=plain(ticket.about[:100].strip()),
        said_by=said_by,
        where=where,
    )


def _events(ticket: Ticket, where: str, latest: datetime) -> Iterable[Found]:
    if not ticket.number:
        yield Trouble(where, "It names no number of a ticket.")
        return
    begun = ticket.opened or ticket.changed or ticket.resolved
    if begun is None:
        yield Trouble(where, f"Ticket {ticket.number} names no day that can be read.")
        return
    known = f"{ticket.system}:{ticket.number}"
    asker, agent = _participant(ticket.asker, ticket.system, "from"), _participant(ticket.agent, ticket.system, "to")
    told = _Told(ticket, known, where, latest)
    opening = OPENED if ticket.opened else CHANGED
    name = OPENED if ticket.opened else f"{begun.astimezone(UTC):%Y%m%dT%H%M%SZ}:{ticket.status}"[:120]
    people = [asker, agent] if ticket.opened else [agent, asker]
    yield told.event(opening, name, begun, people, ticket.text)
    for one in ticket.answers[:MOST_ANSWERS]:
        by = _participant(one.by, ticket.system, "from")
        others = [] if one.inside else [who for who in (asker, agent) if who and by and who.address != by.address]
        if one.when is None or by is None:
            yield Trouble(where, f"An answer to ticket {ticket.number} names nobody, or no day that can be read.")
        else:
            yield told.event(ANSWERED, one.number, one.when, [by, *others], one.text)
    if len(ticket.answers) > MOST_ANSWERS:
        yield Trouble(where, f"Answers beyond the first {MOST_ANSWERS:,} to ticket {ticket.number} were left out.")
    if ticket.resolved and ticket.resolved != begun and agent:
        if ticket.resolved < begun:
            yield Trouble(where, f"Ticket {ticket.number} claims to be resolved before it was opened.")
        else:
            yield told.event(RESOLVED, RESOLVED, ticket.resolved, [agent, asker], "")


@dataclass(frozen=True)
class _Told:
    ticket: Ticket
    known: str
    where: str
    latest: datetime

    def event(
        self, kind: str, name: str, when: datetime, people: list[Participant | None], text: str
    ) -> Interaction | Trouble:
        if not EARLIEST <= when <= self.latest:
            said = f"Ticket {self.ticket.number} claims that it was {kind} on {when:%Y-%m-%d}"
            return Trouble(self.where, f"{said}, which is before 1980 or still to come.")
        found: dict[str, Participant] = {}
        for who in people:
            if who is not None and who.address not in found:
                found[who.address] = Participant("to" if found else "from", who.address, who.name)
        if not found:
            return Trouble(self.where, f"Ticket {self.ticket.number} {NOBODY}")
        own, subject = _own(text), plain(" ".join(self.ticket.subject[:MOST_SUBJECT].split()))
        content = f"{when.isoformat()} {sorted(found)} {subject}\n{own}"
        return Interaction(
            identity=f"ticket:{self.known}:{name}",
            when=when.astimezone(UTC),
            offset_minutes=None,
            channel="ticket",
            participants=tuple(found.values()),
            subject=subject,
            topic=topic_of(subject),
            references=() if kind == OPENED else (f"ticket:{self.known}:{OPENED}",),
            own=own,
            words=count_words(own),
            questions=count_questions(own),
            revision=revision_of(0, self.ticket.changed, content),
        )


@lru_cache(maxsize=16_384)  # a log names the same few people in every row
def _participant(who: Who, system: str, role: str) -> Participant | None:
    address = " ".join(who.address.split()).strip("<>").lower()
    name = plain(_SHOWN.sub("", " ".join(who.name.split())))[:200]
    local, at, domain = address.rpartition("@")
    if local and at and "." in domain and " " not in address and len(address) <= 320:
        return Participant(role, address, "" if name.lower() == address else name)
    return voice(name or address, f"ticket {system.partition(':')[0]}", role) if name or address else None


def _own(text: str) -> str:
    if not text:
        return ""
    text = text[:MOST_WORDS]
    if any(tag in text.lower() for tag in _TAGS):
        text = text_of_html(text)
    return plain(own_words(text.replace("\r\n", "\n")))
