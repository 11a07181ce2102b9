"""What a sieve lets through, as conditions on relationships or on their standings: the same accounts, asked from
whichever side the database answers sooner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from itertools import chain
from operator import and_

from django.db.models import Q

from sapwood.identity.folding import folded
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address
from sapwood.records.relationships.models import Findable, Standing, Tagging

from .clock import zone_of
from .sieve import Sieve

FEW = 500  # numbers that are handed to the database as they are


@dataclass(frozen=True)
class Conditions:
    """`of_accounts` for relationships that are walked through in an order, `gathered` for those that are counted;
    `of_standings` for standings. `measured` says that no account without a standing fulfils them."""

    of_accounts: Q
    gathered: Q
    of_standings: Q
    measured: bool


def conditions(user: User, sieve: Sieve) -> Conditions:
    numbers = _named(sieve.text) if sieve.text else []
    people, silence = list(_of_people(user, sieve)), list(_of_silence(user, sieve))
    measured = [_under("standing", one) for one in silence]
    if sieve.state == Standing.State.UNKNOWN:
        measured.append(Q(standing=None) | Q(standing__state=sieve.state))
    elif sieve.state:
        measured.append(Q(standing__state=sieve.state))
    gathered = _all(_of_text(sieve.text, numbers, gathered=True), people)
    return Conditions(
        _all(_of_text(sieve.text, numbers, gathered=False), people, measured),
        _all([gathered], measured),
        _all([_under("relationship", gathered)], silence, [Q(state=sieve.state)] if sieve.state else []),
        bool(silence) or sieve.state not in ("", Standing.State.UNKNOWN),
    )


def _all(*several: Iterable[Q]) -> Q:
    return reduce(and_, chain(*several), Q())


def _under(name: str, said: Q) -> Q:
    """The same, of what `name` leads to."""
    parts = [_under(name, p) if isinstance(p, Q) else (f"{name}__{p[0]}", p[1]) for p in said.children]
    return Q(*parts, _connector=said.connector, _negated=said.negated)


def _of_people(user: User, sieve: Sieve) -> Iterable[Q]:
    if sieve.role:
        yield Q(role=sieve.role)
    if sieve.owner == "nobody":
        yield Q(owner=None)
    elif sieve.owner:
        yield Q(owner=user.pk if sieve.owner == "me" else int(sieve.owner))
    if sieve.tier:
        yield Q(tier=None if sieve.tier == "none" else int(sieve.tier))
    if sieve.tag:
        yield Q(pk__in=Tagging.objects.filter(tag=int(sieve.tag), ended=None).values("relationship"))


def _of_silence(user: User, sieve: Sieve) -> Iterable[Q]:
    if sieve.silent_from is not None:
        yield Q(silent_days__gte=sieve.silent_from)
    if sieve.silent_to is not None:
        yield Q(silent_days__lte=sieve.silent_to)
    if sieve.touched_from:
        yield Q(last_touch__gte=_begins(sieve.touched_from, user))
    if sieve.touched_to:
        yield Q(last_touch__lt=_begins(sieve.touched_to + timedelta(days=1), user))


def _named(text: str) -> list[int]:
    """Accounts with every word in a name, a domain or a person's name, one more than FEW at most."""
    return list(Findable.objects.filter(_with("words", _words(text))).values_list("pk", flat=True)[: FEW + 1])


def _of_text(text: str, numbers: list[int], gathered: bool) -> Iterable[Q]:
    """Of the accounts of that name, whose numbers these are if they are few; or with that one whole mail address.
    `gathered`: all of that name are looked up at once."""
    if text:
        named = Findable.objects.filter(_with("words", _words(text))).values("pk")
        found = Q(pk__in=named) if gathered else _with("findable__words", _words(text))
        if len(numbers) <= FEW:
            found = Q(pk__in=numbers)
        if "@" in text:
            with_it = Address.objects.filter(address=text.lower()).values_list("organisation")
            found |= Q(organisation__in=list(with_it[:1]))
        yield found


def _words(text: str) -> list[str]:
    """What is likely the rarest first: a number, then the longest word."""
    return sorted(folded(text).split()[:5], key=lambda word: (word.isalpha(), -len(word)))


def _with(words: str, said: list[str]) -> Q:
    return reduce(and_, (Q(**{f"{words}__contains": word}) for word in said), Q())


def _begins(day: date, user: User) -> datetime:
    """A day begins where the reader is: so the page shows its touches, and so it is asked for."""
    return datetime.combine(day, time(), zone_of(user)).astimezone(UTC)
