"""Writes what the readers make of each sample of talks beside it: python tests/reading/regenerate_talks.py

Look at the difference before you commit it: the expected output is what the tests hold the readers to.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from sapwood.reading.calls import has_columns, read_calls
from sapwood.reading.chat.teams import is_teams, read_teams
from sapwood.reading.chat.whatsapp import is_whatsapp, read_whatsapp
from sapwood.reading.table.tables import begins_table_of
from sapwood.reading.transcript.read import is_cues, is_plain, is_shape, read_transcript

SAMPLES = Path(__file__).parent / "samples" / "talks"
LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def samples() -> list[Path]:
    return sorted(p for p in SAMPLES.iterdir() if ".expected" not in p.name and p.name != "ATTRIBUTION.txt")


def kind(head: bytes) -> str:
    """In the order in which an import asks."""
    if is_whatsapp(head):
        return "whatsapp"
    if is_cues(head):
        return "cues"
    if is_teams(head):
        return "teams"
    if is_shape(head):
        return "shape"
    if begins_table_of(head, has_columns):
        return "calls"
    return "plain" if is_plain(head) else "unknown"


def as_read(sample: Path) -> str:
    raw = sample.read_bytes()
    told = kind(raw[:4096])
    if told == "whatsapp":
        found = read_whatsapp(raw, sample.name, LATEST)
    elif told == "teams":
        found = read_teams(raw, sample.name, LATEST)
    elif told == "calls":
        found = read_calls(BytesIO(raw), sample.name, LATEST, region="DE")
    else:
        found = read_transcript(raw, sample.name, LATEST)
    return json.dumps([told, *map(asdict, found)], default=str, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for one in samples():
        one.with_name(one.name + ".expected.json").write_text(as_read(one))
