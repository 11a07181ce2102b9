"""A touch to listen: regular, with no agenda, and never a pitch. docs/measures/listening.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS = 120  # offered, not applied: nobody is asked to listen until somebody says so
LEAST_DAYS, MOST_DAYS = 14, 1_000
OWN, TAG, TIER = "own", "tag", "tier"
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Asked:
    """That `by` said on the day `said` to listen every `every` days (None: not to): of the account itself (`kind`
    OWN), or of a tag or tier called `name`."""

    kind: str
    every: int | None
    said: date
    by: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listening:
    """What applies to an account, and the day of its `last` touch without an agenda, None where none is known."""

    asked: Asked
    every: int
    last: date | None = None

    @property
    def due(self) -> date:
        """Counted from the day it was asked for where there was none before."""
        return (self.last or self.asked.said) + timedelta(days=self.every)

    def is_due(self, as_of: date) -> bool:
        return as_of >= self.due


def applies(asked: Iterable[Asked], as_of: date) -> Asked | None:
    """What was said of the account itself, else the most frequent of its tags, else its tier's; None where nobody
    said any by the day `as_of`, or that it is not to be."""
    known = [one for one in asked if one.said <= as_of]
    for kind in (OWN, TAG, TIER):
        several = [one for one in known if one.kind == kind]
        if several:
            first = min(several, key=lambda one: (one.every or MOST_DAYS + 1, one.name))
            return first if first.every is not None else None
    return None


def listening(asked: Iterable[Asked], last: date | None, as_of: date) -> Listening | None:
    found = applies(asked, as_of)
    if found is None or found.every is None:
        return None
    return Listening(found, found.every, last if last is not None and last <= as_of else None)


def every_trouble(every: int | None) -> str:
    """A sentence where nobody can be listened to every so many days, else ""."""
    if every is not None and not LEAST_DAYS <= every <= MOST_DAYS:
        return (
            f"A touch to listen comes every {LEAST_DAYS} to {MOST_DAYS:,} days; {every:,} is not among them. "
            "Nothing was changed."
        )
    return ""


def sentence(one: Listening, as_of: date) -> str:
    """ "A touch to listen: ask, listen, and offer nothing. The last one was 130 days ago." """
    if one.last is None:
        since = f"Asked for on {_day(one.asked.said)}, and there was none yet."
    else:
        since = f"The last one was {_days((as_of - one.last).days)} ago."
    return f"A touch to listen: ask, listen, and offer nothing. {since}"


def lines(one: Listening, as_of: date) -> tuple[str, ...]:
    whose = {OWN: "for this account"}.get(one.asked.kind, f"by policy of {one.asked.kind} {one.asked.name}")
    start = (
        f"the last on {_day(one.last)}" if one.last else f"counted from {_day(one.asked.said)}, when it was asked for"
    )
    said = f"To listen every {_days(one.every)}, {whose}, said by {one.asked.by}; {start}, so due on {_day(one.due)}."
    return (said, "What you talked about before stands with the touches below, where you may read it.")


def _days(number: int) -> str:
    return f"{number:,} day{'' if number == 1 else 's'}"


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
