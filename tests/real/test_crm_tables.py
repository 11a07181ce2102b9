"""A B2B firm's tables, as they come out of its CRM: their traps are found and shown before anything comes in."""

from collections import Counter

import pytest
from cast import bring  # noqa: F401

from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.records.trade.models import Deal
from sapwood.workflows.imports import ask_import
from sapwood.workflows.installation import operator
from sapwood.workflows.tables.correct import confirm, map_columns, replace
from sapwood.workflows.take_in.flow import take_in

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]


def test_its_traps_are_found_mended_and_brought_in(real_data, home):
    folder = real_data / "crm_maven"
    if not folder.is_dir():
        pytest.skip("The CRM sample is not here.")
    files = [folder / f"{name}.csv" for name in ("accounts", "products", "sales_pipeline", "sales_teams")]
    asked = ask_import(operator(), files, ["home.example"], door="page", queue=False)
    take_in(asked, "test")
    asked.refresh_from_db()
    assert asked.status == Import.Status.LOOKED_AT
    sheets = {sheet.kind: sheet for sheet in asked.sheets.all()}
    assert {kind: sheet.rows for kind, sheet in sheets.items()} == {
        "accounts": 85,
        "products": 7,
        "deals": 8800,
        "teams": 35,
    }
    said = {
        (p["was"], p["becomes"], p["rows"]) for sheet in sheets.values() for p in sheet.look["problems"] if p["was"]
    }
    assert said == {("technolgy", "technology", 12), ("Philipines", "Philippines", 1), ("GTXPro", "GTX Pro", 1480)}
    assert any("parts of other firms" in p["says"] and p["rows"] == 15 for p in sheets["accounts"].look["problems"])
    (reason,) = sheets["deals"].look["reasons"]
    assert reason[:2] == ["It names no account.", 1425]

    deals = sheets["deals"]
    replace(operator(), deals, [(deals.mapping["product"], "GTXPro", "GTX Pro")])
    deals.refresh_from_db()
    map_columns(operator(), deals, "deals", deals.mapping, {}, {"currency": "USD", "no account": "keep"})
    confirm(operator(), asked, queue=False)
    asked.refresh_from_db()
    take_in(asked, "test")
    asked.refresh_from_db()
    assert (asked.read, asked.added, asked.troubles.count()) == (8927, 8927, 0)
    assert Counter(Deal.objects.values_list("status", flat=True)) == {"won": 4238, "lost": 2473, "open": 2089}
    assert not Deal.objects.filter(product="GTXPro").exists()
    assert Relationship.objects.count() == 85
