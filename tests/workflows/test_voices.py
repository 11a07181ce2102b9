"""Voices: found by themselves where only one person can be meant, asked about else, remembered, undone."""

from datetime import date

import pytest
from django.utils import timezone
from heard import TALK, channels, orchard, person, voice, vtt

from sapwood.records.access.models import AuditLine, User
from sapwood.records.directory.models import Match
from sapwood.records.relationships.models import Relationship
from sapwood.records.voices.models import Identification, Voice
from sapwood.workflows.account import timeline
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.repair import sweep
from sapwood.workflows.voices import identify as say
from sapwood.workflows.voices.questions import answered, open_count, open_voices, people_called, questions
from sapwood.workflows.who_is_who.review import open_to

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_an_undone_import_asks_nothing(as_user, ana):
    done = as_user(ana, TALK)
    undo_import(ana, done, queue=False)
    assert open_count(ana) == 0
    sweep()
    assert not Voice.objects.filter(address__name="Luis").exists()


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
