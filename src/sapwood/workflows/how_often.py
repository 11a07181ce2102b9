"""How often to be in touch with one account: all that was said about it, by whom and when, and which of it
applies."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from sapwood.measures.cadence import Cadence
from sapwood.measures.days_off import Calendar
from sapwood.measures.days_off import Closure as Closed
from sapwood.planning.which_cadence import AGREED, ASKED, LEARNED, POLICY, TAG, cadence, source_of, strictest
from sapwood.planning.which_cadence import Wish as PlannedWish
from sapwood.records.access.models import AuditLine, User
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import (
    BulkChangeLine,
    Closure,
    Policy,
    Relationship,
    Tagging,
    Tier,
    Wish,
)

from .permission import require
from .said_of_cadence import as_planned

EARLIER = 5  # ended wishes that are told of


@dataclass(frozen=True)
class Spoken:
    """Somebody said something on a day; `by` is a name, "" where nobody noted it."""

    what: str
    by: str = ""
    when: date | datetime | None = None
    thing: object = None


@dataclass(frozen=True)
class Source:
    """One of the four, with its days (None: says nothing); whether each of them applies; who said it and when."""

    name: str
    floor: int | None
    ceiling: int | None
    floor_applies: bool
    ceiling_applies: bool
    spoken: list[Spoken] = field(default_factory=list)


@dataclass(frozen=True)
class HowOften:
    """`applied` includes the learned rhythm; `source` is where its ceiling comes from."""

    applied: Cadence
    source: str
    sources: list[Source]
    wish: Wish | None
    earlier: list[Wish]
    tier: Tier | None
    taggings: list[Tagging]
    closures: list[Closure]


def how_often(user: User, relationship: Relationship, as_of: date) -> HowOften:
    """What a page shows. Raises Refused."""
    require(user, "see", relationship)
    wishes = list(relationship.wishes.select_related("by", "ended_by", "contact")[: EARLIER + 1])
    wish = next((one for one in wishes if one.ended is None), None)
    taggings = list(relationship.taggings.filter(ended=None).select_related("tag", "by"))
    closures = list(relationship.organisation.closures.filter(ended=None).select_related("by"))
    policies = _policies(relationship, taggings)
    standing = getattr(relationship, "standing", None)
    gap = standing.usual_gap_days if standing else None
    applied = cadence(
        PlannedWish(wish.floor, wish.ceiling, wish.heard, wish.until) if wish else None,
        (relationship.floor, relationship.ceiling),
        [as_planned(one) for one in policies],
        as_of,
        tuple(gap) if gap else None,
        _calendar(relationship.organisation, closures),
    )
    floor, ceiling = _of_policies(policies, applied)
    low, _, high = (max(1, round(days)) for days in gap) if gap else (None, None, None)
    learned = [
        Spoken(
            "From the touches so far: one gap in ten is shorter than the first, one in ten longer than the second."
        )
    ]
    sources = [
        _source(ASKED, wish and wish.floor, wish and wish.ceiling, applied, _asked(wish, as_of)),
        _source(AGREED, relationship.floor, relationship.ceiling, applied, _agreed(relationship)),
        _source(POLICY, floor, ceiling, applied, [_policy(one) for one in policies]),
        _source(LEARNED, low if low != high else None, high, applied, learned if gap else []),
    ]
    return HowOften(
        applied=applied,
        source=source_of(applied),
        sources=sources,
        wish=wish,
        earlier=[one for one in wishes if one.ended is not None][:EARLIER],
        tier=relationship.tier,
        taggings=taggings,
        closures=[one for one in closures if one.until >= as_of],
    )


def _calendar(firm: Organisation, closures: list[Closure]) -> Calendar:
    return Calendar(firm.country, firm.subdivision, tuple(Closed(c.since, c.until, c.why) for c in closures))


def _source(name: str, floor: int | None, ceiling: int | None, applied: Cadence, spoken: list[Spoken]) -> Source:
    of = [limit is not None and limit.source == name for limit in (applied.floor, applied.ceiling)]
    return Source(name, floor, ceiling, of[0], of[1], spoken)


def _asked(wish: Wish | None, as_of: date) -> list[Spoken]:
    if wish is None:
        return []
    by = f"{wish.contact} said: “{wish.words}”" if wish.contact and wish.words else ""
    by = by or (f"“{wish.words}”" if wish.words else f"{wish.contact} asked" if wish.contact else "They asked")
    over = " It has run out." if wish.until and wish.until < as_of else ""
    return [Spoken(f"{by}{'' if by[-1] in '.!?”' else '.'}{over} Heard by", str(wish.by), wish.heard, wish)]


def _agreed(relationship: Relationship) -> list[Spoken]:
    """Who said so last, by what the audit and the changes of several remember."""
    if relationship.floor is None and relationship.ceiling is None:
        return []
    lines = AuditLine.objects.filter(thing=f"relationship {relationship.pk}", act="change relationship")
    one = next((ln for ln in lines.select_related("actor") if {"floor", "ceiling"} & ln.detail.keys()), None)
    many = BulkChangeLine.objects.filter(relationship=relationship, change__undone=None)
    several = next(
        (
            ln
            for ln in many.select_related("change__by").order_by("-change")
            if {"floor", "ceiling"} & ln.before.keys()
        ),
        None,
    )
    if several and (one is None or several.change.when > one.when):
        return [Spoken("Written down, with others, by", str(several.change.by), several.change.when)]
    return [Spoken("Written down by", str(one.actor or "the system"), one.when)] if one else []


def _policies(relationship: Relationship, taggings: list[Tagging]) -> list[Policy]:
    """In the order in which they count."""
    if not taggings and relationship.tier_id is None:
        return []
    about = Q(tag__in=[one.tag_id for one in taggings])
    about |= Q(tier=relationship.tier_id) if relationship.tier_id else Q()
    found = Policy.objects.in_force().filter(about).select_related("tier", "tag", "by")
    return sorted(found, key=lambda one: (one.tag_id is None, str(one.about)))


def _of_policies(policies: list[Policy], applied: Cadence) -> tuple[int | None, int | None]:
    """The floor and ceiling that the policies together say."""
    planned = [as_planned(one) for one in policies]
    floor, ceiling, _ = strictest([one for one in planned if one.kind == TAG])
    tier = next((one for one in planned if one.kind != TAG), None)
    return (
        floor.floor if floor else tier and tier.floor,
        ceiling.ceiling if ceiling else tier and tier.ceiling,
    )


def _policy(one: Policy) -> Spoken:
    days = [f"at least every {one.ceiling} days"] if one.ceiling else []
    days += [f"not within {one.floor} days"] if one.floor else []
    kind = "tag" if one.tag_id else "tier"
    return Spoken(f"{kind.title()} {one.about}: {', '.join(days)}. Said by", str(one.by), one.said, one.about)
