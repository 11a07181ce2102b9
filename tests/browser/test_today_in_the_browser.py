"""Today by hand: with the mouse, with the keyboard alone, and with scripts switched off."""

import pytest
from playwright.sync_api import expect

from sapwood.records.relationships.models import Decision


def first(page):
    return page.locator(".today > .item").first


def test_link_today_done_undo(enter):
    page = enter()
    expect(page.locator("h1")).to_have_text("Monday, two things first")
    expect(first(page)).to_contain_text("Orchard")
    first(page).get_by_role("button", name="Done").click()
    expect(first(page)).to_contain_text("Done: Orchard.")
    expect(page.locator("h1")).to_have_text("Monday, one thing first")
    expect(page.locator("#said")).to_have_text("Done: Orchard. Undo with u.")
    first(page).get_by_role("button", name="Undo").click()
    expect(first(page).get_by_role("button", name="Done")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Monday, two things first")
    page.reload()
    expect(page.locator(".today > .item")).to_have_count(2)
    assert Decision.objects.get().undone is not None


def test_with_the_keyboard_alone(enter):
    page = enter()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".today > .item").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(first(page)).to_be_focused()
    page.keyboard.press("d")
    expect(first(page)).to_contain_text("Done: Orchard.")
    expect(page.locator(".today > .item").nth(1)).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Tomorrow")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Birch comes back tomorrow. Undo with u.")
    expect(page.locator("h1")).to_have_text("Monday, nothing presses")
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text("Monday, one thing first")
    assert sorted(Decision.objects.filter(undone=None).values_list("kind", flat=True)) == ["done"]


def test_by_tab_alone(enter):
    page = enter()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('done')"):
            break
    page.keyboard.press("Enter")
    expect(first(page)).to_contain_text("Done: Orchard.")


def test_keys_are_letters_while_one_types(enter):
    page = enter()
    page.keyboard.press("/")
    page.keyboard.type("dusk")
    expect(page.locator("#find")).to_have_value("dusk")
    assert Decision.objects.count() == 0


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts(enter):
    page = enter()
    first(page).get_by_role("button", name="Done").click()
    expect(page.locator("#said")).to_contain_text("Done: Orchard. You can undo it below.")
    expect(page.locator(".today > .item")).to_have_count(1)
    page.locator("#decided").get_by_role("button", name="Undo").click()
    expect(page.locator(".today > .item")).to_have_count(2)


def test_the_reason_opens_to_its_arithmetic_and_evidence(enter):
    page = enter()
    first(page).get_by_text("How we know").click()
    expect(first(page)).to_contain_text("Usual gap")
    touches = first(page).locator(".evidence li")
    expect(touches).to_have_count(3)
    expect(touches.first).to_contain_text("16 Apr, mail: Ana Brandt to Jane Doyle: Volumes 1")
    touches.last.get_by_role("link").click()
    expect(page.locator(".timeline li:target")).to_be_visible()
    expect(page.locator(".timeline li:target")).to_contain_text("Volumes 3")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_evidence_without_scripts(enter):
    page = enter()
    first(page).get_by_text("How we know").click()
    first(page).get_by_role("link", name="it rests on").click()
    expect(page.locator("h1")).to_have_text("Orchard: what it rests on")
    page.locator(".evidence a").last.click()
    expect(page.locator(".timeline li:target")).to_contain_text("Volumes 3")
