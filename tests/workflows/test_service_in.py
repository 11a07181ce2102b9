"""A status page's incidents, from the file to the list: known again, changed by a later file, undone, erased; and a
desk's tickets, as cases of an account."""

import json

import pytest
from cast import ana, bring, lead, mail, tom  # noqa: F401

from sapwood.records.relationships.models import Relationship
from sapwood.records.service.models import ServiceEvent, Telling
from sapwood.workflows.imports import ask_import, undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import repair, sweep
from sapwood.workflows.service.look import events_for, lines_of, picture_of
from sapwood.workflows.take_in.flow import take_in

UPDATES = [
    {"id": "u2", "status": "resolved", "body": "It works again.", "created_at": "2024-02-01T12:00:00Z"},
    {"id": "u1", "status": "investigating", "body": "We look.", "created_at": "2024-02-01T09:30:00Z"},
]
BEGUN = {
    "id": "abc", "name": "The mill stands still", "status": "investigating", "impact": "major", "page_id": "P1",
    "created_at": "2024-02-01T09:30:00Z", "updated_at": "2024-02-01T09:30:00Z", "components": [{"name": "Mill"}],
    "incident_updates": UPDATES[1:],
}  # fmt: skip
OVER = BEGUN | {"status": "resolved", "updated_at": "2024-02-01T12:00:00Z", "incident_updates": UPDATES}


def page(*incidents):
    return json.dumps({"page": {"id": "P1", "name": "Home Mills"}, "incidents": incidents}).encode()


def figures(done):
    return done.status, done.added, done.known, done.troubles.count()


def only(user=None):
    (event,) = events_for(user or operator(), {})
    return event


def state():
    event = only()
    return event.over, event.status, len(picture_of(operator(), event).steps)


def test_from_the_file_to_the_list_and_back(bring):  # noqa: F811
    first = bring(data=page(BEGUN, {"id": "x"}), name="a.json")
    assert figures(first) == ("done", 1, 0, 1) and first.read == 2
    assert state() == (False, "investigating", 1)
    assert figures(bring(data=page(BEGUN), name="b.json")) == ("done", 0, 1, 0)
    assert Telling.objects.count() == 1, "told again, it adds nothing"
    later = bring(data=page(OVER), name="c.json")
    assert figures(later) == ("done", 0, 1, 0), "known, in a newer state"
    assert state() == (True, "resolved", 2)
    bring(data=page(BEGUN | {"name": "Trouble"}), name="d.json")
    assert state() == (True, "resolved", 2), "an older file says nothing newer"
    (line,) = lines_of(operator(), [only()])
    assert (line.title, line.products, line.accounts) == ("The mill stands still", ["Mill"], [])
    undo_import(later.by, later, "test", queue=False)
    assert state() == (False, "investigating", 1)
    undo_import(first.by, first, "test", queue=False)
    sweep()
    assert state() == (False, "investigating", 1), "the last file says so too"
    assert {telling.of.source for telling in Telling.objects.all()} == {"d.json"}


def test_what_was_written_is_for_who_brought_it_or_shared_it(bring, ana, tom, tmp_path):  # noqa: F811
    file = tmp_path / "incidents.json"
    file.write_bytes(page(OVER))
    take_in(ask_import(ana, [file], queue=False), "test")
    assert picture_of(ana, only(ana)).steps[-1].words == "It works again."
    found = picture_of(operator(), only())
    assert (found.title, found.hidden, found.steps[0].words) == ("", True, "")
    assert not events_for(tom, {}), "nothing of it is about an account of Tom's, and he did not bring it"
    take_in(ask_import(tom, [file], queue=False, text="none"), "test")
    assert picture_of(tom, only(tom)).title == ""
    take_in(ask_import(tom, [file], queue=False, text="shared"), "test")
    assert picture_of(operator(), only()).title == "The mill stands still"


HEADER = "Ticket ID,Status,Created,Updated,Resolved,Requester Email,Assignee Email,Company,Priority,Product,Subject"


def tickets(*rows):
    return "\n".join([HEADER, *rows, ""]).encode()


def test_a_ticket_is_a_case_of_one_account(bring):  # noqa: F811
    bring(mail(1), mail(2, day=3), mail(3, sender="Priya Nair <priya@birch.example>", day=4))
    refresh()
    opened = "7,open,2024-01-03 10:00,2024-01-03 10:00,,jane@orchard.example,ana@home.example,,High,Mill,Pump"
    named = "8,open,2024-01-03 11:00,2024-01-03 11:00,,,,BIRCH,Low,Saw,Blunt"
    stranger = "9,open,2024-01-03 11:00,2024-01-03 11:00,,,,Nobody Ltd,Low,Saw,Blunt"
    done = bring(data=tickets(opened, named, stranger), name="desk.csv")
    assert figures(done) == ("done", 2, 0, 1)
    assert "“Nobody Ltd”" in done.troubles.get().what
    lines = {line.event.number: line for line in lines_of(operator(), list(events_for(operator(), {})))}
    assert {number: [str(a) for a in line.accounts] for number, line in lines.items()} == {
        "7": ["Orchard"], "8": ["Birch"],
    }  # fmt: skip
    assert (lines["7"].event.priority, lines["7"].products) == ("High", ["Mill"])
    solved = opened.replace("7,open", "7,solved").replace("2024-01-03 10:00,,", "2024-01-05 09:00,2024-01-04 10:00,")
    assert figures(bring(data=tickets(solved), name="desk.csv")) == ("done", 1, 1, 0)
    event = ServiceEvent.objects.get(number="7")
    assert event.over and f"{event.resolved:%d %H}" == "04 10"
    assert [step.status for step in picture_of(operator(), event).steps] == ["open", "solved"]
    orchard = Relationship.objects.get(organisation__name="Orchard")
    assert [e.number for e in events_for(operator(), {"account": str(orchard.pk), "state": "over"})] == ["7"]


def test_two_desks_with_the_same_numbers(bring, tmp_path):  # noqa: F811
    row = "7,open,2024-01-03 10:00,2024-01-03 10:00,,{},ana@home.example,,High,Mill,Pump"
    for desk, who in (("north", "jane@orchard.example"), ("south", "priya@birch.example")):
        (tmp_path / "desks" / desk).mkdir(parents=True)
        (tmp_path / "desks" / desk / "tickets.csv").write_bytes(tickets(row.format(who)))
    asked = ask_import(operator(), [tmp_path / "desks"], ["home.example"], queue=False)
    take_in(asked, "test")
    assert asked.added == 2 and "north (by the folder it lies in)" in asked.said
    assert {event.system for event in events_for(operator(), {})} == {"north", "south"}
    linked = HEADER + ",URL\n" + row.format("jane@orchard.example") + ",https://east.example/7\n"
    assert figures(bring(data=linked.encode(), name="t.csv")) == ("done", 1, 0, 0)
    mine = bring(data=tickets(row.format("jane@orchard.example")), name="t.csv", mailbox="west@home.example")
    assert figures(mine) == ("done", 1, 0, 0)
    systems = {"north", "south", "east.example", "west@home.example"}
    assert {event.system for event in events_for(operator(), {})} == systems


def test_an_import_that_breaks_off_leaves_nothing(bring, monkeypatch):  # noqa: F811
    first = bring(data=page(BEGUN), name="a.json")
    monkeypatch.setattr("sapwood.workflows.take_in.flow._finish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring(data=page(OVER, BEGUN | {"id": "other"}), name="b.json")
    assert Telling.objects.count() == 3 and state() == (False, "investigating", 1)
    monkeypatch.undo()
    repair()
    assert Telling.objects.count() == 1 and ServiceEvent.objects.count() == 1
    assert first.tellings.count() == 1
