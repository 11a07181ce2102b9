"""Today: whom we neglect, whom to leave in peace, and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from planned import ANA, AS_OF, BIRCH, JANE, LUIS, ORCHARD, PRIYA, TOM, account

from sapwood.planning.decisions import Decision
from sapwood.planning.relationship import Tie
from sapwood.planning.service import Service
from sapwood.planning.today import Away, plan_day
from sapwood.planning.waiting import Waiting


def test_a_broken_rhythm_becomes_an_item_with_its_reason():
    (item,) = plan_day([account()], AS_OF).focus
    assert (item.account, item.kind, item.state) == (ORCHARD, "silent", "red")
    assert (item.colleague, item.contact, item.channel, item.minutes) == (ANA, JANE, "mail", 5)
    assert item.why == "Silent for 41 days."
    assert item.evidence == (9, 8, 7)
    assert item.arithmetic == (
        "90 touches on 80 days since June 2024; the last on 5 May 2026.",
        "Usual gap 9 days, 10–90 %: 6 to 14; this silence is longer than 98 of 100 such gaps.",
        "Chance of a touch in the next 30 days if nobody does anything: 22 %.",
        "Value 1 (nobody said what it is worth, so it counts as one) × 35 % of 28.2 days without them, for "
        "5 minutes.",
        "Where they were quiet, 0 of our 0 contacts were followed by a touch of theirs within 14 days; with a prior "
        "of 35 % that weighs like 8: 35 %. Whom we turned to was our choice, so this is no proof of what a contact "
        "changes.",
        "If nobody does anything, they turn to us within 30 days with 12 %, and on average 28.2 of these days pass "
        "before; with a contact with 43 %, and 18.3. That is from 22 % for any touch in 30 days, of which they begin "
        "50 %.",
    )


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"silent": 34, "ceiling": 30}, "beyond the ceiling"),
        ({"silent": 12}, "silent"),
        ({"silent": 25, "ceiling": 30, "state": "amber"}, "soon"),
        ({"silent": 13, "state": "amber"}, "soon"),
        ({"silent": 7, "state": "green", "waiting": Waiting(date(2026, 6, 8), 5, 1, (9,))}, "reply"),
        ({"silent": 5, "state": "unknown", "waiting": Waiting(date(2026, 6, 10), 3, 1, (9,))}, "reply"),
        ({"silent": 12, "one_sided": True, "owner": ANA}, "silent"),
        ({"silent": 25, "one_sided": True, "ceiling": 30, "state": "amber"}, "soon"),
        ({"silent": 5, "state": "green"}, None),
        ({"silent": 5, "state": "unknown"}, None),
    ],
)
def test_what_an_account_is_offered_for(more, kind):
    day = plan_day([account(**more)], AS_OF)
    assert [item.kind for item in day.focus] == ([kind] if kind else [])


def test_an_unanswered_question_is_said_so_and_goes_by_mail():
    one = account(
        silent=4, state="green", channels={"call": 9}, waiting=Waiting(date(2026, 6, 11), 2, 1, (55, 54), PRIYA)
    )
    (item,) = plan_day([one], AS_OF).focus
    assert item.why == "They wrote on 11 June with a question; no answer for 2 working days."
    assert (item.evidence, item.channel, item.contact) == ((55, 54), "mail", PRIYA)
    assert plan_day([one], AS_OF).well == 1


def test_nothing_inside_the_agreed_floor_is_suggested():
    asked = Waiting(date(2026, 6, 11), 2, 1, (55,))
    day = plan_day([account(silent=4, floor=7, waiting=asked), account(BIRCH, silent=7, floor=7)], AS_OF)
    assert [item.account for item in day.focus] == [BIRCH]
    (peace,) = day.peace
    assert (peace.account, peace.until) == (ORCHARD, date(2026, 6, 18))
    assert peace.why == (
        "Last in touch 4 days ago; agreed to be left in peace for 7 days, until 18 June. They wait for an answer."
    )


def test_care_comes_inside_the_floor_too_and_says_so():
    one = account(silent=4, floor=7, to_call=(Service(ORCHARD, 7, "event 7", AS_OF, AS_OF),))
    day = plan_day([one], AS_OF)
    (item,) = day.focus
    assert item.kind == "service event" and not day.peace
    assert (
        "Last in touch 4 days ago; agreed to be left in peace for 7 days, until 18 June. To call about what is out "
        "of order is care, so it breaks no peace."
    ) in item.arithmetic
    over = Service(ORCHARD, 7, "event 7", AS_OF, AS_OF, resolved=AS_OF)
    (item,) = plan_day([account(silent=4, floor=7, to_tell=(over,))], AS_OF).focus
    assert item.kind == "solved", "the second prompt, too"


def test_with_no_floor_agreed_the_usual_gap_protects_from_all_but_an_answer_to_a_question():
    no_question = Waiting(date(2026, 6, 10), 3, 0, (9,))
    question = Waiting(date(2026, 6, 10), 3, 1, (9,))
    assert plan_day([account(silent=5, state="green", waiting=no_question)], AS_OF).focus == []
    assert len(plan_day([account(silent=6, state="green", waiting=no_question)], AS_OF).focus) == 1
    assert len(plan_day([account(silent=5, state="green", waiting=question)], AS_OF).focus) == 1
    assert plan_day([account(silent=0, state="green", waiting=question)], AS_OF).focus == []


def test_the_order_is_agreements_then_red_then_amber_and_strong_ties_first():
    strong, weak = (Tie(ANA, JANE, 20.0),), (Tie(ANA, JANE, 0.5),)
    accounts = [
        account(1, silent=13, state="amber", ties=strong),
        account(2, ties=weak),
        account(3, ties=strong),
        account(4, silent=34, ceiling=30, ties=weak),
    ]
    assert [item.account for item in plan_day(accounts, AS_OF).focus] == [4, 3, 2, 1]


def test_what_is_over_does_not_flood_the_day():
    over = [account(n, silent=900, lasting=0.99, history_days=300) for n in range(10, 310)]
    passing = account(400, silent=730, touch_days=3, history_days=2, lasting=0.5)
    agreed = account(401, silent=900, ceiling=90, lasting=0.99)
    day = plan_day([*over, passing, agreed, account()], AS_OF)
    assert [item.account for item in day.focus] == [401, ORCHARD]
    assert day.later == []
    assert len(day.faded) == 301


def test_who_only_ever_wrote_and_named_none_of_us_is_listed_but_presses_nobody():
    day = plan_day([account(silent=12, one_sided=True)], AS_OF)
    assert (day.focus, [item.account for item in day.faded]) == ([], [ORCHARD])


def test_six_in_focus_and_the_rest_later():
    day = plan_day([account(n) for n in range(1, 10)], AS_OF)
    assert [item.account for item in day.focus] == [1, 2, 3, 4, 5, 6]
    assert [item.account for item in day.later] == [7, 8, 9]


def test_the_well_the_unjudged_and_those_left_in_peace_are_counted():
    accounts = [
        account(1, state="green", silent=3),
        account(2, state="unknown", silent=3),
        account(3, state="green", silent=2, floor=7),
    ]
    day = plan_day(accounts, AS_OF)
    assert (day.well, day.unjudged, len(day.peace), day.focus) == (2, 1, 1, [])


@pytest.mark.parametrize(
    ("more", "channel"),
    [
        ({"channels": None}, "mail"),
        ({"channels": {"mail": 3, "meeting": 5}}, "meeting"),
        ({"channels": {"mail": 30, "call": 1}}, "call"),
        ({"channels": {"mail": 30, "call": 1}, "state": "amber"}, "mail"),
        ({"channels": {"mail": 2, "call": 2}, "state": "amber"}, "mail"),
    ],
)
def test_channel(more, channel):
    assert plan_day([account(**more)], AS_OF).focus[0].channel == channel


def test_the_owner_comes_before_who_knows_them_best_and_contacts_whom_they_know():
    (item,) = plan_day([account(owner=TOM)], AS_OF).focus
    assert (item.colleague, item.contact) == (TOM, LUIS)
    (stranger,) = plan_day([account(owner=103)], AS_OF).focus
    assert (stranger.colleague, stranger.contact) == (103, JANE)
    (nobody,) = plan_day([account(ties=())], AS_OF).focus
    assert (nobody.colleague, nobody.contact) == (None, None)


def test_not_mine_goes_to_the_next_who_knows_them_and_then_to_nobody():
    not_ana, not_tom = (Decision(ORCHARD, "not mine", AS_OF, person) for person in (ANA, TOM))
    assert plan_day([account()], AS_OF, [not_ana]).focus[0].colleague == TOM
    assert plan_day([account()], AS_OF, [not_ana, not_tom]).focus[0].colleague is None
    assert plan_day([account(BIRCH)], AS_OF, [not_ana]).focus[0].colleague == ANA


def test_a_colleague_sees_what_is_theirs():
    accounts = [account(1), account(2, owner=TOM), account(3, owner=TOM, state="green", silent=3)]
    day = plan_day(accounts, AS_OF, colleague=TOM)
    assert ([item.account for item in day.focus], day.well) == ([2], 1)
    assert [item.account for item in plan_day(accounts, AS_OF, colleague=ANA).focus] == [1]


def test_snoozed_until_a_day_comes_back_on_that_day():
    decided = [Decision(ORCHARD, "snoozed", date(2026, 6, 10), ANA, until=AS_OF)]
    assert plan_day([account()], AS_OF - timedelta(days=1), decided).set_aside == 1
    assert [item.account for item in plan_day([account()], AS_OF, decided).focus] == [ORCHARD]


def test_done_stands_until_a_new_touch_or_until_the_time_runs_out_again():
    def offered(done_ago: int, **more: object) -> bool:
        decided = [Decision(ORCHARD, "done", AS_OF - timedelta(days=done_ago), ANA)]
        return bool(plan_day([account(**more)], AS_OF, decided).focus)

    assert not offered(0)
    assert not offered(14)  # 90 % of the usual gaps are shorter than 14 days
    assert offered(15)
    assert not offered(30, ceiling=30)
    assert offered(31, ceiling=30)
    assert offered(50)  # the last touch, 41 days ago, is newer
    assert not offered(30, usual_gap=None)
    assert offered(31, usual_gap=None)


def test_a_decision_of_tomorrow_does_not_count_today():
    decided = [Decision(ORCHARD, "done", AS_OF + timedelta(days=1), ANA)]
    assert len(plan_day([account()], AS_OF, decided).focus) == 1


def test_while_a_colleague_is_away_their_items_go_to_who_knows_them_next_best():
    away = {ANA: Away("Ana Brandt", date(2026, 6, 20))}
    owned = account(owner=ANA)
    (item,) = plan_day([owned], AS_OF, away=away).focus
    assert (item.colleague, item.contact) == (TOM, LUIS)
    assert item.note == "Ana Brandt is away until 20 June; offered to who knows them next best."
    assert plan_day([owned], AS_OF, colleague=ANA, away=away).focus == []
    (item,) = plan_day([replace(owned, ties=(Tie(ANA, JANE, 3.0),))], AS_OF, away=away).focus
    assert item.colleague is None
    assert item.note == "Ana Brandt is away until 20 June, and nobody who is there knows them."
    declined = [Decision(ORCHARD, "not mine", AS_OF, ANA)]
    assert plan_day([owned], AS_OF, declined, away=away).focus[0].note == "", "it would be Tom's anyway"


def test_a_ceiling_below_the_usual_gap_is_not_put_off_by_it():
    (item,) = plan_day([account(silent=5, ceiling=4, usual_gap=(6.0, 9.0, 14.0))], AS_OF).focus
    assert item.kind == "beyond the ceiling"
    assert plan_day([account(silent=5, ceiling=30, usual_gap=(6.0, 9.0, 14.0))], AS_OF).focus == []
