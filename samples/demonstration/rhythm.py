"""On which days two firms take up a conversation."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from cast import Relation, World
from clock import DAY, is_lull, works

EVEN = 3.0  # shape of the gamma gaps: 1 is pure chance, large is clockwork


def last_day(relation: Relation, world: World, dice: Random) -> date:
    """The day of the last touch: as the cast says, or somewhere within the usual gap."""
    usual = next((every for _, every in reversed(relation.rhythm) if every), 5)
    silent = relation.silent if relation.silent is not None else max(3, round(usual * (0.25 + 0.4 * dice.random())))
    day = world.as_of - timedelta(days=silent)
    while not works(day) or day > world.end:
        day -= DAY
    return day


def openings(relation: Relation, last: date, dice: Random) -> Iterator[date]:
    """The working days on which a conversation starts by itself; the last one is left to the caller."""
    ends = [start for start, _ in relation.rhythm[1:]] + [last]
    for (start, every), end in zip(relation.rhythm, ends, strict=True):
        if not every:
            continue
        # a conversation runs on for days: leave room before the last touch
        stop = min(end, last - timedelta(days=min(8, max(2, int(every * 0.6)))))
        day = start + timedelta(days=dice.random() * min(every, 14))
        while day < stop:
            if works(day) and not (is_lull(day) and dice.random() < 0.85):
                yield day
                day += timedelta(days=max(1, round(dice.gammavariate(EVEN, every / EVEN))))
            else:
                day += DAY
