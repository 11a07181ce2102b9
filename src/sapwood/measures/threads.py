"""Threads: which touches belong to one conversation. docs/measures/touch.md."""

import ibis

from .touches import DAY_S

GAP_DAYS = 30  # mails under one subject that lie further apart are two conversations


def threads(touches: ibis.Table) -> ibis.Table:
    """The touches with one more column, `thread` (int64): equal within an organisation for one conversation.

    A reply belongs to the oldest interaction it refers to, which belongs to its own thread. Mail without references
    goes by subject: neighbours under one subject at most 30 days apart are one conversation, and where one of them
    has references, theirs. Other channels, and mail without a subject, stand alone unless they refer to something.
    """
    roots = touches.filter(touches.root.notnull()).select("organisation", id="root").distinct()
    rows = touches.left_join(roots.mutate(started=True), ["organisation", "id"]).drop(
        "id_right", "organisation_right"
    )
    rows = rows.mutate(anchor=ibis.coalesce(rows.root, ibis.ifelse(rows.started, rows.id, ibis.null("int64"))))
    by_subject = _by_subject(rows)
    rows = rows.left_join(by_subject, ["organisation", "id"]).drop("id_right", "organisation_right")
    thread = ibis.coalesce(rows.anchor, rows.found, rows.id)
    return rows.select(*touches.columns, thread=thread)


def _by_subject(rows: ibis.Table) -> ibis.Table:
    """organisation, id and what was found, for mail under subjects where something refers to nothing: the rest needs
    no looking at, and looking costs more than all else here."""
    mail = rows.filter(rows.channel == "mail", rows.topic.notnull())
    mail = mail.select("organisation", "id", "topic", "second", "anchor")
    loose = mail.filter(mail.anchor.isnull()).select("organisation", "topic").distinct()
    mail = mail.semi_join(loose, ["organisation", "topic"])
    group = ["organisation", "topic"]
    before = mail.second.lag().over(ibis.window(group_by=group, order_by=["second", "id"]))
    mail = mail.mutate(fresh=(before.isnull() | (mail.second - before > GAP_DAYS * DAY_S)).cast("int32"))
    mail = mail.mutate(run=mail.fresh.sum().over(ibis.cumulative_window(group_by=group, order_by=["second", "id"])))
    runs = mail.group_by(*group, "run").agg(named=mail.anchor.min(), first=mail.id.min())
    found = mail.filter(mail.anchor.isnull()).join(runs, [*group, "run"])
    return found.select("organisation", "id", found=ibis.coalesce(found.named, found.first))
