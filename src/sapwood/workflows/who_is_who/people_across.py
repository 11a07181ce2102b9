"""People at different organisations, or at none, who may be one: proposed with a probability and what it rests on.
Costs what is new: only those are compared who share a block with somebody new. Goes slice by slice, each of which is
committed, so that a first comparing of everybody may be interrupted anywhere."""

from collections.abc import Collection, Mapping

from django.db import transaction

from sapwood.identity.blocks import CROWD
from sapwood.records.directory.models import Match, Organisation, Person

from ..audit import audit
from ..listed import listed
from .blocked import batches, candidates, counted, learn_blocks
from .known_people import Known, asked_by, counted_names, how_many, kept_of, known_people
from .offer_people import offers
from .weigh_people import weigh_people


def count_some(slice_of: int) -> bool:
    """Learns the names of some who are new. Everybody's are to be learned before anybody's are compared, or a common
    name would seem rare at first. False where none was left."""
    if not (some := _waiting(slice_of, counted=False)):
        return False
    people = how_many()
    learn_blocks("person", {number: kept_of(one, people) for number, one in known_people(some).items()})
    Person.objects.filter(pk__in=listed(some)).update(counted=True)
    return True


def compare_some(slice_of: int) -> int | None:
    """Compares some who are new with whoever shares a block with them at another organisation. Returns how many pairs
    were proposed, None where nobody was left; none merges by itself."""
    if not (some := _waiting(slice_of, counted=True)):
        return None
    matches = _found(known_people(some))  # takes a while, so it locks nothing
    with transaction.atomic():
        matches = _still_there(matches)
        Match.objects.bulk_create(matches)
        if matches:
            audit(None, "import", "compare people", "organisations", offered=len(matches))
        # Whoever was given another address meanwhile is not `counted` any more, and waits for the next slice.
        Person.objects.filter(pk__in=listed(some), counted=True).update(compared=True)
    return len(matches)


def _waiting(most: int, counted: bool) -> list[int]:
    return list(Person.objects.waiting().filter(counted=counted).values_list("pk", flat=True)[:most])


def _found(fresh: Mapping[int, Known]) -> list[Match]:
    people = how_many()
    counts = counted(counted_names(one.who for one in fresh.values()))
    asked = {number: asked_by(one, counts, people) for number, one in fresh.items()}
    pairs = candidates("person", asked, CROWD)
    known = dict(fresh) | known_people({number for pair in pairs for number in pair} - fresh.keys())
    homes = set(Organisation.objects.filter(home=True).values_list("pk", flat=True))
    met = _met({number for pair in pairs for number in pair})
    pairs = {pair for pair in pairs if pair not in met and _may_be_asked(*pair, known, homes)}
    if not pairs:
        return []
    counts = counted(counted_names(known[n].who for pair in pairs for n in pair))
    likely = weigh_people(pairs, known, counts, people)
    return offers(likely, known, counts, people) if likely else []


def _may_be_asked(one: int, other: int, known: Mapping[int, Known], homes: Collection[int]) -> bool:
    """Not within one organisation, where rules decide; not at home, where it decides who may read what."""
    if one not in known or other not in known:
        return False
    firms = {known[one].organisation, known[other].organisation}
    return len(firms) == 2 and firms.isdisjoint(homes)


def _met(numbers: Collection[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for some in batches(sorted(numbers)):
        for one, other in Match.objects.filter(kept__in=listed(some)).values_list("kept", "other"):
            found.add((min(one, other), max(one, other)))
    return found


def _still_there(matches: list[Match]) -> list[Match]:
    """Without those of whom one was erased, merged or moved elsewhere while they were compared."""
    numbers = {number for match in matches for number in (match.kept_id, match.other_id)}
    there = Person.objects.present().filter(pk__in=listed(sorted(numbers)))
    places = set(there.values_list("pk", "organisation"))
    return [
        match
        for match in matches
        if {(match.kept_id, match.organisation_id), (match.other_id, match.other_organisation_id)} <= places
    ]
