"""Call records: columns by their names, who called, how long, and what nobody answered."""

from datetime import UTC, datetime
from io import BytesIO

import pytest

from sapwood.facts.interaction import Interaction, Trouble
from sapwood.reading.calls import read_calls
from sapwood.reading.mailbox import kind_of

LATEST = datetime(2026, 1, 1, tzinfo=UTC)


def read(text, **known):
    return list(read_calls(BytesIO(text.encode()), "calls.csv", LATEST, **known))


HEAD = "Date,Direction,Number,Name,Duration,User\n"


@pytest.mark.parametrize(
    ("row", "roles", "minutes"),
    [
        (
            "2024-05-13 14:00,outbound,+4930123456,Jane,90,ana@home.example",
            ("ana@home.example", "tel:+4930123456"),
            1.5,
        ),
        (
            "2024-05-13 14:00,Incoming,+4930123456,Jane,0:45,ana@home.example",
            ("tel:+4930123456", "ana@home.example"),
            0.75,
        ),
        (
            "2024-05-13 14:00,eingehend,+4930123456,Jane,1:00:30,Ana Brandt",
            ("tel:+4930123456", "speaker:ana brandt"),
            60.5,
        ),
        ("2024-05-13 14:00,Outgoing Call,+4930123456,Jane,2 min,23", ("tel:23", "tel:+4930123456"), 2.0),
    ],
)
def test_both_sides(row, roles, minutes):
    [found] = read(HEAD + row)
    assert (found.channel, found.minutes, found.flag) == ("call", minutes, "")
    assert [(who.role, who.address) for who in found.participants] == list(zip(("from", "to"), roles, strict=True))


@pytest.mark.parametrize(
    "row", ["incoming missed,+4930123456,,0,x", "Verpasst,+4930123456,,,x", "outgoing,+4930123456,,0:00,x"]
)
def test_missed_calls_are_in_and_do_not_count(row):
    [found] = read(HEAD + f"2024-05-13 14:00,{row}")
    assert (found.flag, found.flag_reason, found.minutes) == ("missed", "nobody answered", None)


def test_whose_telephone_it_is_can_be_said():
    head = "Date,Type,Number,Duration\n2024-05-13 14:00,in,030 123456,60\n"
    [found] = read(head, owner="ana@home.example", region="DE")
    assert [who.address for who in found.participants] == ["tel:+4930123456", "ana@home.example"]
    [alone] = read(head)
    assert [who.address for who in alone.participants] == ["tel:030123456"]


def test_dates_that_may_be_two_are_said():
    said, first, _ = read(
        "Date,From,To,Duration\n3/4/2024 10:00,+4930123456,23,60\n5/4/2024 10:00,23,+4930123456,9\n"
    )
    assert isinstance(said, Trouble)
    assert "with the day first" in said.what
    assert isinstance(first, Interaction)
    assert (first.when.month, first.when.day) == (4, 3)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Name;Telefon;Ort\nJane;030 1;Home\nTom;030 2;Home\n", False),
        ("Date,Amount,Type,Number\n2024-01-01,5,in,7\n", False),
        ("Datum;Richtung;Rufnummer;Dauer\n03.05.2024 10:00;eingehend;030123456;60\n", True),
        ("Anrufer;Angerufener;Beginn;Dauer\n030123456;23;03.05.2024 10:00;60\n", True),
    ],
)
def test_what_is_a_table_of_calls(head, kind):
    assert (kind_of(head.encode()) == "calls") == kind


def test_the_same_call_twice_is_one():
    row = "2024-05-13 14:00,outbound,+4930123456,Jane,90,ana@home.example\n"
    one, other = read(HEAD + row + row)
    assert one.identity == other.identity
