"""A manufacturer's service desk, as an event log: every row is an event of whoever changed the ticket. The same log
as a status page would tell it comes to the same cases."""

import json
from collections import defaultdict
from datetime import UTC, datetime

import pytest

from sapwood.facts.case import Case
from sapwood.facts.course import course_of, joined
from sapwood.facts.interaction import Interaction
from sapwood.reading.incidents.status_page import read_status_page
from sapwood.reading.mailbox import HEAD, kind_of
from sapwood.reading.tickets.table import read_tickets

pytestmark = pytest.mark.real
LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_row_is_in(real_data):
    path = real_data / "incident_logs" / "bpic2013_volvo_800_cases.csv"
    rows = len(path.read_text().splitlines()) - 1
    with path.open("rb") as file:
        assert kind_of(file.read(HEAD)) == "ticket table"
        found = [one for one in read_tickets(file, path.name, LATEST) if not isinstance(one, Case)]
    assert (rows, len(found)) == (6567, 6567) and all(isinstance(one, Interaction) for one in found)
    assert len({one.identity for one in found}) == rows
    assert len({one.identity.rpartition(":")[0].split(":")[2] for one in found}) == 800


def told(case):
    """What a case comes to: its states with their times, when it began and ended, how often it was open again."""
    course = course_of(case)
    states = {(one.when, one.status) for one in case.states}
    return course.opened, course.resolved, course.over, course.reopened, states, case.impact, case.products


def as_page(number, cases):
    """An incident as a status page writes it, of the rows of a log that speak of one ticket."""
    states = [state for case in cases for state in case.states]
    updates = [
        {"status": one.status, "created_at": one.when.isoformat(), "id": f"{number}-{place}"}
        for place, one in enumerate(states)
    ]
    return {
        "id": number, "impact": cases[-1].impact, "components": [{"name": name} for name in cases[-1].products],
        "created_at": updates[0]["created_at"], "updated_at": updates[-1]["created_at"],
        "incident_updates": updates[::-1],
    }  # fmt: skip


def test_both_ways_to_the_same_cases(real_data):
    path = real_data / "incident_logs" / "bpic2013_volvo_800_cases.csv"
    rows = defaultdict(list)
    with path.open("rb") as file:
        for one in read_tickets(file, path.name, LATEST):
            if isinstance(one, Case):
                rows[one.number].append(one)
    for several in rows.values():
        several.sort(key=lambda case: case.changed)
    raw = json.dumps({"page": {"id": "log"}, "incidents": [as_page(*one) for one in rows.items()]}).encode()
    assert kind_of(raw[:HEAD]) == "status page"
    as_incidents = {one.number: one for one in read_status_page(raw, "log.json", LATEST)}
    assert len(rows) == len(as_incidents) == 800
    for number, several in rows.items():
        assert told(joined(several)) == told(joined([as_incidents[number]])), number
    over = [course_of(joined(several)) for several in rows.values()]
    assert sum(one.over for one in over) == 800 and sum(one.reopened > 0 for one in over) == 48


def test_a_real_status_page(real_data):
    raw = (real_data / "incident_logs" / "emma_statuspage_incidents.json").read_bytes()
    found = list(read_status_page(raw, "page.json", LATEST))
    assert len(found) == 22 and all(isinstance(one, Case) for one in found)
    assert all(course_of(one).over and course_of(one).resolved >= one.opened for one in found)
