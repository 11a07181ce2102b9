"""Transcripts that Teams saves as Word documents, and plain ones kept in Word."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_word import TEAMS, made_word, zipped

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.transcript import word
from sapwood.reading.transcript.read import read_transcript

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = "2024-05-03 13.00"


def read(raw, where=f"{HOUR}.docx", on=""):
    return list(word.read_word(raw, where, LATEST, on))


def sole(raw, **more):
    (found,) = read(raw, **more)
    return found


def test_what_teams_writes():
    meeting = sole(TEAMS, where="downloaded.docx")
    assert isinstance(meeting, Interaction)
    assert [who.address for who in meeting.participants] == ["speaker:ana brandt", "speaker:jane doyle"]
    assert meeting.own.split("\n") == [
        "Ana Brandt: Can we speak of volumes? Note: those of autumn.",
        "Jane Doyle: Yes & no.",
        "Ana Brandt: Good.",
    ]
    assert meeting.when == datetime(2024, 5, 3, 13, tzinfo=UTC)
    assert (meeting.channel, meeting.subject, meeting.minutes, meeting.questions) == (
        "meeting", "Volumes for autumn", 60.2, 1,
    )  # fmt: skip


def test_the_same_speech_as_captions_is_the_same_meeting():
    cues = "WEBVTT\n\n00:00:03.000 --> 00:00:08.000\n<v Ana Brandt>Can we speak of volumes?</v>\n\n"
    cues += "00:00:06.000 --> 00:00:08.000\n<v Ana Brandt>Note: those of autumn.</v>\n\n"
    cues += "00:00:09.000 --> 00:00:12.000\n<v Jane Doyle>Yes &amp; no.</v>\n\n"
    cues += "01:00:15.000 --> 01:00:16.000\n<v Ana Brandt>Good.</v>\n"
    (captions,) = read_transcript(cues.encode(), f"{HOUR}.vtt", LATEST)
    assert sole(TEAMS).identity == captions.identity


def test_what_teams_wrote_until_2022():
    turns = (
        ("0:0:5.100 --> 0:0:8.250", "Ana Brandt", "Shall we begin?"),
        ("0:0:9.0 --> 0:1:5.100", "Jane Doyle", "Yes."),
    )
    for raw in (made_word(*turns), made_word(*((line,) for turn in turns for line in turn))):
        meeting = sole(raw)
        assert meeting.own == "Ana Brandt: Shall we begin?\nJane Doyle: Yes."
        assert meeting.minutes == 1.0


def test_words_in_paragraphs_of_their_own():
    meeting = sole(made_word(("Ana Brandt   0:03",), ("Hello.",), ("Again.",), ("Jane Doyle   0:09",), ("Hi.",)))
    assert meeting.own == "Ana Brandt: Hello. Again.\nJane Doyle: Hi."


@pytest.mark.parametrize("name", ["+49 30*****12", "ana brandt (Guest)", "MEETING-ROOM 4"])
def test_whoever_is_called_otherwise(name):
    meeting = sole(made_word((f"{name}   0:03", "Hello."), ("Jane Doyle   0:09", "Hi.")))
    assert meeting.own == f"{name}: Hello.\nJane Doyle: Hi."


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("15 June 2024, 03:35am", datetime(2024, 6, 15, 3, 35, tzinfo=UTC)),
        ("June 15, 2024, 3:35\u202fPM", datetime(2024, 6, 15, 15, 35, tzinfo=UTC)),
        ("15. Juni 2024, 15:35", datetime(2024, 6, 15, 15, 35, tzinfo=UTC)),
        ("June 15, 2024", datetime(2024, 6, 15, 12, tzinfo=UTC)),
    ],
)
def test_the_day_stands_above(line, when):
    raw = made_word(("Volumes",), (line,), ("Ana Brandt   0:03", "Hello."))
    assert sole(raw, where="x.docx").when == when


def test_the_day_stands_in_the_name_or_nowhere():
    spoken = ("Ana Brandt   0:03", "Hello.")
    stamped = made_word(("Volumes-20240503_150012-Meeting Transcript",), spoken)
    assert sole(stamped, where="x.docx").when == datetime(2024, 5, 3, 15, 0, 12, tzinfo=UTC)
    assert sole(made_word(spoken), where="x.docx", on="2024-05-04").when.day == 4
    assert "--on" in sole(made_word(spoken), where="x.docx").what


def test_a_plain_transcript_kept_in_word():
    meeting = sole(made_word(("Ana Brandt: Hello.",), ("Jane Doyle: Hi.",), ("Ana Brandt: Shall we?",)))
    assert meeting.own.startswith("Ana Brandt: Hello.")


def test_a_strict_document():
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert sole(made_word(("Ana Brandt   0:03", "Hello."), space=space)).own == "Ana Brandt: Hello."


LETTER = made_word(("Dear Jane,",), ("we met at 10:30",), ("on Monday.",))
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LARGE = zipped(b'<w:document xmlns:w="x">' + b" " * (200 << 20))


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (LETTER, word.NONE),
        (made_word(), word.NONE),
        (TEAMS[: len(TEAMS) // 2], word.BROKEN),
        (b"", word.BROKEN),
        (zipped(b"<w:document"), word.BROKEN),
        (zipped(b"\xff\xfe\x00"), word.BROKEN),
        (made_word(("Ana Brandt   0:03", "Hello."), before=BOMB), word.BROKEN),
        (LARGE, word.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_said(raw, what):
    trouble = sole(raw)
    assert isinstance(trouble, Trouble)
    assert trouble.what == what


def test_an_encrypted_member_is_said():
    raw = bytearray(TEAMS)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := raw.find(mark, place + 1)) >= 0:
            raw[place + flags] |= 1
    assert sole(bytes(raw)).what == word.LOCKED


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_cut_and_stirred(data):
    raw = bytearray(TEAMS)
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    hold(bytes(raw[: data.draw(st.integers(0, len(raw)))]))


LINES = st.sampled_from(["Ana Brandt   0:03", "0:0:5.1 --> 0:0:8.2", "9999:99:99", "Hello.", "A:", "3 May 2024", " "])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(LINES | st.text(max_size=8), max_size=4).map(tuple), max_size=8))
def test_any_paragraphs(paragraphs):
    hold(made_word(*paragraphs))


def hold(raw):
    for found in read(raw):
        assert isinstance(found, Trouble) or (found.participants and len(found.own) <= 100_000)
