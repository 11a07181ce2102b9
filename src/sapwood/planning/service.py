"""Service events that affect an account: the reason to call before they call us, and to tell them once it is over.

docs/measures/today.md says which count, how long, and why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .hours import UNKNOWN, Hours, windows
from .zones import at

STALE_DAYS = 30  # of which nothing was heard for so long is no news
TELL_DAYS = 14  # after that they know, but for those who were closed all the while
PLANNED = ("maintenance", "scheduled")
PRESSING = (
    *("critical", "high", "highest", "major", "urgent", "blocker", "emergency"),
    *("kritisch", "hoch", "dringend", "critique", "élevée", "urgente", "crítica", "alta"),
)


@dataclass(frozen=True, slots=True)
class Service:
    """An event that affects one account. `name` is what everybody may read ("service event 7 of Home Mills");
    `since`, `heard` and `resolved` are days, `resolved` None while it is open. `theirs`: it is a ticket of theirs.
    `tickets` counts theirs about it, `holds` names what they have of it, `named`: a colleague says that it affects
    them. `called` is the last day on which somebody spoke with them about it while it was open, `told` since.
    `reported` is the moment (UTC) at which they last wrote a ticket about it, `over` that at which it was
    over (in the installation's zone), where the source says so."""

    account: int
    event: int
    name: str
    since: date
    heard: date
    resolved: date | None = None
    impact: str = ""
    products: tuple[str, ...] = ()
    theirs: bool = False
    tickets: int = 0
    holds: tuple[str, ...] = ()
    named: bool = False
    called: date | None = None
    told: date | None = None
    reported: datetime | None = None
    over: datetime | None = None


def is_pressing(said: str) -> bool:
    """Whether a desk that calls an impact or a priority so means one of the two highest ("1 - Critical")."""
    words = "".join(sign if sign.isalpha() else " " for sign in said.casefold()).split()
    return any(word in PRESSING for word in words)


def is_planned(impact: str, status: str) -> bool:
    """Whether it is work that was announced, and no trouble."""
    return impact.casefold() in PLANNED or status.casefold() in PLANNED


def to_call(services: Iterable[Service], as_of: date) -> tuple[Service, ...]:
    """Those open on the day about which nobody has called on an earlier one, the most pressing first: of high
    impact, then by how many tickets they wrote, then the newest."""
    found = [
        one
        for one in services
        if one.since <= as_of
        and (one.resolved is None or one.resolved > as_of)
        and one.called in (None, as_of)
        and (as_of - one.heard).days <= STALE_DAYS
    ]
    return tuple(
        sorted(found, key=lambda one: (not is_pressing(one.impact), -one.tickets, -one.since.toordinal(), one.event))
    )


def to_tell(
    services: Iterable[Service], as_of: date, spoke: date | None = None, hours: Hours = UNKNOWN
) -> tuple[Service, ...]:
    """Those that are over, and of which they are owed a word: they were called, or wrote of it themselves; or it was
    over before anybody could call: then is the moment to lend a hand, on that day, and where that was after their
    `hours`, until these have been once. Owed once, and no more once ours turned to them on a later day (`spoke`).
    A closure is waited out, also where it is longer than TELL_DAYS."""
    return tuple(
        one
        for one in services
        if one.resolved is not None
        and one.resolved <= as_of <= _last_day(one, hours)
        and (one.called is not None or not one.theirs)
        and one.told in (None, as_of)
        and (spoke is None or spoke <= one.resolved)
    )


def _last_day(one: Service, hours: Hours) -> date:
    """For telling them: whoever was called or wrote has two weeks to hear, and their first day there."""
    last = one.resolved or date.min
    if one.called is not None or one.tickets:
        return max(last + timedelta(days=TELL_DAYS), _first_there(one, hours))
    return _first_there(one, hours)


def _first_there(one: Service, hours: Hours) -> date:
    """The day on which it was over, or of their first hours that had not ended by then."""
    last = one.resolved or date.min
    closes = [until for _, until in windows(hours, last) if one.over is not None and until > one.over]
    if one.over is None or not closes:  # no moment or no zone is known: by days alone
        return hours.calendar.working(last)
    return max(last, closes[0].astimezone(one.over.tzinfo).date())


def why_them(theirs: bool, tickets: int, holds: tuple[str, ...], named: bool) -> str:
    """ "3 tickets; holds Mill; a colleague says so": what makes it theirs."""
    said = ["their own ticket"] if theirs else []
    if tickets:
        said.append(f"{tickets:,} ticket{'' if tickets == 1 else 's'}")
    if holds:
        said.append(f"holds {', '.join(holds[:3])}{' and more' if len(holds) > 3 else ''}")
    if named:
        said.append("a colleague says so")
    return "; ".join(said)


def sentence(one: Service, as_of: date) -> str:
    """ "Affected by service event 7 of Mills since 3 June (3 tickets; holds Mill); call before they call us." """
    if one.resolved is not None and one.resolved <= as_of:
        if one.called is None and not one.tickets:
            on = "today" if one.resolved == as_of else f"on {_day(one.resolved)}"
            when = f" at {at(one.over)}" if one.over else ""
            why = why_them(one.theirs, one.tickets, one.holds, one.named)
            return (
                f"{_capital(one.name)} was over {on}{when} ({why}), before anybody called them; call and lend a hand."
            )
        spoken = "we called them about it" if one.called else "they wrote to us about it"
        return f"{_capital(one.name)} was over on {_day(one.resolved)}, and {spoken}: tell them that it is solved."
    if one.theirs:
        return f"Their {_small(one.name)}, of high priority, has been open since {_day(one.since)}; call them."
    why = why_them(one.theirs, one.tickets, one.holds, one.named)
    return f"Affected by {_small(one.name)} since {_day(one.since)} ({why}); call before they call us."


def line(one: Service) -> str:
    """The arithmetic below the sentence."""
    impact = one.impact or "unknown"
    products = ", ".join(one.products[:5]) or "none named"
    until = f", over on {_day(one.resolved)} {one.resolved.year}" if one.resolved else ", still open"
    begun = f"since {_day(one.since)} {one.since.year}{until}"
    return f"{_capital(one.name)}: {begun}; impact {impact}; products: {products}."


def _day(one: date) -> str:
    return f"{one.day} {one:%B}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
