"""One meeting, several records: a calendar's entry and a transcript of the same hour are one touch.

docs/measures/touch.md. Worked out when measured, like direction and thread (decision 0002): whose voice a transcript
holds is often said weeks after both came in.
"""

from datetime import date

import ibis

from .engine import Engine
from .once import once
from .schema import log
from .touches import DAY_S, touches

NOON_S = 43_200
UNKNOWN_MINUTES = 60.0


def meetings_once(engine: Engine, as_of: date, attending: ibis.Table) -> ibis.Table:
    """The rows of touches() without further records of one meeting. `attending` is attendance(as_of), and kept by the
    engine, which keeps the answer as "touched"."""
    met = engine.keep(_met(as_of, attending), "met")
    double = engine.keep(further_records(met, attending), "further_records")
    return engine.keep(_but(as_of, attending, double), "touched")


@once
def _met(as_of: date, attending: ibis.Table) -> ibis.Table:
    meetings = log.filter(log.channel == "meeting").select("id")
    return touches(as_of, attending.semi_join(meetings, "id"))


@once
def _but(as_of: date, attending: ibis.Table, double: ibis.Table) -> ibis.Table:
    return touches(as_of, attending).anti_join(double, ["organisation", "id"])


@once
def further_records(touched: ibis.Table, attending: ibis.Table) -> ibis.Table:
    """organisation and id of meetings that are another record of one that stays: with the same organisation on the
    same day (UTC), overlapping, and with a person or the subject in common.

    A record without an hour (it stands at noon) overlaps with all of its day. Of several, one with an hour stays
    before one without, then one that knows what was said, then the smaller id.
    """
    meetings = touched.filter(touched.channel == "meeting")
    length = ibis.coalesce(meetings.minutes, ibis.literal(UNKNOWN_MINUTES)) * 60
    untimed = meetings.second % DAY_S == NOON_S
    meetings = meetings.select(
        "organisation",
        "id",
        "topic",
        "second",
        day=meetings.second // DAY_S,
        end=meetings.second + length,
        untimed=untimed,
        rank=untimed.cast("int32") * 2 + (meetings.words == 0).cast("int32"),
    )
    other = meetings.rename(
        id_b="id", topic_b="topic", second_b="second", end_b="end", untimed_b="untimed", rank_b="rank"
    )
    pairs = meetings.join(other, ["organisation", "day"])
    overlap = (pairs.second < pairs.end_b) & (pairs.second_b < pairs.end)
    better = (pairs.rank_b < pairs.rank) | ((pairs.rank_b == pairs.rank) & (pairs.id_b < pairs.id))
    pairs = pairs.filter(better & (overlap | pairs.untimed | pairs.untimed_b))
    by_subject = pairs.filter(pairs.topic == pairs.topic_b).select("organisation", "id")
    people = attending.filter(attending.person.notnull()).select("id", "person")
    shared = pairs.join(people, "id").join(people.rename(id_b="id"), ["id_b", "person"])
    return ibis.union(by_subject, shared.select("organisation", "id"), distinct=True)
