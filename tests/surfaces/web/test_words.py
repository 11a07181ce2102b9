from datetime import UTC, date, datetime

import pytest

from sapwood.identity.spoken import spoken
from sapwood.surfaces.web import words

AS_OF = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "unknown"),
        (0, "0\u00a0%"),
        (0.004, "under 1\u00a0%"),
        (0.22, "22\u00a0%"),
        (0.997, "over 99\u00a0%"),
        (1, "100\u00a0%"),
    ],
)
def test_percent(share, said):
    assert words.percent(share) == said


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (None, "unknown"),
        ([6, 9.2, 14], "every 9 days (6 to 14)"),
        ([0.2, 0.9, 3], "every day (1 to 3)"),
        ([7, 7, 7], "every 7 days"),
    ],
)
def test_usual(gap, said):
    assert words.usual(gap) == said


@pytest.mark.parametrize(
    ("number", "said"), [(None, "unknown"), (0, "0 days"), (1, "1 day"), (0.3, "under 1 day"), (1237, "1,237 days")]
)
def test_days(number, said):
    assert words.days(number) == said


def test_day_and_until():
    assert words.day(date(2026, 5, 4), AS_OF) == "4 May"
    assert words.day(datetime(2024, 5, 4, tzinfo=UTC), AS_OF) == "4 May 2024"
    assert words.day(None) == "unknown"
    said = [words.until(date(2026, 6, n), AS_OF) for n in (15, 16, 18, 22)]
    assert said == ["today", "tomorrow", "Thursday", "22 Jun"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("jane@orchard.example", "jane@orchard.example"),
        ("speaker:jane doyle", "the name “jane doyle”"),
        ("speaker:jane@0123", "the name “jane”"),
        ("tel:+4930123456", "telephone +4930123456"),
        ("slack:t1/u2", "Slack t1/u2"),
        ("+43 1 555 01 23", "+43 1 555 01 23"),
    ],
)
def test_an_address_as_people_say_it(address, said):
    assert spoken(address) == said
