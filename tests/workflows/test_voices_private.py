"""Voices: who may say whose they are, who reads on account of it, and what goes with the erased."""

import pytest
from heard import TALK, channels, orchard, person, voice, vtt

from sapwood.records.access.models import User, UserAddress
from sapwood.records.directory.models import Address, Organisation, Person
from sapwood.records.voices.models import Voice
from sapwood.workflows.account import timeline
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.installation import log, operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.voices import identify as say
from sapwood.workflows.voices.questions import open_count

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_may_say_and_who_may_read(as_user, ana, tom, lead):
    as_user(tom, TALK)
    about = orchard()
    assert open_count(ana) == 0, "her name alone tells her nothing of what Tom brought"
    assert open_count(lead) == 0
    with pytest.raises(Refused):
        say.identify(ana, voice("Luis"), person("Luis Ortega"))
    say.identify(tom, voice("Jane Doyle"), person("Jane Doyle"))
    assert [e.snippet for e in timeline(ana, about) if e.channel == "meeting"] == []
    refresh()
    assert [e.hidden for e in timeline(ana, about) if e.channel == "meeting"] == [True]
    say.identify(tom, voice("Ana Brandt"), person("Ana Brandt"))
    assert [e.hidden for e in timeline(ana, about) if e.channel == "meeting"] == [False], "who brought it says so"
    assert open_count(ana) == 1


def test_nobody_makes_themselves_a_reader_of_what_others_brought(as_user, ana, tom):
    as_user(ana, TALK)
    chief = User.objects.create_user("op@home.example", "Op Olsen", "operator")
    Address.objects.create(
        key=77, address="op@home.example", kind="person", organisation=Organisation.of_home(),
        person=Person.objects.create(name="Op Olsen", organisation=Organisation.of_home()),
    )  # fmt: skip
    UserAddress.objects.create(user=chief, address="op@home.example", key=77)
    say.identify(chief, voice("Luis"), person("Op Olsen"))
    assert not UserAddress.objects.filter(key=voice("Luis").address_id).exists()
    say.identify(ana, voice("Jane Doyle"), person("Tom Keller"))
    assert not UserAddress.objects.filter(key=voice("Jane Doyle").address_id).exists(), "that is not his name"


def test_the_erased_stay_erased_under_their_names_and_numbers(as_user, ana):
    calls = b"Date,Direction,Number,Duration,User\n2024-05-04 10:00,in,+4930123456,60,ana@home.example\n"
    as_user(ana, TALK)
    as_user(ana, calls, name="calls.csv")
    say.identify(ana, voice("Jane Doyle"), person("Jane Doyle"))
    number = Voice.objects.get(address__address="tel:+4930123456")
    say.identify(ana, number, person("Jane Doyle"))
    assert ("call", "in") in channels()
    begun = ask_forgetting(operator(), sorted(person("Jane Doyle").addresses.values_list("address", flat=True)))
    run(begun)
    assert not Address.objects.filter(name__icontains="doyle").exists()
    keys = {one["key"] for row in log().dataset().to_table().to_pylist() for one in row["people"]}
    assert keys <= set(Address.objects.values_list("key", flat=True))
    as_user(ana, vtt(("Doyle, Jane", "Back?"), ("Ana Brandt", "Yes.")), name="2024-07-01.vtt")
    again = as_user(ana, calls.replace(b"05-04", b"05-05"), name="more.csv")
    assert not Address.objects.filter(address__in=["speaker:jane doyle", "tel:+4930123456"]).exists()
    assert again.troubles.count() == 1


def test_a_voice_nobody_answered_for_goes_with_the_person_of_that_name(as_user, ana):
    as_user(ana, TALK)
    run(ask_forgetting(operator(), ["jane@orchard.example"]))
    assert not Address.objects.filter(name__icontains="doyle").exists()
    assert not Voice.objects.filter(address__name="Jane Doyle").exists()
