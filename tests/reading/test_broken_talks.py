"""Broken transcripts, chats and call records: by hand and made by hypothesis. No reader raises, none takes long, none
gives an interaction that the log could not hold."""

import io
import json
import time
import zipfile
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_word import made_word, paragraph
from regenerate_talks import samples

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.calls import has_columns, read_calls
from sapwood.reading.chat.slack import read_slack
from sapwood.reading.chat.teams import is_teams, read_teams
from sapwood.reading.chat.whatsapp import is_whatsapp, read_whatsapp
from sapwood.reading.chat.zoom import is_zoom, read_zoom
from sapwood.reading.fact_lines import line_of, read_line
from sapwood.reading.table.tables import begins_table_of
from sapwood.reading.transcript.read import is_cues, is_plain, is_shape, read_transcript
from sapwood.reading.transcript.word import read_word

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
WHERE = "2024-05-03 x"


def calls(raw, where, latest):
    return read_calls(io.BytesIO(raw), where, latest, region="DE")


def slack(raw, where, latest):
    return read_slack(io.BytesIO(raw), where, latest)


READERS = (read_transcript, read_whatsapp, read_teams, read_zoom, read_word, calls, slack)
ASKED = (
    is_cues,
    is_shape,
    is_plain,
    is_whatsapp,
    is_teams,
    is_zoom,
    partial(begins_table_of, has_columns=has_columns),
)


def hold(raw):
    for ask in ASKED:
        assert ask(raw[:4096]) in (True, False)
    for reader in READERS:
        for item in reader(raw, WHERE, LATEST):
            if isinstance(item, Trouble):
                assert item.where.startswith(WHERE)
                assert item.what.endswith(".")
                continue
            assert isinstance(item, Interaction)
            assert item.participants
            assert all(who.address == who.address.lower() and who.address for who in item.participants)
            assert len({who.address for who in item.participants}) == len(item.participants)
            assert item.when <= LATEST
            assert len(item.own) <= 100_000
            read_line(line_of(item, WHERE))


PIECES = [
    b"WEBVTT\n\n",
    b"00:00:01.000 --> 00:00:02.000\n",
    b"99:99:99,999 --> 0:0.0\n",
    b"<v Ana Brandt>Hi</v>\n",
    b"<v <v >>\n",
    b"\n\n",
    b"Ana Brandt: Hi?\n",
    b"Jane  0:12\n",
    b'{"segments": [{"speaker": "A", "start": 1, "text": "Hi"}]}',
    b'{"value": [{"createdDateTime": "2024-05-03T13:00:00Z", "from": {"user": {"id": "1"}}, "body": {}}]}',
    b'{"conversations": [{"id": "1", "MessageList": [{"originalarrivaltime": "2024-05-03", "from": "8:a"}]}]}',
    b"[13.05.24, 21:15:03] Ana: Hi\n",
    b"5/13/24, 9:15 PM - +49 30 123456: <Media omitted>\n",
    b"99/99/9999, 99:99 - Ana: Hi\n",
    b"13:31:02 From Ana Brandt to Everyone : Hi\n",
    b"23:59:59 From Ana to Jane Doyle(Direct Message):\n\tHi\n",
    b"99:00:00\t From  A to B:",
    b"Date,Direction,Number,Duration\n",
    b"2024-05-13 14:00,in,030123456,60\n",
    b"\xff\xfe\x00",
    b"\xe2\x80\x8e",
    b"\x00",
    b"'\"",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=12).map(b"".join))
@example(b"")
@example(b"\xff\xfe{")
@example(b"[" * 100_000)
def test_any_bytes(raw):
    hold(raw)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(samples()), st.data())
def test_a_sample_cut_and_stirred(sample, data):
    raw = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    hold(bytes(raw[: data.draw(st.integers(0, len(raw)))]))


KEYS = str.split("segments speaker start end text value from user body createdDateTime conversations")
KEYS += str.split("MessageList members id title date elements sentences speakers")
SIMPLE = st.integers() | st.floats() | st.text(max_size=5) | st.none() | st.just("2024-05-03T25:61:00")
THINGS = st.recursive(
    SIMPLE,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inside, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(THINGS)
def test_any_json(thing):
    hold(json.dumps(thing).encode())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["ts", "user", "text", "type", "thread_ts", "user_profile"]), THINGS))
)
def test_any_slack(messages):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("users.json", json.dumps(messages))
        archive.writestr("channels.json", json.dumps(messages))
        archive.writestr("a/2024-05-03.json", json.dumps(messages))
    hold(file.getvalue())


MANY = 6_000
LARGE = {
    "a line of a million colons": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"A: " * 400_000,
    "a million tags never closed": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v A" * 250_000,
    "arrows only": b"WEBVTT\n" + b"-->\n" * 250_000,
    "everybody speaks once": b"".join(b"Ana B%d: Hi\n" % n for n in range(MANY)),
    "one chat, a sender a message": b"".join(b"13.05.24, 21:15 - Ana %d: Hi\n" % n for n in range(MANY)),
    "a message of many lines": b"13.05.24, 21:15 - Ana: Hi\n" + b"and\n" * 500_000,
    "a Zoom chat, a sender a message": b"".join(
        b"13:31:02 From Ana %d to Tom %d: Hi\n" % (n, n) for n in range(MANY)
    ),
    "from and to": b"13:31:02 From" + b" to" * 300_000 + b"\n" + b"13:31:02 From a to" + b" :" * 300_000,
    "a Zoom message of many lines": b"13:31:02 From Ana to Everyone:\n" + b'Reacted to "\n' * 300_000,
    "Word paragraphs without an end": made_word("<w:p>" * 100_000),
    "a Word turn of a megabyte": made_word(paragraph("Ana Brandt   0:03", "Hi." * 300_000)),
    "Word turns without a word": made_word(paragraph("A   0:03") * 20_000),
    "spaces in Word": made_word(" " * 3_000_000),
    "dates and nothing else": b"[13.05.24, 21:15:03] " * 50_000,
    "spaces": b"13.05.24, 21:15 - " + b" " * 1_000_000,
    "a table of one column": b"Date,Direction,Number,Duration\n" + b"2024-05-13 14:00,in,030123456,60\n" * MANY,
    "deep": b'{"segments": ' * 50_000,
    "wide": b'[{"speaker": "A", "text": "b"},' + b'{"speaker": "A", "text": "b"},' * 30_000 + b"{}]",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_and_strange_files_take_no_longer_than_plain_ones(name):
    begun = time.process_time()
    hold(LARGE[name])
    assert time.process_time() - begun < 6


def test_a_room_where_nobody_writes_twice():
    day = [{"type": "message", "user": f"U{n}", "ts": f"{1714741200 + n / 100}", "text": "Hi"} for n in range(MANY)]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("channels.json", "[]")
        archive.writestr("a/2024-05-03.json", json.dumps(day))
    begun = time.process_time()
    assert sum(1 for _ in slack(file.getvalue(), WHERE, LATEST)) == MANY
    assert time.process_time() - begun < 6
