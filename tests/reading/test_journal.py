import json
from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction, Participant, Trouble
from sapwood.reading.journal import read_entry

ENTRY = {
    "id": "call-7",
    "when": "2020-03-12T10:11:12+01:00",
    "channel": "call",
    "people": [
        {"role": "to", "address": "+43 1 555 01 23", "name": "Jane"},
        {"role": "from", "address": "Ana@Home.example", "name": "Ana"},
    ],
    "subject": "Re: Delivery",
    "text": "When does it ship? I promised to ask.",
    "minutes": 12,
    "in_reply_to": "call-6",
}


def read(**changes) -> Interaction | Trouble:
    return read_entry(json.dumps(ENTRY | changes).encode(), "journal.jsonl, line 1")


def test_an_entry():
    assert read() == Interaction(
        identity="uid:call-7",
        when=datetime(2020, 3, 12, 9, 11, 12, tzinfo=UTC),
        offset_minutes=60,
        channel="call",
        participants=(
            Participant("from", "ana@home.example", "Ana"),
            Participant("to", "+43 1 555 01 23", "Jane"),
        ),
        subject="Re: Delivery",
        topic="Delivery",
        references=("uid:call-6",),
        own="When does it ship? I promised to ask.",
        words=8,
        questions=1,
        minutes=12.0,
    )


def test_an_entry_may_answer_a_mail_and_have_no_duration():
    found = read(in_reply_to="mid:a@orchard.example", minutes=None)
    assert found.references == ("mid:a@orchard.example",)
    assert found.minutes is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": None}, '"id"'),
        ({"id": ""}, '"id"'),
        ({"when": "2020-03-12T10:11:12"}, "offset"),
        ({"when": "31 Feb"}, "offset"),
        ({"when": "1970-01-01T00:00:00Z"}, "1970-01-01"),
        ({"channel": "telepathy"}, '"channel"'),
        ({"people": []}, '"from"'),
        ({"people": "Ana"}, '"from"'),
        ({"people": [{"role": "to", "address": "ana@home.example"}]}, '"from"'),
    ],
)
def test_what_is_wrong_is_said(changes, words):
    found = read(**changes)
    assert isinstance(found, Trouble)
    assert words in found.what


@pytest.mark.parametrize("line", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"id": ' + b"9" * 5000 + b"}"])
def test_other_lines_are_troubles(line):
    assert isinstance(read_entry(line, "x"), Trouble)


def test_nothing_from_the_future():
    line = json.dumps(ENTRY).encode()
    assert isinstance(read_entry(line, "x", latest=datetime(2020, 1, 1, tzinfo=UTC)), Trouble)
