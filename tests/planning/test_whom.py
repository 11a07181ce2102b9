"""Whom to turn to under a colleague's minutes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations

import fading_states
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planned import ANA, AS_OF, BIRCH, HARBOR, ORCHARD, account
from two_states import drawn, gaps, solved

from sapwood.facts.interaction import CHANNELS
from sapwood.measures.answered import ACTIVE, LONG_QUIET, QUIET, UNKNOWN, answered, quiet
from sapwood.measures.recent import DIRECTIONS, ROW, Recent
from sapwood.planning.fit import fit, owed_minutes, turn_of
from sapwood.planning.service import Service
from sapwood.planning.step import Step
from sapwood.planning.today import plan_day
from sapwood.planning.waiting import Waiting
from sapwood.planning.worth import Known, chance_alone, days_without, worth

ASKED = Waiting(date(2026, 6, 11), 2, 1, (55,))


class Thing:
    def __init__(self, minutes, gain=0.0, owed=False, held=False):
        self.minutes, self.gain = minutes, gain
        self.held = "held" if held else ""
        self.turn = turn_of(owed, held, 1.0, gain / max(1, minutes))

    def __repr__(self):
        return f"<{self.minutes} min, {self.gain}>"


THINGS = st.lists(
    st.builds(Thing, st.sampled_from([5, 10, 30, 60]), st.sampled_from([0.0, 0.1, 0.3, 0.5])), max_size=7
)


@given(THINGS, st.integers(0, 90))
@settings(max_examples=60, deadline=None)
def test_what_fits_gains_as_much_as_any_choice_could(things, minutes):
    first, later = fit(things, minutes)
    every = chain.from_iterable(combinations(things, size) for size in range(len(things) + 1))
    best = max(sum(t.gain for t in some) for some in every if sum(t.minutes for t in some) <= minutes)
    assert sum(t.gain for t in first) == pytest.approx(best, abs=1e-9)
    assert sum(t.minutes for t in first) <= minutes
    assert sorted(map(id, (*first, *later))) == sorted(map(id, things)), "nobody is lost, nobody twice"
    room = minutes - sum(t.minutes for t in first)
    assert all(t.minutes > room for t in later), "no minute is left empty that somebody could have"


def test_what_is_owed_is_in_whatever_it_takes_and_what_is_held_back_never():
    owed, small, held = Thing(60, owed=True), Thing(5, 0.2), Thing(5, 0.9, held=True)
    assert fit([owed, small, held], 30) == ([owed], [small, held])
    assert fit([owed, small, held], 65) == ([owed, small], [held])
    assert fit([small], 0) == ([], [small])
    assert owed_minutes([owed, small, Thing(10, owed=True)]) == (2, 70)


def test_the_choice_of_a_day_is_the_best_and_of_five_days_nearly():
    assert gaps(range(40), days=1).max() < 1e-9
    several, minutes = drawn(seed=1)
    assert solved(several, minutes) >= solved(several, minutes, lambda state: ()), "nothing beats the best"
    gap = gaps(range(100))
    assert gap.min() > -1e-9
    assert gap.mean() < 0.02, "measured: .012 over 300 cases"
    assert gap.max() < 0.3, "measured: .246 in the worst of 300"


def test_where_accounts_fade_what_a_contact_spares_is_nearly_the_best_choice():
    gap = fading_states.gaps(range(60))
    assert gap.min() > -1e-9
    assert gap.mean() < 0.005, "measured: .002 over 300 cases"
    assert gap.max() < 0.05, "measured: .030 in the worst of 300"


def test_days_without_them():
    assert days_without(0.0) == days_without(1e-12) == 30
    a_tenth_a_day = 1 - 0.9**30
    assert days_without(a_tenth_a_day) == pytest.approx((1 - 0.9**30) / -np.log(0.9))
    assert 0 < days_without(1.0) < 2
    assert chance_alone(0.22, 0.5) == pytest.approx(1 - 0.78**0.5)


def test_thirty_minutes_hold_what_is_owed_and_then_what_a_contact_changes_most():
    calls = {"call": 9}
    accounts = [
        account(1, silent=4, state="green", waiting=ASKED),
        account(2, channels=calls, p_touch_30d=0.02),  # 10 minutes, and they do not come by themselves
        account(3, p_touch_30d=0.9),  # 5 minutes, but they are likely to turn to us anyway
        account(4, p_touch_30d=0.05),
        account(5, channels={"visit": 2}, state="amber", silent=13),
    ]
    day = plan_day(accounts, AS_OF, minutes=20)
    assert [item.account for item in day.focus] == [1, 4, 2]
    assert [item.account for item in day.later] == [3, 5]
    assert [item.account for item in plan_day(accounts, AS_OF, minutes=0).focus] == [1], "what is owed is owed"
    unknown = plan_day(accounts, AS_OF)
    assert [item.account for item in unknown.focus] == [1, 2, 3, 4, 5], "minutes unknown: as they are urgent"


def test_a_tier_weighs():
    poor, rich = account(1), account(2, weight=3.0, tier="A")
    assert [i.account for i in plan_day([poor, rich], AS_OF, minutes=5).focus] == [2]
    (item,) = plan_day([rich], AS_OF).focus
    assert item.arithmetic[3] == "Value 3 (the weight of tier A) × 35 % of 28.2 days without them, for 5 minutes."
    nothing = replace(rich, weight=0.0)
    assert [i.account for i in plan_day([poor, nothing], AS_OF, minutes=5).focus] == [1]


@pytest.mark.parametrize(
    ("more", "owed"),
    [
        ({"silent": 34, "ceiling": 30, "ceiling_from": "agreed"}, True),
        ({"silent": 34, "ceiling": 30, "ceiling_from": "asked"}, True),
        ({"silent": 34, "ceiling": 30, "ceiling_from": "policy"}, False),
        ({"silent": 4, "waiting": ASKED}, True),
        ({"steps": (Step(1, "us", AS_OF, AS_OF),)}, True),
        ({"steps": (Step(1, "them", AS_OF - timedelta(days=1), AS_OF),)}, False),
        ({"to_call": (Service(1, 7, "event 7", AS_OF, AS_OF),)}, True),
        ({}, False),
    ],
)
def test_what_is_owed(more, owed):
    (item,) = plan_day([account(**more)], AS_OF).focus
    assert (item.worth is None) is owed
    assert (item.turn < 1) is owed


def test_care_after_an_incident_is_no_gain():
    (item,) = plan_day([account(to_call=(Service(1, 7, "event 7", AS_OF, AS_OF),))], AS_OF).focus
    assert item.worth is None
    assert item.arithmetic[-1] == "Care after something broke. It comes first, and is never counted as a gain."


def touches(*told):
    """(days ago, channel, direction), newest first, as an account has them."""
    rows = np.zeros(len(told), ROW)
    for place, (ago, channel, direction) in enumerate(told):
        when = datetime(2026, 6, 15, 9, tzinfo=UTC) - timedelta(days=ago)
        rows["when"][place] = int(when.timestamp() * 1e6)
        rows["channel"][place], rows["direction"][place] = CHANNELS.index(channel), DIRECTIONS.index(direction)
        rows["id"][place] = rows["thread"][place] = place + 1
    return rows


def test_a_limit_on_what_nobody_asked_for_holds_back_and_says_so():
    mails = touches(*((41 + n, "mail", "out") for n in range(4)))
    monthly = account(usual_gap=(20.0, 35.0, 50.0), recent=Recent(mails))
    limits = Known(calls=3, mails=4)
    day = plan_day([monthly], AS_OF, known=limits, minutes=60)
    (item,) = day.later
    assert item.held == "4 mails of ours in 91 days that answered nothing; our limit is 4 a quarter."
    assert plan_day([monthly], AS_OF, known=limits).later[0].held, "also where minutes are unknown"
    assert plan_day([monthly], AS_OF, known=Known(mails=5), minutes=60).focus
    weekly = account(recent=Recent(mails))
    assert plan_day([weekly], AS_OF, known=limits, minutes=60).focus, "their own rhythm is more than that"
    asked = replace(monthly, waiting=ASKED)
    assert plan_day([asked], AS_OF, known=limits, minutes=60).focus, "an answer is owed"
    before = Recent(touches(*((92 + n, "mail", "out") for n in range(9))))
    assert plan_day([replace(monthly, recent=before)], AS_OF, known=limits, minutes=60).focus


def test_a_day_off_there_and_a_comparison_hold_back():
    off = account(off=((AS_OF, "Corpus Christi"),))
    known = Known(held_out=frozenset({BIRCH}))
    day = plan_day([off, account(BIRCH), account(HARBOR)], AS_OF, known=known, minutes=60)
    assert [item.account for item in day.focus] == [HARBOR]
    assert [item.held for item in day.later] == [
        "It is a day off there (Corpus Christi).",
        "Held out this week, by the comparison a lead began.",
    ]
    asked = plan_day([account(BIRCH, waiting=ASKED)], AS_OF, known=known, minutes=60)
    assert asked.focus[0].held == "", "never what is owed"


def test_how_often_they_came_back_by_how_quiet_it_was():
    today = int(datetime(2026, 6, 15, tzinfo=UTC).timestamp()) // 86_400
    quiet_then_back = touches((20, "mail", "in"), (30, "mail", "out"), (50, "mail", "in"))
    too_late = touches((14, "mail", "in"), (30, "mail", "out"), (33, "call", "both"))
    too_young = touches((14, "mail", "out"), (50, "mail", "in"))
    reply = touches((20, "mail", "in"), (30, "mail", "out"), (50, "mail", "in"))
    reply["parent"][1] = 7
    counts = answered(
        [(quiet_then_back, 14.0), (too_late, 14.0), (too_young, 14.0), (reply, 14.0), (quiet_then_back, None)], today
    )
    assert counts == {ACTIVE: (0, 1), QUIET: (1, 1), UNKNOWN: (1, 1)}
    assert answered([(quiet_then_back, 6.0)], today) == {LONG_QUIET: (1, 1)}
    assert answered([], today) == answered([(quiet_then_back[:1], 3.0)], today) == {}
    assert [quiet(days, 10.0) for days in (10, 11, 30, 31)] == [ACTIVE, QUIET, QUIET, LONG_QUIET]


def test_who_left_our_last_calls_unanswered_is_not_lively():
    today = int(datetime(2026, 6, 15, tzinfo=UTC).timestamp()) // 86_400
    unanswered = touches((20, "call", "out"), (40, "call", "out"), (60, "mail", "in"))
    assert answered([(unanswered, 25.0)], today) == {ACTIVE: (0, 1), QUIET: (0, 1)}, "20 and 40 days after theirs"
    assert answered([(unanswered[:2], 25.0)], today) == {LONG_QUIET: (0, 1)}, "nothing of theirs is known"
    assert worth(account(silent=15, unheard_days=300), 5).state == LONG_QUIET
    assert worth(account(silent=15), 5).state == QUIET


def test_what_was_counted_here_moves_the_prior():
    known = Known(answered={QUIET: (32, 32)})
    assert worth(account(), 5).contact == pytest.approx(0.35)
    counted = worth(account(), 5, known)
    assert counted.contact == pytest.approx((0.35 * 8 + 32) / 40)
    assert counted.none == pytest.approx(1 - 0.78 ** (0.5 * 14 / 30))
    assert worth(account(starts=(0, 8)), 5).none > worth(account(starts=(8, 8)), 5).none, "who begins, comes back"


def test_what_is_unknown_stays_unknown():
    never = account(ORCHARD, usual_gap=None)
    found = worth(never, 10)
    assert (found.state, found.none, found.without, found.gain) == (UNKNOWN, None, None, pytest.approx(0.15))
    assert "unknown" in plan_day([never], AS_OF).focus[0].arithmetic[-1]


def test_minutes_are_of_one_colleague_and_an_account_has_one_caller():
    accounts = [account(n) for n in range(1, 5)]
    mine = plan_day(accounts, AS_OF, colleague=ANA, minutes=10)
    assert len(mine.focus) == 2
    assert {item.colleague for item in mine.focus} == {ANA}
