"""Who knows whom, and on whom an account hangs."""

from datetime import date

import pytest
from standing_cast import ANA, CROWD, DESK, JANE, LUIS, ORCHARD, PRIYA, TOM, call, mail

from sapwood.measures.reach import EPOCH, reach, ties
from sapwood.measures.touches import attendance, touches

AS_OF = date(2024, 3, 31)


@pytest.fixture
def known(rows):
    def of(*log: dict) -> dict[tuple[int, int], tuple[int, float]]:
        expression = ties(touches(AS_OF), attendance(AS_OF), AS_OF)
        found = [row for row in rows(expression, *log) if row["organisation"] == ORCHARD]
        return {(row["colleague"], row["contact"]): (row["touches"], row["strength"]) for row in found}

    return of


def test_a_mail_ties_its_writer_to_everybody_addressed_and_nobody_else(known):
    found = known(mail("2024-03-31", ANA, (JANE, LUIS), TOM))
    assert found == {(ANA, JANE): (1, 1.0), (ANA, LUIS): (1, 1.0)}


def test_a_meeting_ties_everybody_to_everybody_of_the_other_side(known):
    found = known(call("2024-03-31", ANA, (TOM, JANE, PRIYA), channel="meeting"))
    assert found == {(ANA, JANE): (1, 1.0), (TOM, JANE): (1, 1.0)}


def test_a_tie_halves_in_75_days_and_a_crowd_weighs_less(known):
    found = known(
        mail("2024-03-31", ANA, JANE),
        mail("2024-01-16", JANE, ANA),  # 75 days before
        mail("2024-03-31", TOM, CROWD),  # 4 / 8
    )
    assert found[ANA, JANE] == (2, pytest.approx(1.5))
    assert found[TOM, CROWD[0]] == (1, pytest.approx(0.5))


def test_a_shared_mailbox_knows_nobody(known):
    assert known(mail("2024-03-31", JANE, DESK)) == {}


def test_an_account_hangs_on_the_fewest_who_hold_four_fifths_of_the_tie():
    day = (AS_OF - EPOCH).days
    # Ana holds 6 + 1 of 10, Tom 3: Ana alone 70 %, both 100 %; Jane has 8 of 10
    found = reach(
        [(ANA, JANE, 9, day, 6.0), (TOM, LUIS, 1, day - 1, 1.0), (ANA, LUIS, 2, day, 1.0), (TOM, JANE, 4, day, 2.0)]
    )
    assert (found["hangs_on"], found["bus_factor"]) == ([ANA, TOM], 2)
    assert (found["their_hangs_on"], found["their_bus_factor"]) == ([JANE], 1)
    assert found["ties"][0] == {
        "colleague": ANA,
        "contact": JANE,
        "touches": 9,
        "last": "2024-03-31",
        "strength": 6.0,
    }
    assert [(tie["colleague"], tie["contact"]) for tie in found["ties"][1:]] == [
        (TOM, JANE),
        (ANA, LUIS),
        (TOM, LUIS),
    ]


def test_where_nobody_is_known_there_is_no_bus_factor():
    assert reach([]) == {
        "ties": [],
        "hangs_on": [],
        "bus_factor": None,
        "their_hangs_on": [],
        "their_bus_factor": None,
    }
