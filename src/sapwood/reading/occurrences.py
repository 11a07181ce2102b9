"""The occurrences of a series: its rule, its exceptions, its additions, and the dates that were moved."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr

from sapwood.reading.email import EARLIEST
from sapwood.reading.event import moment, sequence, stamp, utc
from sapwood.reading.lean_event import EVENTS
from sapwood.reading.recurrence import MOST_OCCURRENCES, NotFollowed, extent

AHEAD = timedelta(days=366)  # how far an endless series is followed beyond `latest`
TOO_MANY = f"occurrences beyond its first {MOST_OCCURRENCES:,}"
DAY = timedelta(days=1)


def is_single(events: Sequence[Any]) -> bool:
    """Whether these events of one UID are states of one meeting."""
    return not any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def occurrences(events: Sequence[Any], zone: str, latest: datetime, left: dict[str, None]) -> Iterator[Any]:
    """The occurrences that `events` of one UID name, each as an event of its own, from the first to AHEAD after
    `latest`, MOST_OCCURRENCES at most. `zone` is the calendar's own (X-WR-TIMEZONE). What is not followed is named in
    `left`. Raises what the libraries raise."""
    core = max((event for event in events if "RECURRENCE-ID" not in event), key=sequence, default=None)
    single = [event for event in events if "RECURRENCE-ID" in event]
    if core is not None and any(name in core for name in ("RRULE", "RDATE")):
        stop = _stop(core, latest + AHEAD, left)
    else:
        stop = max(utc(_start(event)) for event in events) + 2 * DAY
    if stop < EARLIEST:
        return
    calendar = icalendar.Calendar()
    for event in [core, *single] if core is not None else single:
        calendar.add_component(event)
    if zone:
        calendar.add("X-WR-TIMEZONE", zone)
        query = recurring_ical_events.of(calendar, components=EVENTS)
    else:
        query = recurring_ical_events.CalendarQuery(calendar, components=EVENTS)
    yield from islice(query.between(EARLIEST - DAY, stop), MOST_OCCURRENCES + len(single))


def shape_of(events: Sequence[Any]) -> str:
    """The rule of a series as a text, equal where the rule is; "" where only single dates of it are told."""
    core = max((event for event in events if "RECURRENCE-ID" not in event), key=sequence, default=None)
    if core is None:
        return ""
    rules = core.get("RRULE", [])
    said = [";".join(sorted(rule.to_ical().decode().split(";"))) for rule in _listed(rules)]
    added = [str(one.dt) for values in _listed(core.get("RDATE", [])) for one in values.dts]
    return " ".join([stamp(_start(core)), *sorted(said), *sorted(added)])


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def dropped(events: Sequence[Any], last: datetime) -> Iterator[date]:
    """Dates that the series may have named before and names no more: those taken out of it and, where it ends, those
    that would have followed its `last` within AHEAD."""
    core = max((event for event in events if "RECURRENCE-ID" not in event), key=sequence, default=None)
    if core is None:
        return
    taken_out = core.get("EXDATE", [])
    for values in taken_out if isinstance(taken_out, list) else [taken_out]:
        yield from (one.dt for one in values.dts)
    rule = core.get("RRULE")
    if rule is None or isinstance(rule, list) or not rule.keys() & {"UNTIL", "COUNT"}:
        return
    start = _start(core)
    zone = start.tzinfo if isinstance(start, datetime) else None
    after = last.astimezone(zone or UTC).replace(tzinfo=None)
    endless = ";".join(part for part in rule.to_ical().decode().split(";") if not part.startswith(("UNTIL", "COUNT")))
    try:
        stop = extent(endless, _naive(start), after + AHEAD).stop
        following = rrulestr(endless, dtstart=_naive(start)).between(after, stop)
    except (NotFollowed, ValueError, OverflowError):
        return
    yield from (one.replace(tzinfo=zone) if isinstance(start, datetime) else one.date() for one in following)


def _start(event: Any) -> date:
    start = moment(event, "DTSTART")
    if start is None:
        raise ValueError("an event without a start")
    return start


def _naive(start: date) -> datetime:
    return (start if isinstance(start, datetime) else utc(start)).replace(tzinfo=None)


def _stop(core: Any, horizon: datetime, left: dict[str, None]) -> datetime:
    """How far to follow a series. Rules that are not to be followed are taken out of it."""
    start = _start(core)
    aware = start.tzinfo if isinstance(start, datetime) else None
    end = horizon.astimezone(aware or UTC).replace(tzinfo=None)
    rules = core.get("RRULE", [])
    kept, stops = [], [end]
    for rule in rules if isinstance(rules, list) else [rules]:
        try:
            found = extent(rule.to_ical().decode(), _naive(start), end)
        except (NotFollowed, ValueError, OverflowError) as error:
            reason = str(error) if isinstance(error, NotFollowed) else "its rule cannot be read"
            left[f"its repetitions, because {reason}"] = None
            continue
        kept.append(rule)
        if found.more:
            left[TOO_MANY] = None
            stops.append(found.stop)
    core.pop("RRULE", None)
    if kept:
        core["RRULE"] = kept if len(kept) > 1 else kept[0]
    stop = min(stops)
    return stop.replace(tzinfo=aware or UTC)
