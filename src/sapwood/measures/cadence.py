"""The cadence that applies to a relationship, as plain values, and what it makes of a silence. Which one applies is
planning/which_cadence.py's to say; docs/measures/cadence.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .days_off import EVERY_DAY, Calendar

KEYS = (
    *("floor", "ceiling", "floor_from", "ceiling_from", "floor_said", "ceiling_said", "cadence_said"),
    *("counted_days", "days_off", "due", "peace_until", "rank_counted"),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """`days` on the clock; `source` is "asked", "agreed", "policy" or "learned"; `said` is the part of a sentence
    that says so: of a ceiling it begins one, of a floor it goes inside one."""

    days: int
    source: str
    said: str


@dataclass(frozen=True, slots=True)
class Cadence:
    """`floor`: days to leave in peace, `ceiling`: days not to forget for; None where nobody said any. `said` are
    whole sentences about what applies, and about what does not because it contradicts."""

    floor: Limit | None = None
    ceiling: Limit | None = None
    said: tuple[str, ...] = ()
    calendar: Calendar = EVERY_DAY


NOTHING = Cadence()


def agreed(floor: int | None, ceiling: int | None) -> Cadence:
    """Where nothing but an agreement is known."""
    said = [every(ceiling)] if ceiling is not None else []
    said += [f"not within {count(floor)}"] if floor is not None else []
    return Cadence(
        None if floor is None else Limit(floor, "agreed", f"agreed to be left in peace for {count(floor)}"),
        None if ceiling is None else Limit(ceiling, "agreed", f"Agreed {every(ceiling)}"),
        (f"Agreed: {', '.join(said)}.",) if said else (),
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """A silence by the account's own clock: `counted` of its days count; `off` are the others. `left` are the days to
    the end of the ceiling, below 0 when that is past; `due` is that end, on a working day, `peace_until` the day from
    which the floor no longer holds; None where there is no such limit."""

    counted: int
    off: tuple[tuple[date, str], ...] = ()
    left: int | None = None
    due: date | None = None
    peace_until: date | None = None

    @property
    def note(self) -> str:
        """What stands behind the days of a silence: " (2 of them off the clock: Whit Monday, Corpus Christi)"."""
        names = list(dict.fromkeys(why for _, why in self.off))
        if not names:
            return ""
        listed = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        return f" ({len(self.off)} of them off the clock: {listed})"


def clock(cadence: Cadence, last: date, as_of: date) -> Clock:
    """What `cadence` makes of the silence since the day `last`."""
    calendar, silent = cadence.calendar, (as_of - last).days
    off = tuple(calendar.between(last, as_of))
    due = calendar.working(calendar.reached(last, cadence.ceiling.days)) if cadence.ceiling else None
    return Clock(
        counted=silent - len(off),
        off=off,
        left=None if due is None else (due - as_of).days,
        due=due,
        peace_until=calendar.reached(last, cadence.floor.days) if cadence.floor else None,
    )


def numbers(cadence: Cadence, time: Clock | None, rank_counted: float | None) -> dict[str, Any]:
    """What a standing keeps of it, for the sentences and for judging again. What does not apply is left out."""
    floor, ceiling = cadence.floor, cadence.ceiling
    kept: dict[str, Any] = {"floor": floor and floor.days, "ceiling": ceiling and ceiling.days}
    for name, limit in (("floor", floor), ("ceiling", ceiling)):
        if limit is not None:
            kept |= {f"{name}_from": limit.source, f"{name}_said": limit.said}
    if cadence.said:
        kept["cadence_said"] = list(cadence.said)
    if time is not None and time.off:
        kept |= {"counted_days": time.counted, "days_off": [[day.isoformat(), why] for day, why in time.off[-60:]]}
    if time is not None and time.due is not None:
        kept["due"] = time.due.isoformat()
    if time is not None and time.peace_until is not None:
        kept["peace_until"] = time.peace_until.isoformat()
    return kept if rank_counted is None else kept | {"rank_counted": rank_counted}


def without(arithmetic: Mapping[str, Any]) -> dict[str, Any]:
    """A standing's numbers without those of any cadence."""
    return {name: value for name, value in arithmetic.items() if name not in KEYS}


def every(days: int) -> str:
    return f"at least every {'day' if days == 1 else count(days)}"


def count(days: int) -> str:
    return f"{days:,} {'day' if days == 1 else 'days'}"
