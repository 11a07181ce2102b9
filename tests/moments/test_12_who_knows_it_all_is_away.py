"""My technician who knows it all is off for a month: the list of customers who hang on one person existed before;
each has a cover brief."""

from datetime import timedelta

import pytest
from django.utils import timezone
from house import AS_OF, mbox
from playwright.sync_api import expect

from sapwood.records.access.models import SignInLink, User
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.imports import ask_import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in

SINCE, UNTIL = AS_OF + timedelta(days=7), AS_OF + timedelta(days=37)


@pytest.fixture
def technician(house, tmp_path):
    """Milo Berg knows Quarry and Weir; Ana wrote with Quarry now and then."""
    milo = User.objects.create_user("milo@home.example", "Milo Berg", "colleague", "seven-rings-of-oak")
    give_address(milo, milo.email)
    firms = [("Dora Vance <dora@quarry.example>", 7, 3), ("Iris Cole <iris@weir.example>", 9, 5)]
    theirs = mbox(firms, 5000).replace(b"Ana Brandt <ana@home.example>", b"Milo Berg <milo@home.example>")
    ours = mbox([("Dora Vance <dora@quarry.example>", 70, 40)], 6000)
    for name, data, mailbox in (("milo", theirs, milo.email), ("more", ours, house.email)):
        (tmp_path / f"{name}.mbox").write_bytes(data)
        by = milo if name == "milo" else house
        take_in(ask_import(by, [tmp_path / f"{name}.mbox"], mailbox=mailbox, queue=False), "test")
    refresh(AS_OF)
    return milo


def test_the_technician_is_off_for_a_month(technician, enter, live_server, settings):
    quarry = Relationship.objects.get(organisation__domains__name="quarry.example")

    def sign_in(user, where):
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/enter/{SignInLink.make(user, timezone.now())}/")
        page.goto(live_server.url + where)

    page = enter("/cover/")  # the list existed before
    page.get_by_label("Of ours").select_option("Milo Berg")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two accounts hang on Milo Berg")
    row = page.get_by_role("row").filter(has_text="Quarry")
    expect(row).to_contain_text("Ana Brandt")
    row.get_by_role("link", name="the arithmetic").click()
    expect(page.locator("main")).to_contain_text("It hangs on Milo Berg, who holds 9")
    expect(page.get_by_role("row").filter(has_text="Together").first).to_contain_text("100")

    sign_in(technician, "/absences/")
    page.get_by_label("From").last.fill(str(SINCE))
    page.get_by_label("Until").last.fill(str(UNTIL))
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="2 accounts: 0 have a cover, 2 do not").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two accounts hang on you")
    page.get_by_role("button", name="Ana Brandt covers Quarry").click()
    expect(page.locator("main")).to_contain_text("1 has a cover, 1 does not.")
    expect(page.get_by_role("row").filter(has_text="Weir")).to_contain_text("nobody who is there knows them")
    page.get_by_role("link", name="the brief of Quarry").click()
    page.get_by_text("Add what only you know").click()
    page.get_by_label("What to know").fill("Dora decides; call before nine.")
    page.get_by_role("button", name="Keep it").last.click()
    expect(page.locator("blockquote")).to_have_text("Dora decides; call before nine.")

    settings.SAPWOOD_AS_OF = SINCE + timedelta(days=10)
    refresh(settings.SAPWOOD_AS_OF)
    ana = User.objects.get(email="ana@home.example")
    sign_in(ana, "/")
    covers = page.locator(".covers")
    expect(covers).to_contain_text("You cover one account: Quarry for Milo Berg, until 22 Jul (brief not read yet).")
    covers.get_by_role("link", name="Quarry").click()
    brief = page.locator("main")
    expect(brief).to_contain_text("Dora decides; call before nine.")
    expect(brief).to_contain_text("Dora Vance")
    expect(brief).to_contain_text("dora@quarry.example")
    expect(brief).to_contain_text("What was written in 7 of these is for those who took part.")
    expect(brief).to_contain_text("Not yet: Ana Brandt.")
    page.get_by_role("button", name="I have read it").click()
    expect(brief).to_contain_text("Ana Brandt on ")
    page.emulate_media(media="print")
    expect(page.locator("blockquote")).to_be_visible()
    expect(page.locator(".edit").first).not_to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 360, "height": 800})
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.goto(f"{live_server.url}/")
    expect(page.locator(f"#item-{quarry.pk}")).to_contain_text("Milo Berg is away until 22 July; Ana Brandt covers.")
