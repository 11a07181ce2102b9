"""On whom one side of an account hangs: the worked example of docs/measures/reach.md, and the edges."""

from datetime import date

import pytest

from sapwood.measures.hang import OURS, THEIRS, hang, holders

ANA, TOM, JANE, LUIS = 1, 2, 3, 4


def tie(colleague, contact, strength, touches=1, last="2026-06-01"):
    return {"colleague": colleague, "contact": contact, "strength": strength, "touches": touches, "last": last}


TIES = [
    tie(ANA, JANE, 6.0, 8),
    tie(TOM, JANE, 2.0, 3, "2026-03-09"),
    tie(ANA, LUIS, 1.0, 2),
    tie(TOM, LUIS, 1.0, 1, "2026-02-02"),
]


def test_the_worked_example():
    ours = holders(TIES, OURS)
    assert [(one.person, one.share, one.touches) for one in ours] == [(ANA, 0.7, 10), (TOM, pytest.approx(0.3), 4)]
    assert hang(TIES, OURS) is None, "Ana holds 70 %, which is less than four fifths"
    found = hang(TIES, THEIRS)
    assert (found.holder.person, found.holder.share) == (JANE, 0.8)
    assert (found.next.person, found.next.share) == (LUIS, pytest.approx(0.2))
    assert found.since == date(2026, 6, 1)


def test_nobody_else_ever():
    found = hang([tie(ANA, JANE, 0.3), tie(ANA, LUIS, 0.1)], OURS)
    assert (found.holder.share, found.next, found.since) == (1.0, None, None)


def test_nobody_known_is_unknown_not_nobody():
    assert holders([], OURS) == [] and hang([], OURS) is None
    assert hang([tie(ANA, JANE, 0.0)], OURS) is None, "what has faded beyond measure tells nothing"


def test_all_fade_alike_so_shares_stay():
    faded = [one | {"strength": one["strength"] * 2.0**-40} for one in TIES]
    assert [one.share for one in holders(faded, OURS)] == pytest.approx([one.share for one in holders(TIES, OURS)])
