"""Tables: whatever program wrote them, the same rows come out, with the lines they stand on."""

import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_workbook import workbook

from sapwood.facts.interaction import Trouble
from sapwood.reading.table.delimited import BROKEN_QUOTE, MOST_LINES, TOO_LONG
from sapwood.reading.table.tables import Table, looks_like_table, tables_in

FIRMS = "Name;Ort;Umsatz\nMüller & Söhne;Köln;1.234,50\nÅker €;Malmö;2\n"
ROWS = [(2, ["Müller & Söhne", "Köln", "1.234,50"], ""), (3, ["Åker €", "Malmö", "2"], "")]


def one(raw: bytes) -> Table:
    (table,) = tables_in(io.BytesIO(raw), "firms.csv")
    assert isinstance(table, Table), table
    return table


@pytest.mark.parametrize(
    "raw",
    [
        FIRMS.encode(),
        FIRMS.encode("utf-8-sig"),
        FIRMS.encode("cp1252"),
        FIRMS.encode("utf-16"),
        FIRMS.encode("utf-16-le"),
        FIRMS.encode("utf-16-be"),
        FIRMS.encode("utf-32"),
        FIRMS.replace(";", "\t").encode(),
        FIRMS.replace(";", "|").encode(),
        FIRMS.replace("\n", "\r\n").encode(),
        FIRMS.replace("\n", "\r").encode(),
        FIRMS.replace("Köln", "K\0öln\0").encode(),
        "\n".join(";".join(f'"{cell}"' for cell in line.split(";")) for line in FIRMS.split("\n")[:3]).encode(),
        FIRMS.encode()[:20] + FIRMS.encode()[20:].decode().encode("cp1252"),
    ],
    ids=range(14),
)  # fmt: skip
def test_the_same_rows_however_they_are_written(raw):
    table = one(raw)
    assert table.header == ("Name", "Ort", "Umsatz")
    assert list(table.rows()) == ROWS
    assert list(table.rows()) == ROWS, "rows can be walked again"


def test_excels_own_line_names_the_separator_and_is_no_row():
    table = one(b"sep=;\nName;Ort, Land\nAna;Bonn, D\n")
    assert (table.header, table.header_line) == (("Name", "Ort, Land"), 2)
    assert list(table.rows()) == [(3, ["Ana", "Bonn, D"], "")]


def test_a_title_above_the_header_is_passed_over_and_columns_get_names_of_their_own():
    table = one(b"Accounts of 3 May 2020\n\nname,phone,Phone,\nAcme,1,2,3\n,,,\nBeta,4\n")
    assert table.header == ("name", "phone", "Phone (2)", "Column 4")
    assert list(table.rows()) == [(4, ["Acme", "1", "2", "3"], ""), (6, ["Beta", "4", "", ""], "")]


def test_a_table_without_a_header_has_numbered_columns():
    table = one(b"17,4.5\n18,5.5\n")
    assert table.header == ("Column 1", "Column 2")
    assert [line for line, _, _ in table.rows()] == [1, 2]


def test_a_quote_never_closed_costs_one_line():
    rows = "".join(f"{n},ok\n" for n in range(3 * MOST_LINES))
    found = list(one(f'id,what\n1,"open\n{rows}'.encode()).rows())
    assert found[0] == (2, ["1", "open"], BROKEN_QUOTE)
    assert len(found) == 1 + 3 * MOST_LINES and not any(what for _, _, what in found[1:])


def test_a_quoted_cell_may_hold_lines_and_separators():
    (row,) = one(b'id,note\n1,"a, b\nand ""c"""\n').rows()
    assert row == (2, ["1", 'a, b\nand "c"'], "")


def test_a_row_too_wide_is_listed_with_all_it_holds():
    good, wide = one(b"a,b\n1,2,,\n1,2,3\n").rows()
    assert good == (2, ["1", "2"], "")
    assert wide == (3, ["1", "2", "3"], "This row has 3 cells, the header 2.")


def test_a_line_without_end_is_one_trouble():
    good, long, after = one(b"a,b\n1,2\n" + b"x" * 2_500_000 + b"\n3,4\n").rows()
    assert (good[1], long, after[:2]) == (["1", "2"], (3, [], TOO_LONG), (4, ["3", "4"]))


def test_a_workbook_gives_each_sheet_with_values_of_formulas_and_dates():
    raw = workbook(
        Accounts=[["Name", "Since", "Revenue", "Doubled"], ["Acme", datetime(2020, 3, 1), 1.234, ("=C2*2", 2.468)]],
        People=[["Name"], ["Ana"], [True]],
        Empty=[],
    )
    accounts, people = tables_in(io.BytesIO(raw), "crm.xlsx")
    assert accounts.where == "crm.xlsx, sheet Accounts" and accounts.exact
    assert list(accounts.rows()) == [(2, ["Acme", "2020-03-01", "1.234", "2.468"], "")]
    assert list(people.rows()) == [(2, ["Ana"], ""), (3, ["yes"], "")]


@pytest.mark.parametrize("cut", [0, 4, 100, 400])
def test_a_damaged_workbook_is_one_trouble(cut):
    raw = workbook(Accounts=[["Name"], ["Acme"]])
    for broken in (
        raw[: cut + 4],
        raw[:cut] + b"PK\x03\x04" + raw[cut + 9 :],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + raw,
    ):
        found = list(tables_in(io.BytesIO(broken), "crm.xlsx"))
        assert found and all(isinstance(one, Table | Trouble) for one in found)


@pytest.mark.parametrize(
    ("raw", "is_one"),
    [
        (b"name,domain\nAcme,acme.example\n", True),
        (FIRMS.encode("utf-16"), True),
        (b"From: Ana <a@home.example>\nTo: b@x.example, c@x.example\nSubject: Hi, all\n\nHello\n", False),
        (b'{"channel": "call", "people": []}\n{"a": 1, "b": 2}\n', False),
        (b"Dear Ana,\nthank you, that was kind.\nBest, Bob\nand, as I said, more, and more\n", False),
        (b"First Name,Last Name,Email\nJane,Doyle,jane@x.example,too,wide\nLuis,Ortega,l@x.example\n", True),
        (b"", False),
        (bytes(range(256)) * 20, False),
    ],
)
def test_what_looks_like_a_table(raw, is_one):
    assert looks_like_table(raw) is is_one


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='a1,;\t"\n\r\0é', max_size=200).map(str.encode))
def test_no_bytes_make_it_raise(raw):
    looks_like_table(raw)
    for found in tables_in(io.BytesIO(raw), "x"):
        if isinstance(found, Table):
            width = len(found.header)
            assert all(what or len(cells) == width for _, cells, what in found.rows())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(alphabet='xyz ,;"\n', max_size=6), min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_a_spreadsheet_writes_comes_back(rows):
    import csv

    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["one", "two", "three"], *rows])
    meant = [[cell.strip() for cell in row] for row in rows]
    assert [cells for _, cells, _ in one(out.getvalue().encode()).rows()] == [row for row in meant if any(row)]
