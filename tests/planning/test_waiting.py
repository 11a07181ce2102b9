"""Whether they wrote last and wait for an answer."""

from datetime import UTC, date, datetime

from sapwood.planning.waiting import Waiting, waiting

MONDAY = date(2026, 6, 15)


def touch(
    number: int, day: int, direction: str = "in", questions: int = 0, parent: int | None = 1, **more: object
) -> dict:
    when = datetime(2026, 6, day, 10, tzinfo=UTC)
    return {
        "id": number,
        "when": when,
        "channel": "mail",
        "direction": direction,
        "questions": questions,
        "direct": True,
        "addressed": 1,
        "thread": number,
        "contact": 201,
        "parent": parent,
    } | more


def test_a_question_waits_two_working_days():
    assert waiting([touch(1, 11, questions=1)], MONDAY) == Waiting(date(2026, 6, 11), 2, 1, (1,), 201)
    assert waiting([touch(1, 12, questions=1)], MONDAY) is None  # Friday to Monday is one
    assert waiting([touch(1, 12, questions=1)], date(2026, 6, 16)).working_days == 2


def test_what_asks_nothing_wants_an_answer_only_when_it_starts_a_conversation_and_waits_a_day_more():
    assert waiting([touch(1, 1)], MONDAY) is None  # "Thanks!"
    assert waiting([touch(1, 11, parent=None)], MONDAY) is None
    assert waiting([touch(1, 10, parent=None)], MONDAY) == Waiting(date(2026, 6, 10), 3, 0, (1,), 201)


def test_a_mail_we_are_merely_copied_on_wants_nothing_of_us():
    assert waiting([touch(1, 8, questions=1, direct=False)], MONDAY) is None


def test_a_mail_to_a_crowd_asks_nobody_in_particular():
    assert waiting([touch(1, 8, questions=1, addressed=15)], MONDAY) is not None
    assert waiting([touch(1, 8, questions=1, addressed=16)], MONDAY) is None


def test_what_goes_on_under_a_subject_starts_nothing_though_it_names_nothing_it_replies_to():
    start, thanks = touch(1, 1, "out", thread=7), touch(2, 9, parent=None, thread=7)
    assert waiting([thanks, start], MONDAY) is None
    assert waiting([thanks | {"questions": 1}, start], MONDAY) is not None
    assert waiting([thanks | {"thread": 8}, start], MONDAY) is not None


def test_the_question_is_named_with_its_own_day_before_what_asks_nothing():
    greeting, question = touch(1, 8, parent=None), touch(2, 10, questions=1)
    assert waiting([question, greeting], MONDAY) == Waiting(date(2026, 6, 10), 3, 1, (2,), 201)
    young = touch(2, 12, questions=1)
    assert waiting([young, greeting], MONDAY) == Waiting(date(2026, 6, 8), 5, 0, (1,), 201)


def test_any_touch_since_settles_it():
    question = touch(1, 8, questions=1)
    assert waiting([touch(2, 9, direction="out"), question], MONDAY) is None
    assert waiting([touch(2, 9, channel="call"), question], MONDAY) is None
    assert waiting([touch(2, 9), question], MONDAY).evidence == (1,)


def test_it_has_waited_since_the_oldest():
    both = [touch(3, 12, questions=1), touch(2, 9, questions=2)]
    assert waiting(both, MONDAY) == Waiting(date(2026, 6, 9), 4, 3, (3, 2), 201)


def test_who_usually_takes_longer_is_given_longer_but_no_more_than_a_week():
    question = [touch(1, 11, questions=1)]
    assert waiting(question, MONDAY, usual_hours=40) is not None
    assert waiting(question, MONDAY, usual_hours=60) is None
    assert waiting([touch(1, 8, questions=1)], MONDAY, usual_hours=500).working_days == 5


def test_after_a_month_it_is_history():
    assert waiting([touch(1, 1, questions=1)], date(2026, 7, 1)) is not None
    assert waiting([touch(1, 1, questions=1)], date(2026, 7, 2)) is None
    old, new = touch(1, 1, questions=1), touch(2, 29, questions=1)
    assert waiting([new, old], date(2026, 7, 2)) == Waiting(date(2026, 6, 29), 3, 1, (2,), 201)


def test_what_asks_nothing_is_history_after_a_fortnight():
    assert waiting([touch(1, 1, parent=None)], MONDAY) is not None
    assert waiting([touch(1, 1, parent=None)], date(2026, 6, 16)) is None


def test_nothing_waits_where_nothing_is():
    assert waiting([], MONDAY) is None
