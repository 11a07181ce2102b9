"""A colleague with thirty minutes: what is owed comes first, then whom a contact helps most; the rest can wait."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sapwood.records.access.models import Installation, SignInLink, User
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.change_many import change_many
from sapwood.workflows.home import call_home
from sapwood.workflows.imports import ask_import
from sapwood.workflows.installation import operator
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in
from sapwood.workflows.tiers import add_tier

MONDAY = date(2026, 6, 15)
ANA = "Ana Brandt <ana@home.example>"
AGREED, ASKS, BEST, SILENT = "weaver.example", "harbor.example", "firm-0.example", 8


def mails():
    """Half a year with each of ten firms, weekly: Ana writes, they answer two days later. One has asked something."""
    firms = [(AGREED, 12), (ASKS, 30)] + [(f"firm-{number}.example", 22 + 3 * number) for number in range(SILENT)]
    for place, (firm, silent) in enumerate(firms):
        for turn, back in enumerate(range(silent, 200, 7)):
            yield mail(f"{place}-{turn}", firm, back, ours=False, text="Here are the volumes of this week.")
            yield mail(f"{place}-{turn}o", firm, back + 2, ours=True, text="Are they in?")
    yield mail("asked", ASKS, 5, ours=False, text="Could you send me the volumes?")


def mail(number, firm, back, ours, text):
    message, them = EmailMessage(), f"Jane Doyle <jane@{firm}>"
    message["From"], message["To"] = (ANA, them) if ours else (them, ANA)
    message["Subject"], message["Message-ID"] = f"Volumes {number}", f"<{number}@mail.example>"
    message["Date"] = format_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC) - timedelta(days=back))
    message.set_content(text)
    return b"From x@mail.example Mon Jan  1 10:00:00 2024\n" + bytes(message) + b"\n"


def of(domain):
    return Relationship.objects.filter(organisation__domains__name=domain)


@pytest.fixture
def monday(transactional_db, home, settings, tmp_path):
    settings.SAPWOOD_AS_OF = MONDAY
    Installation.objects.create(pk=1, set_up=timezone.now(), zone="UTC")
    ana = User.objects.create_user("ana@home.example", "Ana Brandt", "colleague", "seven-rings-of-oak")
    lea = User.objects.create_user("lea@home.example", "Lea Holm", "lead", "seven-rings-of-oak")
    give_address(ana, ana.email)
    file = tmp_path / "ana.mbox"
    file.write_bytes(b"".join(mails()))
    call_home(operator(), ["home.example"], "test", name="Home")
    take_in(ask_import(ana, [file], mailbox="ana@home.example", queue=False), "test")
    refresh(MONDAY)
    change_many(lea, of(AGREED), {"ceiling": 7})
    change_many(lea, of(BEST), {"tier": add_tier(lea, "A").pk})
    return ana, lea


def enter(page, live_server, user):
    page.goto(f"{live_server.url}/enter/{SignInLink.make(user, timezone.now())}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Monday")


def test_thirty_minutes(page, live_server, monday):
    ana, lea = monday
    items = page.locator(".today > .item")
    enter(page, live_server, ana)
    expect(page.locator(".minutes")).to_contain_text("Nobody said how many minutes you have")
    expect(items).to_have_count(6)

    page.get_by_role("link", name="Say your minutes").click()
    page.get_by_label("Monday").fill("30")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text("From now on these are Ana Brandt’s minutes.")
    page.goto(live_server.url)
    expect(page.locator(".minutes")).to_contain_text(
        "Your 30 minutes today: 10 go to what is owed, 20 to whom a contact helps most."
    )
    expect(items).to_have_count(6)
    names = [items.nth(n).locator("h2 a").inner_text() for n in range(6)]
    assert set(names[:2]) == {"Weaver", "Harbor"}, "an agreement and an answer are owed"
    assert "Firm 0" not in names
    items.nth(2).get_by_text("How we know").click()
    expect(items.nth(2)).to_contain_text("Value 1 (nobody said what it is worth, so it counts as one) ×")
    expect(items.nth(2)).to_contain_text("of our")
    items.nth(0).get_by_role("button", name="Done").click()
    expect(page.locator(".minutes")).to_contain_text("5 go to what is owed")

    page.context.clear_cookies()
    enter(page, live_server, lea)
    page.goto(f"{live_server.url}/whom/")
    page.get_by_label("Weight of tier A").fill("20")
    page.get_by_role("button", name="Keep the weight of tier A").click()
    expect(page.locator("main")).to_contain_text("An account of tier A is worth 20 from now on.")
    page.goto(f"{live_server.url}/comparisons/")
    page.get_by_label("Hold out, of a hundred").fill("20")
    page.get_by_role("button", name="Begin it").click()
    expect(page.locator("main")).to_contain_text("Lea Holm holds out 20 of a hundred.")
    expect(page.locator("main")).to_contain_text("Too little to tell")
    page.get_by_role("button", name="End it").click()
    expect(page.locator("main")).to_contain_text("Nobody is held out any more.")

    page.context.clear_cookies()
    enter(page, live_server, ana)
    expect(items.filter(has_text="Firm 0")).to_contain_text("5 min")
    page.get_by_role("link", name="Change the minutes").click()
    page.get_by_label("Monday").fill("0")
    page.get_by_role("button", name="Keep it").click()
    page.goto(live_server.url)
    expect(items).to_have_count(1)
    expect(page.locator(".minutes")).to_contain_text("what is owed alone takes 5, so nothing else comes first")
    for scheme, width in (("dark", 1280), ("light", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for name in ("", "minutes/", "whom/", "comparisons/"):
            page.goto(f"{live_server.url}/{name}")
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
