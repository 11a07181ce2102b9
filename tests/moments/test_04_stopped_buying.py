"""The account that stopped buying: its touches come without a pitch, and only a name, a reason and a day to look
again take it out of the rhythm; on that day it is back."""

from datetime import date, timedelta

from house import AS_OF
from playwright.sync_api import expect

from sapwood.records.relationships.models import Relationship
from sapwood.workflows.imports import ask_import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.take_in.flow import take_in

AGAIN = date(2026, 9, 14)
HEADER = "opportunity_id,account,product,deal_stage,close_date,close_value"


def test_the_account_that_stopped_buying(enter, house, settings, live_server, tmp_path):
    ordered = [AS_OF - timedelta(days=120 + 30 * n) for n in range(7)]
    rows = [f"D{n},Orchard,Mill,Won,{day},50" for n, day in enumerate(ordered)]
    (tmp_path / "deals.csv").write_text("\n".join([HEADER, *rows]))
    (tmp_path / "status.csv").write_text(
        "Account Name,Website,Status,Archived\nOrchard,orchard.example,Inactive,yes\n"
    )
    for name in ("deals.csv", "status.csv"):
        take_in(ask_import(house, [tmp_path / name], door="test", queue=False), "test")
    refresh(AS_OF)
    orchard = Relationship.objects.get(organisation__domains__name="orchard.example")

    page = enter()
    item = page.locator(f"#item-{orchard.pk}")
    expect(item).to_contain_text("No pitch: they have ordered nothing for 120 days. Ask how they are")
    item.get_by_text("How we know").click()
    expect(item).to_contain_text("95 of 100 would have ordered by now: 1 − (180 / (180 + 120))^6.")

    item.get_by_role("link", name="Orchard").click()
    page.get_by_text("Put it to rest", exact=True).first.click()
    page.get_by_label("Look again on").fill(str(AGAIN))
    page.locator("#kept ~ * button.primary").click()
    expect(page.get_by_label("Why", exact=True)).to_be_focused()  # without a reason it does not leave
    page.get_by_label("Why", exact=True).fill("no budget before autumn")
    page.locator("#kept ~ * button.primary").click()
    expect(page.locator("#said")).to_contain_text("Orchard is at rest and comes back on Today on 14 Sep.")
    page.goto(live_server.url)
    expect(item).to_have_count(0)
    page.get_by_role("link", name="One account at rest").click()
    expect(page.locator("tbody")).to_contain_text("no budget before autumn")

    settings.SAPWOOD_AS_OF = AGAIN
    refresh(AGAIN)
    page.goto(live_server.url)
    why = "Ana Brandt put it to rest on 15 June 2026 until 14 September 2026: no budget before autumn. Look again."
    expect(item).to_contain_text(why)
