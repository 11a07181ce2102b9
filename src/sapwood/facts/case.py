"""A case: a service event or a ticket as one source tells it, with the states it went through."""

import marshal
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

EVENT, TICKET = "event", "ticket"


@dataclass(frozen=True, slots=True)
class State:
    """That a case was said to be `status` from `when` (aware, UTC) on, `by` whom (an address, "" where the source
    does not say). `number` is the source's own for what was said, `words` what was written beside it."""

    when: datetime
    status: str
    by: str = ""
    number: str = ""
    words: str = ""

    @property
    def mark(self) -> str:
        """What makes it this state of its case and no other."""
        return self.number or f"{self.when.isoformat()} {self.status}"


@dataclass(frozen=True, slots=True)
class Case:
    """What one place of a source says of a case; several may speak of the same `identity`, and say together what is
    known (facts/course.py).

    `system` keeps the numbers of two desks apart, `told_by` says what told it. `opened`, `resolved` and `changed` are
    as the source says, None where it does not; so too `status`, for a state without a time. `asker` is the address
    of who opened it, `company` and `domain` the firm that is named, `about` the number of an event that a ticket
    belongs to. `said_by` are identities of the interactions that tell of it too; where there is none, the case counts
    for itself in what was read.
    """

    identity: str
    kind: str
    system: str
    number: str
    told_by: str = ""
    title: str = ""
    words: str = ""
    status: str = ""
    impact: str = ""
    priority: str = ""
    products: tuple[str, ...] = ()
    opened: datetime | None = None
    changed: datetime | None = None
    resolved: datetime | None = None
    states: tuple[State, ...] = ()
    asker: str = ""
    company: str = ""
    domain: str = ""
    about: str = ""
    said_by: tuple[str, ...] = ()
    where: str = ""


_FIELDS = tuple(one.name for one in fields(Case))
_values = attrgetter(*_FIELDS)
_OPENED, _CHANGED, _RESOLVED, _STATES = map(_FIELDS.index, ("opened", "changed", "resolved", "states"))
_MOMENTS = (_OPENED, _CHANGED, _RESOLVED)


def case_line(case: Case) -> bytes:
    """`case` in Python's own form of plain values, for the time of an import."""
    found: list[Any] = list(_values(case))
    for place in _MOMENTS:
        if found[place] is not None:
            found[place] = found[place].isoformat()
    found[_STATES] = tuple([(one.when.isoformat(), one.status, one.by, one.number, one.words) for one in case.states])
    return marshal.dumps(tuple(found))


def read_case(line: bytes) -> Case:
    found: list[Any] = list(marshal.loads(line))  # noqa: S302 - written here, by nobody else
    for place in _MOMENTS:
        if found[place] is not None:
            found[place] = datetime.fromisoformat(found[place])
    found[_STATES] = tuple([State(datetime.fromisoformat(when), *rest) for when, *rest in found[_STATES]])
    return Case(*found)
