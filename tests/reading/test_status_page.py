"""Incidents of a status page: the shapes they come in, and what is wrong with broken ones."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.facts.case import Case, case_line, read_case
from sapwood.facts.course import course_of, joined
from sapwood.facts.interaction import Trouble
from sapwood.reading.incidents.status_page import read_status_page
from sapwood.reading.mailbox import HEAD, kind_of

LATEST = datetime(2026, 7, 1, tzinfo=UTC)
UPDATES = [
    {"id": "u3", "status": "resolved", "body": "It works again.", "created_at": "2026-06-01T12:00:00.5Z"},
    {"id": "u2", "status": "identified", "body": "<p>A switch.</p>", "created_at": "2026-06-01T11:00:00+01:00",
     "affected_components": [{"name": "Mill - Drive", "old_status": "operational"}]},
    {"id": "u1", "status": "investigating", "body": "We look.", "created_at": "2026-06-01T09:30:00Z"},
]  # fmt: skip
INCIDENT = {
    "id": "abc", "name": "The mill stands still", "status": "resolved", "impact": "major", "page_id": "P1",
    "created_at": "2026-06-01T09:30:00Z", "updated_at": "2026-06-01T12:00:00Z", "resolved_at": "2026-06-01T12:00:00Z",
    "components": [{"id": "c1", "name": "Mill"}], "incident_updates": UPDATES,
}  # fmt: skip
PAGE = {"id": "P1", "name": "Home Mills", "url": "https://status.home.example", "time_zone": "UTC"}


def read(what):
    raw = json.dumps(what).encode()
    assert kind_of(raw[:HEAD]) == "status page"
    return list(read_status_page(raw, "x.json", LATEST))


@pytest.mark.parametrize(
    "what",
    [
        {"page": PAGE, "incidents": [INCIDENT]},
        {"page": PAGE, "components": [{"name": "Mill"}], "scheduled_maintenances": [], "incidents": [INCIDENT]},
        {"meta": {}, "page": PAGE, "incident": INCIDENT},
        [INCIDENT],
        INCIDENT,
    ],
)
def test_shapes(what):
    (case,) = read(what)
    assert (case.identity, case.kind, case.number) == ("case:p1:abc", "event", "abc")
    assert (case.title, case.impact, case.products) == ("The mill stands still", "major", ("Mill", "Mill - Drive"))
    assert [(f"{one.when:%H:%M}", one.status, one.words) for one in case.states] == [
        ("09:30", "investigating", "We look."),
        ("10:00", "identified", "A switch."),
        ("12:00", "resolved", "It works again."),
    ]
    course = course_of(case)
    assert (course.over, course.said, course.reopened) == (True, True, 0)
    assert course.resolved == datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert read_case(case_line(case)) == case


def test_a_later_state_and_an_earlier_one_make_the_same_in_either_order():
    (over,) = read([INCIDENT])
    earlier = INCIDENT | {"status": "identified", "updated_at": "2026-06-01T11:00:00Z", "resolved_at": None}
    (still,) = read([earlier | {"incident_updates": UPDATES[1:], "name": "Trouble"}])
    for several in ([over, still], [still, over]):
        both = joined(several)
        assert both.title == "The mill stands still" and len(both.states) == 3 and course_of(both).over
    assert not course_of(still).over and course_of(still).resolved is None


def test_open_again_and_over_again():
    again = [{"id": "u5", "status": "resolved", "created_at": "2026-06-03T10:00:00Z"},
             {"id": "u4", "status": "monitoring", "created_at": "2026-06-02T10:00:00Z"}]  # fmt: skip
    course = course_of(read([INCIDENT | {"incident_updates": again + UPDATES}])[0])
    assert (course.reopened, course.over) == (1, True)
    assert course.resolved == datetime(2026, 6, 3, 10, tzinfo=UTC), "what the first end was is no end"
    still = course_of(read([INCIDENT | {"incident_updates": again[1:] + UPDATES}])[0])
    assert (still.over, still.resolved) == (False, None), "whatever resolved_at says"


def test_what_cannot_be_is_named_and_the_rest_is_in():
    back, case = read([INCIDENT | {"resolved_at": "2026-05-01T12:00:00Z", "incident_updates": UPDATES[2:]}])
    assert "resolved before it began" in back.what and case.resolved is None
    left, case = read([INCIDENT | {"incident_updates": [{"status": "x"}, {"created_at": "never"}, 7, *UPDATES]}])
    assert left.what.startswith("3 updates of incident abc") and len(case.states) == 3
    assert course_of(read([INCIDENT | {"incident_updates": None, "resolved_at": None}])[0]).resolved is None
    future = INCIDENT | {"created_at": "2091-01-01", "incident_updates": []}
    (trouble,) = read([future])
    assert isinstance(trouble, Trouble) and trouble.where == "x.json, incident 1"


def test_pages_with_the_same_numbers_are_told_apart():
    one, other = read([INCIDENT])[0], read([INCIDENT | {"page_id": "P2"}])[0]
    by_link = read([INCIDENT | {"page_id": None, "shortlink": "https://stspg.example/abc"}])[0]
    assert len({one.identity, other.identity, by_link.identity}) == 3


BROKEN = [
    b"", b"{", b"[1, 2]", b"null", b'"x"', b"[" * 100_000, b'{"incidents": {}}', b'{"incidents": [[], 5, null, {}]}',
    b'{"page": [], "incidents": [{"id": [], "created_at": 5}]}', b'{"incident": []}', b"\xff\xfe{\x00",
    json.dumps({"incidents": [INCIDENT]}).encode()[:-40],
]  # fmt: skip


@pytest.mark.parametrize("raw", BROKEN)
def test_broken_files_are_named(raw):
    found = list(read_status_page(raw, "x.json", LATEST))
    assert found and all(isinstance(one, Trouble) and one.what.endswith(".") for one in found)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=6), inside, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(st.data())
def test_any_values_in_the_known_places(data):
    update = {name: data.draw(VALUES) if data.draw(st.booleans()) else value for name, value in UPDATES[1].items()}
    one = {name: data.draw(VALUES) if data.draw(st.booleans()) else value for name, value in INCIDENT.items()}
    raw = json.dumps({"page": data.draw(VALUES), "incidents": [one, INCIDENT | {"incident_updates": [update]}]})
    for item in read_status_page(raw.encode(), "x", LATEST):
        assert isinstance(item, Trouble) or (isinstance(item, Case) and course_of(item).opened)
