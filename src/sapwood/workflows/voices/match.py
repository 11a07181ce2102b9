"""Whose voice it is, by name: found by itself where only one person it can be has that full name, guessed else."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pyarrow.dataset as ds
from django.db.models import Q

from sapwood.identity.people import clean_name
from sapwood.identity.personal_name import personal_name, plain, short_for
from sapwood.records.access.models import User
from sapwood.records.directory.models import Address, Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.records.voices.models import Heard, Voice

from ..installation import counting_imports, log
from .identify import found_by_itself

MOST_GUESSES = 3
AT_ONCE = 500
Called = tuple[str, str]


@dataclass(frozen=True)
class Guess:
    person: Person
    why: str


def match_by_name(brought: Import, voices: Sequence[int]) -> int:
    """Says whose those of `voices` are that carry the full name of just one person who may have been there: a
    colleague, or a contact of an account that took part, or was to meet at that hour. Returns how many."""
    named = {}
    for some in (voices[at : at + AT_ONCE] for at in range(0, len(voices), AT_ONCE)):
        asked = Voice.objects.filter(pk__in=some).select_related("address")
        named |= {voice: name for voice in asked if (name := called(voice.address.name))}
    if not named:
        return 0
    there = _organisations_there(brought)
    people = Person.objects.present().filter(addresses__isnull=False).distinct().select_related("organisation")
    at = people.filter(Q(organisation__home=True) | Q(organisation__in=there))
    by_name: defaultdict[Called, list[Person]] = defaultdict(list)
    for person in at.iterator(2000):
        if name := called(person.name):
            by_name[name].append(person)
    done = 0
    for voice, name in named.items():
        if len(by_name[name]) == 1:
            [person] = by_name[name]
            why = f"Nobody else who may have been there is called {person.name}."
            done += found_by_itself(voice, person, brought, why)
    return done


def guesses(user: User, voices: Collection[Voice]) -> Mapping[int, list[Guess]]:
    """By voice, people the user may see who may be meant: the same full name anywhere; a given name or a nickname
    among those who took part."""
    names = {voice.pk: clean_name(voice.address.name) for voice in voices}
    seen = Relationship.objects.visible_to(user).values("organisation")
    people = Person.objects.present().filter(addresses__isnull=False).distinct().select_related("organisation")
    visible = people.filter(Q(organisation__home=True) | Q(organisation__in=seen))
    alike: defaultdict[str, list[Person]] = defaultdict(list)
    for person in visible.filter(name__in=set(names.values()) - {""}):
        alike[person.name].append(person)
    found: dict[int, list[Guess]] = {}
    for voice in voices:
        name = names[voice.pk]
        full = [Guess(person, "The same name.") for person in alike[name] if " " in name]
        found[voice.pk] = (full or (_by_given_name(voice, name, visible) if name and " " not in name else []))[
            :MOST_GUESSES
        ]
    return found


def called(name: str) -> Called | None:
    """Given and family name in plain letters; None for what is no full name, or begins with an initial."""
    told = personal_name(name)
    return (told.given, told.family) if told and len(told.given) > 1 else None


def _by_given_name(voice: Voice, name: str, visible) -> list[Guess]:
    beside = Address.objects.filter(pk__in=Heard.beside.through.objects.filter(heard__voice=voice).values("address"))
    firms = beside.exclude(organisation=None).values("organisation")
    wanted = plain(name)
    found = []
    for person in visible.filter(organisation__in=firms)[:500]:
        told = called(person.name)
        if told and (told[0] == wanted or short_for(told[0], wanted)):
            found.append(Guess(person, f"The only {name} of the firms that were there."))
    return found if len(found) == 1 else []


def _organisations_there(brought: Import) -> set[int]:
    """Organisations with somebody in what was heard, or in a meeting at the same hour that another import brought."""
    heard = Heard.objects.filter(of=brought)
    beside = Address.objects.filter(pk__in=Heard.beside.through.objects.filter(heard__in=heard).values("address"))
    keys = _to_meet(heard)
    there = set(beside.exclude(organisation=None).values_list("organisation", flat=True))
    for some in (keys[at : at + 500] for at in range(0, len(keys), 500)):
        there |= set(
            Address.objects.filter(key__in=some).exclude(organisation=None).values_list("organisation", flat=True)
        )
    return there


def _to_meet(heard) -> list[int]:
    """Keys of those in meetings at the hour of one that was heard."""
    spans = [
        (one.when, one.when + timedelta(minutes=one.minutes or 60))
        for one in heard.filter(channel="meeting").only("when", "minutes")
    ]
    if not spans:
        return []
    day = timedelta(days=1)
    wanted = (ds.field("channel") == "meeting") & ds.field("import_id").isin(counting_imports())
    wanted &= ds.field("when") > min(begin for begin, _ in spans) - day
    wanted &= ds.field("when") < max(end for _, end in spans) + day
    keys: set[int] = set()
    for row in log().dataset().to_table(["when", "people", "minutes"], filter=wanted).to_pylist():
        end = row["when"] + timedelta(minutes=row["minutes"] or 60)
        if any(begin < end and row["when"] < until for begin, until in spans):
            keys |= {one["key"] for one in row["people"] if one["role"] not in ("invited", "declined")}
    return sorted(keys)
