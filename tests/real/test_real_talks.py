"""Transcripts of real meetings: AMI's WebVTT and QMSum's committees."""

import gzip
import io
import json
from datetime import UTC, datetime

import pytest

from sapwood.reading.mailbox import kind_of
from sapwood.reading.transcript.read import read_transcript, turns

pytestmark = pytest.mark.real
LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_cue_of_ami_is_read(real_data):
    files = sorted((real_data / "ami_meetings").glob("*.vtt"))
    assert len(files) == 5
    for file in files:
        raw = file.read_bytes()
        assert kind_of(raw[:4096]) == "cues"
        found = turns(raw)
        assert len(found) == raw.count(b"-->")
        assert all(turn.speaker and turn.start < turn.end for turn in found)
        [meeting] = read_transcript(raw, f"2004-05-03 {file.name}", LATEST)
        assert len(meeting.participants) == 4
        assert 15 < meeting.minutes < 45
        assert meeting.words == sum(len(turn.text.split()) for turn in found)


def test_ami_as_timed_turns_of_json(real_data):
    with gzip.open(real_data / "ami_meetings" / "meetings_shared.jsonl.gz", "rb") as lines:
        for line in lines:
            told = json.loads(line)
            assert [turn.text for turn in turns(line)] == [
                " ".join(turn["text"].split()) for turn in told["turns"] if turn["text"].strip()
            ]


def test_every_committee_of_qmsum_is_read(real_data):
    with gzip.open(real_data / "qmsum" / "qmsum_committee_train.jsonl.gz", "rb") as lines:
        meetings = list(lines)
    assert len(meetings) == 24
    for line in meetings:
        told = [one for one in json.loads(line)["meeting_transcripts"] if one["content"].strip()]
        assert [turn.speaker for turn in turns(line)] == [" ".join(one["speaker"].split())[:100] for one in told]
        [meeting] = read_transcript(line, "2020-05-03.json", LATEST)
        assert meeting.words == sum(len(one["content"].split()) for one in told)
        assert not meeting.left or "100,000 characters" in meeting.left[0]


def test_a_committee_as_plain_text_is_the_same_meeting(real_data):
    """ "Name: text" lines: what QMSum holds, written down as minutes are."""
    with gzip.open(real_data / "qmsum" / "qmsum_committee_train.jsonl.gz", "rb") as lines:
        told = json.loads(next(lines))["meeting_transcripts"]
    named = [one for one in told if ":" not in one["content"] and ":" not in one["speaker"]]
    plain = io.StringIO()
    for one in named:
        plain.write(f"{' '.join(one['speaker'].split())}: {' '.join(one['content'].split())}\n")
    found = turns(plain.getvalue().encode())
    right = sum(a.text == " ".join(b["content"].split()) for a, b in zip(found, named, strict=False))
    assert right >= 0.9 * len(named)
