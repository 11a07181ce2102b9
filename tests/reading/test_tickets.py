"""Service desks' exports: tables and JSON, what they become, and what is wrong with broken ones."""

import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.facts.case import Case
from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.mailbox import HEAD, kind_of
from sapwood.reading.tickets.shapes import read_shape
from sapwood.reading.tickets.table import read_tickets

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN = """Ticket ID;Status;Created;Resolved;Requester;Requester Email;Assignee;Assignee Email;Subject;Description
T-1;solved;05.03.2024 09:30;06.03.2024 10:00;Jane Doyle;jane@orchard.example;Ana Brandt;ana@home.example;Pump;"Dry.
Why?"
"""
LOG = """SR Number,Change Date+Time,Status,Product,Owner First Name,Resource
1-54,2011-07-11T08:20:50+01:00,Accepted,PROD5,Ilona,nl-Ilona
1-54,2011-07-11T08:28:43+01:00,Queued,PROD5,Ilona,nl-Ilona
1-54,2011-07-13T08:28:43+01:00,Completed,PROD5,Luc,nl-Luc
"""
ANA, JANE = {"id": 7, "name": "Ana Brandt", "email": "ana@home.example"}, {"id": 9, "email": "jane@orchard.example"}
ZENDESK = {
    "users": [ANA, JANE],
    "tickets": [
        {
            "id": 35436, "subject": "Pump", "description": "<p>No water.</p>", "status": "solved",
            "requester_id": 9, "assignee_id": 7,
            "created_at": "2024-03-05T09:30:00Z", "updated_at": "2024-03-06T10:00:00Z",
            "comments": [
                {"id": 1, "author_id": 7, "plain_body": "Is it on?", "created_at": "2024-03-05T10:00:00Z"},
                {"id": 2, "author_id": 7, "body": "Not her", "public": False, "created_at": "2024-03-05T11:00:00Z"},
                {"id": 3, "author_id": 9, "body": "Yes.", "created_at": "2024-03-05T12:00:00Z"},
            ],
        }
    ],
}  # fmt: skip
JIRA = {
    "issues": [
        {
            "key": "SUP-1",
            "fields": {
                "summary": "Pump", "status": {"name": "Done"}, "created": "2024-03-05T09:30:00.000+0000",
                "resolutiondate": "2024-03-06T10:00:00.000+0000",
                "reporter": {"displayName": "Jane Doyle", "emailAddress": "jane@orchard.example"},
                "assignee": {"displayName": "Ana Brandt", "emailAddress": "ana@home.example"},
                "description": {"type": "doc", "content": [{"type": "x", "content": [{"text": "No water."}]}]},
                "comment": {"comments": [{"id": "1", "author": {"emailAddress": "ana@home.example"},
                                          "body": "Is it on?", "created": "2024-03-05T10:00:00.000+0000"}]},
            },
        }
    ],
}  # fmt: skip
SERVICENOW = {
    "result": [
        {
            "number": "INC001", "opened_at": "2024-03-05 09:30:00", "closed_at": "2024-03-06 10:00:00", "state": "7",
            "caller_id": {"display_value": "Jane Doyle"}, "assigned_to": {"display_value": "Ana Brandt"},
            "short_description": "Pump", "description": "No water.",
        }
    ],
}  # fmt: skip
FRESHDESK = [
    {
        "id": 12, "subject": "Pump", "description_text": "No water.", "status": 4,
        "created_at": "2024-03-05T09:30:00Z",
        "requester": {"email": "jane@orchard.example"}, "responder": {"email": "ana@home.example"},
        "conversations": [{"id": 1, "body_text": "Is it on?", "from_email": "ana@home.example",
                           "created_at": "2024-03-05T10:00:00Z"}],
    }
]  # fmt: skip


def table(text, **more):
    raw = text.encode()
    assert kind_of(raw[:HEAD]) == "ticket table"
    return events(read_tickets(io.BytesIO(raw), "x.csv", LATEST, **more))


def shape(what):
    raw = json.dumps(what).encode()
    assert kind_of(raw[:HEAD]) == "tickets"
    return events(read_shape(raw, "x.json", LATEST))


def events(found):
    return [one for one in found if not isinstance(one, Case)]


def told(found):
    return [(f"{one.when:%d. %H:%M}", *(p.address.partition("@")[0] for p in one.participants)) for one in found]


def test_a_row_is_opened_and_resolved():
    opened, resolved = table(PLAIN)
    assert told([opened, resolved]) == [("05. 09:30", "jane", "ana"), ("06. 10:00", "ana", "jane")]
    assert (opened.identity, opened.channel, opened.subject) == ("ticket:table:T-1:opened", "ticket", "Pump")
    assert (opened.own, opened.questions, opened.participants[0].role) == ("Dry.\nWhy?", 1, "from")
    assert resolved.references == (opened.identity,) and resolved.words == 0


def test_a_log_of_changes_has_a_row_for_each():
    found = table(LOG)
    assert told(found) == [
        ("11. 07:20", "speaker:ilona"),
        ("11. 07:28", "speaker:ilona"),
        ("13. 07:28", "speaker:luc"),
    ]
    assert len({one.identity for one in found}) == 3
    assert table(LOG + LOG.partition("\n")[2]) == found, "what two rows tell is told once"


@pytest.mark.parametrize(
    ("what", "events"),
    [
        (ZENDESK, [("jane", "ana"), ("ana", "jane"), ("ana",), ("jane", "ana")]),
        (JIRA, [("jane", "ana"), ("ana", "jane"), ("ana", "jane")]),
        (SERVICENOW, [("speaker:jane doyle", "speaker:ana brandt"), ("speaker:ana brandt", "speaker:jane doyle")]),
        (FRESHDESK, [("jane", "ana"), ("ana", "jane")]),
    ],
)
def test_shapes(what, events):
    found = shape(what)
    assert [who for _, *who in told(found)] == [list(one) for one in events]
    assert (found[0].subject, found[0].own, found[0].when) == (
        "Pump",
        "No water.",
        datetime(2024, 3, 5, 9, 30, tzinfo=UTC),
    )


def test_a_later_export_says_more_of_the_same():
    later = json.loads(json.dumps(ZENDESK))
    later["tickets"][0] |= {"subject": "Pump and valve", "updated_at": "2024-03-09T10:00:00Z"}
    before, after = shape(ZENDESK)[0], shape(later)[0]
    assert before.identity == after.identity and after.revision > before.revision
    assert shape(ZENDESK)[0].revision == before.revision


ROUND = """Number,State,Caller,Opened at,Updated at,Resolved at,Priority,Assigned to
INC1,New,Jane Doyle,5/3/2024 09:00,5/3/2024 09:00,6/3/2024 10:00,High,Ana Brandt
INC2,New,Jane Doyle,25/3/2024 09:00,25/3/2024 09:00,,Low,Ana Brandt
INC1,Resolved,Jane Doyle,5/3/2024 09:00,6/3/2024 10:00,6/3/2024 10:00,High,Tom Keller
INC1,Closed,Jane Doyle,5/3/2024 09:00,7/3/2024 10:00,6/3/2024 10:00,{priority},{last}
"""


@pytest.mark.parametrize(("last", "by"), [("Luc Moreau", "luc moreau"), ("?", "tom keller")])
def test_rows_that_lie_apart_tell_each_event_once_and_one_case(last, by):
    """Of each event the latest row that tells it counts: who resolved it, though the last row names nobody."""
    raw = ROUND.format(last=last, priority="?").encode()
    found = list(read_tickets(io.BytesIO(raw), "x.csv", LATEST))
    opened, resolved, first, other, _ = found
    assert [one.identity.partition(":table:")[2] for one in (opened, resolved, other)] == [
        "INC1:opened", "INC1:resolved", "INC2:opened",
    ]  # fmt: skip
    assert resolved.participants[0].address == f"speaker:{by}"
    assert (first.number, first.priority, [one.status for one in first.states]) == (
        "INC1", "High", ["New", "Resolved", "Closed"],
    )  # fmt: skip


BROKEN = {
    "31.02.2024 10:00": "no day that can be read",
    "1970-01-01": "before 1980",
    "2091-01-01": "still to come",
    "yesterday": "no day that can be read",
    "": "no day that can be read",
}


@pytest.mark.parametrize(("day", "said"), BROKEN.items())
def test_wrong_dates(day, said):
    row = PLAIN.replace("05.03.2024 09:30", day).replace("06.03.2024 10:00", "")
    (found,) = table(row)
    assert isinstance(found, Trouble) and said in found.what and found.where == "x.csv, line 2"


def test_rows_that_name_nobody_no_number_or_go_back_in_time():
    nobody = PLAIN.replace("Jane Doyle;jane@orchard.example;Ana Brandt;ana@home.example", ";;;")
    assert "names nobody" in table(nobody)[0].what
    assert "no number" in table(PLAIN.replace("T-1;", ";"))[0].what
    opened, back = table(PLAIN.replace("06.03.2024", "04.03.2024"))
    assert isinstance(opened, Interaction) and "resolved before it was opened" in back.what


def test_a_status_that_goes_round_and_round():
    """A ticket reopened for ever is as many events as it has rows, in time that grows with them."""
    rows = [
        f"7,2024-03-05T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z,{('Open', 'Solved')[n % 2]},Ana B"
        for n in range(20_000)
    ]
    found = table("Case Number,Updated,Status,Agent\n" + "\n".join(rows))
    assert len({one.identity for one in found}) == 20_000


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[1, 2]", b'{"tickets": {}}', b"[" * 100_000, b'{"tickets": [[], 5, null]}']
)
def test_broken_json_is_named(raw):
    found = list(read_shape(raw, "x.json", LATEST))
    assert found and all(isinstance(one, Trouble) and one.what.endswith(".") for one in found)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=6), inside, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_values_in_the_known_places(data):
    for base in (ZENDESK["tickets"][0], JIRA["issues"][0]["fields"], SERVICENOW["result"][0], FRESHDESK[0]):
        one = {name: data.draw(VALUES) if data.draw(st.booleans()) else value for name, value in base.items()}
        for item in read_shape(json.dumps({"tickets": [one, {"key": "A-1", "fields": one}]}).encode(), "x", LATEST):
            assert isinstance(item, Trouble | Case) or item.participants


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=10), max_size=6))
def test_any_rows_below_the_header(rows):
    lines = [";".join(cell.replace('"', "") for cell in row) for row in rows]
    found = read_tickets(io.BytesIO((PLAIN + "\n".join(lines)).encode("utf-8", "replace")), "x", LATEST)
    assert all(one.what.endswith(".") if isinstance(one, Trouble) else one.participants for one in events(found))


def test_tables_of_the_crm_are_no_tickets():
    deals = b"Deal ID;Account Name;Stage;Status;Created Date;Deal Owner\n1;Orchard;Won;open;01.02.2024;Ana\n" * 2
    assert kind_of(deals) == "table"
