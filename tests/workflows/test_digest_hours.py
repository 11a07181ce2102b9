"""When a digest is due: once a day at its hour where the colleague is, whatever clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sapwood.records.access.models import User
from sapwood.records.reminders.models import DigestChoice, DigestMail
from sapwood.workflows.reminders.when import due_day

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def chosen(user, zone="Europe/Berlin", hour=7, often="daily", made=LONG_AGO, weekday=0):
    user.zone = zone
    return DigestChoice.objects.create(
        user=user, often=often, hour=hour, weekday=weekday, made=made, on_since=LONG_AGO
    )


def sent_over(choice, start, end, step=timedelta(minutes=7)):
    """The moments at which something was sent, as a worker that looks now and then would have it."""
    found, now = [], start
    while now < end:
        if day := due_day(choice, now):
            DigestMail.objects.create(user=choice.user, day=day, begun=now)
            found.append(now)
        now += step
    return found


def at(zone, *when):
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_each_day_at_its_hour_also_when_clocks_change(ana):
    choice = chosen(ana)
    sent = sent_over(choice, datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
    here = [one.astimezone(ZoneInfo("Europe/Berlin")) for one in sent]
    assert [(one.day, one.hour) for one in here] == [(27, 7), (28, 7), (29, 7), (30, 7)]


@pytest.mark.parametrize(
    ("zone", "hour", "day", "local"),
    [
        ("Europe/Berlin", 2, date(2026, 3, 29), (3, 0)),  # left out
        ("Europe/Berlin", 2, date(2026, 10, 25), (2, 0)),  # comes twice
        ("America/Santiago", 0, date(2026, 9, 6), (1, 0)),  # midnight left out
        ("America/St_Johns", 1, date(2026, 11, 1), (1, 0)),  # half an hour off, twice
        ("Pacific/Apia", 7, date(2026, 4, 5), (7, 0)),
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice(ana, zone, hour, day, local):
    choice = chosen(ana, zone, hour)
    start = at(zone, day.year, day.month, day.day) - timedelta(hours=24)
    DigestMail.objects.create(user=ana, day=day - timedelta(days=1), begun=start)
    (sent,) = sent_over(choice, start + timedelta(hours=24), start + timedelta(hours=46), timedelta(minutes=1))
    there = sent.astimezone(ZoneInfo(zone))
    assert (there.date(), there.hour, there.minute) == (day, *local)


def test_a_worker_that_was_down_sends_it_once_later_that_day_and_not_the_next(ana):
    choice = chosen(ana)
    assert due_day(choice, at("Europe/Berlin", 2026, 6, 15, 6, 59)) is None
    assert due_day(choice, at("Europe/Berlin", 2026, 6, 15, 23, 50)) == date(2026, 6, 15)
    assert due_day(choice, at("Europe/Berlin", 2026, 6, 16, 0, 5)) is None
    weekly = DigestChoice(user=ana, often="weekly", weekday=0, hour=7, made=LONG_AGO)
    assert due_day(weekly, at("Europe/Berlin", 2026, 6, 17, 9)) == date(2026, 6, 17), "Monday was missed"
    assert due_day(weekly, at("Europe/Berlin", 2026, 6, 18, 9)) is None, "the next one is nearer"


def test_a_clock_set_back_sends_nothing_twice_and_one_gone_wrong_does_not_silence(ana):
    choice = chosen(ana)
    sent_over(choice, datetime(2026, 6, 14, tzinfo=UTC), datetime(2026, 6, 17, 12, tzinfo=UTC))
    assert sent_over(choice, datetime(2026, 6, 14, tzinfo=UTC), datetime(2026, 6, 17, 12, tzinfo=UTC)) == []
    DigestMail.objects.create(user=ana, day=date(2027, 1, 1), begun=LONG_AGO)
    assert due_day(choice, datetime(2026, 6, 18, 12, tzinfo=UTC)) == date(2026, 6, 18)


def test_over_the_date_line_nobody_gets_two_for_one_day(ana):
    choice = chosen(ana, "Pacific/Auckland")
    now = at("Pacific/Auckland", 2026, 6, 16, 8)
    DigestMail.objects.create(user=ana, day=due_day(choice, now), begun=now)
    ana.zone = "Pacific/Honolulu"
    assert due_day(choice, now + timedelta(minutes=5)) is None


def test_what_is_chosen_after_the_hour_begins_with_the_next(ana):
    made = at("Europe/Berlin", 2026, 6, 15, 9)
    choice = chosen(ana, made=made)
    assert due_day(choice, made + timedelta(minutes=1)) is None
    assert due_day(choice, made + timedelta(hours=22)) == date(2026, 6, 16)


def test_once_a_week(ana):
    choice = chosen(ana, often="weekly", weekday=3)
    sent = sent_over(
        choice, datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 30, tzinfo=UTC), timedelta(minutes=30)
    )
    assert [(one.day, one.weekday()) for one in sent] == [(4, 3), (11, 3), (18, 3), (25, 3)]


def test_a_zone_that_has_ceased_to_exist_counts_as_utc(ana):
    assert due_day(chosen(ana, "Europe/Atlantis"), datetime(2026, 6, 15, 7, tzinfo=UTC)) == date(2026, 6, 15)


class AnyZoneAndHour(TestCase):
    @hypothesis.settings(max_examples=20)
    @given(
        zone=st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"]),
        hour=st.integers(0, 23),
        day=st.dates(date(2025, 2, 1), date(2027, 12, 31)),
    )
    def test_three_days_are_three_mails(self, zone, hour, day):
        user = User.objects.create_user(f"{zone}{hour}{day}@home.example".replace("/", ""))
        choice = chosen(user, zone, hour)
        start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        sent = sent_over(choice, start, start + timedelta(hours=71), timedelta(minutes=30))
        days = [one.astimezone(ZoneInfo(zone)).date() for one in sent]
        assert len(set(days)) == len(days) and set(days) >= {day + timedelta(days=n) for n in range(2)}
