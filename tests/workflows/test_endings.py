"""From a file to Today: what they have from us, and what ends of it, is a reason to call before they need us."""

from datetime import date

import pytest
from table_samples import ACCOUNTS, HOLDINGS, tables  # noqa: F401

from sapwood.planning.ending import LEAD_DAYS, Ending, due, sentence
from sapwood.records.relationships.models import DayItem, Outdated, Relationship
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

    birch = Relationship.objects.get(organisation__name="Birch")
    held = trade_of(operator(), birch, as_of)
    assert [(str(one.holding), one.said) for one in held.held] == [
        ("GTX Basic", "The warranty for GTX Basic ends in 94 days.")
    ]
    undo_import(operator(), done, queue=False)
    refresh(as_of)
    assert not DayItem.objects.exists()
    assert not trade_of(operator(), birch, as_of).held


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
