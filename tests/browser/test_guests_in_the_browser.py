"""The whole way of a guest, with a real browser and a real mail server: invited, let in, corrected, taken along,
answered. And a look at every page on it, for everybody."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect
from test_every_page import complaints, is_too_wide

from sapwood.records.relationships.models import Relationship

PICTURES = os.environ.get("SAPWOOD_PICTURES")  # a folder, to look at the pages by eye


@pytest.fixture
def outside(browser, post, settings, live_server):
    """A browser of somebody else, and the pages under the address that mail leads to."""
    settings.SAPWOOD_URL = live_server.url
    contexts = []

    def outside(scheme="light", width=1200):
        contexts.append(
            browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, accept_downloads=True)
        )
        page = contexts[-1].new_page()
        page.errors = []
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
        return page

    yield outside
    for context in contexts:
        context.close()


def invite(page, address="jane@orchard.example"):
    page.get_by_label("Mail address").fill(address)
    page.get_by_role("button", name="Invite").click()


def come_in(page, live_server, post, link=None):
    page.goto(live_server.url + (link or post.link()))
    page.get_by_role("button", name="Send me the code").click()
    page.get_by_label("The six digits").fill(post.code())
    page.get_by_role("button", name="Come in").click()
    expect(page.locator("h1")).to_contain_text("holds about Orchard")


def shoot(page, name):
    if PICTURES:
        page.evaluate("document.fonts.ready")
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_the_whole_way(enter, outside, post, live_server, tmp_path):
    orchard = Relationship.objects.get(organisation__name="Orchard")
    ours = enter(f"/accounts/{orchard.pk}/")
    ours.get_by_role("link", name="Invite somebody").click()
    invite(ours)
    expect(ours.get_by_role("textbox", name="Link")).to_have_value(live_server.url + post.link())
    link = post.link()

    guest = outside()
    come_in(guest, live_server, post)
    row = guest.locator("#s-firm ~ .held li").first
    row.get_by_text("Not so?").click()
    row.get_by_label("The name should be").fill("Orchard Field Services")
    row.get_by_role("button", name="Pass it on").click()
    expect(guest.get_by_role("status")).to_contain_text("Passed on.")
    expect(guest.locator(".corrections")).to_contain_text("Not answered yet.")
    with guest.expect_download() as taken:
        guest.get_by_role("link", name="Take it along").click()
    taken.value.save_as(tmp_path / "held.zip")
    with zipfile.ZipFile(tmp_path / "held.zip") as archive:
        assert json.loads(archive.read("what-is-held.json"))["firm"] == "Orchard"

    ours.goto(f"{live_server.url}/accounts/{orchard.pk}/")
    expect(ours.locator(".asked")).to_contain_text("The firm’s name is Orchard Field Services, not Orchard.")
    ours.get_by_role("button", name="Accept").click()
    expect(ours.locator("h1")).to_have_text("Guests of Orchard Field Services")
    guest.goto(f"{live_server.url}/g/held/")
    expect(guest.locator("h1")).to_contain_text("holds about Orchard Field Services")
    expect(guest.locator(".corrections")).to_contain_text("by Ana Brandt")

    passed_on = outside()
    passed_on.goto(live_server.url + link)
    expect(passed_on.locator("h1")).to_have_text("Ana Brandt of Home invites you")
    passed_on.goto(f"{live_server.url}/g/held/")
    expect(passed_on.locator("h1")).to_have_text("Nothing opens here")

    ours.get_by_role("button", name="Revoke").click()
    expect(ours.locator("h1")).to_have_text("jane@orchard.example")
    guest.reload()
    expect(guest.locator("h1")).to_have_text("Nothing opens here")
    assert [e for e in guest.errors if "404" not in e] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_it(enter, outside, post, live_server, scheme):
    orchard = Relationship.objects.get(organisation__name="Orchard")
    ours = enter(f"/accounts/{orchard.pk}/guests/")
    ours.emulate_media(color_scheme=scheme)
    invite(ours)
    shoot(ours, f"invited-{scheme}")
    guest = outside(scheme)

    def look(page, name):
        for width in (1200, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert not complaints(page), (name, width)
            assert not is_too_wide(page), (name, width)
            shoot(page, f"{name}-{width}-{scheme}")

    guest.goto(live_server.url + post.link())
    look(guest, "door")
    guest.get_by_role("button", name="Send me the code").click()
    look(guest, "code")
    guest.get_by_label("The six digits").fill("000 000" if post.code() != "000 000" else "111 111")
    guest.get_by_role("button", name="Come in").click()
    look(guest, "wrong")
    guest.get_by_label("The six digits").fill(post.code())
    guest.get_by_role("button", name="Come in").click()
    look(guest, "held")
    guest.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    look(guest, "held-open")
    guest.get_by_label("Please write at most every").fill("21")
    guest.get_by_role("button", name="Pass it on").nth(1).click()
    expect(guest.get_by_role("status")).to_be_visible()
    look(guest, "passed-on")
    guest.goto(f"{live_server.url}/g/nothing/")
    look(guest, "closed")
    for name, where in (("guests", "/guests/"), ("account-guests", f"/accounts/{orchard.pk}/guests/")):
        ours.goto(live_server.url + where)
        look(ours, name)
    invite(ours, "jane@elsewhere.example")
    expect(ours.get_by_label("It is meant all the same")).to_be_visible()
    look(ours, "doubt")
    ours.goto(f"{live_server.url}/guests/")
    ours.set_viewport_size({"width": 1200, "height": 800})
    ours.get_by_role("link", name="jane@orchard.example").first.click()
    look(ours, "guest-link")
    ours.goto(f"{live_server.url}/accounts/{orchard.pk}/")
    look(ours, "account")
    ours.goto(f"{live_server.url}/audit/")
    look(ours, "audit")
    assert guest.errors == [] or all("404" in e or "422" in e for e in guest.errors)
