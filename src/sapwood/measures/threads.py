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
    rows = touches.select("organisation", "id", "when", "channel", "topic", "root")
    rows = rows.left_join(roots.mutate(started=True), ["organisation", "id"]).drop("id_right", "organisation_right")
    anchor = ibis.coalesce(rows.root, ibis.ifelse(rows.started, rows.id, ibis.null("int64")))
    by_subject = (rows.channel == "mail") & rows.topic.notnull()
    rows = rows.select(
        "organisation",
        "id",
        anchor=anchor,
        second=seconds(rows.when),
        kind=by_subject.cast("int8"),
        # what has no subject gets a subject of its own: its id, which is no other row's
        subject=ibis.ifelse(by_subject, rows.topic, rows.id),
    )
    group = ["organisation", "kind", "subject"]
    before = rows.second.lag().over(ibis.window(group_by=group, order_by=["second", "id"]))
    rows = rows.mutate(fresh=(before.isnull() | (rows.second - before > GAP_DAYS * DAY_S)).cast("int32"))
    rows = rows.mutate(run=rows.fresh.sum().over(ibis.cumulative_window(group_by=group, order_by=["second", "id"])))
    runs = rows.group_by(*group, "run").agg(named=rows.anchor.min(), first=rows.id.min())
    rows = rows.join(runs, [*group, "run"])
    found = rows.select("organisation", "id", thread=ibis.coalesce(rows.anchor, rows.named, rows.first))
    return touches.join(found, ["organisation", "id"])
