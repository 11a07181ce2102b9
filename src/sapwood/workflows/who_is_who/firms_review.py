"""Organisations that wait for somebody to say whether they are one, as far as a user may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Domain, FirmMatch, Organisation
from sapwood.records.relationships.models import Relationship

from ..people import may_see_people
from ..permission import may_of_each


@dataclass(frozen=True)
class FirmSide:
    """One of a pair: its accounts, domains and people, and what is measured of it; None where nothing is."""

    organisation: Organisation
    accounts: list[Relationship]
    domains: list[str]
    people: int
    touches: int | None
    last: date | None

    @property
    def rows(self) -> dict[str, str]:
        return {
            "Name": self.organisation.name,
            "Domains": ", ".join(self.domains),
            "Role": ", ".join(one.get_role_display() for one in self.accounts),
            "Owner": ", ".join(sorted({str(one.owner) for one in self.accounts if one.owner})) or "nobody",
            "Agreed": ", ".join(filter(None, map(_agreed, self.accounts))) or "nothing",
        }


@dataclass(frozen=True)
class FirmPair:
    match: FirmMatch
    sides: tuple[FirmSide, FirmSide]
    may: object
    bits: Sequence[tuple[str, float]] = field(default=())

    def differing(self) -> list[tuple[str, str, str, bool]]:
        theirs = self.sides[1].rows
        return [(what, value, theirs[what], value != theirs[what]) for what, value in self.sides[0].rows.items()]


def firms_open_to(user: User) -> QuerySet[FirmMatch]:
    """What waits for an answer, the likeliest first, of organisations that the user sees, both."""
    found = _seen_by(user, FirmMatch.objects.open().filter(kept__merged_into=None, other__merged_into=None))
    return found.order_by(F("probability").desc(nulls_last=True), "pk")


def firms_done_for(user: User) -> QuerySet[FirmMatch]:
    """What was accepted and stands, the latest first. Once two are one, who sees the one sees that it was two."""
    found = FirmMatch.objects.in_force().select_related("kept", "other", "accepted_by").order_by("-accepted", "-pk")
    if user.sees_all:
        return found
    seen = Relationship.objects.visible_to(user)
    same = found.filter(kind=FirmMatch.Kind.SAME).filter(Exists(seen.filter(organisation=OuterRef("kept"))))
    return found.filter(pk__in=same.values("pk")) | _seen_by(user, found.filter(kind=FirmMatch.Kind.PART))


def firm_match_for(user: User, pk: int) -> FirmMatch | None:
    """None where the user does not see both; of two that are one, the one."""
    match = FirmMatch.objects.select_related("kept", "other").filter(pk=pk).first()
    if match is None or not all(may_see_people(user, one.now()) for one in (match.kept, match.other)):
        return None
    return match


def parts_of(user: User, organisation: Organisation) -> list[tuple[str, Organisation]]:
    """("part of" or "with", the other), as far as the user sees the other."""
    said = FirmMatch.objects.in_force().filter(kind=FirmMatch.Kind.PART)
    said = list(said.filter(Q(other=organisation) | Q(kept=organisation)).select_related("kept", "other"))
    found = [("part of", m.kept.now()) for m in said if m.other_id == organisation.pk]
    found += [("with", m.other.now()) for m in said if m.kept_id == organisation.pk]
    return [(how, one) for how, one in found if may_see_people(user, one)]


def firm_pairs(user: User, matches: Sequence[FirmMatch]) -> list[FirmPair]:
    """Each with both sides as they are today."""
    numbers = {number for match in matches for number in (match.kept_id, match.other_id)}
    accounts: defaultdict[int, list[Relationship]] = defaultdict(list)
    seen = Relationship.objects.visible_to(user).filter(organisation__in=numbers)
    for one in seen.select_related("owner", "standing").defer("standing__recent").order_by("pk"):
        accounts[one.organisation_id].append(one)
    domains: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in (
        Domain.objects.filter(organisation__in=numbers).order_by("name").values_list("organisation", "name")
    ):
        domains[number].append(name)
    people = dict(
        Address.objects.filter(organisation__in=numbers)
        .values_list("organisation")
        .annotate(Count("person", distinct=True))
    )
    answers = may_of_each(user, "merge organisations", {one for m in matches for one in (m.kept, m.other)})
    pairs = []
    for match in matches:
        sides = [
            _side(one, accounts[one.pk], domains[one.pk], people.get(one.pk, 0)) for one in (match.kept, match.other)
        ]
        answer = answers[match.kept_id] and answers[match.other_id]
        pairs.append(
            FirmPair(match, (sides[0], sides[1]), answer, sorted(match.bits.items(), key=lambda bit: -bit[1]))
        )
    return pairs


def _seen_by(user: User, matches: QuerySet[FirmMatch]) -> QuerySet[FirmMatch]:
    matches = matches.select_related("kept", "other", "accepted_by")
    if user.sees_all:
        return matches
    seen = Relationship.objects.visible_to(user)
    kept, other = (Exists(seen.filter(organisation=OuterRef(side))) for side in ("kept", "other"))
    return matches.filter(kept, other)


def _side(organisation: Organisation, accounts: list[Relationship], domains: list[str], people: int) -> FirmSide:
    standings = [one.standing for one in accounts if hasattr(one, "standing")]
    last = max((s.last_touch.date() for s in standings if s.last_touch), default=None)
    touches = max((s.touches for s in standings), default=None)
    return FirmSide(organisation, accounts, domains, people, touches, last)


def _agreed(one: Relationship) -> str:
    said = [f"at least every {one.ceiling} days"] if one.ceiling else []
    said += [f"not within {one.floor} days"] if one.floor else []
    return ", ".join(said)
