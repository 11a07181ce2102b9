"""When a meeting took place, who its voices are, and what is no transcript."""

from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.mailbox import kind_of
from sapwood.reading.transcript.dates import named_day
from sapwood.reading.transcript.read import is_plain, read_transcript, turns
from sapwood.reading.voice import telephone, voice

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana Brandt>When does it ship?</v>\n"


def read(raw=VTT, where="2024-05-03.vtt"):
    [found] = read_transcript(raw, where, LATEST)
    return found


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("GMT20240503-130000_Recording.transcript.vtt", "2024-05-03T13:00:00+00:00"),
        ("Call in General-20240503_130012-Meeting Recording.vtt", "2024-05-03T13:00:12+00:00"),
        ("Team sync (2024-05-03 at 06:30 GMT-7) - Transcript.txt", "2024-05-03T06:30:00-07:00"),
        ("2024-05-03 13.30 sales.txt", "2024-05-03T13:30:00+00:00"),
        ("2024-05-03T13-00-05Z.json", "2024-05-03T13:00:05+00:00"),
        ("2024-05-03.srt", "2024-05-03T12:00:00+00:00"),
        ("zoom.zip/2024-05-03 13.00.01 Ana/audio_transcript.vtt", "2024-05-03T13:00:01+00:00"),
        ("archive/2024/05/03/meeting.vtt", "2024-05-03T12:00:00+00:00"),
        ("order 20241399.vtt", None),
        ("20240231.vtt", None),
        ("meeting 12345678.vtt", None),
    ],
)
def test_a_date_in_a_name(name, when):
    found = named_day(name)
    assert (found.isoformat() if found else None) == when


def test_without_a_date_it_says_what_to_do():
    found = read(where="meeting.vtt")
    assert isinstance(found, Trouble)
    assert "Put its day into the file's name" in found.what


def test_still_to_come_is_kept_out():
    assert "still to come" in read(where="2027-05-03.vtt").what
    assert "before 1980" in read(where="1979-05-03.vtt").what


def test_the_same_speech_is_the_same_meeting_in_any_form():
    srt = b"1\r\n00:00:01,000 --> 00:00:02,000\r\nAna Brandt: When does it\r\nship?\r\n"
    plain = "[0:01] Ana Brandt: When does it ship?\n".encode("utf-16")
    assert read().identity == read(srt).identity == read(plain).identity


def test_who_speaks_first_called_no_meeting():
    assert [who.role for who in read().participants] == ["to"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Ana Brandt", "speaker:ana brandt"),
        ("Brandt, Ana (Home)", "speaker:ana brandt"),
        ("BRANDT, Ana | Home GmbH", "speaker:ana brandt"),
        ("Dr. Ana Brandt", "speaker:ana brandt"),
        ("José Núñez", "speaker:josé núñez"),
        ("Ana", "speaker:ana@m1"),
        ("Speaker 1", "speaker:speaker 1@m1"),
        ("Meeting Room 5", "speaker:meeting room 5@m1"),
        ("ana@home.example", "ana@home.example"),
        ("+49 30 123456", "tel:+4930123456"),
        ("…", None),
        ("", None),
    ],
)
def test_a_voice(name, address):
    found = voice(name, "m1")
    assert (found.address if found else None) == address


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("+49 (0)30 123456", "", "tel:+4930123456"),
        ("030/123456", "DE", "tel:+4930123456"),
        ("0049 30 123456", "", "tel:+4930123456"),
        ("(212) 555-0142", "US", "tel:+12125550142"),
        ("030 123456", "", "tel:030123456"),
        ("23", "DE", "tel:23"),
        ("tel", "DE", ""),
    ],
)
def test_a_number(written, region, number):
    assert telephone(written, region) == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dear Jane,\nthe following: one.\nTwo.\nThree: four.\nFive.\nSix.\n", "unknown"),
        ("Name: Ana\nStreet: Oak 1\nCity: Home\n", "unknown"),
        ("Subject: Hi\nFrom: ana@home.example\n\nAna: a\nAna: b\nAna: c\n", "message"),
        ("Ana: Hello.\nJane: Hi.\nAna: How are you?\n", "transcript"),
        ("1. Agenda: prices\n2. Agenda: dates\n3. Agenda: rest\n", "unknown"),
    ],
)
def test_what_is_a_transcript(text, kind):
    assert kind_of(text.encode()) == kind
    assert is_plain(text.encode()) == (kind == "transcript") or kind == "message"


def test_a_cue_without_a_name_goes_on():
    raw = b"WEBVTT\n\n1\n00:01.000 --> 00:02.000\nAna Brandt: One\n2\n00:02.000 --> 00:03.000\ntwo: three\n"
    assert [(turn.speaker, turn.text) for turn in turns(raw)] == [("Ana Brandt", "One"), ("Ana Brandt", "two: three")]


def test_names_are_never_told_to_a_trouble_of_nobody():
    found = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nnothing but words\n")
    assert isinstance(found, Trouble)
    assert "names nobody who spoke" in found.what


def test_minutes_are_from_the_first_word_to_the_last():
    raw = b"WEBVTT\n\n10:00.000 --> 10:05.000\n<v Ana Brandt>a</v>\n\n40:00.000 --> 40:00.500\n<v Ana Brandt>b</v>\n"
    found = read(raw)
    assert isinstance(found, Interaction)
    assert found.minutes == 30.0


def test_a_day_can_be_said_for_what_names_none():
    talk = b"Ana: How is the press?\nJane: Loud.\nAna: Since when?\n"
    [trouble] = read_transcript(talk, "talk.txt", LATEST)
    assert "--on" in trouble.what
    [said] = read_transcript(talk, "talk.txt", LATEST, on="2024-05-03 13:30")
    assert said.when == datetime(2024, 5, 3, 13, 30, tzinfo=UTC)
    [named] = read_transcript(talk, "talk 2024-05-07.txt", LATEST, on="2024-05-03")
    assert named.when.day == 7, "what the file itself says goes before"
