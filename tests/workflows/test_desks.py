"""One service desk, brought now by its folder and now as a single file: its tickets are the same; two desks with the
same numbers stay two."""

import json
from shutil import copytree

import pytest
from cast import ana, tom  # noqa: F401

from sapwood.records.service.models import ServiceEvent, Telling
from sapwood.workflows.imports import ask_import, undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.take_in.flow import take_in

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "Ticket ID,Status,Created,Requester Email,Requester,Assignee,Subject"
ROWS = [f"{n},open,2024-01-0{n} 10:00,jane@orchard.example,Jane,Luis,Pump {n}" for n in range(1, 5)]


@pytest.fixture
def folder(tmp_path):
    """A desk's folder with one export in it."""
    desk = tmp_path / "Helpdesk"
    desk.mkdir()
    (desk / "tickets.csv").write_text("\n".join([HEADER, *ROWS, ""]))
    return desk


def bring(*paths, by=None, **options):
    running = ask_import(by or operator(), paths, ["home.example"] if by is None else (), queue=False, **options)
    take_in(running, "test")
    running.refresh_from_db()
    return running


def figures(done):
    return done.added, done.known, done.troubles.count()


def systems():
    return set(ServiceEvent.objects.present().values_list("system", flat=True))


@pytest.mark.parametrize("turns", [False, True])
def test_the_same_desk_by_its_folder_and_as_a_file(home, folder, turns, monkeypatch):
    monkeypatch.setattr("sapwood.workflows.take_in.desks.MOST_BYTES", 250)  # not all of it
    ways = [folder, folder / "tickets.csv"][:: -1 if turns else 1]
    first, second = bring(ways[0]), bring(ways[1])
    assert (figures(first), figures(second)) == ((4, 0, 0), (0, 4, 0))
    assert systems() == {"table" if turns else "helpdesk"} and Telling.objects.count() == 4
    assert f"Tickets are of {systems().pop()} (by the same tickets, known before)." in second.said
    (folder / "later.csv").write_text(
        "\n".join(
            [
                HEADER,
                ROWS[3].replace("open", "solved"),
                *(f"{n},open,2024-01-0{n} 10:00,jane@orchard.example,Jane,Luis,Pump {n}" for n in range(5, 8)),
                "",
            ]
        )
    )
    assert figures(bring(folder))[0] == 3, "the new ones alone, in the desk that is known"
    assert len(systems()) == 1
    undo_import(second.by, second)
    assert bring(ways[1]).added == 0


def test_both_ways_at_once_by_a_named_mailbox_and_as_json(home, folder, tmp_path):
    copytree(folder, tmp_path / "Copy")
    assert figures(bring(folder, tmp_path / "Copy", folder / "tickets.csv")) == (4, 8, 0)
    assert len(systems()) == 1
    listed = [
        {
            "id": n,
            "status": "open",
            "subject": f"Pump {n}",
            "assignee": "Luis",
            "created_at": f"2024-01-0{n}T10:00:00Z",
            "requester": {"email": "jane@orchard.example"},
        }
        for n in range(1, 5)
    ]
    (tmp_path / "tickets.json").write_text(json.dumps({"tickets": listed}))
    done = bring(tmp_path / "tickets.json")
    assert figures(done) == (0, 4, 0), [t.what for t in done.troubles.all()]
    assert figures(bring(folder, mailbox="desk@home.example")) == (4, 0, 0), "who names it, decides"
    assert figures(bring(folder)) == (0, 4, 0)


def test_two_desks_with_the_same_numbers_stay_two(home, folder, tmp_path):
    other = tmp_path / "Workshop"
    other.mkdir()
    later = "\n".join([HEADER, *(row.replace("10:00", "11:30") for row in ROWS), ""])
    (other / "tickets.csv").write_text(later)
    assert figures(bring(folder, other)) == (8, 0, 0)
    assert systems() == {"helpdesk", "workshop"}
    assert figures(bring(other / "tickets.csv")) == (0, 4, 0)
    one_day = [f"{n},open,2024-02-0{n},,Jane,Luis,Belt" for n in range(1, 3)]
    for name, rows in (("North", one_day[:1]), ("South", one_day)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "t.csv").write_text("\n".join([HEADER, *rows, ""]))
    assert bring(tmp_path / "North").added == 1
    assert bring(tmp_path / "South").added == 2, "one ticket of one day, without who asked, tells nothing"


def test_nobody_learns_of_a_desk_that_they_do_not_see(home, folder, ana, tom):  # noqa: F811
    assert bring(folder, by=ana).added == 4
    theirs = bring(folder / "tickets.csv", by=tom)
    assert "helpdesk" not in theirs.said and systems() == {"helpdesk", "table"}
