"""A service desk's export, from its file to the account: known again, changed by a later export, undone."""

from datetime import date

from cast import bring  # noqa: F401

from sapwood.workflows.accounts import accounts_as_of
from sapwood.workflows.imports import undo_import
from sapwood.workflows.refresh import refresh

DAY = date(2024, 3, 1)
HEADER = "Ticket ID,Status,Created,Updated,Resolved,Requester Email,Assignee Email,Subject,Description"


def tickets(*rows):
    return "\n".join([HEADER, *rows, ""]).encode()


FIRST = "1,open,2024-01-03 10:00,2024-01-03 10:00,,jane@orchard.example,ana@home.example,Pump,No water. Why?"
SOLVED = (
    "1,solved,2024-01-03 10:00,2024-01-05 10:00,2024-01-05 10:00,jane@orchard.example,ana@home.example,Pump out,Hm"
)
OTHER = "2,open,2024-01-04 10:00,2024-01-04 10:00,,priya@birch.example,ana@home.example,Valve,Stuck"


def figures(done):
    return done.status, done.added, done.known, done.troubles.count()


def accounts():
    refresh(DAY)
    return {row["account"]: (row["touches"], row["last_touch"][:10]) for row in accounts_as_of(DAY)}


def test_from_the_file_to_the_account_and_back(bring):  # noqa: F811
    first = bring(data=tickets(FIRST, OTHER, "3,open,never,,,x@y.example,,A,B"))
    assert figures(first) == ("done", 2, 0, 1)
    assert accounts() == {"Birch": (1, "2024-01-04"), "Orchard": (1, "2024-01-03")}
    later = bring(data=tickets(SOLVED, OTHER))
    assert figures(later) == ("done", 1, 2, 0), "resolved is new; what was opened is known, in its newest state"
    assert accounts()["Orchard"] == (2, "2024-01-05")
    undo_import(later.by, later, "test")
    assert accounts()["Orchard"] == (1, "2024-01-03")
    undo_import(first.by, first, "test")
    assert accounts() == {}
