"""What was heard: a talk of Ana, Jane and Luis, taken in by whoever says so."""

import pytest
from cast import ANA, JANE, LUIS, TOM, mail

from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Relationship, Standing
from sapwood.records.voices.models import Voice
from sapwood.workflows.imports import ask_import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in

NAME = "GMT20240503-130000 Orchard.vtt"


def vtt(*turns):
    cues = [f"00:{n:02}:00.000 --> 00:{n:02}:30.000\n<v {name}>{text}</v>\n" for n, (name, text) in enumerate(turns)]
    return "\n".join(["WEBVTT\n", *cues]).encode()


TALK = vtt(("Ana Brandt", "How is the press?"), ("Jane Doyle", "Quincewort loud."), ("Luis", "Sí."))


@pytest.fixture
def known(bring, ana, tom):
    """Ana and Tom at home, Jane and Luis at Orchard, known from mail."""
    for user in (ana, tom):
        give_address(user, user.email)
    bring(mail(1), mail(2, sender=LUIS, to=TOM), mail(3, sender=ANA, to=JANE, day=1))
    refresh()
    return bring


@pytest.fixture
def as_user(known, tmp_path):
    """Takes a file in as somebody."""

    def take(user, data, name=NAME, **options):
        file = tmp_path / name
        file.write_bytes(data)
        running = ask_import(user, [file], door="test", queue=False, **options)
        take_in(running, "test")
        running.refresh_from_db()
        return running

    return take


def voice(name):
    return Voice.objects.get(address__name=name)


def person(name):
    return Person.objects.get(name=name, organisation__isnull=False)


def orchard():
    refresh()
    return Relationship.objects.get(organisation__domains__name="orchard.example")


def channels():
    standing = Standing.objects.get(relationship=orchard())
    return sorted((touch["channel"], touch["direction"]) for touch in standing.newest)
