"""The sale has landed: the plan starts by itself, asks why they bought and whether it has come true, and the account
that hears nothing for longer than before is named."""

import json
from datetime import UTC, date, datetime, time, timedelta

from house import AS_OF
from playwright.sync_api import expect

from sapwood.records.relationships.models import Relationship
from sapwood.workflows.imports import ask_import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.take_in.flow import take_in

WON = AS_OF - timedelta(days=9)
LONG_WON = AS_OF - timedelta(days=80)
HEADER = "Deal,Account,Website,Product,Deal Stage,Close Date,Amount,Win reason"


def spoken(day: date, firm: str) -> str:
    """A call of Ana's, as a line of the journal."""
    people = [("from", "ana@home.example", "Ana Brandt"), ("to", f"kim@{firm}.example", "Kim Bell")]
    told = [{"role": role, "address": address, "name": name} for role, address, name in people]
    when = datetime.combine(day, time(9), UTC).isoformat()
    return json.dumps({"id": f"{firm}-{day}", "when": when, "channel": "call", "people": told})


def test_the_sale_has_landed(enter, house, settings, live_server, tmp_path):
    wooed = [LONG_WON - timedelta(days=6 * n) for n in range(1, 25)]  # every six days, and not once since
    looked_after = [AS_OF - timedelta(days=4 + 12 * n) for n in range(20)]
    (tmp_path / "calls.jsonl").write_text(
        "\n".join([*(spoken(day, "quince") for day in wooed), *(spoken(day, "rowan") for day in looked_after)])
    )
    rows = [f"D1,Rowan,rowan.example,Mill,Won,{WON},900,delivery in two days"]
    rows += [f"D2,Quince,quince.example,Press,Won,{LONG_WON},400,"]
    (tmp_path / "deals.csv").write_text("\n".join([HEADER, *rows]))
    for name in ("calls.jsonl", "deals.csv"):
        take_in(ask_import(house, [tmp_path / name], door="test", queue=False), "test")
    refresh(AS_OF)
    rowan, quince = (
        Relationship.objects.get(organisation__domains__name=f"{name}.example") for name in ("rowan", "quince")
    )

    page = enter()
    item = page.locator(f"#item-{rowan.pk}")
    expect(item).to_contain_text("9 days since they bought Mill")
    expect(item).to_contain_text("Ask of each reason they bought for whether it has come true.")
    item.get_by_text("How we know").click()
    expect(item).to_contain_text(
        "They bought for “delivery in two days” (deals.csv, line 2). Come true? Not asked yet."
    )
    silent = page.locator(f"#item-{quince.pk}")
    expect(silent).to_contain_text("they heard nothing from us for 80 days, and it lasts")
    expect(silent).to_contain_text("in the 180 days before it never for more than")

    item.get_by_role("link", name="Why they bought").click()
    page.get_by_label("Has it come true? In their words").fill("it takes them five")
    page.get_by_role("button", name="Not yet").click()
    expect(page.locator("#said")).to_contain_text("Kept: not yet. What is left to do is a next step of yours.")
    page.get_by_text("Write down why they bought").click()
    page.get_by_label("Why, in their words").fill("somebody answers the telephone")
    page.get_by_label("Of which sale").select_option(label="Mill, 6 Jun")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".why li")).to_have_count(2)
    page.locator(".steps li.due").get_by_role("button", name="Done").click()
    expect(page.locator("#decided")).to_contain_text("Rowan: done")

    page.goto(f"{live_server.url}/after-sale/")
    named = page.locator("table.heard tbody tr")
    expect(named).to_have_count(1)
    expect(named).to_contain_text("hears nothing for longer")
    expect(named).to_contain_text("24 touches of ours on 180 days")
    expect(named).to_contain_text("0 touches of ours on 80 days")
    named.get_by_role("link", name="80 days").click()
    page.get_by_text("How we know").click()
    expect(page.locator("#heard ~ details")).to_contain_text("None of ours.")
    expect(page.locator("#heard ~ details .touched li")).to_have_count(24)

    later = settings.SAPWOOD_AS_OF = WON + timedelta(days=30)
    refresh(later)
    page.goto(live_server.url)
    expect(item).to_contain_text("We said on 15 June what we would do by 22 June")  # a word given comes first
    page.goto(f"{live_server.url}/accounts/{rowan.pk}/after-sale/")
    expect(page.locator(".steps li.due")).to_contain_text("Day 30, 6 Jul")
    page.locator(".steps li.due summary").click()
    page.locator(".steps li.due").get_by_label("Why").fill("they are on holiday")
    page.locator(".steps li.due").get_by_label("Move it to").fill(str(later + timedelta(days=14)))
    page.locator(".steps li.due").get_by_role("button", name="Move it").click()
    expect(page.locator(".steps")).to_contain_text("Moved from 6 Jul by Ana Brandt: they are on holiday")
