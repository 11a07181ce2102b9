from datetime import UTC, datetime

import pytest

from sapwood.reading.dates import read_date

TEN = datetime(2001, 5, 14, 10, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("Mon, 14 May 2001 03:00:00 -0700 (PDT)", -420),
        ("14 May 2001 12:00 +0200", 120),
        ("Mon,14 May 01 10:00:00 GMT", 0),
        ("Mon, 14 May 101 10:00:00 Z", 0),
        ("Monday, 14-May-01 10:00:00 UT", 0),
        ("Montag, 14 May 2001 10:00:00 +0000", 0),
        ("Mon, 14 May 2001 10:00:00 -0000", None),
        ("Mon, 14 May 2001 10:00:00 XYZ", None),
        ("Mon, 14 May 2001 (a (nested) comment) 05:00:00 EST", -300),
        ("Mon May 14 10:00:00 2001", None),
        ("Mon May 14 12:00:00 CEST 2001", 120),
        ("May 14, 2001 10:00:00 AM +0000", 0),
        ("2001-05-14T10:00:00Z", 0),
        ("2001-05-14 15:30:00.250 +05:30", 330),
    ],
)
def test_dates_that_are_ten_o_clock(text, offset):
    assert read_date(text) == (TEN, offset)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 Feb 2001 10:00:00 +0000",
     "14 Foo 2001", "14 May 2001 25:00:00", "14 May", "1 May 99999 10:00:00",
     "(", "Mon,", "9999-99-99", "14 May " + "9" * 3000, "12345678901"],
)  # fmt: skip
def test_what_is_no_date(text):
    assert read_date(text) is None


def test_two_digit_years():
    assert read_date("1 Jan 49 00:00 +0000")[0].year == 2049
    assert read_date("1 Jan 50 00:00 +0000")[0].year == 1950
