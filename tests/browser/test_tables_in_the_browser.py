"""A table from the desktop to its accounts: looked at, mended in place, brought in."""

from pathlib import Path

import pytest
from house import AS_OF
from playwright.sync_api import expect
from table_samples import ACCOUNTS, DEALS, PRODUCTS

from sapwood.records.imports.models import Import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.take_in.flow import take_in

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (360, "dark")])
def test_a_table_is_looked_at_and_mended(enter, tmp_path, width, scheme):
    page = enter("/imports/")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    files = []
    for name, text in (("accounts", ACCOUNTS), ("products", PRODUCTS), ("deals", DEALS)):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text)
    page.locator("#files").set_input_files(files)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".because")).to_contain_text("It waits for its turn.")
    asked = Import.objects.latest("pk")
    take_in(asked, "test")
    page.get_by_role("link", name="Look at the 3 tables").click()
    page.get_by_role("navigation", name="Tables").get_by_role("link", name="deals.csv").click()
    expect(page.locator(".because").first).to_contain_text("3 come in; 2 stay out")

    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_role("button", name="Change the ticked ones").click()
    expect(page.locator("#said")).to_contain_text("Changed, and looked at again.")
    page.get_by_role("button", name="It is Orchard").click()
    expect(page.locator(".because").first).to_contain_text("4 come in; 1 stays out")
    page.get_by_label("Rows that name no account").select_option("keep")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator(".because").first).to_contain_text("5 come in.")
    page.get_by_role("button", name="Bring in 10 rows").click()
    take_in(Import.objects.get(pk=asked.pk), "test")
    refresh(AS_OF)
    expect(page.locator(".because")).to_contain_text("10 rows are in")
    page.get_by_role("button", name="Make them the owners").click()
    expect(page.locator("#said")).to_contain_text("an owner now")
    page.get_by_role("link", name="Accounts", exact=True).click()
    page.get_by_role("link", name="Orchard Corporation").click()
    expect(page.locator("#deals")).to_be_visible()
