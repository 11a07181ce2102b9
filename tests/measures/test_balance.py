"""Who starts, who writes, who answers how soon, who gives the time: small examples computed by hand."""

from datetime import date, timedelta

import pytest
from standing_cast import ANA, CROWD, JANE, LUIS, ORCHARD, PRIYA, TOM, call, mail

from sapwood.measures.balance import balances, mails, starts, volumes
from sapwood.measures.survival import kaplan_meier
from sapwood.measures.threads import threads
from sapwood.measures.touches import attendance, touches

AS_OF = date(2024, 3, 31)


@pytest.fixture
def balance(engine):
    def of(*log: dict) -> dict:
        its = engine(*log)
        touched = its.keep(touches(AS_OF, its.keep(attendance(AS_OF), "attending")), "touched")
        threaded = threads(its, touched)
        return balances(*map(its.run, (volumes(touched), starts(threaded), mails(threaded))), AS_OF)

    return of


def test_who_starts_is_a_share_with_an_interval(balance):
    # three conversations, two begun by home; a reply to something we never saw began nobody knows where
    starts = balance(
        mail("2024-03-01", ANA, JANE, id=1),
        mail("2024-03-02", JANE, ANA, id=2, root=1, parent=1),
        mail("2024-03-03", JANE, ANA, id=3),
        call("2024-03-04", TOM, LUIS, id=4),
        mail("2024-03-05", JANE, ANA, id=5, root=999, parent=999),
    )[ORCHARD]["starts"]
    # Beta(3, 2): mean .6; 95 % from .194 to .932
    assert starts == {"ours": 2, "of": 3, "share": 0.6, "low": 0.194, "high": 0.932}


def test_words_given_and_received_and_minutes(balance):
    one = balance(
        mail("2024-03-01", ANA, JANE, words=120),
        mail("2024-03-02", JANE, (ANA, TOM), words=80),
        call("2024-03-03", ANA, (JANE, LUIS), minutes=30),
        call("2024-03-04", ANA, JANE),  # nobody wrote down how long
    )[ORCHARD]
    assert one["mails"] == {"given": 1, "received": 1}
    assert one["words"] == {"given": 120, "received": 80}
    # ours: 5 to write, 2 × 2.5 to read, 30 for the call by one; theirs: 2.5 to read, 5 to write, 2 × 30
    assert one["minutes"] == {"ours": 40.0, "theirs": 67.5, "untimed": 1}


def test_a_crowd_weighs_less(balance):
    crowd = mail("2024-03-01", ANA, CROWD, words=100)  # eight addressed: 4 / 8
    one = balance(crowd)[ORCHARD]
    assert one["words"]["given"] == 50
    assert one["minutes"] == {"ours": 5.0, "theirs": 8 * 2.5 / 2, "untimed": 0}


def test_what_is_not_known_is_none_and_not_nought(balance):
    one = balance(call("2024-03-01", ANA, JANE))[ORCHARD]
    assert one["words"] is None
    assert one["minutes"] is None
    assert one["our_reply_hours"] is None
    assert one["their_reply_hours"] is None
    two = balance(mail("2024-03-01", ANA, PRIYA, root=7, parent=7))
    assert ORCHARD not in two
    assert [figures["starts"] for figures in two.values()] == [None]


def test_replies_are_timed_from_the_first_mail_of_a_turn(balance):
    one = balance(
        mail("2024-03-01T08:00", JANE, ANA, id=1),
        mail("2024-03-01T09:00", JANE, ANA, id=2, root=1, parent=1),  # the same turn
        mail("2024-03-01T12:00", ANA, JANE, id=3, root=1, parent=2),  # 4 hours
        mail("2024-03-02T12:00", JANE, ANA, id=4, root=1, parent=3),  # they take 24; ours never comes
    )[ORCHARD]
    # ours: one answered after 4 h, one waiting for 14 days: S(4) = 1/2, so the median is 4 h
    assert one["our_reply_hours"] == {"median": 4.0, "n": 2, "answered": 1, "answered_14d": 0.5}
    assert one["their_reply_hours"] == {"median": 24.0, "n": 1, "answered": 1, "answered_14d": 1.0}


def test_a_mail_of_this_morning_counts_as_still_waiting_and_not_as_ignored(balance):
    yesterday = AS_OF - timedelta(days=1)
    one = balance(mail(f"{yesterday}T00:00", JANE, ANA))[ORCHARD]
    assert one["our_reply_hours"] == {"median": None, "n": 1, "answered": 0, "answered_14d": 0.0}


def test_an_answer_after_a_fortnight_is_none_within_it(balance):
    one = balance(
        mail("2024-03-01", JANE, ANA, id=1),
        mail("2024-03-20", ANA, JANE, id=2, root=1, parent=1),
    )[ORCHARD]
    assert one["our_reply_hours"]["answered"] == 0


def test_kaplan_meier_of_gehans_patients():
    # Gehan 1965, remission under 6-MP, in weeks; a plus is a patient still well when last seen
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    one = kaplan_meier([1] * 21, weeks, ended)
    assert (one.n[0], one.ended[0], one.median[0]) == (21, 9, 23)
    assert 1 - one.share[0] == pytest.approx(0.4482, abs=5e-5)


def test_groups_of_waits_do_not_touch_each_other():
    both = kaplan_meier([2, 1, 2, 1, 1], [5, 1, 9, 2, 3], [True, True, False, True, True])
    assert both.group.tolist() == [1, 2]
    assert both.median.tolist() == [2, 5]  # 1, 2, 3 all ended; of 5 and 9+ half had ended at 5
    assert both.share == pytest.approx([1.0, 0.5])
    assert len(kaplan_meier([], [], []).group) == 0
