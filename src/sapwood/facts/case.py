"""A case: a service event or a ticket as one source tells it, with the states it went through."""

import json
from dataclasses import dataclass
from datetime import datetime
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


PLAIN: tuple[str, ...] = (
    "identity",
    "kind",
    "system",
    "number",
    "told_by",
    "title",
    "words",
    "status",
    "impact",
    "priority",
)
PLAIN += ("asker", "company", "domain", "about", "where")
MOMENTS = ("opened", "changed", "resolved")
SEVERAL = ("products", "said_by")


def case_line(case: Case) -> str:
    """`case` on one line of JSON; what is empty is left out."""
    found: dict[str, Any] = {name: said for name in (*PLAIN, *SEVERAL) if (said := getattr(case, name))}
    for name in MOMENTS:
        if (moment := getattr(case, name)) is not None:
            found[name] = moment.isoformat()
    found["states"] = [[one.when.isoformat(), one.status, one.by, one.number, one.words] for one in case.states]
    return json.dumps(found, separators=(",", ":"))


def read_case(line: str) -> Case:
    found: dict[str, Any] = json.loads(line)
    for name in MOMENTS:
        found[name] = datetime.fromisoformat(found[name]) if name in found else None
    for name in SEVERAL:
        found[name] = tuple(found.get(name, ()))
    found["states"] = tuple(State(datetime.fromisoformat(when), *rest) for when, *rest in found["states"])
    return Case(**found)
