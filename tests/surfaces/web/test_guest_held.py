"""What a guest sees: all that is held about their firm, and nothing of anybody else."""

import io
import json
import zipfile
from datetime import date

import pytest
from guest_cast import text
from web_cast import contact, told_owner

from sapwood.records.access.models import AuditLine
from sapwood.records.directory.models import Organisation, Person
from sapwood.records.relationships.models import Standing
from sapwood.records.trade.models import Deal, Firm, Holding, Sheet
from sapwood.workflows.change_relationship import change


def tie(cast, colleague, person, **more):
    standing = Standing.objects.get(relationship=cast.orchard)
    row = {"colleague": colleague.pk, "contact": person.pk, "touches": 14, "last": "2026-05-05", "strength": 2.0}
    standing.reach = {"ties": [*standing.reach.get("ties", []), row | more]}
    standing.save(update_fields=["reach"])


def unpacked(answer) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_everything_that_is_held(guest, invited, cast):
    change(cast.ana, cast.orchard, floor=7, ceiling=30)
    tie(cast, cast.person, cast.jane)
    shown = text(guest().get("/g/held/"))
    for said in (
        "What Home holds about Orchard",
        "orchard.example",
        "customer",
        "7 days after a touch",
        ">30 days<",
        "Jane Doyle",
        "luis@orchard.example",
        "Ana Brandt: 14 touches, the last on 5 May 2026",
        "On 24 days.",
        "5 May 2026",
        "41 days",
        "1 in 2026-Q2, 4 in 2026-Q1, 9 in 2025-Q4",
        "Eight of ten gaps are expected to last 6 to 14 days.",
        "it is time that we got in touch",
        "Invited by Ana. This is you.",
        "kept of 0 interactions",
    ):
        assert said in shown, said


def test_what_is_unknown_reads_unknown(guest, invited, cast):
    Standing.objects.filter(relationship=cast.orchard).update(
        usual_gap_days=None, state="unknown", first_touch=None, last_touch=None, silent_days=None
    )
    shown = text(guest().get("/g/held/"))
    assert shown.count('<p class="value">unknown') >= 5
    Standing.objects.all().delete()
    assert "Nothing has been measured yet." in text(guest().get("/g/held/"))


def test_nothing_of_other_firms_nor_of_colleagues(guest, invited, cast):
    """A marker wherever something could leak from."""
    birch = cast.birch.organisation
    Organisation.objects.filter(pk=birch.pk).update(name="MARKER Birch")
    Person.objects.filter(pk=cast.priya.pk).update(name="MARKER Priya")
    for relationship in (cast.orchard, cast.birch):
        Standing.objects.filter(relationship=relationship).update(why="MARKER why", arithmetic={"MARKER": 1})
    stranger = contact(cast.birch, "MARKER Sam", "sam.marker@birch.example")
    tie(cast, cast.person, stranger)  # a standing that is not refreshed yet, after an address moved
    tie(cast, cast.jane, cast.priya)
    change(cast.lea, cast.birch, owner=cast.olaf, floor=3)
    browser = guest()
    packed = browser.get("/g/held/take-along.zip")
    pages = [browser.get(invited.path), browser.get("/g/held/"), browser.post("/g/held/corrections/", {"kind": "x"})]
    seen = "".join(page.content.decode() for page in pages) + "".join(unpacked(packed).values())
    assert "Jane Doyle" in seen
    assert "marker" not in seen.lower() and "birch" not in seen.lower()
    theirs = guest(invited.birch_path)
    assert "MARKER Birch" in text(theirs.get("/g/held/"))
    assert "orchard" not in text(theirs.get("/g/held/")).lower()


def test_what_is_taken_along_is_what_the_page_shows(guest, invited, cast):
    tie(cast, cast.person, cast.jane)
    browser = guest()
    answer = browser.get("/g/held/take-along.zip")
    assert answer["Content-Disposition"] == 'attachment; filename="orchard-held-2026-06-15.zip"'
    files = unpacked(answer)
    assert sorted(files) == ["what-is-held.csv", "what-is-held.html", "what-is-held.json"]
    document = json.loads(files["what-is-held.json"])
    assert (document["firm"], document["held_by"], document["as_of"]) == ("Orchard", "Home", "2026-06-15")
    shown = text(browser.get("/g/held/"))
    for rows in document["held"].values():
        for row in rows:
            assert row["value"] in shown and row["value"] in files["what-is-held.csv"]
    assert document["held"]["people"][0]["data"] == {
        "name": "Jane Doyle",
        "address": "jane@orchard.example",
        "kind": "person",
    }
    line = AuditLine.objects.get(act="take along")
    assert line.detail["guest"] == "jane@orchard.example" and line.actor is None


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "<script>alert(1)</script>"])
def test_a_name_is_a_name_wherever_it_is_taken_along(guest, invited, cast, name):
    Person.objects.filter(pk=cast.luis.pk).update(name=name)
    browser = guest()
    files = unpacked(browser.get("/g/held/take-along.zip"))
    assert f",{name}," not in files["what-is-held.csv"] or name.startswith("<")
    assert "<script>" not in files["what-is-held.html"]
    assert "<script>" not in browser.get("/g/held/").content.decode()


def test_so_many_downloads_and_no_more(guest, invited):
    browser = guest()
    answers = [browser.get("/g/held/take-along.zip").status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert "That was too often" in text(browser.get("/g/held/take-along.zip"))


def test_a_day_reads_in_the_zone_of_the_house(guest, invited, cast):
    from sapwood.records.access.models import Installation

    Standing.objects.filter(relationship=cast.orchard).update(last_touch="2026-05-05T20:00:00Z")
    Installation.objects.update(zone="Pacific/Auckland")
    assert "6 May 2026" in text(guest().get("/g/held/"))


def test_what_tables_say_of_them_is_held_too(guest, invited, cast):
    told_owner(cast.orchard, cast.lea)
    row = {"sheet": Sheet.objects.get(), "line": 3, "digest": 1, "organisation": cast.orchard.organisation}
    Firm.objects.create(**row, key=2, says={"sector": "retail"})
    Holding.objects.create(**row, key=3, product="GTX Pro", kind="support", until=date(2026, 12, 31))
    Deal.objects.create(**row, key=4, title="Renewal", status="won", amount=1250, currency="EUR")
    other = Organisation.objects.create(name="Birch")
    Deal.objects.create(**row | {"organisation": other}, key=5, title="Secret of Birch")
    shown = text(guest().get("/g/held/"))
    for said in ("GTX Pro", "support contract until 31 December 2026", "Renewal", "won, 1250 EUR", "retail"):
        assert said in shown, said
    assert "Secret of Birch" not in shown
