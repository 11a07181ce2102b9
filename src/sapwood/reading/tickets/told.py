"""What a source tells of one ticket, in one row or in many: its interactions, and the ticket itself as the case that
these belong to."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sapwood.facts.case import TICKET, Case, State
from sapwood.facts.course import EARLIEST, MOST_STATES
from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.charset import plain

from .event import NOBODY, Event, events_in
from .ticket import Ticket, own_of, participant, subject_of

Placed = tuple[Ticket, str]  # and where it stands, for people


class _Row(NamedTuple):
    """A row that speaks of the case; `said_by` are its interactions."""

    ticket: Ticket
    where: str
    said_by: tuple[str, ...]
    state: State | None

    @property
    def told_at(self) -> datetime:
        said = (self.ticket.opened, self.state and self.state.when)
        return self.ticket.changed or max((one for one in said if one), default=EARLIEST)


def told_of(tickets: Iterable[Placed], latest: datetime) -> Iterator[Interaction | Case | Trouble]:
    """Of each interaction that any of the rows tells the latest state; what all say together of the case; and a
    trouble for each that names no number, no day, or nobody. A firm without a person is a case of that firm, and no
    interaction."""
    tickets = list(tickets)
    events: dict[str, Event] = {}
    troubles: list[Trouble] = []
    newest = max((ticket for ticket, _ in tickets), key=_second, default=None) if len(tickets) > 1 else None
    whole = _all_of(newest, latest) if newest else ()
    rows: list[_Row] = []
    for ticket, where in tickets:
        if whole and newest and _says_nothing_new(ticket, newest):
            rows.append(_Row(ticket, where, whole, _state(ticket)))
            continue
        found = list(events_in(ticket, where, latest))
        wrong = [one for one in found if isinstance(one, Trouble)]
        nameless = len(wrong) == len(found) and all(one.what.endswith(NOBODY) for one in wrong)
        of_firm = nameless and bool(ticket.company or ticket.domain)
        if not of_firm:
            troubles += wrong
        said_by = []
        for one in found:
            if isinstance(one, Event):
                said_by.append(one.identity)
                before = events.get(one.identity)  # of the same moment the last counts, as in the log
                if before is None or _second(one.ticket) >= _second(before.ticket):
                    events[one.identity] = one
        if said_by or of_firm:
            rows.append(_Row(ticket, where, tuple(said_by), _state(ticket)))
    yield from (one.interaction() for one in events.values())
    yield from troubles
    if rows:
        rows.sort(key=lambda row: row.told_at)
        yield _case(rows)


def _all_of(ticket: Ticket, latest: datetime) -> tuple[str, ...]:
    """What `ticket` tells, where all of it is sound and nothing is missing that another row might tell."""
    found = list(events_in(ticket, "", latest))
    sound = ticket.opened and any(ticket.agent) and all(isinstance(one, Event) for one in found)
    return tuple(one.identity for one in found if isinstance(one, Event)) if sound else ()


def _says_nothing_new(ticket: Ticket, newest: Ticket) -> bool:
    """Whether `ticket` tells of no other event than `newest`, and in an earlier state, as most rows of a log do."""
    if (ticket.opened, ticket.resolved) != (newest.opened, newest.resolved) or ticket.answers:
        return False
    if _second(ticket) >= _second(newest):
        return False
    return any(participant(one, ticket.system, "from") for one in (ticket.asker, ticket.agent) if any(one))


def _second(ticket: Ticket) -> int:
    return max(0, int(ticket.changed.timestamp())) if ticket.changed else 0


def _state(ticket: Ticket) -> State | None:
    at, begun = ticket.changed or ticket.resolved, ticket.begun
    if not ticket.status or not at or not begun or at < begun:
        return None
    status = _line(ticket.status, 100)
    agent = participant(ticket.agent, ticket.system, "to")
    return State(at, status, agent.address if agent else "") if status else None


def _case(rows: Sequence[_Row]) -> Case:
    """Of what several rows say the latest word counts (as facts.course.joined has it); every state is kept."""
    newest = [row.ticket for row in reversed(rows)]
    last = rows[-1]
    alone = [row.ticket for row in reversed(rows) if not row.said_by]
    states = {(row.state.when, row.state.status): row.state for row in rows if row.state}
    said_by = dict.fromkeys(identity for row in rows for identity in row.said_by)

    def word(said: Iterable[str], most: int) -> str:
        return next((line for one in said if one and (line := _line(one, most))), "")

    askers = (participant(one.asker, one.system, "from") for one in newest if any(one.asker))
    products = (_products(one) for one in newest)
    return Case(
        identity=f"case:{last.ticket.known_by}",
        kind=TICKET,
        system=last.ticket.system,
        told_by=last.ticket.told_by,
        number=last.ticket.number,
        title=next(filter(None, map(subject_of, alone)), ""),
        words=next(filter(None, (own_of(one.text) for one in alone)), ""),
        status=word((one.status for one in newest), 100),
        impact=next((said for one in newest if (said := plain(one.impact[:100]))), ""),
        priority=next((said for one in newest if (said := plain(one.priority[:100]))), ""),
        products=next(filter(None, products), ()),
        opened=next((one.opened for one in newest if one.opened), None),
        changed=last.ticket.changed,
        resolved=next((one.resolved for one in newest if _is_after(one)), None),
        states=tuple(sorted(states.values(), key=lambda one: one.when))[-MOST_STATES:],
        asker=next((asker.address for asker in askers if asker), ""),
        company=word((one.company for one in newest), 200),
        domain=next((said for one in newest if (said := plain(one.domain[:200].strip()))), ""),
        about=next((said for one in newest if (said := plain(one.about[:100].strip()))), ""),
        said_by=tuple(said_by)[:MOST_STATES],
        where=last.where,
    )


def _is_after(ticket: Ticket) -> bool:
    """Whether it was resolved, and not before it began."""
    return bool(ticket.resolved and ticket.begun and ticket.resolved >= ticket.begun)


def _products(ticket: Ticket) -> tuple[str, ...]:
    return tuple(name for one in ticket.products[:50] if (name := _line(one, 200)))


def _line(text: str, most: int) -> str:
    return plain(" ".join(text[:most].split()))
