"""What waits for somebody to say who is who, as far as a user may see: both sides of each pair, and what speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Match, Organisation, Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship, Standing
from sapwood.records.voices.models import Voice

from ..permission import Answer, may_of_each
from .loose import loose_seen


@dataclass(frozen=True)
class Side:
    """One of a pair. `touches` and `last` are what the user's accounts show, None where nothing is known; `sources`
    the imports that brought it, as far as the user may see them."""

    person: Person
    organisation: Organisation | None
    account: int | None
    addresses: list[str]
    touches: int | None
    last: date | None
    sources: list[str]
    unseen_sources: int = 0

    @property
    def rows(self) -> dict[str, object]:
        """What is compared, in the order of the page."""
        return {
            "Name": self.person.name,
            "At": str(self.organisation) if self.organisation else "no organisation",
            "Writes from": ", ".join(self.addresses),
        }


@dataclass(frozen=True)
class Pair:
    """`stays` is the number of who stays unless somebody chooses; `may` whether the user may say, and why not."""

    match: Match
    one: Side
    other: Side
    may: object
    bits: Sequence[tuple[str, float]] = field(default=())

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.one, self.other

    @property
    def stays(self) -> int:
        return self.one.person.pk

    def differing(self) -> list[tuple[str, object, object, bool]]:
        """(what, of the one, of the other, whether they differ)."""
        theirs = self.other.rows
        return [(what, value, theirs[what], value != theirs[what]) for what, value in self.one.rows.items()]


def open_to(user: User) -> QuerySet[Match]:
    """What waits for an answer, the likeliest first: those of whom the user sees every organisation. A voice that
    nobody has said anything about waits for its own question (workflows/voices)."""
    order = (F("certain").desc(), F("probability").desc(nulls_last=True), "pk")
    asked = Voice.objects.open().exclude(address__person=None).values("address__person")
    settled = Match.objects.open().exclude(kept__in=asked).exclude(other__in=asked)
    return _seen_by(user, settled).order_by(*order)


def done_for(user: User) -> QuerySet[Match]:
    """Those who were two and are one, the latest first."""
    return _seen_by(user, Match.objects.merged_now()).order_by("-merged", "-pk")


def _seen_by(user: User, matches: QuerySet[Match]) -> QuerySet[Match]:
    matches = matches.select_related("kept", "other", "organisation", "other_organisation", "merged_by")
    if user.role != User.Role.OPERATOR:
        loose = matches.loose()
        matches = matches.exclude(pk__in=set(loose.values_list("pk", flat=True)) - set(loose_seen(user, loose)))
    if user.sees_all:
        return matches
    accounts = Relationship.objects.visible_to(user)
    return matches.filter(
        Exists(accounts.filter(organisation=OuterRef("organisation"))),
        Q(other_organisation=None) | Exists(accounts.filter(organisation=OuterRef("other_organisation"))),
    )


def pairs(user: User, matches: Sequence[Match]) -> list[Pair]:
    """Each with both sides as they are today; those that another merge has settled are left out."""
    sides = [(m, m.kept.now(), m.other.now()) for m in matches]
    sides = [one for one in sides if one[1] != one[2]]
    numbers = {person.pk for _, one, other in sides for person in (one, other)}
    places = {o for m, *_ in sides for o in (m.organisation_id, m.other_organisation_id) if o}
    addresses = _addresses(numbers, places)
    accounts = _accounts(user, places)
    ties = _ties(accounts)
    imports = _imports(user, [m for m, *_ in sides])
    asked = {one for m, *_ in sides for one in (m.organisation, m.other_organisation) if one}
    answers = may_of_each(user, "match people", asked)
    found = []
    for match, one, other in sides:
        elsewhere = match.other_organisation or (match.organisation if other.organisation_id else None)
        both = [
            _side(person, place, match, addresses, accounts, ties, imports)
            for person, place in ((one, match.organisation), (other, elsewhere))
        ]
        found.append(Pair(match, *both, _may(answers, match), sorted(match.bits.items(), key=lambda bit: -bit[1])))
    return found


def _side(person, place, match, addresses, accounts, ties, imports) -> Side:
    account = accounts.get(place.pk) if place else None
    seen = match.seen.get(str(person.pk), {})
    touches, last = ties.get((account, person.pk), (seen.get("interactions"), seen.get("last")))
    named = [imports[number] for number in seen.get("imports", ()) if number in imports]
    return Side(
        person,
        place,
        account,
        addresses.get((person.pk, place.pk if place else None), []),
        touches,
        date.fromisoformat(last) if last else None,
        named[:3],
        len(seen.get("imports", ())) - len(named[:3]),
    )


def _may(answers: Mapping[int, Answer], match: Match) -> Answer:
    answer = answers[match.organisation_id]
    return answers[match.other_organisation_id] if answer and match.other_organisation_id else answer


def _addresses(numbers: set[int], places: set[int]) -> dict[tuple[int, int | None], list[str]]:
    """By person and organisation; what belongs to no organisation stands with each."""
    found: dict[tuple[int, int | None], list[str]] = {}
    rows = Address.objects.filter(person__in=numbers).filter(Q(organisation__in=places) | Q(organisation=None))
    for person, place, address in rows.order_by("address").values_list("person", "organisation", "address"):
        for where in {place} if place else {None, *places}:
            found.setdefault((person, where), []).append(address)
    return found


def _accounts(user: User, places: set[int]) -> dict[int, int]:
    seen = Relationship.objects.visible_to(user).filter(organisation__in=places).order_by("-pk")
    return dict(seen.values_list("organisation", "pk"))


def _ties(accounts: Mapping[int, int]) -> dict[tuple[int | None, int], tuple[int, str]]:
    """(account, person) -> touches and the last day, as the standing has them."""
    found: dict[tuple[int | None, int], tuple[int, str]] = {}
    rows = Standing.objects.filter(relationship__in=accounts.values()).values_list("relationship", "reach")
    for account, reach in rows:
        for tie in reach.get("ties", ()):
            touches, last = found.get((account, tie["contact"]), (0, ""))
            found[account, tie["contact"]] = touches + tie["touches"], max(last, tie["last"])
    return found


def _imports(user: User, matches: Sequence[Match]) -> dict[int, str]:
    """Names of the imports that the user may see; of others only that there are some."""
    numbers = {n for match in matches for seen in match.seen.values() for n in seen.get("imports", ())}
    brought = Import.objects.filter(pk__in=numbers)
    if user.role != User.Role.OPERATOR:
        brought = brought.filter(by=user)
    return dict(brought.values_list("pk", "source"))
