"""What a ring says of its quarter: measured against the account's own usual one, and only where that is fair."""

from datetime import date

import pytest

from sapwood.surfaces.web.ring_growth import grow, usual_touches

AS_OF = date(2026, 6, 15)
YEAR = ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")


def history(*touches, labels=YEAR):
    return [{"label": label, "touches": n} for label, n in zip(labels, touches, strict=True)]


def tones(*touches, first=date(2025, 4, 1), as_of=AS_OF):
    return [ring.tone for ring in grow(history(*touches), first, as_of)]


def test_usual_is_the_median_of_the_whole_quarters():
    assert usual_touches(history(30, 10, 20, 40, 1), date(2025, 4, 1), AS_OF) == 25
    assert usual_touches(history(30, 10, 20, 40, 1), date(2025, 4, 2), AS_OF) == 20, "the first is not whole"
    assert usual_touches(history(30, 10, 20, 40, 1), date(2025, 4, 1), date(2026, 6, 30)) == 20, "now the last is"


def test_a_third_more_or_less_is_another_tone():
    assert tones(30, 40, 20, 30, 25) == ["usual", "more", "less", "usual", "usual"]
    assert tones(30, 39, 21, 30, 25) == ["usual"] * 5


def test_a_quarter_that_is_not_whole_is_compared_by_its_days():
    # 76 of 91 days: 25 touches are as many as 30 in a whole quarter, 16 are as many as 19
    assert tones(30, 30, 30, 30, 25)[-1] == "usual"
    assert tones(30, 30, 30, 30, 16)[-1] == "less"
    assert tones(30, 30, 30, 30, 2, as_of=date(2026, 5, 1))[-1] == "untold", "31 days say too little"


def test_too_little_history_is_not_compared():
    assert {ring.tone for ring in grow(history(9, 2, labels=YEAR[-2:]), date(2026, 1, 9), AS_OF)} == {"untold"}
    assert tones(0, 0, 0, 0, 3)[-1] == "untold", "nothing is usual, so nothing is more than that"


@pytest.mark.parametrize("touches", [(2, 4, 2, 2, 2), (20, 40, 20, 20, 20), (200, 400, 200, 200, 200)])
def test_width_is_against_its_own_usual_quarter(touches):
    assert [ring.width for ring in grow(history(*touches), date(2025, 4, 1), AS_OF)] == [1, 2, 1, 1, 1]


def test_no_history_no_rings():
    assert grow([], None, AS_OF) == ()
