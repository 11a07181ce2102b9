"""A file from the desktop to the account it makes, watched while it is read."""

from house import AS_OF, mbox
from playwright.sync_api import expect

from sapwood.records.imports.models import Import
from sapwood.workflows.refresh import refresh
from sapwood.workflows.take_in.flow import take_in


def test_upload_progress_account(enter, tmp_path):
    page = enter("/imports/")
    file = tmp_path / "sales.mbox"
    file.write_bytes(mbox([("Nora Whitfield <nora@cobalt.example>", 12, 3)], number=5000))
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("h1")).to_have_text("sales.mbox")
    expect(page.locator(".because")).to_contain_text("It waits for its turn.")

    asked = Import.objects.filter(source="sales.mbox")
    asked.update(status="started", bytes_total=1000, bytes_done=400, read=12)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    expect(page.locator(".because")).to_contain_text("It is being read.")

    asked.update(status="waiting", bytes_done=0, read=0)
    take_in(asked.get(), "test")
    refresh(AS_OF)
    expect(page.locator(".because")).to_contain_text("30 messages are in.")
    expect(page.locator("#said")).to_contain_text("sales.mbox: in.")

    page.get_by_role("link", name="Accounts").click()
    page.get_by_role("link", name="Cobalt").click()
    expect(page.locator(".because")).to_contain_text("Silent for 3 days.")
    expect(page.locator(".timeline li")).to_have_count(20)
    expect(page.get_by_role("img", name="Growth rings of Cobalt")).to_be_visible()
    expect(page.locator(".known")).to_contain_text("Nora Whitfield")


def test_a_running_import_can_be_stopped(enter, house):
    running = Import.objects.create(by=house, source="big.mbox", status="started", asked="2026-06-15T08:00Z")
    page = enter(f"/imports/{running.pk}/")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".because")).to_contain_text("It is stopping. Nothing of it comes in.")
    running.refresh_from_db()
    assert running.stop_asked
