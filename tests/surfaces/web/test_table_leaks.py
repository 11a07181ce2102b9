"""What a table says of an account is for those who see the account; the table itself for who brought it."""

import pytest
from django.urls import reverse
from test_leaks import MARKER, addresses, seen, shown
from web_cast import sheet_of, told_owner

from sapwood.records.trade.models import Contact, Deal, Firm, Holding, LeftRow, Sheet, TeamMember


@pytest.fixture
def world(cast):
    """Lea brought tables about Orchard, which Ana owns; one of hers still waits for a look."""
    told_owner(cast.orchard, cast.lea)
    sheet = Sheet.objects.get()
    row = {"sheet": sheet, "line": 3, "digest": 1, "organisation": cast.orchard.organisation}
    Deal.objects.create(**row, key=2, title=f"{MARKER} deal", product=MARKER)
    Holding.objects.create(**row, key=3, product=f"{MARKER} held", serial=MARKER)
    Firm.objects.create(**row, key=4, says={"sector": f"{MARKER} sector"})
    Contact.objects.create(**row, key=5, name=f"{MARKER} person", says={"title": MARKER})
    TeamMember.objects.create(**row, key=6, colleague=MARKER)
    LeftRow.objects.create(sheet=sheet, line=9, cells=[MARKER], why=f"{MARKER} is why")
    waiting = sheet_of(cast.lea)
    waiting.look = {"first": [[2, [MARKER], "added", "", {}]], "problems": [], "counts": {"added": 1}}
    waiting.save()
    return cast


def shown_on(client, only=None):
    return {f for f in addresses(only) for answer in seen(client, f) if shown(answer)}


def test_those_who_see_the_account_read_what_a_table_says_of_it(as_, world):
    account = reverse("account", args=[world.orchard.pk])
    for user in (world.ana, world.tom):
        assert shown_on(as_(user), "account") == {account}
        for page in ("sheet", "sheet_left", "import"):
            assert shown_on(as_(user), page) == set(), "the table itself is for who brought it"
    assert shown_on(as_(world.lea), "sheet") and shown_on(as_(world.lea), "sheet_left")


def test_an_outsider_reads_nothing_of_it_anywhere(as_, world):
    pages = (
        "account",
        "sheet",
        "sheet_left",
        "import",
        "imports",
        "today",
        "accounts",
        "export_accounts",
        "evidence",
    )
    client = as_(world.olaf)
    for page in (*pages, "import_troubles", "account_people", "audit", "person"):
        assert shown_on(client, page) == set(), page
