"""From the page Reminders to the mail, its buttons on a small telephone, and the calendar, as a person would."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from test_every_page import complaints, is_too_wide

from sapwood.records.reminders.models import DigestChoice
from sapwood.workflows.reminders.send import send_due


@pytest.fixture
def small(page):
    """A telephone's page, and what is wrong with it as it stands."""
    page.set_viewport_size({"width": 360, "height": 740})

    def wrong():
        return complaints(page), is_too_wide(page)

    return page, wrong


def test_the_day_reaches_ana_outside_of_the_pages(small, enter, live_server, post):
    page, wrong = small
    enter("/reminders/")
    page.get_by_role("button", name="Make a calendar address").click()
    address = page.get_by_label("shown this once").input_value()
    assert wrong() == ([], False)
    page.get_by_label("Where you are").fill("Europe/Berlin")
    page.get_by_label("At", exact=True).select_option("00:00")
    page.get_by_role("button", name="Send me the mail").click()
    page.get_by_text("every day at 00:00").first.wait_for()
    assert wrong() == ([], False)

    path = "/" + address.partition("//")[2].partition("/")[2]
    calendar = Calendar.from_ical(page.request.get(live_server.url + path).text())
    titles = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert "Jane Doyle, Orchard" in titles[0] and len(titles) <= 6

    DigestChoice.objects.update(made=timezone.now() - timedelta(days=2), on_since=timezone.now())
    assert send_due(timezone.now()) == 1
    html = post.mails[0].get_body(("html",)).get_content()
    page.set_content(html)
    assert wrong() == ([], False), "the mail itself"
    done = re.search(r'href="http://localhost(/digest/[^"]+)" aria-label="Done: Orchard"', html)[1]
    page.context.clear_cookies()
    page.goto(live_server.url + done)
    assert wrong() == ([], False)
    page.get_by_role("button", name="Done").click()
    page.get_by_role("heading", name="Orchard is done").wait_for()
    assert wrong() == ([], False)
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Done with Orchard?").wait_for()
    stop = re.search(r'href="http://localhost(/digest/stop/[^"]+)"', html)[1]
    page.goto(live_server.url + stop)
    assert wrong() == ([], False)
    page.get_by_role("button", name="Stop them").click()
    page.get_by_role("heading", name="The mails are stopped").wait_for()
    page.goto(live_server.url + done)
    page.get_by_role("heading", name="This link does nothing any more").wait_for()
    assert wrong() == ([], False)
