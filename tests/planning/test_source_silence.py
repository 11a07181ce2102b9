"""When a source has been silent for too long, judged by its own past."""

from datetime import UTC, datetime, timedelta

import pytest

from sapwood.planning.source_silence import Look, silence

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def days(*back):
    return [NOW - timedelta(days=one) for one in back]


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (Look(NOW - timedelta(hours=20), None), ""),
        (Look(NOW - timedelta(days=2), None), "It could not be read even once"),
        (Look(NOW - timedelta(days=90), NOW - timedelta(days=3)), "It could not be read for 3 days."),
        (Look(*days(90, 0), days(40, 39, 38, 37)), ""),  # too few to judge
        (Look(*days(90, 0), days(40, 37, 36, 33, 30, 7)), ""),  # it has rested for 23 days before
        (Look(*days(90, 0), days(14, 13, 12, 11, 10, 3)), ""),
        (
            Look(*days(90, 0), days(14, 13, 12, 10, 9, 8)),
            "nothing has come for 8 days; the longest pause before was 2",
        ),
        (Look(*days(90, 0), days(2.9, 2.8, 2.7, 2.6, 2.5)), ""),  # a weekend
    ],
)
def test_silence(look, said):
    found = silence(look, NOW)
    assert said in found if said else found == ""
