"""Accounts in a browser: ticking a few, seeing what would change, doing it and taking it back."""

from sapwood.records.relationships.models import BulkChange, Relationship


def test_ticking_with_shift_and_taking_it_back(enter):
    page = enter("/accounts/?sort=name")
    first = page.locator(".accounts .tick input[name=account]").first
    assert not first.is_visible(), "a calm table until somebody wants to change several"
    page.get_by_text("Change several at once").click()
    first.click()
    page.locator(".accounts .tick input[name=account]").nth(2).click(modifiers=["Shift"])
    assert page.locator("#ticked").inner_text() == "(3)"
    page.locator("#bulk_ceiling").fill("25")
    page.get_by_role("button", name="See what would change").click()
    assert page.get_by_text("3 accounts get 25 days as the longest silence.").is_visible()
    page.get_by_role("button", name="Change 3 accounts").click()
    assert page.get_by_text("3 accounts have 25 days as the longest silence now.").is_visible()
    assert Relationship.objects.filter(ceiling=25).count() == 3
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_text("3 accounts are as before.").first.is_visible()
    assert BulkChange.objects.first().undone is not None
    assert not Relationship.objects.filter(ceiling=25).exists()


def test_keeping_a_view_and_opening_with_it(enter):
    page = enter("/accounts/?sort=-silent")
    page.get_by_text("Keep this as a view").click()
    page.get_by_label("Name", exact=True).fill("Longest silent")
    page.get_by_label("My accounts open with it").check()
    page.get_by_role("button", name="Keep it").click()
    page.goto(page.url.split("?")[0])
    assert page.url.endswith("?sort=-silent")
    assert page.locator(".views [aria-current=page]").inner_text().startswith("Longest silent")
