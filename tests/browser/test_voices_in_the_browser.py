"""A transcript from the desktop, the question it raises, and the meeting on the account's page."""

import pytest
from house import AS_OF
from playwright.sync_api import expect
from test_every_page import complaints, is_too_wide

from sapwood.workflows.imports import ask_import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.take_in.flow import take_in

TALK = """WEBVTT

00:00:01.000 --> 00:00:20.000
<v Ana Brandt>How is the new press?</v>

00:00:21.000 --> 00:12:00.000
<v Jane Doyle>Loud, but it works.</v>

00:12:01.000 --> 00:12:30.000
<v Nora Whitfield>I will send the figures.</v>

00:12:31.000 --> 00:12:40.000
<v Speaker 4>Thanks.</v>
"""


@pytest.fixture
def talk(house, tmp_path):
    file = tmp_path / "2026-06-10 09.00 Press.vtt"
    file.write_text(TALK)
    running = ask_import(house, [file], queue=False)
    take_in(running, "test")
    refresh(AS_OF)
    return running


def test_whose_voice_it_is_is_asked_once(talk, enter, live_server):
    page = enter("/")
    page.get_by_role("link", name="Who is this?").first.click()
    expect(page.locator("h1")).to_have_text("Who is this? Three voices to place")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert not complaints(page)
            assert not is_too_wide(page)
    page.set_viewport_size({"width": 1000, "height": 800})
    page.get_by_role("button", name="Jane Doyle, Orchard").click()
    expect(page.locator("#said")).to_contain_text("Jane Doyle is Jane Doyle, Orchard.")
    expect(page.locator("h1")).to_have_text("Who is this? Two voices to place")

    page.get_by_role("link", name="Say who: Nora Whitfield").click()
    expect(page.locator(".heard")).to_contain_text("with Ana Brandt, Jane Doyle")
    page.get_by_label("Name or mail address").fill("priya")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("button", name="Priya Nair, Birch")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    assert not complaints(page)
    assert not is_too_wide(page)
    page.get_by_label("at", exact=True).fill("orchard.example")
    page.get_by_role("button", name="A new person there").click()
    page.get_by_role("button", name="Nobody to know: Speaker 4").click()
    expect(page.locator("h1")).to_have_text("Every voice is placed")
    page.get_by_role("button", name="Undo: Speaker 4").click()
    expect(page.locator("h1")).to_have_text("Who is this? One voice to place")

    refresh(AS_OF)
    page.goto(live_server.url + "/accounts/")
    page.get_by_role("link", name="Orchard").first.click()
    newest = page.locator(".timeline li").first
    expect(newest).to_contain_text("Ana Brandt with Jane Doyle: Press")
    expect(newest).to_contain_text("Loud, but it works.")
