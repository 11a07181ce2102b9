"""When we last met an organisation, and when we meet next. docs/measures/meetings.md."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any

import ibis

from .engine import Engine
from .once import once
from .schema import log, people
from .touches import WRITTEN

FACE_TO_FACE = ("meeting", "visit")
AHEAD = 400  # days: what a calendar says of later than that nobody plans by
Meeting = dict[str, Any]
Meetings = dict[str, Meeting]


@once
def last_met(touched: ibis.Table) -> ibis.Table:
    """The newest meeting or visit of each organisation, from the rows of touches(). Columns: organisation, id, second
    (since 1970, UTC), minutes."""
    rows = touched.filter(touched.channel.isin(FACE_TO_FACE))
    return _first(rows.select("organisation", "id", "second", "minutes"), ibis.desc("second"))


@once
def next_meeting(as_of: date) -> ibis.Table:
    """The first meeting or visit of each organisation after the end of `as_of` (UTC) that somebody of theirs and
    somebody at home organise, accepted or were invited to, and that is not called off. Columns: as last_met(), and
    agreed: on both sides somebody organises it or accepted."""
    begin = datetime.combine(as_of + timedelta(days=1), datetime.min.time(), UTC)
    start, end = (ibis.literal(begin + timedelta(days=days), "timestamp('UTC')") for days in (0, AHEAD))
    rows = log.filter(log.channel.isin(FACE_TO_FACE), log.flag == "", log.when >= start, log.when < end)
    rows = rows.select("id", "minutes", "second", one=rows.people.unnest())
    rows = rows.select("id", "minutes", "second", key=rows.one["key"], role=rows.one["role"])
    rows = rows.filter(rows.role.isin([*WRITTEN, "invited"]))
    rows = rows.join(
        people.filter(people.kind.isin(["person", "shared"])).select("key", "organisation", "home"), "key"
    )
    sides = rows.group_by("id", "organisation", "home").agg(
        agreed=(rows.role != "invited").any(), second=rows.second.min(), minutes=rows.minutes.max()
    )
    ours = sides.filter(sides.home).group_by("id").agg(we_agreed=sides.agreed.any())
    both = sides.filter(~sides.home, sides.organisation.notnull()).join(ours, "id")
    both = both.select("organisation", "id", "second", "minutes", agreed=both.agreed & both.we_agreed)
    return _first(both, ibis.asc("second"))


def meetings(
    engine: Engine, touched: ibis.Table, as_of: date, planned: Mapping[int, Meeting] | None = None
) -> dict[int, Meetings]:
    """By organisation {"last": …, "next": …}, where there are such, each {"id", "when" (ISO, UTC), "minutes" (None
    where unknown)}; the next with "agreed". `planned` were the next ones so far, where the engine holds only what
    came since."""
    found: dict[int, Meetings] = {organisation: {"next": one} for organisation, one in (planned or {}).items()}
    for name, rows in (("last", last_met(touched)), ("next", next_meeting(as_of))):
        for row in engine.run(rows).to_pylist():
            known = found.setdefault(row.pop("organisation"), {})
            known[name] = min(known.get(name, _plain(row)), _plain(row), key=itemgetter("when"))
    return found


def _plain(row: Meeting) -> Meeting:
    when = datetime.fromtimestamp(row["second"], UTC).isoformat()
    return {name: value for name, value in row.items() if name != "second"} | {"when": when}


def _first(rows: ibis.Table, order: Any) -> ibis.Table:
    number = ibis.row_number().over(group_by="organisation", order_by=[order, ibis.asc("id")])
    return rows.mutate(number=number).filter(lambda row: row.number == 0).drop("number")
