"""Each sample reads as the JSON beside it says; regenerate_samples.py writes that anew."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sapwood.facts.interaction import Interaction
from sapwood.reading.email import identity_of, read_message

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.eml"))
LATEST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_sample_reads_as_expected(sample):
    found = read_message(sample.read_bytes(), sample.name, LATEST)
    expected = json.loads(sample.with_suffix(".json").read_text())
    assert isinstance(found, Interaction)
    assert found.identity == expected["identity"] == identity_of(sample.read_bytes())
    assert str(found.when) == expected["when"]
    assert [[p.role, p.address, p.name] for p in found.participants] == [
        [p["role"], p["address"], p["name"]] for p in expected["participants"]
    ]
    for field in (
        "offset_minutes",
        "channel",
        "subject",
        "topic",
        "own",
        "words",
        "questions",
        "flag",
        "flag_reason",
    ):
        assert getattr(found, field) == expected[field], field
    assert list(found.references) == expected["references"]
