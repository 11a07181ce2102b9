"""From a file to Today: what they have from us, and what ends of it, is a reason to call before they need us."""

from dataclasses import replace
from datetime import date

import pytest
from table_samples import ACCOUNTS, HOLDINGS, tables  # noqa: F401

from sapwood.planning.decisions import Decision, left_to_do, set_aside
from sapwood.planning.ending import LEAD_DAYS, Ending, due, sentence, together
from sapwood.planning.relationship import Relationship
from sapwood.planning.urgency import kind_of
from sapwood.planning.version import meets
from sapwood.planning.waiting import Waiting
from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import DayItem, Outdated
from sapwood.records.relationships.models import Relationship as Account
from sapwood.workflows.decide import decide
from sapwood.workflows.decide import undo as take_back
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.lead_times import lead_times, say_lead_time
from sapwood.workflows.permission import Refused
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
    assert left_to_do(one, [done], next_day).endings == (), "one touch settles all that was due then"
    third = Ending(7, "support", "c", date(2025, 1, 31))
    later = replace(one, endings=(first, second, third))
    assert left_to_do(later, [done], date(2024, 12, 5)).endings == (third,), "its time had not begun"
    one = replace(one, endings=(first, second, replace(third, day=date(2025, 2, 20))))
    assert left_to_do(one, [done], date(2025, 1, 4)).endings == one.endings, "nothing came of it in 30 days"

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


def test_one_touch_names_all_that_is_due():
    day = date(2025, 1, 10)
    several = due([Ending(1, "support", name, date(2025, 1, 20 + n)) for n, name in enumerate("abcd")], day)
    assert together(several[:1], day) == "The support contract for a ends in 10 days."
    assert together(several, day) == (
        "The support contract for a ends in 10 days. With it 3 more are due: the support contract for b on "
        "21 January 2025, the support contract for c on 22 January 2025, and 1 more."
    )
    one = Relationship(7, "green", "", 9, 9, last_day=date(2024, 11, 1), silent_days=70, endings=several)
    assert kind_of(one) == "ending"


@pytest.mark.parametrize(
    ("said", "has", "meets_it"),
    [
        ("", "4.2", True),
        ("", "", True),
        ("4.2", "", None),
        ("all", "", True),
        ("4.2", "4.2.1", True),
        ("4.2", "4.20", False),
        ("4.x", "v4.9", True),
        ("4.x", "5.0", False),
        ("before 4.3", "4.2.9", True),
        ("< 4.3", "4.3.1", False),
        ("<= 4.2", "4.2.7", True),
        ("up to 4.2", "4.3", False),
        ("4.2 and older", "3.0", True),
        (">= 5", "5.1", True),
        ("5 and newer", "4.9", False),
        ("4.0 - 4.2", "4.1", True),
        ("4.0 to 4.2", "4.3", False),
        ("3.1, 4.2", "4.2", True),
        ("Blue", "blue", True),
        ("Blue", "4", False),
        ("9" * 500, "9" * 500, True),
    ],
)
def test_which_versions_a_notice_is_about(said, has, meets_it):
    assert meets(said, has) is meets_it


@pytest.mark.django_db(transaction=True)
def test_notices_meet_the_versions_they_have_and_a_lead_says_how_long_ahead(tables, lead, ana):  # noqa: F811
    tables(accounts=ACCOUNTS)
    tables(
        holdings="Customer;Product;Version;Serial;Type;From;Until\n"
        "Orchard Corporation;GTX Pro;4.2.1;S1;Installed;01.01.2024;\n"
        "Birch;GTX Pro;5.0;S2;Installed;01.01.2024;\n"
        "Cedar & Sons;GTX Pro;;S3;Installed;01.01.2024;\n"
    )
    tables(notices="Product,Version,Kind,Date,Description\nGTX Pro,4.x,End of life,2025-02-01,No more patches\n")
    as_of = date(2024, 12, 10)
    refresh(as_of)
    whys = {one["account"]: one["why"] for one in today_as_of(as_of)}
    end = "End of life of GTX Pro 4.x, which they have, comes in 53 days, on 1 February 2025: No more patches"
    assert whys == {
        "Orchard Corporation": f"{end}.",
        "Cedar & Sons": f"{end}; which version they have is unknown.",
    }
    with pytest.raises(Refused):
        say_lead_time(ana, "end of life", 30)
    for kind, days in (("end of life", -1), ("end of life", 10_000), ("end of the world", 5)):
        with pytest.raises(ValueError, match="Nothing was kept"):
            say_lead_time(lead, kind, days)
    said = say_lead_time(lead, "end of life", 30, queue=False)
    assert say_lead_time(lead, "end of life", 30, queue=False) == said
    assert today_as_of(as_of) == [] and len(today_as_of(date(2025, 1, 2))) == 2
    assert ("end of life", 30, said) in lead_times()
    assert say_lead_time(lead, "end of life", LEAD_DAYS["end of life"], queue=False) is None
    assert len(today_as_of(as_of)) == 2 and AuditLine.objects.filter(act="say lead time").count() == 2
