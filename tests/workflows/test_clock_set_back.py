"""The clock was wrong and is set back, or forward: figures follow the day, and no mail is lost for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cast import START, mail

from sapwood.records.relationships.models import Standing
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import sweep

RIGHT = datetime(2024, 6, 10, 9, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Sets the one clock of this process."""

    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(RIGHT)
    return set_to


def test_figures_follow_the_day_both_ways(bring, clock):
    bring(*(mail(n, day=n * 7) for n in range(20)))
    refresh(date(2024, 6, 10))
    (right,) = Standing.objects.values("as_of", "silent_days", "touches", "why")
    refresh(date(2024, 7, 10))
    assert Standing.objects.get().silent_days == right["silent_days"] + 30
    refresh(date(2024, 6, 10))
    assert list(Standing.objects.values("as_of", "silent_days", "touches", "why")) == [right]
    refresh(date(2024, 2, 1))  # far back: what is still to come is not counted yet
    assert Standing.objects.get().touches == 5


def test_mail_from_after_the_clock_is_listed_and_comes_in_once_it_is_right(bring, clock):
    mails = [mail("old", day=10), mail("new", day=(RIGHT - START).days)]
    clock(RIGHT - timedelta(days=30))
    back = bring(*mails)
    assert (back.added, back.known) == (1, 0)
    assert "still to come" in back.troubles.get().what
    clock(RIGHT)
    again = bring(*mails)
    assert (again.added, again.known, again.troubles.count()) == (1, 1, 0)


def test_words_are_kept_as_long_as_was_said_and_imports_stay_in_order(bring, clock, settings):
    settings.SAPWOOD_KEEP_TEXT_DAYS = 90
    first = bring(mail("one"))
    clock(RIGHT - timedelta(days=400))
    second = bring(mail("two"))
    sweep()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.own_words_kept and second.own_words_kept
    clock(RIGHT)
    sweep()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.own_words_kept, "kept for a day, not for 90"
    assert not second.own_words_kept, "by the clock of its time, it is 400 days old"
