"""Threads: which touches belong to one conversation. docs/measures/touch.md."""

import ibis
import numpy as np
import pyarrow as pa

from .engine import Engine
from .once import once
from .touches import DAY_S

GAP_DAYS = 30  # mails under one subject that lie further apart are two conversations
COLUMNS = ("organisation", "id", "when", "second", "channel", "direction")
FOUND = ibis.schema({"organisation": "int64", "id": "int64", "found": "int64"})
NOTHING = np.iinfo(np.int64).max


def threads(engine: Engine, touches: ibis.Table) -> ibis.Table:
    """organisation, id, when, second, channel and direction of the touches, with `begun` (it refers to nothing) and
    `thread` (int64): equal within an organisation for one conversation. The engine keeps them as "threaded".

    A reply belongs to the oldest interaction it refers to, which belongs to its own thread. Mail without references
    goes by subject: neighbours under one subject at most 30 days apart are one conversation, and where one of them
    has references, theirs. Other channels, and mail without a subject, stand alone unless they refer to something.
    """
    by_subject = engine.put(_runs(engine.run(_loose(touches))), FOUND, "by_subject")
    return engine.keep(_threaded(touches, by_subject), "threaded")


@once
def _threaded(touches: ibis.Table, by_subject: ibis.Table) -> ibis.Table:
    rows = touches.select(*COLUMNS, "root")
    rows = rows.left_join(by_subject, ["organisation", "id"]).drop("id_right", "organisation_right")
    thread = ibis.coalesce(rows.root, rows.found, rows.id)
    return rows.select(*COLUMNS, begun=rows.root.isnull(), thread=thread)


@once
def _loose(touches: ibis.Table) -> ibis.Table:
    """Mail under subjects where something refers to nothing, and is not alone, in order of time. `anchor` is the
    conversation it is known to belong to, NOTHING where it refers to none and none refers to it."""
    mail = touches.filter(touches.channel == "mail", touches.topic.notnull())
    mail = mail.select("organisation", "id", "topic", "second", "root")
    group = ["organisation", "topic"]
    # looking at neighbours costs more than all else here; most subjects need none of it
    groups = mail.group_by(*group).agg(loose=mail.root.isnull().any(), mails=mail.id.count())
    groups = groups.filter(groups.loose, groups.mails > 1)
    roots = touches.filter(touches.root.notnull()).select("organisation", id="root").distinct()
    mail = mail.semi_join(groups, group)
    mail = mail.left_join(roots.mutate(started=True), ["organisation", "id"]).drop("id_right", "organisation_right")
    anchor = ibis.coalesce(mail.root, ibis.ifelse(mail.started, mail.id, ibis.null("int64")), NOTHING)
    mail = mail.select("organisation", "topic", "second", "id", anchor=anchor)
    return mail.order_by("organisation", "topic", "second", "id")


def _runs(mail: pa.Table) -> pa.Table:
    """From rows of _loose(), the conversation of each mail without an anchor: the least anchor, else the least id, of
    its run of neighbours."""
    organisation, topic, second, number, anchor = (column.to_numpy() for column in mail.columns)
    fresh = np.ones(len(number), bool)
    fresh[1:] = (organisation[1:] != organisation[:-1]) | (topic[1:] != topic[:-1])
    fresh[1:] |= second[1:] - second[:-1] > GAP_DAYS * DAY_S
    start, loose = np.flatnonzero(fresh), anchor == NOTHING
    if len(number):
        named, first = np.minimum.reduceat(anchor, start), np.minimum.reduceat(number, start)
        found = np.where(named == NOTHING, first, named)[np.cumsum(fresh) - 1]
    else:
        found = number
    return pa.table([organisation[loose], number[loose], found[loose]], FOUND.names)
