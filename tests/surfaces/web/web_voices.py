"""A voice that was heard in what one colleague brought, in a meeting in which another took part."""

from datetime import UTC, datetime

from sapwood.records.access.models import UserAddress
from sapwood.records.directory.models import Address, Person
from sapwood.records.imports.models import Import
from sapwood.records.voices.models import Heard, Voice


def voice_of(brought_by, took_part, name="Nora Whitfield"):
    brought = Import.objects.create(by=brought_by, source="talk.vtt", status="done", asked=datetime.now(UTC))
    key = abs(hash(took_part.email)) % 2**60
    theirs = Address.objects.create(key=key, address=took_part.email, kind="person")
    UserAddress.objects.create(user=took_part, address=took_part.email, key=key)
    address = Address.objects.create(
        key=key - 1,
        address=f"speaker:{name.lower()}",
        name=name,
        kind="person",
        person=Person.objects.create(name=name),
    )
    voice = Voice.objects.create(address=address)
    when = datetime(2026, 6, 1, 9, tzinfo=UTC)
    heard = Heard.objects.create(voice=voice, of=brought, interaction=5, when=when, channel="meeting", minutes=30)
    heard.beside.add(theirs)
    return voice
