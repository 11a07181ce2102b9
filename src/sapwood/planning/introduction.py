"""Whoever takes an account over owes it an introduction. docs/measures/today.md."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sapwood.facts.interaction import CHANNELS
from sapwood.measures.recent import DIRECTIONS, EPOCH
from sapwood.measures.standing import Standing

from .ending import Ending
from .waiting import Waiting

A_DAY = 5  # introductions that come due for one colleague on a working day; ours, nobody has measured it
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Introduction:
    """That `before` (their name) handed the account over on `day` to the person `to` (None: nobody knows who of ours
    the new owner is); it was theirs `since` (None: not on record). It is owed from the day `due`, `ahead` while that
    is still to come. `knew` names who of ours knows them, best first; `steps` are open, the next of them due on
    `next_step`."""

    before: str
    day: date
    due: date
    to: int | None = None
    since: date | None = None
    by: str = ""
    ahead: bool = False
    knew: tuple[str, ...] = ()
    steps: int = 0
    next_step: date | None = None


def introduced(to: int | None, day: date, standing: Standing) -> bool:
    """Whether the person `to` has turned to them, or met them, since `day` (that day included). A touch with several
    of ours names one of them alone: then the ties tell who else was there. Where the newest touches reach no further
    back than `day`, any touch of theirs since is taken for it."""
    if to is None:
        return False
    rows = standing.recent.rows
    since = (day - EPOCH.date()).days * DAY_US
    ours = (rows["direction"] != DIRECTIONS.index("in")) & (rows["channel"] != CHANNELS.index("ticket"))
    if (ours & (rows["colleague"] == to) & (rows["when"] >= since)).any():
        return True
    days = [date.fromisoformat(tie["last"]) for tie in standing.reach.get("ties", ()) if tie["colleague"] == to]
    last = max(days, default=None)
    if last is None or last < day:
        return False
    start = (last - EPOCH.date()).days * DAY_US
    both = rows["direction"] == DIRECTIONS.index("both")
    if (both & (rows["when"] >= start) & (rows["when"] < start + DAY_US)).any():
        return True
    return bool(len(rows)) and bool(rows["when"].min() >= since)


def spread(
    accounts: Iterable[int], first: date, taken: Mapping[date, int] = {}, off: Collection[date] = ()
) -> dict[int, date]:
    """By account the day from which its introduction is owed: in the order given, A_DAY on each working day from
    `first` on, fewer where some are `taken` already, none on days `off`."""
    found, day, used = {}, first, taken.get(first, 0)
    for account in accounts:
        while used >= A_DAY or day.weekday() > 4 or day in off:
            day += timedelta(days=1)
            used = taken.get(day, 0)
        found[account], used = day, used + 1
    return found


def sentence(one: Introduction) -> str:
    """ "Introduce yourself: Ana Brandt handed this over on 3 March 2026." """
    return f"Introduce yourself: {one.before} handed this over on {_day(one.day)}."


def waits(one: Introduction) -> str:
    return f"Its day is {_day(one.due)}: {A_DAY} introductions come up on a working day, the most important first."


def open_things(one: Introduction, waiting: Waiting | None, endings: Collection[Ending]) -> str:
    """ "Open: an answer they wait for since 1 March, 2 next steps." """
    said = []
    if waiting is not None:
        said.append(f"an answer they wait for since {_day(waiting.since)}")
    if one.steps:
        when = f", the next due on {_day(one.next_step)}" if one.next_step else ""
        said.append(f"{one.steps:,} next step{'' if one.steps == 1 else 's'}{when}")
    if endings:
        first = min(endings, key=lambda each: each.day)
        said.append(
            f"{len(endings):,} thing{'' if len(endings) == 1 else 's'} that end{'s' if len(endings) == 1 else ''}, "
            f"the first on {_day(first.day)}"
        )
    return f"Open: {'; '.join(said)}." if said else ""


def lines(one: Introduction) -> tuple[str, ...]:
    since = f"since {_day(one.since)}" if one.since else "since a day that is not on record"
    by = f"; {one.by} handed it over" if one.by and one.by != one.before else ""
    knew = (
        f"Who of ours knows them: {', '.join(one.knew)}."
        if one.knew
        else "Nobody of ours has been in touch with them."
    )
    owed = "It is settled by a touch of the new owner with them, or by “done”."
    return (f"It was {one.before}’s {since}{by}.", knew, owed)


def _day(one: date) -> str:
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
