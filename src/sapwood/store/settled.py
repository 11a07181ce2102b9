"""What later words say of earlier meetings: an answer, another rule for a series, a calendar that has it no more.

None of these changes a row: the log is read with them in mind, so that each is undone with the import that brought it
(docs/decisions/0031-answers-are-rows.md).
"""

from datetime import timedelta

import ibis

from sapwood.facts.interaction import WORDS_OF_OTHERS
from sapwood.facts.revision import MOST_SECONDS, RANK
from sapwood.measures.schema import LOG

TIDYING = timedelta(days=31)  # what took place longer ago and is missing now was tidied away, not called off
SEQUENCE = 55  # where it begins in a revision
ABSENT = 1_000_000  # places after all who were asked


def latest_first(sightings: ibis.Table) -> list[ibis.Value]:
    """The order of an interaction's sightings: the latest state first, of the same rank what came last; what has no
    states as its first import brought it."""
    order: list[ibis.Value] = [sightings[name] for name in ("import_id", "mailbox") if name in sightings.columns]
    if "revision" not in sightings.columns:
        return order
    revision = sightings.revision.fill_null(0)
    if order:
        order[0] = ibis.ifelse(revision > 0, -sightings.import_id, sightings.import_id)
    return [(revision >> RANK).desc(), *order]


def unsettled(sightings: ibis.Table) -> ibis.Table:
    """The series of which something is said besides its meetings, or that are told in more than one shape."""
    rows = sightings.filter(sightings.series.notnull())
    found = rows.group_by("series").agg(
        words=rows.flag.isin(WORDS_OF_OTHERS).any(), shapes=rows.shape.nunique(), bare=rows.shape.isnull().any()
    )
    return found.filter(found.words | (found.shapes > 1) | (found.bare & (found.shapes > 0))).select("series")


def settled(sightings: ibis.Table) -> ibis.Table:
    """The meetings of unsettled series, a row each with the columns of measures/schema.py. `sightings` are all rows
    of these series, words about them among them."""
    told = sightings.flag.isin(WORDS_OF_OTHERS)
    meetings, words = sightings.filter(~told), sightings.filter(told)
    rows = _standing(_without_gone(meetings, words.filter(words.flag == "gone")))
    return _answered(rows, words.filter(words.flag == "answer")).select(LOG.names)


def _without_gone(meetings: ibis.Table, gone: ibis.Table) -> ibis.Table:
    """With `gone`: whether the whole calendar of that mailbox did not have it any more when looked at later."""
    noticed = gone.select("series", "mailbox", later="import_id", noticed="when")
    pairs = meetings.join(noticed, ["series", "mailbox"])
    pairs = pairs.filter(
        pairs.later > pairs.import_id, pairs.when >= pairs.noticed - ibis.interval(days=TIDYING.days)
    )
    pairs = pairs.select("id", "import_id", "mailbox").distinct().mutate(found=ibis.literal(True))
    rows = meetings.left_join(pairs, ["id", "import_id", "mailbox"])
    return rows.select(*meetings.columns, gone=rows.found.fill_null(False))


def _standing(meetings: ibis.Table) -> ibis.Table:
    """The latest state of each meeting; cancelled where no mailbox has it in the shape that the series now has."""
    shaped = meetings.filter(~meetings.gone, meetings.shape.notnull())
    shaped = shaped.mutate(order=shaped.revision >> RANK)
    newest = ibis.row_number().over(group_by="series", order_by=latest_first(shaped))
    now = shaped.mutate(newest=newest).filter(lambda row: row.newest == 0)
    now = now.select("series", now="shape", since="order")
    rows = meetings.left_join(now, "series")
    same = (rows.shape == rows.now).fill_null(False)
    later = rows.shape.isnull() & (rows.revision >> RANK >= rows.since)
    rows = rows.select(*meetings.columns, stands=~rows.gone & (rows.now.isnull() | same | later.fill_null(False)))
    order = [rows.gone, *latest_first(rows)]
    rows = rows.mutate(
        standing=rows.stands.any().over(group_by="id"), place=ibis.row_number().over(group_by="id", order_by=order)
    )
    rows = rows.filter(rows.place == 0)
    return rows.mutate(flag=ibis.ifelse(rows.standing, rows.flag, "cancelled")).drop("place", "stands", "standing")


def _answered(meetings: ibis.Table, words: ibis.Table) -> ibis.Table:
    """With what each said last. An answer to an earlier SEQUENCE is none; of what somebody is said to have said, and
    what they said themselves, the later counts. Who organises a meeting takes part."""
    asked = _each(meetings, "id", "revision")
    said = _each(words.mutate(number=words.shape), "id", "revision", "series", "parent", "number")
    newest = ibis.row_number().over(group_by=["series", "parent", "key"], order_by=said.revision.desc())
    said = said.mutate(newest=newest).filter(lambda row: row.newest == 0)
    said = said.select("series", "parent", "key", "number", answer="role", second=said.revision >> RANK)
    of = meetings.select("id", "series", state="revision")
    every = of.join(said.filter(said.parent.isnull()).drop("parent"), "series")
    single = of.join(said.filter(said.parent.notnull()).drop("series"), of.id == said.parent)
    columns = ("id", "state", "key", "number", "answer", "second")
    found = ibis.union(
        every.select(*columns, single=ibis.literal(0)), single.select(*columns, single=ibis.literal(1))
    )
    found = found.left_join(asked.select("id", "key", "role"), ["id", "key"]).drop("id_right", "key_right")
    since = found.second >= ((found.state >> RANK) & MOST_SECONDS)
    own = ibis.cases(
        (found.role.isnull(), since), (found.role == "from", False), (found.role == "invited", True), else_=since
    )
    found = found.filter(own, found.number.isnull() | (found.number >= (found.state >> SEQUENCE)))
    order = [found.second.desc(), found.single.desc()]
    found = found.mutate(last=ibis.row_number().over(group_by=["id", "key"], order_by=order))
    found = found.filter(found.last == 0)
    kept = asked.left_join(found.select("id", "key", "answer"), ["id", "key"])
    kept = kept.select("id", "key", "place", role=ibis.coalesce(kept.answer, kept.role))
    fresh = found.filter(found.role.isnull()).select("id", "key", place=ibis.literal(ABSENT), role="answer")
    both = ibis.union(kept.cast({"place": "int64"}), fresh.cast({"place": "int64"}))
    people = both.group_by("id").agg(
        those=ibis.struct({"key": both.key, "role": both.role}).collect(order_by=[both.place, both.key])
    )
    changed = people.semi_join(found, "id")
    rows = meetings.left_join(changed, "id").drop("id_right")
    return rows.mutate(people=ibis.coalesce(rows.those, rows.people)).drop("those")


def _each(rows: ibis.Table, *columns: str) -> ibis.Table:
    """A row for everybody on a row, with their place on it."""
    who = rows.people.map(lambda one, index: ibis.struct({"key": one.key, "role": one.role, "index": index}))
    rows = rows.select(*columns, who=who.unnest())
    return rows.select(*columns, key=rows.who["key"], role=rows.who["role"], place=rows.who["index"])
