"""When we last met, and when we meet next."""

from datetime import date

from standing_cast import ANA, BIRCH, JANE, LUIS, ORCHARD, PRIYA, ROBOT, TOM, call, mail

from sapwood.measures.history import look_back
from sapwood.measures.meetings import last_met, meetings, next_meeting
from sapwood.measures.standing import standings
from sapwood.measures.touches import touches

AS_OF = date(2024, 3, 31)


def meeting(when, organiser, accepted, invited=(), **more):
    asked = [{"key": key, "role": "invited"} for key in invited]
    one = mail(when, organiser, accepted, channel="meeting", words=0, **more)
    return one | {"people": one["people"] + asked}


LOG = [
    meeting("2024-03-01T10:00", ANA, JANE, id=1, minutes=30.0),
    meeting("2024-03-10T10:00", JANE, ANA, id=2),
    meeting("2024-03-12T10:00", ANA, JANE, id=3, flag="cancelled"),
    meeting("2024-03-13T10:00", ANA, (), [JANE], id=4),  # nobody of theirs accepted
    call("2024-03-20", JANE, ANA, id=5),  # a touch, and no meeting
    meeting("2024-04-02T10:00", ANA, JANE, id=6, flag="cancelled"),
    meeting("2024-04-03T10:00", ANA, TOM, id=7),  # among ourselves
    meeting("2024-04-04T10:00", ANA, ROBOT, id=8),
    meeting("2024-04-09T10:00", ANA, (), [LUIS], id=9),
    meeting("2024-04-10T10:00", PRIYA, (ANA, JANE), id=10, minutes=45.0),
    meeting("2026-04-10T10:00", ANA, JANE, id=11),  # nobody plans by that
    mail("2024-02-01", PRIYA, ANA, id=12),
]


def test_the_last_that_took_place_with_somebody_of_theirs(rows):
    found = rows(last_met(touches(AS_OF)), *LOG)
    assert [(row["organisation"], row["id"], row["minutes"]) for row in found] == [(ORCHARD, 2, None)]


def test_the_first_to_come_whether_or_not_it_is_agreed(rows):
    found = rows(next_meeting(AS_OF), *LOG)
    said = {(row["organisation"], row["id"], row["minutes"], row["agreed"]) for row in found}
    assert said == {(ORCHARD, 9, None, False), (BIRCH, 10, 45.0, True)}


def test_a_day_later_it_is_the_next_one_still(rows):
    found = rows(next_meeting(date(2024, 4, 9)), *LOG)
    assert {(row["organisation"], row["id"]) for row in found} == {(ORCHARD, 10), (BIRCH, 10)}


def test_the_standing_holds_both(engine):
    source = engine(*LOG)
    found = {s.organisation: s.meetings for s in standings(look_back(source, AS_OF), {})}
    assert found[ORCHARD] == {
        "last": {"id": 2, "when": "2024-03-10T10:00:00+00:00", "minutes": None},
        "next": {"id": 9, "when": "2024-04-09T10:00:00+00:00", "minutes": None, "agreed": False},
    }
    assert found[BIRCH]["next"]["id"] == 10 and "last" not in found[BIRCH]
    assert meetings(source, touches(date(2026, 4, 10)), date(2026, 4, 10))[ORCHARD]["last"]["id"] == 11
