"""After the sale: which planned touch is due, what cannot be a plan, and touches to listen."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sapwood.facts.interaction import CHANNELS
from sapwood.measures.heard import heard
from sapwood.measures.recent import DIRECTIONS, EPOCH, ROW, Recent
from sapwood.planning.after_sale import USUAL, ZERO, AfterSale, Plan, Sale, due, plan_trouble, review_day, steps_of
from sapwood.planning.decisions import Decision
from sapwood.planning.listening import Asked, every_trouble, listening
from sapwood.planning.relationship import Relationship, Tie
from sapwood.planning.rest import rest
from sapwood.planning.spoken import spoken_on
from sapwood.planning.today import plan_day
from sapwood.planning.waiting import Waiting

WON = date(2026, 3, 2)
SALE = Sale(1, WON, WON, "Mill", "deals.csv, line 2", first=True)
DAY = date(2026, 6, 15)
ONE = Relationship(
    *(1, "green", "Silent for 10 days.", 90, 80),
    last_day=DAY - timedelta(days=10),
    silent_days=10,
    history_days=700,
    silence_rank=0.5,
    ties=(Tie(7, 8, 3.0),),
)
ASKED = Asked("own", 120, DAY - timedelta(days=130), "Ana")


def after(days: int) -> date:
    return WON + timedelta(days=days)


def name(as_of: date, sale: Sale = SALE, settled: date | None = None, plan: Plan = USUAL, review=None) -> str | None:
    found = due(plan, [sale], as_of, settled, review)
    return found and found.name


def kinds(one: Relationship, *decided: Decision) -> list[str]:
    return [item.kind for item in plan_day([one], DAY, decided).focus]


def test_each_touch_takes_over_the_one_before_and_done_settles_all_until_then():
    assert [name(after(days)) for days in (6, 7, 29, 30, 90, 364)] == [
        None,
        "day 7",
        "day 7",
        "day 30",
        "day 90",
        "day 90",
    ]
    assert name(after(365)) == "year 1" and name(after(366 + 365)) == "year 2"
    assert name(after(20), settled=after(8)) is None and name(after(31), settled=after(8)) == "day 30"
    assert name(after(-1)) is None, "a sale that is still to come has no plan yet"


def test_a_call_on_its_day_or_later_settles_a_touch_as_done_does():
    def left(day: int, *calls: int) -> str | None:
        found = due(USUAL, [SALE], after(day), None, None, [after(one) for one in calls])
        return found and found.name

    assert left(8, 5) == "day 7", "before its day it settles nothing"
    assert left(8, 7) is None and left(29, 7) is None and left(30, 7) == "day 30"
    assert left(29, 28) is None and left(31, 28) is None, "it settled day 7, and leaves them a while"
    assert left(42, 28) == "day 30" and left(42, 28, 41) == "day 30", "a call in that while settles nothing"
    assert left(43, 28, 42) is None and left(90, 28, 42) == "day 90"


def test_what_counts_as_one():
    rows = np.zeros(6, ROW)
    ways = [("call", "out"), ("mail", "out"), ("call", "in"), ("ticket", "out"), ("meeting", "both"), ("call", "out")]
    for number, (row, (channel, direction)) in enumerate(zip(rows, ways, strict=True)):
        row["when"] = (after(10 - number) - EPOCH.date()).days * 86_400_000_000 + 7
        row["channel"], row["direction"] = CHANNELS.index(channel), DIRECTIONS.index(direction)
    rows["when"][5] = rows["when"][4]
    assert spoken_on(Recent(rows)) == [after(6), after(10)]
    assert spoken_on(Recent(rows), written=True) == [after(6), after(9), after(10)]


def test_however_often_they_buy_they_are_asked_once_a_fortnight():
    weekly = [replace(SALE, key=n, won=after(7 * n), known=after(7 * n), first=n == 0) for n in range(20)]
    asked, settled = [], None
    for day in range(140):
        if due(USUAL, weekly, after(day), settled):
            asked.append(day)
            settled = after(day)
    assert asked == list(range(7, 140, 14))
    often = replace(USUAL, steps=((1, "x"), (3, "y")))
    assert name(after(3), settled=after(1), plan=often) == "day 3", "but as often as the plan itself has it"
    assert name(after(12), replace(SALE, moved={"day 7": after(12)}), settled=after(8)) == "day 7", (
        "or as somebody says"
    )


def test_of_an_old_sale_only_what_is_still_ahead():
    old = replace(SALE, won=date(2020, 2, 29), known=date(2026, 1, 10))
    assert name(date(2026, 1, 10), old) is None and name(date(2026, 2, 27), old) is None
    assert name(date(2026, 2, 28), old) == "year 6"
    young = replace(SALE, known=after(40))
    assert name(after(40), young) == "day 30", "of one that is not old the last that was due, and no more"
    assert name(date(2027, 3, 2), replace(SALE, first=False), settled=after(90)) is None, "years count from the first"


def test_what_people_changed_stays():
    assert name(after(10), replace(SALE, skipped=frozenset(["day 7"]))) is None
    moved = replace(SALE, moved={"day 7": after(12)})
    assert name(after(10), moved) is None and name(after(12), moved) == "day 7"
    assert name(after(400), replace(SALE, ended=True)) is None


def test_the_review_comes_before_the_year_in_which_they_break():
    began = date(2020, 5, 1)
    assert review_day(USUAL, began, 7) == date(2026, 3, 2), "60 days before the seventh year begins"
    assert review_day(USUAL, began, None) is None and review_day(USUAL, None, 7) is None
    ahead = review_day(USUAL, began + timedelta(days=30), 7)
    assert name(ahead, settled=after(8), review=ahead) == ZERO
    assert ZERO not in [one.name for one in steps_of(USUAL, SALE, DAY, WON)], "it was over when they bought"


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(USUAL, steps=((10_000, "x"),)), "1 to 364 days"),
        (replace(USUAL, steps=((0, "x"),)), "1 to 364 days"),
        (replace(USUAL, steps=tuple((day, "x") for day in range(1, 365))), "pestering"),
        (replace(USUAL, steps=((7, "x"), (7, "y"))), "Two touches on one day"),
        (replace(USUAL, steps=((7, " "),)), "what it is for"),
        (replace(USUAL, review_days=400), "1 to 365 days ahead"),
        (replace(USUAL, review=""), "what the review is for"),
        (replace(USUAL, yearly="x" * 201), "at most 200"),
    ],
)
def test_what_cannot_be_a_plan_is_said(plan, said):
    assert said in plan_trouble(plan)
    assert plan_trouble(USUAL) == ""


def test_on_today_it_carries_why_they_bought():
    step = due(USUAL, [SALE], DAY, None)
    bought = AfterSale(step, ("They bought for “two days”. Come true? Not asked yet.",))
    (item,) = plan_day([replace(ONE, after_sale=bought)], DAY).focus
    assert (item.kind, item.channel) == ("after the sale", "call")
    assert item.why.startswith(
        "105 days since they bought Mill (won on 2 March 2026). Ask whether what they bought it"
    )
    assert item.why.endswith("Ask of each reason they bought for whether it has come true.")
    assert "They bought for “two days”" in " ".join(item.arithmetic)
    assert kinds(replace(ONE, after_sale=bought), Decision(1, "done", DAY, about="after the sale")) == []
    assert kinds(replace(ONE, after_sale=bought), Decision(1, "done", DAY - timedelta(days=1))) == ["after the sale"]
    asked = replace(ONE, after_sale=bought, waiting=Waiting(DAY - timedelta(days=4), 3, 1, (9,)))
    assert kinds(asked) == ["reply"], "an answer owed comes first"
    assert plan_day([replace(ONE, after_sale=bought, floor=30)], DAY).focus == [], "inside the floor it waits"
    resting = rest("Ana", "moving", DAY - timedelta(days=9), DAY + timedelta(days=9), DAY)
    assert kinds(replace(ONE, after_sale=bought, rest=resting)) == [], "and at rest"


def test_a_touch_to_listen_is_counted_from_the_last_or_from_when_it_was_asked_for():
    assert listening([ASKED], None, DAY).is_due(DAY)
    assert not listening([ASKED], DAY - timedelta(days=119), DAY).is_due(DAY)
    assert listening([ASKED], DAY - timedelta(days=120), DAY).is_due(DAY)
    tier = Asked("tier", 90, DAY, "Lea", "A")
    tags = [Asked("tag", 60, DAY, "Lea", "Press"), Asked("tag", 30, DAY, "Lea", "Board")]
    assert [listening(some, None, DAY).every for some in ([tier], [tier, *tags], [tier, *tags, ASKED])] == [
        90,
        30,
        120,
    ]
    assert listening([tier, replace(ASKED, every=None)], None, DAY) is None, "not with this account"
    assert listening([], None, DAY) is None and listening([tier], None, DAY - timedelta(days=1)) is None
    assert every_trouble(120) == every_trouble(None) == ""
    assert "14 to 1,000 days" in every_trouble(0) and "14 to 1,000 days" in every_trouble(10_000)


def test_one_touch_is_both_the_cadence_and_the_listening():
    late = replace(ONE, listening=listening([ASKED], None, DAY))
    (item,) = plan_day([late], DAY).focus
    said = "A touch to listen: ask, listen, and offer nothing. Asked for on 5 February 2026, and there was none yet."
    assert (item.kind, item.why) == ("listen", said)
    assert "To listen every 120 days, for this account, said by Ana" in " ".join(item.arithmetic)
    assert kinds(replace(late, state="red", silence_rank=0.99)) == ["listen"], "the same touch ends the silence"
    (beyond,) = plan_day([replace(late, ceiling=5, state="red")], DAY).focus
    assert beyond.kind == "beyond the ceiling" and "It is time to listen to them, too" in beyond.why
    assert kinds(replace(late, silent_days=0)) == [], "they were spoken to today"
    unknown = replace(late, state="unknown", silent_days=None, last_day=None, ties=())
    assert kinds(unknown) == ["listen"], "also of whom nothing is known"


def test_who_hears_nothing_since_the_sale_is_named_unless_a_cadence_is_agreed():
    before = [WON - timedelta(days=7 * n) for n in range(1, 26)]
    silent = replace(ONE, heard=heard(before, WON, DAY, date(2024, 1, 1)))
    (item,) = plan_day([silent], DAY).focus
    assert item.kind == "quiet since the sale"
    said = "Since they bought on 2 March 2026 they heard nothing from us for 105 days, and it lasts; "
    assert item.why == said + "in the 180 days before it never for more than 7 days."
    assert kinds(replace(silent, ceiling=91)) == [], "a quarterly account is judged by what was agreed"
    assert kinds(replace(silent, heard=heard([*before, DAY], WON, DAY, date(2024, 1, 1)))) == [], "it is over"
    (red,) = plan_day([replace(silent, state="red")], DAY).focus
    assert red.kind == "silent" and said in red.why, "one item, with both reasons"
