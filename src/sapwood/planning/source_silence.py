"""When a live source has been silent for too long: sync that says "synced" and brings nothing is the oldest complaint
of the field."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

UNREAD = timedelta(days=1)
SHORTEST = timedelta(days=3)  # a weekend with its Monday is nothing to complain of
TIMES = 2
ENOUGH = 5


@dataclass(frozen=True)
class Look:
    """Since when a source is connected, when it was last read well, and when it brought something (rising)."""

    connected: datetime
    read_well: datetime | None
    news: list[datetime] = field(default_factory=list)


def silence(look: Look, now: datetime) -> str:
    """The sentence with its arithmetic, or "" where nothing is wrong: not read well for a day; or nothing came for
    more than TIMES its longest pause so far, and for SHORTEST at least (judged from ENOUGH arrivals on)."""
    since = look.read_well or look.connected
    if now - since > UNREAD:
        if look.read_well is None:
            return "It could not be read even once so far. Nothing of it is here."
        return f"It could not be read for {_days(now - since)}. What came there since then is missing here."
    if len(look.news) < ENOUGH:
        return ""
    longest = max(later - earlier for earlier, later in pairwise(look.news))
    quiet = now - look.news[-1]
    if quiet <= max(SHORTEST, TIMES * longest):
        return ""
    return (
        f"It is read without complaint, and nothing has come for {_days(quiet)}; the longest pause before was"
        f" {_days(longest)}. Look whether mail still arrives there."
    )


def _days(time: timedelta) -> str:
    days = time.days
    return f"{days} days" if days > 1 else "one day" if days == 1 else f"{max(time.seconds // 3600, 1)} hours"
