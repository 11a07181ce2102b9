"""From a file to the tenure page: contracts that a table brings, an account that fell silent, and back."""

from datetime import date

import pytest
from cast import ANA, JANE, bring, mail  # noqa: F401
from table_samples import ACCOUNTS, tables  # noqa: F401

from sapwood.records.relationships.models import Relationship, Tenure
from sapwood.workflows.change_relationship import change
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.tenure.look import BEST, ended_of, tenure_for

HOLDINGS = """Customer;Product;Serial;Type;Quantity;From;Until
Orchard Corporation;Mill;A-1;Support contract;3;01.01.2012;31.12.2019
Birch;Mill;A-2;Support contract;1;01.01.2012;31.12.2016
Cedar & Sons;Mill;A-3;Support contract;1;01.01.2015;31.12.2030
"""
AS_OF = date(2024, 12, 10)


@pytest.mark.django_db(transaction=True)
def test_from_contracts_to_how_long_they_last_and_back(tables):  # noqa: F811
    tables(accounts=ACCOUNTS)
    done = tables(holdings=HOLDINGS)
    refresh(AS_OF)
    found = tenure_for(operator())[BEST]
    # Birch's end, at the end of 2016, is the first on record: from then on the other two are at risk
    assert (found.counted, found.ended, found.too_short) == (2, 1, 1)
    assert found.table.at_risk.max() == 2
    (gone,) = ended_of(operator(), "", BEST)
    assert (str(gone.relationship), gone.began, gone.until) == (
        "Orchard Corporation",
        date(2012, 1, 1),
        date(2019, 12, 31),
    )
    assert gone.lasted == "8 years"
    undo_import(operator(), done, queue=False)
    refresh(AS_OF)
    assert not Tenure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_silence_counts_once_it_is_said_since_when_they_are(bring):  # noqa: F811
    bring(*(mail(n, sender=(JANE, ANA)[n % 2], to=(ANA, JANE)[n % 2], day=5 * n) for n in range(40)))
    later = date(2031, 1, 1)
    refresh(later)
    (one,) = Tenure.objects.all()
    assert (one.by, one.over, one.left_out) == ("silence", True, "beginning"), (
        "nobody knows what was before the records"
    )
    relationship = Relationship.objects.get()
    change(operator(), relationship, since=date(2019, 7, 1))
    refresh(later)
    one = Tenure.objects.get()
    assert (one.began, one.left_out, one.over) == (date(2019, 7, 1), "", True)
    assert one.lasted.startswith("5 years")
    assert one.entered == 57, "from the end of the quarter of the fifth mail on, April 2024"
