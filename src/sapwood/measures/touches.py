"""Touches: the interactions that count for home's rhythm with each outside organisation. docs/measures/touch.md."""

from datetime import UTC, date, datetime, timedelta

import ibis

from .schema import log, people

DAY_S = 86_400
WRITTEN = ("from", "to", "cc", "bcc")
ROOM = 1_000_000  # places for each role, so that a place tells both the role and the order
COUNTED = ("", "list")  # automatic and bulk mail is no touch


def seconds(when: ibis.Column) -> ibis.Column:
    """Whole seconds since 1970-01-01 (int64): engines differ in whether theirs are whole."""
    return when.epoch_seconds().cast("float64").floor().cast("int64")


def counted(as_of: date) -> ibis.Table:
    """Interactions that may count by the end of `as_of` (UTC), copies of one mail once: the smallest id stays."""
    end = int(datetime.combine(as_of + timedelta(days=1), datetime.min.time(), UTC).timestamp())
    rows = log.filter(log.flag.isin(COUNTED), seconds(log.when) < end)
    rows = rows.mutate(same=ibis.coalesce(rows.same, rows.id))
    # most mail has no copies: naming the few that go costs less than naming all that stay
    copied = rows.group_by("same").agg(first=rows.id.min(), copies=rows.id.count())
    copied = copied.filter(copied.copies > 1)
    spare = rows.join(copied, "same").filter(lambda row: row.id != row.first).select("id")
    return rows.anti_join(spare, "id")


def attendance(as_of: date) -> ibis.Table:
    """A row per person or shared mailbox on a counted interaction; lists and robots are left out.

    Columns: id, organisation, person (null for a shared mailbox), home, writer (wrote, called or organised), and
    place (int64): the writer first, then To in the order written, then Cc, then Bcc.
    """
    rows = counted(as_of)
    each = rows.people.map(lambda one, index: ibis.struct({"key": one.key, "role": one.role, "index": index}))
    rows = rows.select("id", one=each.unnest())
    rows = rows.select(
        "id",
        key=rows.one["key"],
        role=rows.one["role"],
        index=rows.one["index"].cast("int64"),
    )
    rows = rows.filter(rows.role.isin(WRITTEN))
    known = people.filter(people.kind.isin(["person", "shared"]))
    rows = rows.join(known, "key")
    rank = rows.role.cases(*((role, number) for number, role in enumerate(WRITTEN)), else_=len(WRITTEN))
    return rows.select(
        "id",
        "organisation",
        "person",
        "home",
        writer=rows.role == "from",
        place=rank.cast("int64") * ROOM + rows.index,
    )


def touches(as_of: date, attending: ibis.Table | None = None) -> ibis.Table:
    """A row per (organisation, interaction) that counts by the end of `as_of`.

    `attending` is attendance(as_of), where an engine has kept it. Columns: organisation, id, when, day (days since
    1970-01-01, UTC), direction ("in": they wrote, "out": we did), channel, colleague (person at home: the writer,
    else the first addressed, To before Cc), contact (theirs, likewise), direct (the side written to stands in To, not
    merely in Cc), addressed (people addressed in all), ours and theirs (people addressed at home and of the
    organisation), words, questions, minutes, root, parent, topic.
    """
    everyone = attendance(as_of) if attending is None else attending
    named = ~everyone.writer & (everyone.place < 2 * ROOM)  # in To, not merely in Cc
    whole = everyone.group_by("id").agg(
        we_wrote=(everyone.writer & everyone.home).any(),
        addressed=(~everyone.writer).sum().cast("int32"),
        ours=(~everyone.writer & everyone.home).sum().cast("int32"),
        ours_named=(named & everyone.home).any(),
        colleague=everyone.person.argmin(everyone.place, where=everyone.home & everyone.person.notnull()),
    )
    outside = everyone.mutate(named=named).filter(~everyone.home, everyone.organisation.notnull())
    theirs = outside.group_by("organisation", "id").agg(
        they_wrote=outside.writer.any(),
        theirs=(~outside.writer).sum().cast("int32"),
        theirs_named=outside.named.any(),
        contact=outside.person.argmin(outside.place, where=outside.person.notnull()),
    )
    both = theirs.join(whole, "id")
    both = both.filter((both.we_wrote & (both.theirs > 0)) | (both.they_wrote & (both.ours > 0)))
    rows = both.join(log.drop("people", "same", "flag"), "id")
    we_wrote = rows.we_wrote & (rows.theirs > 0)
    return rows.select(
        "organisation",
        "id",
        "when",
        day=(seconds(rows.when) // DAY_S).cast("int32"),
        direction=ibis.ifelse(we_wrote, "out", "in"),
        channel=rows.channel,
        colleague=rows.colleague,
        contact=rows.contact,
        direct=ibis.ifelse(we_wrote, rows.theirs_named, rows.ours_named),
        addressed=rows.addressed,
        ours=rows.ours,
        theirs=rows.theirs,
        words=rows.words,
        questions=rows.questions,
        minutes=rows.minutes,
        root=rows.root,
        parent=rows.parent,
        topic=rows.topic,
    )
