"""A meeting that nobody is known to have called is a touch; a meeting with two records is one."""

from datetime import date

import pytest
from standing_cast import ANA, BIRCH, JANE, LUIS, ORCHARD, PRIYA, TOM, mail

from sapwood.measures.balance import volumes
from sapwood.measures.one_meeting import meetings_once
from sapwood.measures.touches import attendance, touches

AS_OF = date(2024, 3, 31)


def meeting(when, *people, minutes=30.0, caller=None, **more):
    row = mail(when, caller or 0, tuple(people), channel="meeting", minutes=minutes, **more)
    return row if caller else row | {"people": row["people"][1:]}


@pytest.mark.parametrize(
    ("people", "counts"),
    [
        ((JANE, ANA), {(ORCHARD, "both", ANA, JANE)}),
        ((ANA, JANE, PRIYA), {(ORCHARD, "both", ANA, JANE), (BIRCH, "both", ANA, PRIYA)}),
        ((JANE, PRIYA), set()),
        ((ANA, TOM), set()),
        ((ANA,), set()),
    ],
)
def test_a_meeting_nobody_called(rows, people, counts):
    found = rows(touches(AS_OF), meeting("2024-03-01T09:00", *people))
    assert {(row["organisation"], row["direction"], row["colleague"], row["contact"]) for row in found} == counts


def test_mail_without_a_known_writer_is_none(rows):
    assert rows(touches(AS_OF), mail("2024-03-01", 999, (ANA, JANE))) == []


def test_its_time_is_everybodys(rows):
    [found] = rows(volumes(touches(AS_OF)), meeting("2024-03-01T09:00", ANA, TOM, JANE, minutes=30.0))
    assert (found["our_minutes"], found["their_minutes"], found["mails_in"]) == (60.0, 30.0, 0)


CALENDAR = {"caller": ANA, "words": 0, "topic": 7}
TRANSCRIPT = {"words": 900}


@pytest.mark.parametrize(
    ("one", "other", "stay"),
    [
        pytest.param(
            meeting("2024-03-01T09:00", JANE, id=1, minutes=60.0, **CALENDAR),
            meeting("2024-03-01T09:03", ANA, JANE, id=2, **TRANSCRIPT),
            {2},
            id="overlapping, with a person in common: what was said stays",
        ),
        pytest.param(
            meeting("2024-03-01T09:00", JANE, id=1, **CALENDAR),
            meeting("2024-03-01T09:10", TOM, LUIS, id=2, topic=7, **TRANSCRIPT),
            {2},
            id="overlapping, with the subject in common",
        ),
        pytest.param(
            meeting("2024-03-01T09:00", JANE, id=1, **CALENDAR),
            meeting("2024-03-01T09:10", TOM, LUIS, id=2, topic=8, **TRANSCRIPT),
            {1, 2},
            id="overlapping, with nothing in common",
        ),
        pytest.param(
            meeting("2024-03-01T09:00", JANE, id=1, **CALENDAR),
            meeting("2024-03-01T09:30", ANA, JANE, id=2, topic=7, **TRANSCRIPT),
            {1, 2},
            id="one after the other",
        ),
        pytest.param(
            meeting("2024-03-01T09:00", JANE, id=1, **CALENDAR),
            meeting("2024-03-02T09:00", ANA, JANE, id=2, topic=7, **TRANSCRIPT),
            {1, 2},
            id="another day",
        ),
        pytest.param(
            meeting("2024-03-01T16:00", JANE, id=1, **CALENDAR),
            meeting("2024-03-01T12:00", ANA, JANE, id=2, **TRANSCRIPT),
            {1},
            id="only its day is known: the one with an hour stays",
        ),
        pytest.param(
            meeting("2024-03-01T09:00", JANE, id=2, **CALENDAR),
            meeting("2024-03-01T09:00", JANE, id=1, minutes=None, **CALENDAR),
            {1},
            id="alike: the smaller id stays",
        ),
        pytest.param(
            meeting("2024-03-01T09:00", JANE, id=1, **CALENDAR),
            meeting("2024-03-01T09:00", ANA, PRIYA, id=2, **TRANSCRIPT),
            {1, 2},
            id="with two firms: one each",
        ),
    ],
)
def test_one_meeting_is_one_touch(engine, one, other, stay):
    for given in ((one, other), (other, one)):
        running = engine(*given)
        attending = running.keep(attendance(AS_OF), "attending")
        found = running.run(meetings_once(running, AS_OF, attending)).to_pylist()
        assert {row["id"] for row in found} == stay
