"""At rest: a silence is no reason to call, until the day to look again; nothing else leaves the rhythm."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sapwood.planning.buying import buying
from sapwood.planning.decisions import Decision
from sapwood.planning.ending import Ending
from sapwood.planning.relationship import Relationship, Tie
from sapwood.planning.rest import LONGEST_DAYS, rest, rest_trouble
from sapwood.planning.today import plan_day
from sapwood.planning.waiting import Waiting

DAY = date(2026, 6, 15)
MAY = date(2026, 5, 3)
ONE = Relationship(
    *(1, "red", "Silent for 60 days.", 90, 80),
    last_day=DAY - timedelta(days=60),
    silent_days=60,
    history_days=700,
    silence_rank=0.98,
    ties=(Tie(7, 8, 3.0),),
)


def resting(until: date) -> Relationship:
    return replace(ONE, rest=rest("Ana Brandt", "no budget before autumn", MAY, until, DAY))


def kinds(one: Relationship, *decided: Decision) -> list[str]:
    return [item.kind for item in plan_day([one], DAY, decided).focus]


def test_at_rest_a_silence_is_no_reason_but_their_words_are():
    later = DAY + timedelta(days=1)
    assert kinds(ONE) == ["silent"] and kinds(resting(later)) == []
    assert kinds(replace(resting(later), ceiling=30)) == [], "nor is an agreement"
    assert kinds(replace(resting(later), waiting=Waiting(DAY - timedelta(days=4), 3, 1, (9,)))) == ["reply"]
    ending = Ending(1, "support", "Mill", DAY + timedelta(days=9))
    assert kinds(replace(resting(later), ceiling=30, endings=(ending,))) == ["ending"]
    before = replace(ONE, rest=rest("Ana", "x", DAY + timedelta(days=1), DAY + timedelta(days=9), DAY))
    assert kinds(before) == ["silent"], "it has not begun"


def test_on_its_day_it_is_back_with_who_and_why():
    (item,) = plan_day([resting(DAY)], DAY).focus
    said = "Ana Brandt put it to rest on 3 May 2026 until 15 June 2026: no budget before autumn. Look again."
    assert (item.kind, item.why) == ("look again", said)
    well = replace(resting(DAY), state="green", silent_days=0, last_day=DAY)
    assert kinds(well) == ["look again"], "however well it stands"
    asked = replace(resting(DAY), waiting=Waiting(DAY - timedelta(days=4), 3, 1, (9,)))
    (item,) = plan_day([asked], DAY).focus
    assert item.kind == "reply" and item.why.endswith(said), "an answer owed is not hidden behind it"
    ages = replace(resting(DAY), silent_days=900, lasting=0.99, last_day=DAY - timedelta(days=900))
    assert kinds(ages) == ["look again"], "it is not taken for over"


def test_it_is_looked_at_when_somebody_says_so_of_it():
    about = Decision(1, "done", DAY - timedelta(days=5), about="silent")
    assert kinds(resting(DAY), about) == ["look again"]
    assert kinds(resting(DAY), replace(about, on=DAY, about="look again")) == []
    snoozed = Decision(1, "snoozed", DAY, until=DAY + timedelta(days=1), about="look again")
    assert kinds(resting(DAY), snoozed) == []


@pytest.mark.parametrize(
    ("reason", "days", "said"),
    [
        (" \n", 30, "Say why"),
        ("moving", None, "on which day"),
        ("moving", 0, "after today"),
        ("moving", -3, "after today"),
        ("moving", LONGEST_DAYS + 1, "within a year"),
        ("moving", LONGEST_DAYS, ""),
        ("moving", 1, ""),
    ],
)
def test_what_is_no_rest(reason, days, said):
    trouble = rest_trouble(reason, DAY, None if days is None else DAY + timedelta(days=days))
    assert said in trouble and bool(trouble) == bool(said)


def test_who_is_kept_is_never_taken_for_over():
    gone = replace(ONE, silent_days=900, lasting=0.99, last_day=DAY - timedelta(days=900))
    passing = replace(gone, touch_days=2, history_days=1, one_sided=True)
    for one in (gone, passing):
        assert plan_day([one], DAY).faded and not plan_day([one], DAY).focus
        for kept in (replace(one, kept=True), replace(one, owner=7)):
            assert [item.account for item in plan_day([kept], DAY).focus] == [1] and not plan_day([kept], DAY).faded


def test_nobody_who_is_kept_goes_unasked_for_more_than_a_year():
    green = replace(ONE, state="green", kept=True, ceiling=3000)
    assert kinds(replace(green, silent_days=366)) == []
    assert kinds(replace(green, silent_days=367)) == ["soon"]
    assert kinds(replace(green, silent_days=367, kept=False)) == []
    done = Decision(1, "done", DAY - timedelta(days=366), about="soon")
    assert kinds(replace(green, silent_days=800, last_day=DAY - timedelta(days=800)), done) == []
    assert kinds(
        replace(green, silent_days=800, last_day=DAY - timedelta(days=800)),
        replace(done, on=DAY - timedelta(days=367)),
    ) == ["soon"]


def test_who_stopped_buying_keeps_its_touches_without_a_pitch():
    months = [DAY - timedelta(days=30 * n) for n in range(5, 12)]
    (item,) = plan_day([replace(ONE, buying=buying(months, DAY), kept=True)], DAY).focus
    assert item.kind == "silent" and item.no_pitch
    assert item.why.startswith("Silent for 60 days. No pitch: they have ordered nothing for 150 days. Ask how")
    assert "1 − (180 / (180 + 150))^6" in " ".join(item.arithmetic)
    never = replace(ONE, state="unknown", touches=0, touch_days=0, last_day=None, silent_days=None, ties=())
    assert kinds(never) == []
    assert kinds(replace(never, buying=buying(months, DAY))) == ["stopped buying"]
    heard = replace(never, touches=1, last_day=DAY - timedelta(days=29), silent_days=29)
    assert kinds(replace(heard, buying=buying(months, DAY))) == []
    assert kinds(replace(heard, silent_days=30, buying=buying(months, DAY))) == ["stopped buying"]
    still = buying([*months, DAY - timedelta(days=40)], DAY)
    (item,) = plan_day([replace(ONE, buying=still)], DAY).focus
    assert not item.no_pitch and "No pitch" not in item.why
