"""When people work: their own zone, weekdays, absences, and a quiet Christmas."""

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from cast import Person, number

OPENS, CLOSES = 8.0, 17.5  # hours on the person's own clock
DAY = timedelta(days=1)
zone = cache(ZoneInfo)


@cache
def away(key: str, year: int) -> tuple[tuple[date, date], ...]:
    """A person's two absences of a year: a week in spring or autumn, up to two in summer."""
    dice = Random(number("away", key, year))
    spring = date(year, dice.choice((2, 3, 10, 11)), 1) + dice.randrange(20) * DAY
    summer = date(year, dice.choice((7, 8)), 1) + dice.randrange(20) * DAY
    return (spring, spring + 7 * DAY), (summer, summer + dice.choice((7, 14)) * DAY)


def is_away(person: Person, day: date) -> bool:
    """On one of their absences; two of three are away at Christmas as well."""
    if is_lull(day) and person.habit % 3:
        return True
    return any(first <= day < last for first, last in away(person.key, day.year))


def works(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in ((12, 25), (12, 26), (1, 1))


def is_lull(day: date) -> bool:
    """Between the last days before Christmas and the second of January hardly anybody writes."""
    return (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 2)


def clock(person: Person, day: date, hour: float, second: int = 0) -> datetime:
    """`hour` o'clock (13.5 is half past one) on the person's own clock."""
    minutes = int(hour * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60, second), zone(person.zone))


def next_working(person: Person, day: date) -> date:
    """The first day from `day` on which the person is at work."""
    while not works(day) or is_away(person, day):
        day += DAY
    return day


def at_work(person: Person, when: datetime) -> bool:
    local = when.astimezone(zone(person.zone))
    day = local.date()
    return OPENS <= local.hour + local.minute / 60 < CLOSES and works(day) and not is_away(person, day)


def together(one: Person, other: Person, when: datetime, hours: int) -> datetime:
    """The next moment within `hours` at which both are at work, to speak to each other; else `when` itself."""
    for half in range(2 * hours):
        moment = when + timedelta(minutes=30 * half)
        if at_work(one, moment) and at_work(other, moment):
            return moment
    return when


def later(person: Person, when: datetime, hours: float, dice: Random) -> datetime:
    """`hours` of the person's own working time after `when`."""
    local = when.astimezone(zone(person.zone))
    day, hour = local.date(), local.hour + local.minute / 60
    if not works(day) or hour >= CLOSES or is_away(person, day):
        day, hour = next_working(person, day + DAY), OPENS + dice.random() * 0.8
    hour = max(hour, OPENS) + hours
    while hour > CLOSES:
        day, hour = next_working(person, day + DAY), hour - (CLOSES - OPENS)
    return clock(person, day, hour, dice.randrange(60))
