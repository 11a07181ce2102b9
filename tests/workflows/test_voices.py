"""Voices: found by themselves where only one person can be meant, asked about else, remembered, undone, erased."""

import io
import json
import zipfile
from datetime import date

import pytest
from cast import ANA, JANE, LUIS, TOM, mail
from django.utils import timezone

from sapwood.records.access.models import AuditLine, User, UserAddress
from sapwood.records.directory.models import Address, Match, Organisation, Person
from sapwood.records.relationships.models import Relationship, Standing
from sapwood.records.voices.models import Heard, Identification, Voice
from sapwood.workflows.account import timeline
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.imports import ask_import, undo_import
from sapwood.workflows.installation import log, operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import sweep
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in
from sapwood.workflows.voices import identify as say
from sapwood.workflows.voices.questions import answered, open_count, open_voices, people_called, questions
from sapwood.workflows.who_is_who.review import open_to

pytestmark = pytest.mark.django_db(transaction=True)
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


def orchard(**more):
    refresh()
    relationship = Relationship.objects.get(organisation__domains__name="orchard.example")
    return relationship


def channels():
    standing = Standing.objects.get(relationship=orchard())
    return sorted((touch["channel"], touch["direction"]) for touch in standing.newest)


def test_from_the_file_to_the_account(as_user, ana):
    """Colleagues and, where a calendar says who was to meet, contacts are known by their names; the rest is asked."""
    done = as_user(ana, TALK)
    assert (done.added, done.troubles.count()) == (1, 0)
    assert [str(said.person) for said in answered(ana)] == ["Ana Brandt"]
    assert {str(v) for v in open_voices(ana)} == {"Jane Doyle", "Luis"}
    assert ("meeting", "both") not in channels(), "nobody of Orchard is known to have spoken"
    [jane] = [q for q in questions(ana, open_voices(ana)) if str(q.voice) == "Jane Doyle"]
    assert [str(guess.person) for guess in jane.guesses] == ["Jane Doyle"]
    assert jane.occasions[0].beside == ["Ana Brandt", "Luis"]
    say.identify(ana, jane.voice, jane.guesses[0].person)
    assert ("meeting", "both") in channels()
    [meeting] = [event for event in timeline(ana, orchard()) if event.channel == "meeting"]
    assert (meeting.colleague, meeting.contact, meeting.minutes) == ("Ana Brandt", "Jane Doyle", 2.5)
    assert "Quincewort" in meeting.snippet
    assert AuditLine.objects.filter(act="identify voice", actor=ana).exists()


def test_it_is_remembered_for_every_later_import(as_user, ana):
    as_user(ana, TALK)
    say.identify(ana, voice("Jane Doyle"), person("Jane Doyle"))
    as_user(ana, vtt(("Jane Doyle", "Again."), ("Ana Brandt", "Yes.")), name="2024-06-03 09.00 again.vtt")
    assert channels().count(("meeting", "both")) == 2
    assert "Jane Doyle" not in {str(v) for v in open_voices(ana)}


def test_undone_it_is_asked_again(as_user, ana):
    as_user(ana, TALK)
    said = say.identify(ana, voice("Jane Doyle"), person("Jane Doyle"))
    assert ("meeting", "both") in channels()
    say.undo(ana, said)
    say.undo(ana, said)
    assert ("meeting", "both") not in channels()
    assert "Jane Doyle" in {str(v) for v in open_voices(ana)}
    assert voice("Jane Doyle").address.organisation is None


def test_somebody_new_and_nobody(as_user, ana):
    as_user(ana, TALK)
    before = open_count(ana)
    say.identify_as_new(ana, voice("Luis"), orchard(), "Luis Fernández")
    say.nobody(ana, voice("Jane Doyle"))
    assert open_count(ana) == before - 2
    assert ("meeting", "both") in channels()
    assert person("Luis Fernández").organisation == orchard().organisation


def test_a_transcript_without_a_day_is_in_on_the_day_that_was_said(as_user, ana):
    assert as_user(ana, TALK, name="talk.vtt").added == 0
    done = as_user(ana, TALK, name="talk.vtt", on="2024-05-03")
    assert (done.added, done.troubles.count()) == (1, 0)
    with pytest.raises(ValueError, match="is no day"):
        as_user(ana, TALK, on="soon")


def test_the_same_question_is_not_asked_twice(as_user, ana):
    """Until somebody has said whose voice it is, it is not proposed as a person's other address."""
    as_user(ana, TALK)
    heard, jane = voice("Jane Doyle").address.person, person("Jane Doyle")
    firm = jane.organisation
    pair = Match.objects.create(kept=jane, other=heard, organisation=firm, probability=0.9, proposed=timezone.now())
    assert pair in Match.objects.open() and pair not in open_to(operator())
    other = Match.objects.create(
        kept=jane, other=person("Luis Ortega"), organisation=firm, probability=0.6, proposed=timezone.now()
    )
    assert list(open_to(operator())) == [other]
    say.nobody(ana, voice("Jane Doyle"))
    assert list(open_to(operator())) == [pair, other], "what nobody said there may be asked here"


def test_one_meeting_in_calendar_and_transcript_is_one_touch(as_user, ana):
    entry = {
        "id": "7",
        "when": "2024-05-03T13:00:00+00:00",
        "channel": "meeting",
        "minutes": 60,
        "people": [
            {"role": "from", "address": "ana@home.example", "name": "Ana Brandt"},
            {"role": "to", "address": "jane@orchard.example", "name": "Jane Doyle"},
        ],
        "subject": "Press",
    }
    as_user(ana, json.dumps(entry).encode(), name="calendar.jsonl")
    assert channels().count(("meeting", "out")) == 1
    as_user(ana, TALK)
    assert {str(said.person) for said in answered(ana)} == {"Ana Brandt", "Jane Doyle"}, "she was to be there"
    assert [one for one in channels() if one[0] == "meeting"] == [("meeting", "both")]


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


def test_an_undone_import_asks_nothing(as_user, ana):
    done = as_user(ana, TALK)
    undo_import(ana, done, queue=False)
    assert open_count(ana) == 0
    sweep()
    assert not Voice.objects.filter(address__name="Luis").exists()


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


def slack():
    file = io.BytesIO()
    users = [
        {"id": "U1", "team_id": "T", "profile": {"real_name": "Ana Brandt", "email": "ana@home.example"}},
        {"id": "U2", "team_id": "T", "profile": {"real_name": "Jane Doyle", "email": "jane@orchard.example"}},
        {"id": "U3", "team_id": "T", "profile": {"real_name": "Luis Ortega"}},
    ]
    said = [
        {"type": "message", "user": "U2", "ts": "1714741200.1", "text": "When do the labels come?"},
        {"type": "message", "user": "U1", "ts": "1714741300.1", "text": "Monday."},
        {"type": "message", "user": "U3", "ts": "1714741400.1", "text": "Thanks."},
    ]
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("users.json", json.dumps(users))
        archive.writestr(
            "channels.json", json.dumps([{"id": "C1", "name": "orchard", "members": ["U1", "U2", "U3"]}])
        )
        archive.writestr("orchard/2024-05-03.json", json.dumps(said))
    return file.getvalue()


WHATSAPP = b"03.05.24, 10:00 - Ana Brandt: Morning\n03.05.24, 10:02 - Jane Doyle: Good morning, any news?\n"
CALLS = b"Date,Direction,Number,Duration,User\n2024-05-03 10:00,out,+4930123456,60,ana@home.example\n"


@pytest.mark.parametrize(
    ("name", "data", "comes"),
    [
        ("slack.zip", slack(), [("chat", "in"), ("chat", "in"), ("chat", "out")]),
        ("WhatsApp Chat with Jane Doyle.txt", WHATSAPP, [("chat", "in"), ("chat", "out")]),
        ("calls.csv", CALLS, [("call", "out")]),
    ],
)
def test_each_channel_from_file_to_account(name, data, comes, as_user, ana):
    done = as_user(ana, data, name=name)
    assert done.troubles.count() == 0
    for question in questions(ana, open_voices(ana)):
        say.identify(ana, question.voice, question.guesses[0].person if question.guesses else person("Jane Doyle"))
    assert [one for one in channels() if one[0] != "mail"] == comes
    assert as_user(ana, data, name=name).known == done.added, "a second run changes nothing"
    assert Heard.objects.filter(of=done).exists()


def test_people_are_found_by_name_or_mail(as_user, ana):
    as_user(ana, TALK)
    assert [str(p) for p in people_called(ana, "doyle")] == ["Jane Doyle"]
    assert [str(p) for p in people_called(ana, "luis@orchard")] == ["Luis Ortega"]
    Relationship.objects.update(owner=User.objects.get(email="tom@home.example"))
    stranger = User.objects.create_user("olaf@home.example", "Olaf", "colleague")
    orchard()
    assert people_called(stranger, "doyle") == []


def test_what_was_found_by_itself_is_confirmed_or_taken_back(as_user, ana):
    as_user(ana, TALK)
    [said] = answered(ana)
    assert said.by is None
    assert said.why == "Nobody else who may have been there is called Ana Brandt."
    say.identify(ana, said.voice, said.person)
    said.refresh_from_db()
    assert said.by == ana
    say.undo(ana, said)
    as_user(ana, vtt(("Ana Brandt", "Hello again.")), name="2024-08-01.vtt")
    assert Identification.objects.standing().count() == 0, "what was taken back is not found again"
    assert orchard() and date(2024, 5, 3)
