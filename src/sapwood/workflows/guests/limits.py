"""How often anything may be done at the guests' door, counted in the records, where all web processes meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sapwood.records.guests.models import Tally

from .tokens import keyed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TooOften(Exception):
    """Somebody did a thing more often than is allowed within a stretch of time."""


@dataclass(frozen=True)
class Limit:
    """At most `most` times between two full multiples of `per` on the clock (UTC)."""

    what: str
    most: int
    per: timedelta

    def admit(self, whom: object, now: datetime) -> None:
        """Counts one more for `whom`. Raises TooOften where it is too many."""
        if not Tally.admit(keyed("tally", f"{self.what}\n{whom}"), self.most, self.per, now):
            raise TooOften(self.what)


KNOCKS = Limit("requests at the door by one client", 120, timedelta(minutes=10))
CODES_OF_A_LINK = Limit("codes sent for one link", 5, HOUR)
CODES_FOR_A_CLIENT = Limit("codes sent for one client", 10, HOUR)
TRIES = Limit("codes tried by one client", 30, HOUR)
PAGES = Limit("pages seen in one visit", 300, HOUR)
EXPORTS = Limit("exports by one link", 20, HOUR)
CORRECTIONS = Limit("corrections by one link", 50, DAY)
INVITATIONS = Limit("guests invited by one colleague", 50, DAY)


def whole_client(address: str) -> str:
    """Whom a limit counts: an IPv4 address, or the /64 that one IPv6 subscriber holds; "" where it is neither."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def short_client(address: str) -> str:
    """What the log keeps of a client: the network (/24, or /48 for IPv6), not the machine; "" where unknown."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{found}/{48 if found.version == 6 else 24}", strict=False).network_address)


def sweep(now: datetime) -> None:
    """Forgets the tallies of stretches that are over."""
    Tally.objects.filter(until__lt=now).delete()
