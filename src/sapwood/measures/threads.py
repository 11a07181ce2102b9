"""Threads: which touches belong to one conversation. docs/measures/touch.md."""

import ibis

from .touches import DAY_S

GAP_DAYS = 30  # mails under one subject that lie further apart are two conversations
COLUMNS = ("organisation", "id", "when", "second", "channel", "direction")


def threads(touches: ibis.Table) -> ibis.Table:
    """organisation, id, when, second, channel and direction of the touches, with `begun` (it refers to nothing) and
    `thread` (int64): equal within an organisation for one conversation.

    A reply belongs to the oldest interaction it refers to, which belongs to its own thread. Mail without references
    goes by subject: neighbours under one subject at most 30 days apart are one conversation, and where one of them
    has references, theirs. Other channels, and mail without a subject, stand alone unless they refer to something.
    """
    rows = touches.select(*COLUMNS, "root")
    rows = rows.left_join(_by_subject(touches), ["organisation", "id"]).drop("id_right", "organisation_right")
    thread = ibis.coalesce(rows.root, rows.found, rows.id)
    return rows.select(*COLUMNS, begun=rows.root.isnull(), thread=thread)


def _by_subject(touches: ibis.Table) -> ibis.Table:
    """organisation, id and what was found, for mail that refers to nothing, has company under its subject, and to
    which nothing refers."""
    mail = touches.filter(touches.channel == "mail", touches.topic.notnull())
    mail = mail.select("organisation", "id", "topic", "second", anchor="root")
    group = ["organisation", "topic"]
    # looking at neighbours costs more than all else here; most subjects need none of it
    groups = mail.group_by(*group).agg(
        loose=mail.anchor.isnull().any(), mails=mail.id.count(), span=mail.second.max() - mail.second.min()
    )
    groups = groups.filter(groups.loose, groups.mails > 1)
    roots = touches.filter(touches.root.notnull()).select("organisation", id="root").distinct()
    mail = mail.join(groups.select(*group, "span"), group)
    mail = mail.left_join(roots.mutate(started=True), ["organisation", "id"]).drop("id_right", "organisation_right")
    mail = mail.mutate(anchor=ibis.coalesce(mail.anchor, ibis.ifelse(mail.started, mail.id, ibis.null("int64"))))
    inside = ibis.window(group_by=group, order_by=["second", "id"])
    long = mail.filter(mail.span > GAP_DAYS * DAY_S)
    before = long.second.lag().over(inside)
    long = long.mutate(fresh=(before.isnull() | (long.second - before > GAP_DAYS * DAY_S)).cast("int64"))
    so_far = ibis.cumulative_window(group_by=group, order_by=["second", "id"])
    columns = ("organisation", "topic", "id", "anchor")
    long = long.select(*columns, run=long.fresh.sum().over(so_far))
    short = mail.filter(mail.span <= GAP_DAYS * DAY_S)
    mail = short.select(*columns, run=ibis.literal(1, "int64")).union(long)
    runs = mail.group_by(*group, "run").agg(named=mail.anchor.min(), first=mail.id.min())
    found = mail.filter(mail.anchor.isnull()).join(runs, [*group, "run"])
    return found.select("organisation", "id", found=ibis.coalesce(found.named, found.first))
