"""A manufacturer's service desk, as an event log: every row is an event of whoever changed the ticket."""

from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction
from sapwood.reading.mailbox import HEAD, kind_of
from sapwood.reading.tickets.table import read_tickets

pytestmark = pytest.mark.real
LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_row_is_in(real_data):
    path = real_data / "incident_logs" / "bpic2013_volvo_800_cases.csv"
    rows = len(path.read_text().splitlines()) - 1
    with path.open("rb") as file:
        assert kind_of(file.read(HEAD)) == "ticket table"
        found = list(read_tickets(file, path.name, LATEST))
    assert (rows, len(found)) == (6567, 6567) and all(isinstance(one, Interaction) for one in found)
    assert len({one.identity for one in found}) == rows
    assert len({one.identity.rpartition(":")[0].split(":")[2] for one in found}) == 800
