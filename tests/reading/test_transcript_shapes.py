"""The JSON of meeting tools: each shape of docs/reading.md with the turns that stand in it."""

import json
from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction
from sapwood.reading.mailbox import kind_of
from sapwood.reading.transcript.read import read_transcript, turns

ANA, JANE = "Ana Brandt", "Jane Doyle"
SAID = [(ANA, 1.0, 3.0, "How is the new press?"), (JANE, 4.0, 64.0, "Loud, but it works.")]
TIMES = [(start, end) for _, start, end, _ in SAID]
TEXTS = [text for *_, text in SAID]

SHAPES = {
    "whisper": {
        "text": " ".join(TEXTS),
        "language": "en",
        "segments": [{"id": 0, "start": s, "end": e, "text": f" {t}", "speaker": n} for n, s, e, t in SAID],
    },
    "assemblyai": {
        "id": "x",
        "audio_duration": 64,
        "utterances": [
            {"speaker": n, "start": s * 1000, "end": e * 1000, "text": t, "confidence": 0.9} for n, s, e, t in SAID
        ],
    },
    "deepgram": {
        "metadata": {"created": "2024-05-03T13:00:00.000Z", "duration": 64.0},
        "results": {
            "channels": [{"alternatives": [{"transcript": " ".join(TEXTS), "words": []}]}],
            "utterances": [
                {"start": s, "end": e, "transcript": t, "speaker": at} for at, (_, s, e, t) in enumerate(SAID)
            ],
        },
    },
    "deepgram paragraphs": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": " ".join(TEXTS),
                            "paragraphs": {
                                "paragraphs": [
                                    {"speaker": at, "start": s, "end": e, "sentences": [{"text": t}]}
                                    for at, (_, s, e, t) in enumerate(SAID)
                                ]
                            },
                        }
                    ]
                }
            ]
        }
    },
    "otter": {
        "speech": {
            "title": "Press",
            "start_time": 1714741200,
            "speakers": [{"id": 7, "speaker_name": ANA}, {"id": 8, "speaker_name": JANE}],
            "transcripts": [
                {"speaker_id": 7 + at, "transcript": t, "start_offset": s * 16000, "end_offset": e * 16000}
                for at, (_, s, e, t) in enumerate(SAID)
            ],
        }
    },
    "fireflies file": [
        {
            "sentence": t,
            "startTime": f"00:{int(s):02}",
            "endTime": f"{int(e) // 60:02}:{int(e) % 60:02}",
            "speaker_name": n,
        }
        for n, s, e, t in SAID
    ],
    "rev": {
        "monologues": [
            {
                "speaker": n,
                "elements": [
                    {"type": "text", "value": t[:-1], "ts": s, "end_ts": e},
                    {"type": "punct", "value": t[-1]},
                ],
            }
            for n, s, e, t in SAID
        ]
    },
    "aws": {
        "jobName": "x",
        "results": {
            "audio_segments": [
                {"id": 0, "transcript": t, "start_time": str(s), "end_time": str(e), "speaker_label": n}
                for n, s, e, t in SAID
            ]
        },
    },
    "google meet": {
        "transcriptEntries": [
            {
                "name": "conferenceRecords/1/transcripts/2/entries/3",
                "participant": n,
                "text": t,
                "startTime": f"2024-05-03T13:{int(s) // 60:02}:{int(s) % 60:02}Z",
                "endTime": f"2024-05-03T13:{int(e) // 60:02}:{int(e) % 60:02}Z",
            }
            for n, s, e, t in SAID
        ]
    },
    "plain list": [{"speaker": n, "start": s, "end": e, "text": t} for n, s, e, t in SAID],
}
NAMELESS = {"deepgram": ["Speaker 0", "Speaker 1"], "deepgram paragraphs": ["Speaker 0", "Speaker 1"]}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_turns(shape):
    raw = json.dumps(SHAPES[shape], indent=1).encode()
    found = turns(raw)
    assert [turn.text for turn in found] == TEXTS
    assert [turn.speaker for turn in found] == NAMELESS.get(shape, [ANA, JANE])
    begin = found[0].start - 1.0  # moments count from whenever
    assert [(turn.start - begin, turn.end - begin) for turn in found] == TIMES
    assert kind_of(raw[:4096]) == "meeting"


@pytest.mark.parametrize(("shape", "when"), [("deepgram", 13), ("otter", 13), ("plain list", None)])
def test_the_date_in_it(shape, when):
    raw = json.dumps(SHAPES[shape]).encode()
    [found] = read_transcript(raw, "meeting.json", datetime(2026, 1, 1, tzinfo=UTC))
    assert (found.when == datetime(2024, 5, 3, 13, tzinfo=UTC)) if when else "2024-05-03" in found.what


def test_microsoft_graph_writes_json_into_its_cues():
    cue = {"startDateTime": "2024-05-03T13:00:00Z", "speakerName": ANA, "spokenText": "Hello there."}
    raw = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{json.dumps(cue)}\n".encode()
    [found] = read_transcript(raw, "metadata.vtt", datetime(2026, 1, 1, tzinfo=UTC))
    assert isinstance(found, Interaction)
    assert (found.when.hour, found.own) == (13, "Ana Brandt: Hello there.")
