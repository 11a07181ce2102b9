"""Workbooks as Excel writes them and as it did until 2003: the same rows, and nothing a hostile one brings down."""

import io
import random
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from made_msg import compound, made_msg
from made_workbook import workbook
from made_xls import cell_at, made_xls

from sapwood.collecting.folder import Piece, gather
from sapwood.facts.interaction import Trouble
from sapwood.reading.calls import read_calls
from sapwood.reading.table import workbook_process
from sapwood.reading.table.tables import Table, tables_in
from sapwood.reading.table.workbook import LOCKED, UNREADABLE
from sapwood.reading.tickets.table import read_tickets

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
BOTH = pytest.mark.parametrize("made", [workbook, made_xls])
ACCOUNTS = [["Name", "Since", "Revenue", "Doubled"], ["Müller", datetime(2020, 3, 1), 1.234, ("=C2*2", 2.468)]]
CALLS = [["Date", "From", "To", "Duration"], [datetime(2024, 5, 13, 14, 0, 59), "+4930123456", "23", 90]]
TICKETS = [
    ["Ticket ID", "Status", "Created", "Requester", "Priority"],
    [7, "open", datetime(2024, 3, 5), "Jane Doe", "1"],
]


def found(raw, where="crm.xls"):
    return list(tables_in(io.BytesIO(raw), where))


@BOTH
def test_the_same_rows_from_both(made):
    accounts, people = found(
        made(Accounts=ACCOUNTS, People=[[], ["Name"], ["Ana"], [True], [datetime(2024, 5, 1, 9)]])
    )
    assert accounts.where == "crm.xls, sheet Accounts" and accounts.exact
    assert list(accounts.rows()) == [(2, ["Müller", "2020-03-01", "1.234", "2.468"], "")]
    assert list(people.rows()) == [(3, ["Ana"], ""), (4, ["yes"], ""), (5, ["2024-05-01 09:00:00"], "")]


@BOTH
def test_its_columns_tell_calls_and_tickets_from_other_tables(made, tmp_path):
    for name, sheets in {
        "calls": {"Old": ACCOUNTS, "May": CALLS},
        "desk": {"A": TICKETS},
        "crm": {"A": ACCOUNTS},
    }.items():
        (tmp_path / name).write_bytes(made(**sheets))
    (tmp_path / "spool").mkdir()
    pieces = list(gather([tmp_path / name for name in ("calls", "desk", "crm")], tmp_path / "spool"))
    assert [piece.kind for piece in pieces] == ["calls", "ticket table", "table"]
    with (tmp_path / "calls").open("rb") as file:
        left, call = read_calls(file, "calls.xls", LATEST)
    assert left.where == "calls.xls, sheet Old" and "left out" in left.what
    assert (call.when, call.minutes) == (datetime(2024, 5, 13, 14, 0, 59, tzinfo=UTC), 1.5)
    assert [who.address for who in call.participants] == ["tel:+4930123456", "tel:23"]
    with (tmp_path / "desk").open("rb") as file:
        assert any(getattr(one, "channel", "") == "ticket" for one in read_tickets(file, "desk.xls", LATEST))


def test_what_else_microsoft_office_writes_is_told_apart(tmp_path):
    (tmp_path / "letter.doc").write_bytes(compound({"WordDocument": b"x" * 5000}))
    (tmp_path / "mail.msg").write_bytes(made_msg({0x1A: "IPM.Contact"}))
    (tmp_path / "spool").mkdir()
    letter, mail = gather([tmp_path / "letter.doc", tmp_path / "mail.msg"], tmp_path / "spool")
    assert "neither a message nor a workbook" in letter.what and "other than mail" in mail.what


def test_a_password_is_said_to_be_one(tmp_path):
    for raw in (
        made_xls(locked=True, A=ACCOUNTS),
        compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"}),
    ):
        assert found(raw) == [Trouble("crm.xls", LOCKED)]
    (tmp_path / "locked").write_bytes(made_xls(locked=True, A=ACCOUNTS))
    assert [piece.kind for piece in gather([tmp_path / "locked"], tmp_path) if isinstance(piece, Piece)] == ["table"]


def test_two_cells_far_apart_end_no_process_but_their_own():
    """A sheet of 17,000,000,000 cells, in two kilobytes."""
    with (
        ZipFile(io.BytesIO(workbook(A=[["Name", "Place"], ["Acme"]]))) as near,
        ZipFile(out := io.BytesIO(), "w") as far,
    ):
        for name in near.namelist():
            far.writestr(
                name, near.read(name).replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"')
            )
    assert found(out.getvalue()) == [Trouble("crm.xls", UNREADABLE)]
    near = made_xls(A=[["Name", "Place"], ["Acme"]])
    far = near.replace(cell_at(1, 0, "Acme"), cell_at(65535, 60000, "Acme"))
    assert far != near and found(far) == [Trouble("crm.xls", UNREADABLE)]


@BOTH
def test_no_damage_makes_it_raise(made):
    raw, dice = made(Accounts=ACCOUNTS, Calls=CALLS), random.Random(4)
    for number in range(12):
        broken = bytearray(raw)
        for _ in range(1 + number):
            broken[dice.randrange(len(raw))] = dice.randrange(256)
        if number % 4 == 0:
            del broken[dice.randrange(len(raw)) :]
        assert all(isinstance(one, Table | Trouble) for one in found(bytes(broken)))


def test_rows_too_long_or_too_wide_are_named():
    class Sheet:
        width = 3

        def to_python(self, skip_empty_area):
            return [["a", "", ""], ["", "", ""], ["x" * 600_000, "x" * 600_000, ""], [1.0, 0.5, False]]

    assert list(workbook_process._rows(Sheet(), 0)) == [
        [1, ["a"], ""],
        [3, [], workbook_process.TOO_LONG],
        [4, ["1", "0.5", "no"], ""],
    ]
    assert len(list(workbook_process._rows(Sheet(), 1))) == 1
    Sheet.width = 2001
    assert list(workbook_process._rows(Sheet(), 0)) == [[1, [], workbook_process.TOO_MANY]]
