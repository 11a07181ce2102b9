"""From a file to Today: what they have from us, and what ends of it, is a reason to call before they need us."""

from dataclasses import replace
from datetime import date

import pytest
from table_samples import ACCOUNTS, HOLDINGS, tables  # noqa: F401

from sapwood.planning.decisions import Decision, left_to_do, set_aside
from sapwood.planning.ending import LEAD_DAYS, Ending, due, sentence
from sapwood.planning.relationship import Relationship
from sapwood.planning.urgency import kind_of
from sapwood.planning.waiting import Waiting
from sapwood.records.relationships.models import DayItem, Outdated
from sapwood.records.relationships.models import Relationship as Account
from sapwood.workflows.decide import decide
from sapwood.workflows.decide import undo as take_back
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.today import today_as_of
from sapwood.workflows.trade import trade_of

NOTICES = "Product,Kind,Date,Description\nGTX Basic,End of life,2025-02-01,No more spare parts\n"


@pytest.mark.django_db(transaction=True)
def test_from_a_file_to_today_and_back(tables):  # noqa: F811
    tables(accounts=ACCOUNTS)
    done = tables(holdings=HOLDINGS)
    as_of = date(2024, 12, 10)
    (item,) = today_as_of(as_of)
    assert (item["account"], item["kind"], item["channel"]) == ("Orchard Corporation", "ending", "call")
    assert item["why"] == "The support contract for 3 GTX Pro ends in 21 days."
    assert item["evidence"] == ["holdings.csv, line 2"]
    assert "From holdings.csv, line 2." in item["arithmetic"][0]
    assert today_as_of(date(2024, 10, 31)) == [], "61 days ahead it is no reason yet"

    refresh(as_of)
    tables(notices=NOTICES)
    assert Outdated.objects.filter(organisation=None).exists(), "whoever has the product is planned anew"
    whys = {one["account"]: one["why"] for one in today_as_of(as_of)}
    assert whys["Birch"] == (
        "End of life of GTX Basic, which they have, comes in 53 days, on 1 February 2025: No more spare parts."
    )
    refresh(as_of)
    saved = DayItem.objects.get(relationship__organisation__name="Orchard Corporation")
    assert (saved.touches, saved.evidence) == ([], ["holdings.csv, line 2"])

    birch = Account.objects.get(organisation__name="Birch")
    held = trade_of(operator(), birch, as_of)
    assert [(str(one.holding), one.said) for one in held.held] == [
        ("GTX Basic", "The warranty for GTX Basic ends in 94 days.")
    ]
    decision = decide(operator(), birch, "done", as_of)
    tomorrow = date(2024, 12, 11)
    refresh(tomorrow)
    assert not DayItem.objects.filter(relationship=birch).exists(), "the one that was named is dealt with"
    take_back(operator(), decision)
    refresh(tomorrow)
    assert DayItem.objects.filter(relationship=birch).exists()

    undo_import(operator(), done, queue=False)
    refresh(as_of)
    assert not DayItem.objects.exists()
    assert not trade_of(operator(), birch, as_of).held


def test_an_end_that_nobody_did_anything_about_stays():
    one = Relationship(7, "green", "", 9, 9, last_day=date(2024, 11, 1), silent_days=30, history_days=300)
    first, second = (Ending(7, "support", name, date(2025, 1, d)) for name, d in (("a", 5), ("b", 20)))
    one = replace(one, endings=(first, second))
    day, next_day = date(2024, 12, 1), date(2024, 12, 2)
    done = Decision(7, "done", day, about="ending")
    assert set_aside(one, [done], day, "ending") and not set_aside(one, [done], next_day, "ending")
    assert left_to_do(one, [done], day).endings == (first, second), "that day is planned already"
    assert left_to_do(one, [done], next_day).endings == (second,)
    both = [done, Decision(7, "done", next_day, about="ending")]
    assert left_to_do(one, both, date(2024, 12, 3)).endings == ()
    assert left_to_do(one, [done], date(2025, 1, 4)).endings == (first, second), "nothing came of it in 30 days"

    replied = Decision(7, "done", day, about="reply")
    waits = replace(one, waiting=Waiting(day, 4, 1, ()))
    assert kind_of(waits) == "reply" and not set_aside(one, [replied], day, "ending")
    assert kind_of(left_to_do(waits, [replied], next_day)) == "ending", "it has its turn"
    assert set_aside(one, [Decision(7, "snoozed", day, until=date(2024, 12, 9))], next_day, "ending")


@pytest.mark.parametrize("kind", sorted(LEAD_DAYS))
def test_each_kind_begins_on_its_day(kind):
    one = Ending(1, kind, "X", date(2025, 1, 1))
    begins = date.fromordinal(one.day.toordinal() - LEAD_DAYS[kind])
    assert due([one], begins) == (one,)
    assert due([one], date.fromordinal(begins.toordinal() - 1)) == ()
    assert due([one], date(2025, 1, 31)) == (one,) and due([one], date(2025, 2, 1)) == ()


def test_what_ends_first_comes_first_and_what_is_over_last():
    day = date(2025, 1, 10)
    over, soon, later = (Ending(1, "support", name, date(2025, 1, d)) for name, d in (("a", 9), ("b", 11), ("c", 20)))
    assert due([over, later, soon], day) == (soon, later, over)
    assert sentence(over, day) == "The support contract for a ended 1 day ago."
    assert sentence(Ending(1, "patch", "X", day, what="fixes Y"), day) == (
        "For X, which they have, there is a patch since 10 January 2025: fixes Y."
    )
