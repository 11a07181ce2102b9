"""Which cadence applies to which relationship: what people said, gathered by a few questions to the database however
many accounts there are, and handed to planning/which_cadence.py."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sapwood.measures.cadence import NOTHING, Cadence
from sapwood.measures.days_off import EVERY_DAY, Calendar
from sapwood.measures.days_off import Closure as Closed
from sapwood.planning.which_cadence import TAG, TIER, cadence
from sapwood.planning.which_cadence import Policy as PlannedPolicy
from sapwood.planning.which_cadence import Wish as PlannedWish
from sapwood.records.directory.models import Organisation
from sapwood.records.relationships.models import Closure, Policy, Relationship, Tagging, Wish

FEW = 500  # relationships that are asked about by number


@dataclass
class Said:
    """What was said about cadences: wishes and tags by relationship, policies by tier and by tag, calendars by
    organisation. Those in force now; it may be changed to see what would apply then."""

    wishes: dict[int, PlannedWish] = field(default_factory=dict)
    of_tier: dict[int, PlannedPolicy] = field(default_factory=dict)
    of_tag: dict[int, PlannedPolicy] = field(default_factory=dict)
    tags: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    calendars: dict[int, Calendar] = field(default_factory=dict)

    def cadence_of(self, one: Relationship, as_of: date, learned: tuple | None = None) -> Cadence:
        """What applies to it; nothing of `one` but its own columns is read."""
        tags = self.tags.get(one.pk, ()) if self.of_tag and one.pk else ()
        policies = [self.of_tag[tag] for tag in tags if tag in self.of_tag]
        tier = self.of_tier.get(one.tier_id) if one.tier_id else None
        wish, calendar = self.wishes.get(one.pk), self.calendars.get(one.organisation_id, EVERY_DAY)
        plain = one.floor is None and one.ceiling is None and wish is None and not policies and tier is None
        if plain and learned is None and calendar is EVERY_DAY:
            return NOTHING
        policies += [tier] if tier else []
        return cadence(wish, (one.floor, one.ceiling), policies, as_of, learned, calendar)


def said_about(relationships: Collection[int] | None = None) -> Said:
    """About these relationships (None: about all)."""
    few = relationships is not None and len(relationships) <= FEW
    said = Said(calendars=calendars_of(relationships if few else None))
    for policy in Policy.objects.in_force().select_related("tier", "tag", "by"):
        where = said.of_tier if policy.tier_id else said.of_tag
        where[policy.tier_id or policy.tag_id] = as_planned(policy)
    wishes = Wish.objects.in_force()
    taggings = Tagging.objects.filter(ended=None, tag__in=list(said.of_tag))
    if few:
        wishes, taggings = (rows.filter(relationship__in=relationships) for rows in (wishes, taggings))
    rows = wishes.order_by().values_list("relationship", "floor", "ceiling", "heard", "until")
    said.wishes = {relationship: PlannedWish(*wish) for relationship, *wish in rows}
    if said.of_tag:
        for relationship, tag in taggings.order_by().values_list("relationship", "tag").iterator(2000):
            said.tags[relationship].add(tag)
    return said


def cadences_of(relationships: Iterable[Relationship], as_of: date) -> Mapping[int, Cadence]:
    """By the relationship's number."""
    rows = list(relationships)
    said = said_about([one.pk for one in rows])
    return {one.pk: said.cadence_of(one, as_of) for one in rows}


def calendars_of(relationships: Collection[int] | None) -> dict[int, Calendar]:
    """By organisation, where anything is off the clock but weekends."""
    closures = Closure.objects.filter(ended=None)
    places = Organisation.objects.exclude(country="")
    if relationships is not None:
        there = Relationship.objects.filter(pk__in=relationships).order_by().values("organisation")
        closures, places = closures.filter(organisation__in=there), places.filter(pk__in=there)
    closed: defaultdict[int, list[Closed]] = defaultdict(list)
    for organisation, since, until, why in closures.values_list("organisation", "since", "until", "why"):
        closed[organisation].append(Closed(since, until, why))
    found = {
        organisation: Calendar(country, subdivision, tuple(closed.pop(organisation, ())))
        for organisation, country, subdivision in places.values_list("pk", "country", "subdivision")
    }
    return found | {organisation: Calendar(closures=tuple(several)) for organisation, several in closed.items()}


def as_planned(policy: Policy) -> PlannedPolicy:
    kind = TIER if policy.tier_id else TAG
    return PlannedPolicy(kind, str(policy.about), policy.floor, policy.ceiling, str(policy.by), policy.said)
