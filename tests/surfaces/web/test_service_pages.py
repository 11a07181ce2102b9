"""The pages of service events: what is open first, filters in the address, the course drawn, whom it affects said and
taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from web_cast import account
from web_events import event_of

from sapwood.records.access.models import AuditLine
from sapwood.records.relationships.models import ContactHours
from sapwood.records.service.models import AffectedSaid, Duty
from sapwood.surfaces.web.course_line import course_line

NOON = datetime(2026, 6, 14, 12, tzinfo=UTC)


@pytest.fixture
def events(cast):
    """One open, of Orchard; one over."""
    over = event_of(cast.op, cast.orchard, "inc2", over=True, resolved=NOON)
    return event_of(cast.op, cast.orchard, "inc1"), over


def listed(client, **query):
    page = client.get(reverse("service"), query).content.decode()
    return [number for number in ("inc1", "inc2") if f"Service event {number}" in page], page


def test_what_is_open_stands_first_and_filters_stand_in_the_address(as_, cast, events):
    client = as_(cast.ana)
    found, page = listed(client)
    assert found == ["inc1", "inc2"] and page.index("inc1") < page.index("inc2")
    assert listed(client, state="open")[0] == ["inc1"] and listed(client, state="over")[0] == ["inc2"]
    assert listed(client, kind="ticket")[0] == [] and listed(client, text="inc2")[0] == ["inc2"]
    assert listed(client, account=cast.orchard.pk)[0] == ["inc1", "inc2"]
    assert "None fits that." in listed(client, text="nowhere")[1]
    assert listed(as_(cast.olaf))[0] == []


def test_whom_it_affects_is_said_and_taken_back(as_, cast, events):
    client, (event, _) = as_(cast.ana), events
    birch = account("Birch", owner=cast.ana)
    page = reverse("service_event", args=[event.pk])
    send = reverse("service_event_accounts", args=[event.pk])
    assert "Ana said on" in client.get(page).content.decode()
    said = client.post(send, {"account": "birch"}, follow=True).content.decode()
    assert "Birch is affected by service event inc1: you said so." in said
    assert "No account you may see is called" in client.post(send, {"account": "?"}, follow=True).content.decode()
    client.post(send, {"account": birch.pk, "affected": "no"})
    assert "Said not to be affected" in client.get(page).content.decode()
    assert AffectedSaid.objects.filter(organisation=birch.organisation).count() == 2, "a record of who and when"
    standing = AffectedSaid.objects.standing().get(organisation=birch.organisation)
    client.post(reverse("undo_affected", args=[standing.pk]))
    assert "Birch" not in client.get(page).content.decode().partition('id="affects"')[2].partition("<form")[0]
    acts = list(AuditLine.objects.order_by("pk").values_list("act", flat=True))
    assert acts[-3:] == ["say affected", "say not affected", "take back who is affected"]


def test_the_account_says_what_it_is_affected_by(as_, cast, events):
    page = as_(cast.ana).get(reverse("account", args=[cast.orchard.pk])).content.decode()
    assert "service event inc1" in page and "a colleague says so" in page and "service event inc2" not in page


def test_the_course_as_a_picture():
    marks = [(NOON, "investigating", False), (NOON + timedelta(hours=2), "<resolved>", True)]
    drawn = course_line(marks, NOON, NOON + timedelta(hours=2), True, label="Its course")
    assert drawn.count('class="point over"') == 1 and drawn.count("<circle") == 1
    assert 'class="point began" x="3.5" y="28" width="5" height="24"' in drawn, "it shows beyond what lies on it"
    assert drawn.index("point began") < drawn.index("point said")
    assert "&lt;resolved&gt;" in drawn and "<title>Its course</title>" in drawn and "still open" not in drawn
    again = [*marks, (NOON + timedelta(hours=3), "monitoring", False)]
    drawn = course_line(again, NOON, NOON + timedelta(hours=9), False)
    assert drawn.count('class="open"') == 2 and drawn.count('class="closed"') == 1 and "still open" in drawn
    assert course_line([], NOON, NOON, True), "an event of a moment"


def test_who_is_on_duty_is_said_and_taken_back(as_, cast):
    page = as_(cast.ana)
    cast.ana.zone = "Europe/Berlin"
    cast.ana.save()
    given = {"since": "2026-06-16T18:00", "until": "2026-06-17T06:00"}
    said = page.post(reverse("duties"), given, follow=True).content.decode()
    assert "Ana is on duty then." in said and "<td>16 Jun 18:00</td>" in said
    duty = Duty.objects.get()
    assert duty.since == datetime(2026, 6, 16, 16, tzinfo=UTC)
    never = "2027-03-28T02:30"  # clocks are put forward
    spans = [("2026-06-17T18:00", "2026-06-17T06:00"), ("soon", ""), (given["since"], "2026-06-17T05:00")]
    for since, until in [*spans, (never, "2027-03-28T06:00")]:
        assert page.post(reverse("duties"), {"since": since, "until": until}).status_code == 422
    assert Duty.objects.get() == duty
    page.post(reverse("end_duty", args=[duty.pk]))
    assert not Duty.objects.in_force().exists()


def test_hours_of_an_account_are_said_and_taken_back(as_, cast):
    page = as_(cast.ana)
    address = reverse("days_off", args=[cast.orchard.pk])
    assert "nobody said, so any hour counts" in page.get(address).content.decode()
    hours = reverse("contact_hours", args=[cast.orchard.pk])
    wrong = page.post(hours, {"zone": "Europe/Atlantis", "opens": "08:00", "closes": "16:00"})
    assert wrong.status_code == 422 and "There is no time zone" in wrong.content.decode()
    said = page.post(hours, {"zone": "Europe/Lisbon", "opens": "08:00", "closes": "16:00"}, follow=True)
    assert "Their hours are 8:00 to 16:00 in Lisbon (said by Ana)" in said.content.decode()
    back = page.post(reverse("end_contact_hours", args=[ContactHours.objects.get().pk]), follow=True)
    assert "nobody said, so any hour counts" in back.content.decode()
