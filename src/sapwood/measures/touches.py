"""Touches: the interactions that count for home's rhythm with each outside organisation. docs/measures/touch.md."""

from datetime import UTC, date, datetime, timedelta

import ibis

from .once import once
from .schema import log, people

DAY_S = 86_400
WRITTEN = ("from", "to", "cc", "bcc")
ROOM = 1_000_000  # places for each role, so that a place tells both the role and the order
PERSONS = 1 << 36  # more than there are: place and person in one number, whose least is the first person
COUNTED = ("", "list")  # automatic and bulk mail is no touch


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


@once
def attendance(as_of: date) -> ibis.Table:
    """A row per address of a person or shared mailbox on a counted interaction; lists and robots are left out.

    Columns: id, organisation, person (null for a shared mailbox), home, several (the person has more than one
    address), writer (wrote, called or organised), and place (int64): the writer first, then To in the order written,
    then Cc, then Bcc.
    """
    rows = counted(as_of)
    each = rows.people.map(lambda one, index: ibis.struct({"key": one.key, "role": one.role, "index": index}))
    rows = rows.select("id", one=each.unnest())
    rows = rows.select("id", key=rows.one["key"], role=rows.one["role"], index=rows.one["index"])
    rows = rows.filter(rows.role.isin(WRITTEN))
    known = people.filter(people.kind.isin(["person", "shared"])).drop("kind")
    known = known.mutate(several=known.key.count().over(group_by="person") > 1)
    rows = rows.join(known, "key")
    rank = rows.role.cases(*((role, number) for number, role in enumerate(WRITTEN)), else_=len(WRITTEN))
    return rows.select(
        "id",
        "organisation",
        "person",
        "home",
        "several",
        writer=rows.role == "from",
        place=rank.cast("int64") * ROOM + rows.index.cast("int64"),
    )


@once
def touches(as_of: date, attending: ibis.Table | None = None) -> ibis.Table:
    """A row per (organisation, interaction) that counts by the end of `as_of`.

    `attending` is attendance(as_of), where an engine has kept it. Columns: organisation, id, when, second (`when` in
    whole seconds since 1970), direction ("in": they wrote, "out": we did, "both": a meeting that nobody is known to
    have called), channel, colleague (person at home: the writer, else the first addressed, To before Cc), contact
    (theirs, likewise), direct (the side written to stands in To, not merely in Cc), addressed (people addressed in
    all), ours and theirs (people addressed at home and of the organisation), words, questions, minutes, root, parent,
    topic.
    """
    each = attendance(as_of) if attending is None else attending
    named = ~each.writer & (each.place < 2 * ROOM)  # in To, not merely in Cc
    person = each.place * PERSONS + each.person
    whole = each.group_by("id").agg(
        addressed=(~each.writer).sum().cast("int32"),
        at_home=each.home.sum(),
        called=each.writer.any(),
        ours=(each.home & ~each.writer).sum().cast("int32"),
        we_wrote=(each.home & each.writer).any(),
        ours_named=(each.home & named).any(),
        colleague=person.min(where=each.home) % PERSONS,
    )
    whole = whole.filter(whole.at_home > 0)
    theirs = each.filter(~each.home, each.organisation.notnull())
    theirs = theirs.group_by("id", "organisation").agg(
        wrote=theirs.writer.any(),
        theirs=(~theirs.writer).sum().cast("int32"),
        named=(~theirs.writer & (theirs.place < 2 * ROOM)).any(),
        contact=(theirs.place * PERSONS + theirs.person).min() % PERSONS,
    )
    both = theirs.join(whole, "id")
    facts = log.select("id", "when", "second", "channel", "words", "questions", "minutes", "root", "parent", "topic")
    rows = both.join(facts, "id")
    met = ~rows.called & (rows.channel == "meeting") & (rows.theirs > 0) & (rows.ours > 0)
    rows = rows.filter((rows.we_wrote & (rows.theirs > 0)) | (rows.wrote & (rows.ours > 0)) | met)
    we_wrote = rows.we_wrote & (rows.theirs > 0)
    return rows.select(
        "organisation",
        "id",
        "when",
        "second",
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
