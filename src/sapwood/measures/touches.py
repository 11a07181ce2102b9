"""Touches: the interactions that count for home's rhythm with each outside organisation. docs/measures/touch.md."""

from datetime import UTC, date, datetime, timedelta

import ibis

from .schema import log, people

DAY_S = 86_400
WRITTEN = ("from", "to", "cc", "bcc")
ROOM = 1_000_000  # places for each role, so that a place tells both the role and the order
PERSONS = 1 << 36  # more than there are: place and person in one number, whose least is the first person
COUNTED = ("", "list")  # automatic and bulk mail is no touch


def seconds(when: ibis.Column) -> ibis.Column:
    """Whole seconds since 1970-01-01 (int64): engines differ in whether theirs are whole."""
    return when.epoch_seconds().cast("float64").floor().cast("int64")


def counted(as_of: date) -> ibis.Table:
    """id and people of interactions that may count by the end of `as_of` (UTC), copies of one mail once: the smallest
    id stays."""
    end = datetime.combine(as_of + timedelta(days=1), datetime.min.time(), UTC)
    rows = log.filter(log.flag.isin(COUNTED), log.when < ibis.literal(end, "timestamp('UTC')"))
    # most mail has no copies: naming the few that go costs less than naming all that stay
    each = rows.select("id", same=ibis.coalesce(rows.same, rows.id))
    copied = each.group_by("same").agg(first=each.id.min(), copies=each.id.count())
    copied = copied.filter(copied.copies > 1)
    spare = each.join(copied, "same").filter(lambda row: row.id != row.first).select("id")
    return rows.select("id", "people").anti_join(spare, "id")


def attendance(as_of: date) -> ibis.Table:
    """A row per person or shared mailbox on a counted interaction; lists and robots are left out.

    Columns: id, organisation, person (null for a shared mailbox), home, writer (wrote, called or organised), and
    place (int64): the writer first, then To in the order written, then Cc, then Bcc.
    """
    rows = counted(as_of)
    each = rows.people.map(lambda one, index: ibis.struct({"key": one.key, "role": one.role, "index": index}))
    rows = rows.select("id", one=each.unnest())
    rows = rows.select("id", key=rows.one["key"], role=rows.one["role"], index=rows.one["index"])
    rows = rows.filter(rows.role.isin(WRITTEN))
    known = people.filter(people.kind.isin(["person", "shared"])).drop("kind")
    rows = rows.join(known, "key")
    rank = rows.role.cases(*((role, number) for number, role in enumerate(WRITTEN)), else_=len(WRITTEN))
    return rows.select(
        "id",
        "organisation",
        "person",
        "home",
        writer=rows.role == "from",
        place=rank.cast("int64") * ROOM + rows.index.cast("int64"),
    )


def uncalled() -> ibis.Table:
    """id of meetings of which nobody is known to have called them: both sides taking part makes them a touch."""
    meetings = log.filter(log.channel == "meeting")
    return meetings.filter(~meetings.people.map(lambda one: one.role).contains("from")).select("id")


def touches(as_of: date, attending: ibis.Table | None = None) -> ibis.Table:
    """A row per (organisation, interaction) that counts by the end of `as_of`.

    `attending` is attendance(as_of), where an engine has kept it. Columns: organisation, id, when, day (days since
    1970-01-01, UTC), direction ("in": they wrote, "out": we did, "both": a meeting that nobody is known to
    have called), channel, colleague (person at home: the writer, else the first addressed, To before Cc), contact
    (theirs, likewise), direct (the side written to stands in To, not merely in Cc), addressed (people addressed in
    all), ours and theirs (people addressed at home and of the organisation), words, questions, minutes, root, parent,
    topic; and second, `when` in whole seconds since 1970.
    """
    everyone = attendance(as_of) if attending is None else attending
    # a row per side of an interaction; from here on there are about two rows to an interaction
    sides = everyone.group_by("id", "organisation", "home").agg(
        wrote=everyone.writer.any(),
        addressed=(~everyone.writer).sum().cast("int32"),
        named=(~everyone.writer & (everyone.place < 2 * ROOM)).any(),  # in To, not merely in Cc
        first=(everyone.place * PERSONS + everyone.person).min(),
    )
    home = sides.home
    whole = sides.group_by("id").agg(
        addressed=sides.addressed.sum().cast("int32"),
        ours=sides.addressed.sum(where=home).cast("int32"),
        we_wrote=(home & sides.wrote).any(),
        ours_named=(home & sides.named).any(),
        colleague=sides["first"].min(where=home) % PERSONS,
    )
    whole = whole.filter(whole.ours.notnull())
    theirs = sides.filter(~home, sides.organisation.notnull())
    theirs = theirs.select(
        "id", "organisation", "wrote", "named", theirs="addressed", contact=theirs["first"] % PERSONS
    )
    both = theirs.join(whole, "id")
    met = (both.theirs > 0) & (both.ours > 0) & both.id.isin(uncalled().id)
    both = both.filter((both.we_wrote & (both.theirs > 0)) | (both.wrote & (both.ours > 0)) | met)
    facts = log.select(
        "id",
        "channel",
        "words",
        "questions",
        "minutes",
        "root",
        "parent",
        "topic",
        when="when",
        second=seconds(log.when),
    )
    rows = both.join(facts, "id")
    we_wrote = rows.we_wrote & (rows.theirs > 0)
    return rows.select(
        "organisation",
        "id",
        "when",
        "second",
        day=(rows.second // DAY_S).cast("int32"),
        direction=ibis.cases((we_wrote, "out"), (rows.wrote, "in"), else_="both"),
        channel=rows.channel,
        colleague=rows.colleague,
        contact=rows.contact,
        direct=ibis.ifelse(we_wrote, rows.named, rows.ours_named),
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
