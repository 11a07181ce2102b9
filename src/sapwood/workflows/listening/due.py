"""Whom it is time to listen to: plain values for planning, by few questions to the database."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sapwood.measures.standing import Standing as Measured
from sapwood.planning.listening import OWN, TAG, TIER, Asked, Listening, listening
from sapwood.planning.urgency import LISTEN
from sapwood.records.access.models import Installation
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Listened, Relationship, Standing, Tag, Tagging, Tier
from sapwood.records.relationships.models import Listening as Said

from ..listed import listed
from ..sale.due import done_before
from ..saved import measured_again

Status = Import.Status
COUNTING = (Status.DONE, Status.WAITING, Status.STARTED)
NEWEST = 50
Instead = tuple[Tier | Tag, Asked | None]  # what it would be of a tier or tag


def listenings_of(
    as_of: date,
    measured: Collection[tuple[Relationship, Measured]],
    done: Mapping[tuple[int, str], date],
    instead: Instead | None = None,
) -> dict[int, Listening]:
    """By relationship, what applies to it, due or not. `done`: when somebody last said of an item that it is done;
    `instead`: were this said."""
    asked = asked_about([one for one, _ in measured], as_of, instead)
    if not asked:
        return {}
    newest = {one.pk: set(standing.recent.ids(NEWEST)) for one, standing in measured if one.pk in asked}
    last = last_listened(as_of, newest)
    found = {}
    for number, several in asked.items():
        days = [day for day in (last.get(number), done.get((number, LISTEN))) if day is not None]
        if one := listening(several, max(days, default=None), as_of):
            found[number] = one
    return found


def due_on(relationship: Relationship, day: date) -> bool:
    """Whether it is time to listen to them on the day."""
    standing = Standing.objects.filter(relationship=relationship).select_related("relationship").first()
    if standing is None:
        return False
    found = listenings_of(day, [(relationship, measured_again(standing))], done_before(day))
    return any(one.is_due(day) for one in found.values())


def asked_about(
    relationships: Collection[Relationship], as_of: date, instead: Instead | None = None
) -> dict[int, list[Asked]]:
    """By relationship, what was said of it, its tags and its tier; `instead`: were this said."""
    rows = Said.objects.in_force().filter(said__lte=as_of).select_related("by", "tier", "tag")
    own, tiers, tags = {}, {}, {}
    for row in rows:
        if row.tier_id:
            tiers[row.tier_id] = Asked(TIER, row.every, row.said, str(row.by), row.tier.name)
        elif row.tag_id:
            tags[row.tag_id] = Asked(TAG, row.every, row.said, str(row.by), row.tag.name)
        else:
            own[row.relationship_id] = Asked(OWN, row.every, row.said, str(row.by))
    if instead is not None:
        about, asked = instead
        where = tiers if isinstance(about, Tier) else tags
        where.pop(about.pk, None)
        where |= {about.pk: asked} if asked else {}
    if not (own or tiers or tags):
        return {}
    found: defaultdict[int, list[Asked]] = defaultdict(list)
    for one in relationships:
        if one.pk in own:
            found[one.pk].append(own[one.pk])
        if one.tier_id in tiers:
            found[one.pk].append(tiers[one.tier_id])
    if tags:
        there = Tagging.objects.filter(ended=None, tag__in=list(tags))
        there = there.filter(relationship__in=listed([one.pk for one in relationships if one.pk]))
        for number, tag in there.order_by().values_list("relationship", "tag"):
            found[number].append(tags[tag])
    return found


def last_listened(as_of: date, newest: Mapping[int, set[int]]) -> dict[int, date]:
    """By relationship (of the keys of `newest`, each with the ids of its newest touches), the day of the last touch
    that somebody marked and that still counts."""
    zone = ZoneInfo(Installation.get().zone)
    rows = Listened.objects.in_force().filter(relationship__in=listed(newest)).order_by("when")
    rows = list(rows.values_list("relationship", "interaction", "when", "brought"))
    wanted = {number for *_, brought in rows for number in brought}
    counting = set(Import.objects.filter(pk__in=wanted, status__in=COUNTING).values_list("pk", flat=True))
    found = {}
    for number, interaction, when, brought in rows:
        day = when.astimezone(zone).date()
        if day <= as_of and (interaction in newest[number] or counting & set(brought)):
            found[number] = day
    return found
