"""Power returns at my client at 06:10. One event gives one call task per affected customer, to the colleague who
knows them best and is on duty, inside their hours; the promotional mail queued for them is held."""

import json
from datetime import UTC, datetime

import pytest
from house import AS_OF, FIRMS, mbox
from playwright.sync_api import expect

from sapwood.records.access.models import User
from sapwood.records.outreach.models import Release, TouchPlan
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock
from sapwood.workflows.imports import ask_import
from sapwood.workflows.off_the_clock import say_place
from sapwood.workflows.outreach.ask import answers
from sapwood.workflows.refresh import refresh
from sapwood.workflows.service.duty import pass_calls_on, say_duty
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in

TIM = "Tim Keller <tim@home.example>"
HOLDINGS = """Customer;Product;Serial;Type;Quantity;From;Until
Orchard;Loom;L-1;Installed;2;01.01.2024;
Birch;Loom;L-2;Installed;1;15.03.2023;
"""


def at(hour, minute=0):
    return datetime(2026, 6, 15, hour, minute, tzinfo=UTC)


def power(*updates):
    states = [{"id": when, "status": said, "created_at": f"2026-06-15T{when}:00Z"} for when, said in updates]
    one = {"id": "8", "name": "No power at the looms", "impact": "critical", "components": [{"name": "Loom"}]}
    one |= {"created_at": states[0]["created_at"], "incident_updates": states}
    return json.dumps({"page": {"id": "P", "name": "Home"}, "incidents": [one]})


@pytest.fixture
def early(house, monkeypatch, tmp_path):
    """It is 06:10 in Lisbon, where Orchard is; both firms hold the looms. Ana knows both best; Tim knows both, and
    has the early shift until eight."""

    def bring(name, what):
        (tmp_path / name).write_bytes(what if isinstance(what, bytes) else what.encode())
        take_in(ask_import(house, [tmp_path / name], door="test", queue=False), "test")

    tim = User.objects.create_user("tim@home.example", "Tim Keller", "colleague")
    give_address(tim, tim.email)
    monkeypatch.setattr(clock, "now", lambda: at(5, 10))
    few = [(who, 45, 70) for who, *_ in FIRMS[:2]]
    bring("tim.mbox", mbox(few, 5000).replace(b"Ana Brandt <ana@home.example>", TIM.encode()))
    bring("holdings.csv", HOLDINGS)
    say_place(house, Relationship.objects.get(organisation__domains__name="orchard.example"), "PT")
    say_duty(tim, tim, at(4), at(8), at(3))
    return bring


def test_power_returns(early, enter, house, tmp_path, monkeypatch):
    early("night.json", power(("02:00", "investigating")))
    refresh(AS_OF)
    page = enter("/touch-plans/")
    page.get_by_label("What it is").fill("June newsletter")
    page.get_by_label("Goes out on").fill("2026-06-16")
    (tmp_path / "june.csv").write_text("mail\njane@orchard.example\npriya@birch.example\nsam@tidewater.example\n")
    page.get_by_label("Recipients").set_input_files(tmp_path / "june.csv")
    page.get_by_role("button", name="Plan it").click()
    expect(page.locator("#said")).to_contain_text("3 recipients added.")
    expect(page.locator("main")).to_contain_text("3 recipients, 3 of them held.")

    early("morning.json", power(("02:00", "investigating"), ("05:10", "resolved")))
    refresh(AS_OF)
    page.goto(page.url.split("/touch-plans")[0] + "/")
    items = page.locator(".today .item", has_text="lend a hand")
    expect(items).to_have_count(2)
    birch, orchard = items.nth(0), items.nth(1)
    expect(birch).to_contain_text("Birch")
    expect(birch).to_contain_text("“No power at the looms” was over today at 05:10 UTC (holds Loom)")
    expect(birch).to_contain_text("Tim Keller")
    expect(birch).to_contain_text("On duty now, and of those on duty knows them best.")
    expect(orchard).to_contain_text("From 9:00 in Lisbon, in 2 h 50 min.")
    expect(orchard).to_contain_text("is held for them; it may be released now.")
    expect(orchard.locator(".meta")).to_contain_text("Call")
    monkeypatch.setattr(clock, "now", lambda: at(8))  # nine in Lisbon, and Tim's shift is over
    pass_calls_on()
    page.reload()
    expect(items.first).to_contain_text("Nobody is on duty now")
    expect(page.locator(".waits")).to_have_count(0)
    for item in (items.nth(0), items.nth(1)):
        expect(item).to_contain_text("Ana Brandt")

    plan = TouchPlan.objects.get()
    page.goto(page.url.rstrip("/") + f"/touch-plans/{plan.pk}/")
    expect(page.locator("main")).to_contain_text("For two accounts service is restored.")
    page.get_by_role("checkbox", name="Birch").uncheck()
    page.get_by_label("Why it may go out").fill("Jane says the looms run again")
    page.get_by_role("button", name="Release those chosen").click()
    expect(page.locator("#said")).to_contain_text("Released for 1 account.")
    expect(page.locator(".whom")).to_contain_text("Jane says the looms run again")
    told = answers(plan, ["jane@orchard.example", "priya@birch.example"], at(8))
    assert [one.answer.answer for one in told] == ["yes", "hold"]
    assert Release.objects.get().by == house
