"""When a source is read next. Pure: the clock and the chance are parameters."""

from datetime import datetime, timedelta

LONGEST = timedelta(hours=6)
SPREAD = 0.2


def next_look(now: datetime, every: timedelta, failures: int, chance: float) -> datetime:
    """`every` after `now`; after n failures in a row 2^n times as long, at most LONGEST or `every`. `chance`, from 0
    to 1, spreads sources of one server by up to SPREAD of that."""
    wait = min(every * 2 ** min(failures, 20), max(LONGEST, every))
    return now + wait * (1 + SPREAD * chance)
