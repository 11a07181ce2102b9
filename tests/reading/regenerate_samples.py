"""Writes what the reader makes of each sample beside it: python tests/reading/regenerate_samples.py

Look at the difference before you commit it: the expected output is what the tests hold the reader to.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sapwood.reading.email import read_message

SAMPLES = Path(__file__).parent / "samples"
LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def as_read(sample: Path) -> str:
    found = read_message(sample.read_bytes(), sample.name, LATEST)
    return json.dumps(asdict(found), default=str, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for sample in sorted(SAMPLES.glob("*.eml")):
        sample.with_suffix(".json").write_text(as_read(sample))
