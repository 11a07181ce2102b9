"""Monday, 80 accounts: an account agreed quarterly and touched 45 days ago is green; a weekly one silent for 12 days
is red; each says why in one sentence with its arithmetic. A wish and a policy on the way."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sapwood.records.access.models import Installation, SignInLink, User
from sapwood.records.relationships.models import Relationship, Tier
from sapwood.workflows.change_many import change_many
from sapwood.workflows.imports import ask_import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in

MONDAY = date(2026, 6, 15)
ANA = "Ana Brandt <ana@home.example>"
QUARTERLY, WEEKLY, OTHERS = "quarry.example", "weaver.example", 78


def mails():
    """Half a year with each of 80 firms: they write, Ana answers."""
    firms = [(QUARTERLY, 20, 45), (WEEKLY, 7, 12)]
    firms += [(f"firm-{number:02}.example", 30 + number % 20, 1 + number % 15) for number in range(OTHERS)]
    for place, (firm, gap, silent) in enumerate(firms):
        for turn, back in enumerate(range(silent, 200, gap)):
            message, them = EmailMessage(), f"Jane Doyle <jane@{firm}>"
            message["From"], message["To"] = (ANA, them) if turn % 2 == 0 else (them, ANA)
            message["Subject"], message["Message-ID"] = f"Volumes {turn}", f"<{place}-{turn}@mail.example>"
            message["Date"] = format_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC) - timedelta(days=back))
            message.set_content("Here are the volumes of this week.")
            yield b"From x@mail.example Mon Jan  1 10:00:00 2024\n" + bytes(message) + b"\n"


def of(domain):
    return Relationship.objects.filter(organisation__domains__name=domain)


@pytest.fixture
def monday(transactional_db, home, settings, tmp_path):
    settings.SAPWOOD_AS_OF = MONDAY
    Installation.objects.create(pk=1, set_up=timezone.now(), zone="UTC")
    ana = User.objects.create_user("ana@home.example", "Ana Brandt", "operator", "seven-rings-of-oak")
    give_address(ana, ana.email)
    file = tmp_path / "ana.mbox"
    file.write_bytes(b"".join(mails()))
    take_in(ask_import(ana, [file], ["home.example"], "ana@home.example", queue=False), "test")
    refresh(MONDAY)
    change_many(ana, of(QUARTERLY), {"ceiling": 90})
    change_many(ana, of(WEEKLY), {"ceiling": 7})
    return ana


def test_eighty_accounts_on_monday(page, live_server, monday):
    page.goto(f"{live_server.url}/enter/{SignInLink.make(monday, timezone.now())}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Monday")
    first = page.locator(".item").first
    expect(first).to_contain_text("Weaver")
    expect(first).to_contain_text("Agreed at least every 7 days; silent for 12 days.")
    expect(page.locator("main")).not_to_contain_text("Quarry")
    first.get_by_text("How we know").click()
    expect(first).to_contain_text("Agreed: at least every 7 days.")

    quarry, weaver = (of(domain).get() for domain in (QUARTERLY, WEEKLY))
    page.goto(f"{live_server.url}/accounts/{quarry.pk}/")
    expect(page.locator(".because").first).to_have_text(
        "Green. Agreed at least every 90 days; silent for 45 days.", use_inner_text=True
    )
    page.get_by_text("They asked something else").click()
    page.get_by_label("Be in touch at least every").fill("30")
    page.get_by_role("button", name="Keep what they asked").click()
    expect(page.locator(".because").first).to_contain_text(
        "They asked on 15 June 2026 to hear from us at least every 30 days; silent for 45 days."
    )
    page.get_by_role("button", name="What they asked no longer holds").click()
    expect(page.locator(".because").first).to_contain_text("Green.")

    page.goto(f"{live_server.url}/accounts/?sort=name")
    expect(page.locator(".lede")).to_contain_text("80 accounts")
    page.goto(f"{live_server.url}/cadence/")
    page.get_by_label("A new tier").fill("A")
    with page.expect_navigation():
        page.get_by_role("button", name="Add it").click()
    others, tier = Relationship.objects.exclude(pk__in=[quarry.pk, weaver.pk]), Tier.objects.get(name="A")
    change_many(monday, others, {"tier": tier.pk})
    page.get_by_role("link", name="A", exact=True).click()
    page.get_by_label("Don’t forget them for").fill("10")
    page.get_by_role("button", name="See what would change today").click()
    expect(page.locator("form.policy")).to_contain_text("78 accounts would be judged by it.")
    expect(page.locator("form.policy")).to_contain_text("from green to red")
    page.get_by_role("button", name="Apply it").click()
    expect(page.locator("main")).to_contain_text("Don’t forget them for more than 10 days.")
    page.goto(live_server.url)
    expect(page.locator("main")).to_contain_text("Policy of tier A: at least every 10 days; silent for")
