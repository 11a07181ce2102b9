"""Threads: which touches belong to one conversation. docs/measures/touch.md."""

import ibis

from .touches import DAY_S, seconds

GAP_DAYS = 30  # mails under one subject that lie further apart are two conversations


def threads(touches: ibis.Table) -> ibis.Table:
    """The touches with one more column, `thread` (int64): equal within an organisation for one conversation.

    A reply belongs to the oldest interaction it refers to, which belongs to its own thread. Mail without references
    goes by subject: neighbours under one subject at most 30 days apart are one conversation, and where one of them
    has references, theirs. Other channels, and mail without a subject, stand alone unless they refer to something.
    """
    roots = touches.filter(touches.root.notnull()).select("organisation", id="root").distinct()
    roots = roots.mutate(started=True)
    rows = touches.left_join(roots, ["organisation", "id"]).drop("id_right", "organisation_right")
    rows = rows.mutate(anchor=ibis.coalesce(rows.root, ibis.ifelse(rows.started, rows.id, ibis.null("int64"))))
    by_subject = (rows.channel == "mail") & rows.topic.notnull()
    # what has no subject gets a subject of its own: its id, which is no other row's
    rows = rows.mutate(
        subject=ibis.ifelse(by_subject, rows.topic, rows.id),
        kind=by_subject.cast("int8"),
        second=seconds(rows.when),
    )
    under = ibis.window(group_by=["organisation", "kind", "subject"], order_by=["when", "id"])
    before = rows.second.lag().over(under)
    rows = rows.mutate(fresh=(before.isnull() | (rows.second - before > GAP_DAYS * DAY_S)).cast("int32"))
    so_far = ibis.cumulative_window(group_by=["organisation", "kind", "subject"], order_by=["when", "id"])
    rows = rows.mutate(run=rows.fresh.sum().over(so_far))
    together = ibis.window(group_by=["organisation", "kind", "subject", "run"])
    rows = rows.mutate(
        thread=ibis.coalesce(rows.anchor, rows.anchor.min().over(together), rows.id.min().over(together)),
    )
    return rows.drop("started", "anchor", "subject", "kind", "second", "fresh", "run")
