"""Whose voice is this? What is open for a user, where it was heard, who may be meant."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Max, Q, QuerySet

from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.records.voices.models import Heard, Identification, Voice

from ..counted import Counts
from .match import Guess, guesses

MOST_SHOWN = 3


@dataclass(frozen=True)
class Occasion:
    """One time a voice was heard; `source` is the import's name for whoever may see it."""

    heard: Heard
    beside: list[str]
    source: Import | None


@dataclass(frozen=True)
class Question:
    voice: Voice
    kind: str  # speaker, number or handle
    times: int
    occasions: list[Occasion]
    guesses: list[Guess] = field(default_factory=list)


def open_voices(user: User) -> QuerySet[Voice]:
    """Those nobody has said anything about, the latest heard first."""
    latest = Max("heard__when")
    return Voice.objects.visible_to(user).open().annotate(latest=latest).order_by("-latest", "pk")


def open_count(user: User, beside: Counts | None = None) -> int:
    """`beside`: what was counted for the same page already."""
    return Counts("voices", user.pk, beside=beside)("open", lambda: Voice.objects.visible_to(user).open().count())


def questions(user: User, voices: Collection[Voice]) -> list[Question]:
    """Each voice with where the user may know it was heard, and who may be meant."""
    visible = Heard.objects.visible_to(user)
    mine = set(Import.objects.visible_to(user).values_list("pk", flat=True))
    meant = guesses(user, voices)
    found = []
    for voice in voices:
        heard = visible.filter(voice=voice)
        newest = heard.select_related("of").prefetch_related("beside__person")[:MOST_SHOWN]
        occasions = [Occasion(one, _names(one), one.of if one.of_id in mine else None) for one in newest]
        found.append(Question(voice, _kind(voice), heard.count(), occasions, meant[voice.pk]))
    return found


def answered(user: User, most: int = 100) -> list[Identification]:
    """What stands, the newest first: by itself or by somebody, to be confirmed or undone."""
    seen = Voice.objects.visible_to(user)
    standing = Identification.objects.standing().filter(voice__in=seen)
    return list(standing.select_related("voice__address", "person__organisation", "by")[:most])


def voice_for(user: User, pk: int) -> Voice | None:
    return Voice.objects.visible_to(user).select_related("address").filter(pk=pk).first()


def answer_for(user: User, pk: int) -> Identification | None:
    said = Identification.objects.select_related("voice__address", "person").filter(pk=pk).first()
    return said if said and voice_for(user, said.voice_id) else None


def people_called(user: User, text: str, most: int = 20) -> list[Person]:
    """People the user may see, by part of their name or of a mail address."""
    text = " ".join(text.split())
    if len(text) < 2:
        return []
    seen = Relationship.objects.visible_to(user).values("organisation")
    there = Person.objects.present().filter(Q(organisation__home=True) | Q(organisation__in=seen))
    meant = Q(name__icontains=text) | Q(addresses__address__icontains=text.lower())
    found = there.filter(meant, addresses__isnull=False).distinct().select_related("organisation")
    return list(found.order_by("name", "pk")[:most])


def _kind(voice: Voice) -> str:
    prefix = voice.address.address.partition(":")[0]
    return {"tel": "number", "speaker": "voice"}.get(prefix, "handle")


def _names(heard: Heard) -> list[str]:
    return sorted({str(one.person) if one.person else one.name or one.address for one in heard.beside.all()})[:6]
