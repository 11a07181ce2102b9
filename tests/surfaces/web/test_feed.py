"""A colleague's day in their calendar: read as calendars do, secret, revocable, without a word of any mail."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from web_cast import AS_OF, account, contact, decision, offer

from sapwood.records.access.models import AuditLine
from sapwood.records.imports.models import Import
from sapwood.records.reminders.models import Feed
from sapwood.records.trade.models import Holding, Sheet
from sapwood.surfaces.feeds.calendar import calendar_of
from sapwood.workflows.guests.tokens import digest
from sapwood.workflows.reminders import feed
from sapwood.workflows.reminders.entries import Entry, entries_of
from sapwood.workflows.reminders.feed import make_feed

ENTRY = Entry("1@sapwood", date(2026, 6, 15), "Call Jane", "Silent.", 7)


@pytest.fixture
def address(cast):
    return make_feed(cast.ana, timezone.now())


def events(answer):
    body = answer if isinstance(answer, bytes) else answer.content
    return Calendar.from_ical(body).walk("VEVENT")


def licence(relationship, until, product="Press"):
    done = Import.objects.create(by=relationship.owner, source="held.csv", status="done", asked=timezone.now())
    sheet = Sheet.objects.create(of=done, number=1, where="held.csv", kind="installed")
    row = {"sheet": sheet, "line": 2, "key": done.pk, "digest": 1, "organisation": relationship.organisation}
    return Holding.objects.create(**row, kind="licence", product=product, until=until, quantity=3)


def test_today_and_what_ends_stand_in_it(cast, address):
    offer(cast.orchard, contact=contact(cast.orchard, "Jane Doyle", "jane@orchard.example"))
    licence(cast.orchard, date(2026, 7, 6))
    licence(account("Birch", owner=cast.tom), date(2026, 7, 6))  # not hers
    licence(account("Elm", owner=cast.ana), date(2026, 6, 1))  # is over
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    first, ends = events(answer)
    assert first["SUMMARY"] == "Write to Jane Doyle, Orchard"
    assert first["DESCRIPTION"].startswith("Silent for 41 days.")
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2026, 6, 15), date(2026, 6, 16))
    assert first["DTSTAMP"].dt == datetime(2026, 6, 15, tzinfo=UTC)
    assert (ends["SUMMARY"], ends["DTSTART"].dt) == ("Licence ends: 3 × Press, Orchard", date(2026, 7, 6))


def test_it_needs_no_cookie_and_gives_none(address, cast):
    answer = Client().get(address)
    assert not answer.cookies and "private" in answer["Cache-Control"]
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    offer(cast.orchard)
    assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_what_is_dealt_with_disappears_and_what_stays_keeps_its_name(cast, address, settings):
    birch = account("Birch", owner=cast.ana)
    offer(cast.orchard)
    offer(birch, rank=1)
    before = {event["SUMMARY"]: str(event["UID"]) for event in events(Client().get(address))}
    assert len(before) == 2
    decision(birch, cast.ana)
    settings.SAPWOOD_AS_OF = date(2026, 6, 16)
    (left,) = events(Client().get(address))
    assert (str(left["UID"]), left["DTSTART"].dt) == (before["Write to Orchard"], date(2026, 6, 16))


def test_six_and_only_what_its_owner_may_see(cast, address):
    for number in range(9):
        offer(account(f"Firm {number}", owner=cast.ana), rank=number)
    offer(account("Hidden", owner=cast.tom), rank=-1)
    titles = [str(event["SUMMARY"]) for event in events(Client().get(address))]
    assert len(titles) == 6 and titles[0] == "Write to Firm 0"


def test_a_revoked_one_opens_nothing_and_neither_does_that_of_who_left(cast, address, as_):
    second = make_feed(cast.ana, timezone.now())
    assert [Client().get(one).status_code for one in (address, second)] == [404, 200], "one at a time"
    assert as_(cast.op).post(reverse("revoke_feed", args=[Feed.objects.get(revoked=None).pk])).status_code == 302
    assert Client().get(second).status_code == 404
    third = make_feed(cast.tom, timezone.now())
    cast.tom.is_active = False
    cast.tom.save()
    assert Client().get(third).status_code == 404
    acts = list(AuditLine.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["make calendar feed"] * 2 + ["revoke calendar feed", "make calendar feed"]


def test_its_secret_is_shown_once_and_kept_as_a_digest(cast, as_):
    page = as_(cast.ana).post(reverse("feeds"))
    secret = page.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 43 and Feed.objects.get().digest == digest(secret) != secret
    assert "no-store" in page["Cache-Control"]
    assert secret not in as_(cast.ana).get(reverse("reminders")).content.decode()
    others = as_(cast.op).get(reverse("reminders")).content.decode()
    assert "Ana" in others and secret not in others
    assert not as_(cast.tom).get(reverse("reminders")).context["others"]


def test_a_day_with_nothing_due_is_a_whole_calendar(address):
    answer = Client().get(address)
    calendar = Calendar.from_ical(answer.content)
    assert [one.name for one in calendar.subcomponents] == ["VTIMEZONE"] and not events(answer)
    assert not vobject.readOne(answer.content.decode()).contents.get("vevent")


def test_whoever_asks_too_often_waits(cast, address, monkeypatch):
    monkeypatch.setattr(feed, "OF_A_FEED", feed.limits.Limit("a test", 2, feed.limits.HOUR))
    answers = [Client().get(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "3600"


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", 16), ("Pacific/Honolulu", 15), ("Europe/Berlin", 15), ("No/Such", 15)],
)
def test_today_is_the_day_where_its_owner_is(cast, settings, zone, day, monkeypatch):
    settings.SAPWOOD_AS_OF = None
    monkeypatch.setattr("sapwood.workflows.reminders.entries.today", lambda: AS_OF)
    cast.ana.zone = zone
    offer(cast.orchard)
    (entry,) = entries_of(cast.ana, datetime(2026, 6, 15, 20, tzinfo=UTC))
    assert entry.day == date(2026, 6, day)


def test_any_name_is_folded_and_escaped():
    name = "Ö, Ärger; \\n & Söhne \x07" + "ä🌳" * 200
    body = calendar_of([Entry("1@sapwood", AS_OF, name, "a\r\nBEGIN:VEVENT\r\n;", 7)], AS_OF, "https://s.example")
    assert body.endswith(b"\r\n") and all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"") and b"\x07" not in body
    (event,) = events(body)
    assert event["SUMMARY"] == name.replace(" \x07", " ")[:120]
    assert event["DESCRIPTION"] == "a BEGIN:VEVENT ;\nhttps://s.example/accounts/7/"
    assert event["URL"] == "https://s.example/accounts/7/"


def test_another_reader_understands_the_same():
    """vobject shares no code with the library that wrote it."""
    title = "Call Jane; at once, please: " + "ä" * 60
    entry = replace(ENTRY, title=title, text="Silent, since May.")
    (event,) = vobject.readOne(calendar_of([entry], AS_OF, "").decode()).vevent_list
    assert (event.summary.value, event.dtstart.value, event.dtend.value) == (title, AS_OF, date(2026, 6, 16))
    assert event.description.value == "Silent, since May." and event.uid.value == "1@sapwood"
