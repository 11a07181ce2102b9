"""About to call; a colleague called yesterday. Logging or planning inside the customer's minimum gap warns, names the
colleague's touch, and asks a reason to override."""

from datetime import timedelta

import pytest
from house import AS_OF
from playwright.sync_api import expect

from sapwood.records.access.models import User
from sapwood.records.notes.models import Note
from sapwood.records.relationships.models import Relationship
from sapwood.workflows import clock
from sapwood.workflows.change_relationship import change
from sapwood.workflows.notes.corrected import drafted
from sapwood.workflows.notes.enter import enter_and_wait
from sapwood.workflows.notes.save import new_token, save
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address

WRITTEN = "called Jane at Orchard, 10 min, she will send the volumes Friday"


@pytest.fixture
def tim_called(house):
    """Orchard asked for three days of peace between two touches; Tim called Jane yesterday."""
    orchard = Relationship.objects.get(organisation__domains__name="orchard.example")
    change(house, orchard, floor=3)
    tim = User.objects.create_user("tim@home.example", "Tim Keller", "colleague")
    give_address(tim, tim.email)
    draft = drafted(tim, "called Jane at Orchard yesterday, 5 min", None, new_token(), clock.now())
    save(tim, draft, "test", enter_and_wait)
    refresh(AS_OF)
    return orchard


def write(page, text):
    page.keyboard.press("l")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_logging_inside_the_floor(tim_called, enter):
    page = enter()
    write(page, WRITTEN)
    fields = page.locator(".note-fields")
    expect(fields).to_contain_text("Tim Keller called Jane Doyle on 14 June 2026, 5 min.")
    expect(fields).to_contain_text("Leave Orchard in peace until 17 June 2026")
    expect(page.get_by_label("Why were you in touch all the same?")).to_be_focused()
    expect(page.get_by_label("Minutes")).to_have_value("10")
    expect(page.get_by_label("Next step")).to_have_value("send the volumes")
    expect(page.get_by_label("Due").first).to_have_value("2026-06-19")
    page.keyboard.press("Enter")  # without a reason nothing is saved
    assert Note.objects.count() == 1
    page.keyboard.type("The truck stands at their gate")
    page.keyboard.press("Enter")
    expect(page.locator(".note-saved")).to_contain_text("Logged: call with Orchard.")
    note = Note.objects.first()
    assert note.reason == "The truck stands at their gate"
    refresh(AS_OF)
    page.goto(page.url.rstrip("/") + f"/accounts/{tim_called.pk}/")
    row = page.locator(".timeline li").first
    expect(row).to_contain_text(WRITTEN)
    expect(row).to_contain_text("The truck stands at their gate")
    expect(page.locator(".next-steps")).to_contain_text("send the volumes")


def test_planning_inside_the_floor(tim_called, enter):
    page = enter()
    write(page, "call Jane at Orchard tomorrow")
    expect(page.locator(".note-fields")).to_contain_text("Tim Keller called Jane Doyle")
    page.get_by_label("Why do it all the same?").fill("They asked for it")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".note-saved")).to_contain_text("Kept as the next step with Orchard.")
    [step] = Note.objects.first().next_steps.all()
    assert (step.due, step.by) == (AS_OF + timedelta(days=1), "us")
    page.get_by_role("button", name="Undo this note").click()
    expect(page.locator(".note-saved")).to_contain_text("Taken back")
    step.refresh_from_db()
    assert step.closing == "dropped"
