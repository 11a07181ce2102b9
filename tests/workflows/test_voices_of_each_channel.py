"""Talks, chats and calls: from their files to the account, by the voices that were heard."""

import io
import json
import zipfile

import pytest
from heard import TALK, channels, person
from made_word import TEAMS

from sapwood.records.voices.models import Heard
from sapwood.workflows.voices import identify as say
from sapwood.workflows.voices.questions import answered, open_voices, questions

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_transcript_without_a_day_is_in_on_the_day_that_was_said(as_user, ana):
    assert as_user(ana, TALK, name="talk.vtt").added == 0
    done = as_user(ana, TALK, name="talk.vtt", on="2024-05-03")
    assert (done.added, done.troubles.count()) == (1, 0)
    with pytest.raises(ValueError, match="is no day"):
        as_user(ana, TALK, on="soon")


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


def zoom():
    """A meeting's folder as Zoom keeps it, packed by somebody: the day stands in the folder's name alone."""
    file = io.BytesIO()
    chat = b"13:31:02 From Ana Brandt to Everyone:\n\tWhich volumes?\n13:32:10 From Jane Doyle to Everyone:\n\tAll.\n"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("2024-05-03 13.30.00 Volumes 123456789/meeting_saved_chat.txt", chat)
    return file.getvalue()


CALLS = b"Date,Direction,Number,Duration,User\n2024-05-03 10:00,out,+4930123456,60,ana@home.example\n"


@pytest.mark.parametrize(
    ("name", "data", "comes"),
    [
        ("slack.zip", slack(), [("chat", "in"), ("chat", "in"), ("chat", "out")]),
        ("WhatsApp Chat with Jane Doyle.txt", WHATSAPP, [("chat", "in"), ("chat", "out")]),
        ("Volumes.docx", TEAMS, [("meeting", "both")]),
        ("zoom.zip", zoom(), [("chat", "in"), ("chat", "out")]),
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
