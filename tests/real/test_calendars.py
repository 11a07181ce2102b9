"""The test calendars of the icalendar project: each is in, or listed with its reason."""

from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.icalendar import read_calendar
from sapwood.reading.mailbox import HEAD, kind_of

pytestmark = pytest.mark.real
LATEST = datetime(2026, 11, 23, tzinfo=UTC)


def test_every_one_is_in_or_listed(real_data):
    files = sorted((real_data / "ics_calendars").rglob("*.ics"))
    assert len(files) == 164
    whole = listed = meetings = 0
    for path in files:
        raw = path.read_bytes()
        assert kind_of(raw[:HEAD]) == "calendar", path
        found = [one for one in read_calendar(raw, path.name, LATEST) if not getattr(one, "only_known", False)]
        assert found, path
        troubles = [one for one in found if isinstance(one, Trouble)]
        assert all(one.what.endswith(".") and one.where.startswith(path.name) for one in troubles)
        assert not any("could not be read (" in one.what for one in troubles), path  # a reason, not an exception
        assert len({one.identity for one in found if isinstance(one, Interaction)}) == len(found) - len(troubles)
        meetings += len(found) - len(troubles)
        whole += not troubles
        listed += bool(troubles)
    print(f"{len(files)} files: {whole} in, {listed} with a reason; {meetings} meetings")
    assert (whole + listed, meetings > 3000) == (164, True)
