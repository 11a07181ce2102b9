"""What is held about a guest's firm, in sections. A later capability adds its section to SECTIONS; page, download
and corrections follow by themselves. A section tells about this one relationship and this one firm, nothing else."""

from collections.abc import Callable
from datetime import date

from sapwood.records.guests.models import GuestLink

from .held_firm import agreed, firm, guests
from .held_people import acquaintances, people
from .held_sale import bought
from .held_touches import texts_kept, touches
from .held_trade import deals, holdings, told
from .held_wishes import reached
from .section import Row, Section

SECTIONS: list[Callable[[GuestLink, date], Section]] = [
    firm,
    agreed,
    people,
    touches,
    acquaintances,
    holdings,
    deals,
    bought,
    told,
    texts_kept,
    reached,
    guests,
]
CORRECTABLE = [firm, agreed, people, bought]


def sections(link: GuestLink, as_of: date) -> list[Section]:
    return [make(link, as_of) for make in SECTIONS]


def correctable(link: GuestLink, as_of: date) -> list[Row]:
    """The rows that take a correction, as they stand today."""
    return [row for make in CORRECTABLE for row in make(link, as_of).rows if row.may]
