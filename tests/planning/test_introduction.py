"""Introductions: what settles one, how many come up a day, what the item says, and what comes before it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from planned import ANA, AS_OF, JANE, TOM, account

from sapwood.facts.interaction import CHANNELS
from sapwood.measures.recent import DIRECTIONS, EPOCH, ROW, Recent
from sapwood.planning.ending import Ending
from sapwood.planning.introduction import A_DAY, Introduction, introduced, spread
from sapwood.planning.relationship import Tie
from sapwood.planning.step import US, Step
from sapwood.planning.today import Away, plan_day
from sapwood.planning.waiting import Waiting

GIVEN = AS_OF - timedelta(days=4)
HANDED = Introduction("Tom Keller", GIVEN, GIVEN, ANA, date(2024, 5, 3), "Lea Holm", knew=("Tom Keller",), steps=2)


class Standing:
    """As much of one as is asked: touches (day, direction, colleague, channel), newest first, and ties' last days."""

    def __init__(self, *touches, **ties):
        rows = np.zeros(len(touches), ROW)
        for row, (day, direction, colleague, channel) in zip(rows, touches, strict=True):
            row["when"] = (day - EPOCH.date()).days * 86_400_000_000 + 9 * 3_600_000_000
            row["direction"], row["channel"] = DIRECTIONS.index(direction), CHANNELS.index(channel)
            row["colleague"] = colleague
        self.recent = Recent(rows)
        self.reach = {"ties": [{"colleague": {"ana": ANA}[who], "last": str(day)} for who, day in ties.items()]}


def test_what_settles_one():
    before, after = GIVEN - timedelta(days=1), GIVEN + timedelta(days=2)
    old = (before, "out", TOM, "mail")
    assert not introduced(ANA, GIVEN, Standing())
    assert not introduced(None, GIVEN, Standing((after, "out", ANA, "mail")))
    assert not introduced(ANA, GIVEN, Standing((before, "out", ANA, "mail")))
    assert not introduced(ANA, GIVEN, Standing((after, "in", ANA, "mail"), old, ana=after)), "they wrote to her"
    assert not introduced(ANA, GIVEN, Standing((after, "out", ANA, "ticket"), old)), "a desk's answer is none"
    assert introduced(ANA, GIVEN, Standing((GIVEN, "out", ANA, "mail"), old))
    assert introduced(ANA, GIVEN, Standing((after, "both", TOM, "meeting"), old, ana=after)), "she was there, too"
    assert not introduced(ANA, GIVEN, Standing((after, "both", TOM, "meeting"), old, ana=before))
    assert introduced(ANA, GIVEN, Standing((after, "in", TOM, "mail"), ana=after)), "the newest reach no further back"


def test_they_are_spread_over_working_days():
    days = spread(range(12), AS_OF, {AS_OF: 3}, {AS_OF + timedelta(days=2)})
    by_day = {day: [one for one, when in days.items() if when == day] for day in dict.fromkeys(days.values())}
    assert by_day == {
        AS_OF: [0, 1],
        AS_OF + timedelta(days=1): [2, 3, 4, 5, 6],
        AS_OF + timedelta(days=3): [7, 8, 9, 10, 11],
    }
    friday = AS_OF + timedelta(days=4)
    assert spread([1], friday + timedelta(days=1)) == {1: friday + timedelta(days=3)}
    assert max(spread(range(500), AS_OF).values()) == AS_OF + timedelta(days=7 * (500 // A_DAY // 5) - 3)


def test_the_item_says_who_had_it_and_what_is_open():
    waits = Waiting(AS_OF - timedelta(days=6), 4, 1, (9,), JANE)
    end = Ending(1, "licence", "Mill", AS_OF + timedelta(days=10))
    one = account(
        silent=6, owner=ANA, introduction=HANDED, waiting=waits, endings=(end,), ties=(Tie(TOM, JANE, 3.0),)
    )
    [item] = plan_day([one], AS_OF, minutes=0).focus
    assert (item.kind, item.colleague, item.contact, item.worth) == ("hand-over", ANA, JANE, None)
    assert item.why == (
        "Introduce yourself: Tom Keller handed this over on 11 June 2026. Open: an answer they wait for since "
        "9 June 2026; 2 next steps; 1 thing that ends, the first on 25 June 2026."
    )
    told = " ".join(item.arithmetic)
    assert (
        "It was Tom Keller’s since 3 May 2024; Lea Holm handed it over. Who of ours knows them: Tom Keller." in told
    )
    unknown = replace(one, introduction=replace(HANDED, since=None, knew=()))
    told = " ".join(plan_day([unknown], AS_OF).focus[0].arithmetic)
    assert "since a day that is not on record" in told and "Nobody of ours has been in touch with them." in told


def test_what_comes_before_it_and_when_it_waits():
    one = account(owner=ANA, introduction=HANDED, ties=(Tie(TOM, JANE, 3.0),))
    promised = replace(one, steps=(Step(1, US, AS_OF, AS_OF, TOM),))
    [item] = plan_day([promised], AS_OF).focus
    assert (item.kind, item.colleague) == ("next step", TOM), "who gave their word keeps it"
    assert "Tom Keller handed this over on 11 June 2026." in item.why
    day = plan_day([replace(one, floor=60)], AS_OF)
    assert not day.focus and day.peace, "inside the floor it waits"
    assert not plan_day([replace(one, silent_days=0)], AS_OF).focus, "and on a day on which they were spoken to"
    away = plan_day([one], AS_OF, away={ANA: Away("Ana", AS_OF)}).focus[0]
    assert (away.kind, away.colleague) == ("silent", TOM), "nobody else can introduce her"
    ahead = replace(HANDED, ahead=True, due=AS_OF + timedelta(days=3))
    assert plan_day([replace(one, introduction=ahead)], AS_OF).focus[0].kind == "silent"
    quiet = [
        account(n, owner=ANA, state="green", introduction=replace(ahead, due=AS_OF + timedelta(days=n)))
        for n in (3, 1, 2)
    ]
    for minutes in (None, 600):
        day = plan_day([*quiet, account(9, introduction=HANDED, owner=ANA)], AS_OF, minutes=minutes)
        assert [item.account for item in day.focus] == [9]
        assert [item.account for item in day.later] == [1, 2, 3]
        assert day.later[0].held.startswith("Its day is 16 June 2026: 5 introductions")
