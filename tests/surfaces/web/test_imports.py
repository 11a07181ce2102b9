"""Imports: bring files, see them come in, read what could not be read, stop, undo, run again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from web_cast import import_of

from sapwood.records.imports.models import Import


def test_files_are_brought_and_the_way_leads_to_the_import(as_, cast):
    files = [SimpleUploadedFile("a.mbox", b"From x\n"), SimpleUploadedFile("../../b.eml", b"From: x\n")]
    answer = as_(cast.op).post(
        "/imports/", {"files": files, "home_domains": "home.example, home.test", "mailbox": ""}
    )
    asked = Import.objects.get()
    assert answer["Location"] == reverse("import", args=[asked.pk])
    assert (asked.by, asked.status) == (cast.op, "waiting")
    assert asked.options["home_domains"] == ["home.example", "home.test"]
    assert all(".." not in path for path in asked.options["paths"])


def test_an_import_that_brought_nothing_says_so(as_, cast):
    row = import_of(cast.ana)
    page = " ".join(as_(cast.ana).get(reverse("import", args=[row.pk])).content.decode().split())
    assert "Nothing came in: 1 part could not be read" in page
    assert "What was there before is untouched." in page
    assert "The other messages are in" not in page
    assert "Undo this import" not in page
    assert "<td>nothing came in</td>" in as_(cast.ana).get("/imports/").content.decode()


def test_the_newest_import_stands_first(as_, cast):
    import_of(cast.ana)
    Import.objects.update(source="first.mbox")
    import_of(cast.ana)
    Import.objects.filter(source="sales.mbox").update(source="second.mbox")
    page = as_(cast.ana).get("/imports/").content.decode()
    assert page.index("second.mbox") < page.index("first.mbox")


def test_whose_home_it_is_only_an_operator_says(as_, cast):
    assert 'name="home_domains"' in as_(cast.op).get("/imports/").content.decode()
    assert 'name="home_domains"' not in as_(cast.ana).get("/imports/").content.decode()
    file = SimpleUploadedFile("a.mbox", b"From x\n")
    assert as_(cast.ana).post("/imports/", {"files": file, "home_domains": "rival.example"}).status_code == 403
    assert not Import.objects.exists()


def test_by_htmx_the_browser_is_led_there(as_, cast):
    files = [SimpleUploadedFile("a.mbox", b"From x\n")]
    answer = as_(cast.ana).post("/imports/", {"files": files}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("import", args=[Import.objects.get().pk]))


def test_no_file_is_answered_in_a_sentence(as_, cast):
    assert "No file was chosen." in as_(cast.ana).post("/imports/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("waiting", "It waits for its turn."),
        ("started", "It is being read."),
        ("done", "409 messages are in; 1 could not be read"),
        ("stopped", "You can run it again."),
        ("failed", "You can run it again."),
        ("withdrawn", "It was undone"),
    ],
)
def test_each_state_says_what_happened_and_what_is_next(as_, cast, status, said):
    row = import_of(cast.ana, status, read=412, added=409, known=2, bytes_total=200, bytes_done=50)
    page = " ".join(as_(cast.ana).get(reverse("import", args=[row.pk])).content.decode().split())
    assert said in page
    running = status in ("waiting", "started")
    assert ('hx-trigger="every 1s"' in page) == running
    assert ('value="25"' in page) == running
    assert ("Undo this import" in page) == (status == "done")


def test_the_reason_of_a_failure_is_shown(as_, cast):
    row = import_of(cast.ana, "failed", said="Broken off: the disk is full. Nothing of it is in; run it again.")
    assert "the disk is full" in as_(cast.ana).get(reverse("import", args=[row.pk])).content.decode()


def test_troubles_as_a_table_that_no_spreadsheet_runs(as_, cast):
    answer = as_(cast.ana).get(reverse("import_troubles", args=[import_of(cast.ana).pk]))
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode().splitlines() == ["where,what", '"\'=sales.mbox, message 3",It has no sender.']


def test_stop_undo_and_again_each_say_what_is_safe(as_, cast):
    browser = as_(cast.ana)
    running, done, broken = import_of(cast.ana, "started"), import_of(cast.ana, "done"), import_of(cast.ana, "failed")
    stopped = browser.post(reverse("stop_import", args=[running.pk]), follow=True).content.decode()
    undone = browser.post(reverse("undo_import", args=[done.pk]), follow=True).content.decode()
    again = browser.post(reverse("run_import_again", args=[broken.pk]), follow=True).content.decode()
    assert "Nothing of it comes in" in stopped
    assert "no longer counts anywhere" in undone
    assert "is read again from the start" in again
    assert [Import.objects.get(pk=i.pk).status for i in (done, broken)] == ["withdrawn", "waiting"]


def test_the_list_shows_ones_own_and_polls_while_something_runs(as_, cast):
    import_of(cast.tom)
    assert "sales.mbox" not in as_(cast.ana).get("/imports/").content.decode()
    import_of(cast.ana, "started")
    page = as_(cast.ana).get("/imports/").content.decode()
    assert "sales.mbox" in page
    assert 'hx-trigger="every 2s"' in page
