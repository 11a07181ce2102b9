"""The digest as it arrives at a real mail server: what stands in it, when none is sent, and trouble on the way."""

import re
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from typer.testing import CliRunner
from web_cast import account, contact, decision, digest_of, offer

from sapwood.records.access.models import AuditLine
from sapwood.records.reminders.models import DigestChoice, DigestMail
from sapwood.surfaces.cli import app
from sapwood.workflows.reminders.choose import choose
from sapwood.workflows.reminders.send import send_due
from sapwood.workflows.reminders.when import wanted

up = import_module("sapwood.surfaces.cli.up")  # the module: the name is the command's
SEVEN = datetime(2026, 6, 15, 7, tzinfo=UTC)
CHOICE = {"often": "daily", "hour": "7", "weekday": "0", "zone": "Europe/Berlin"}


def parts(mail):
    """What it says as text and as HTML."""
    return [mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html")]


def test_it_says_whom_and_why_in_text_and_html(cast, post):
    offer(cast.orchard, contact=contact(cast.orchard, "Jane <Doyle>", "jane@orchard.example"))
    offer(account("Birch & Sons", owner=cast.ana), rank=1)
    for number in range(6):
        offer(account(f"Firm {number}", owner=cast.ana), rank=2 + number)
    digest_of(cast.ana)
    assert send_due(SEVEN) == 1
    (mail,) = post.mails
    text, html = parts(mail)
    assert mail.sent_to == ["ana@home.example"]
    assert mail["Subject"] == "Monday: six to get in touch with", "no name on a locked telephone"
    assert "1. Orchard: Jane <Doyle>\n   Silent for 41 days. You usually speak every 9 (6 to 14)." in text
    assert "2 accounts after that. 7 of 8 accounts are well." in text
    assert "Jane &lt;Doyle&gt;" in html and "Birch &amp; Sons" in html
    assert len(re.findall(">Snooze a week<", html)) == len(re.findall("Snooze a week", text)) == 6
    assert set(re.findall(r'href="([^"]+)"', html)) == set(re.findall(r"http://\S+", text))
    assert not re.search(r"<img|src=|url\(|<script|<link", html), "nothing that is loaded says it was opened"
    assert re.fullmatch(r"<http://localhost/digest/stop/\S+/>", mail["List-Unsubscribe"].strip())
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    row = DigestMail.objects.get()
    assert (row.user, row.day, row.sent, row.items) == (cast.ana, date(2026, 6, 15), SEVEN, 6)
    assert AuditLine.objects.get(act="send digest").detail["to"] == "ana@home.example"


def test_one_a_day_and_none_when_nothing_is_due(cast, post):
    digest_of(cast.ana)
    assert send_due(SEVEN) == 0 and not post.mails
    offer(cast.orchard)
    assert send_due(SEVEN + timedelta(hours=1)) == 0, "the next is for the next day"
    assert DigestMail.objects.get().sent is None
    for hours in (24, 24.1, 30):
        send_due(SEVEN + timedelta(hours=hours))
    assert len(post.mails) == 1


def test_nobody_gets_one_who_did_not_choose_so_or_whom_nothing_concerns(cast, post):
    offer(cast.orchard)
    send_due(SEVEN)
    for user in (cast.olaf, cast.tom):
        digest_of(user)
    cast.tom.is_active = False
    cast.tom.save()
    assert send_due(SEVEN) == 0, "one sees nothing of it, one has left"


def test_a_decided_item_is_not_in_it(cast, post):
    offer(cast.orchard)
    decision(cast.orchard, cast.tom)
    digest_of(cast.ana)
    assert send_due(SEVEN) == 0


def test_a_mail_server_that_refuses_is_tried_again_the_same_day(cast, post):
    offer(cast.orchard)
    digest_of(cast.ana)
    post.refuses = True
    for minutes in (0, 5, 14):
        send_due(SEVEN + timedelta(minutes=minutes))
    row = DigestMail.objects.get()
    assert (row.tries, row.again, row.sent) == (1, SEVEN + timedelta(minutes=15), None)
    post.refuses = False
    assert send_due(SEVEN + timedelta(minutes=15)) == 1
    assert send_due(SEVEN + timedelta(minutes=16)) == 0 and len(post.mails) == 1
    DigestMail.objects.update(over=None, again=SEVEN)  # and then Sapwood was down until the next day
    assert [day for _, day in wanted(SEVEN + timedelta(hours=23))] == []
    post.refuses = True
    for minutes in range(0, 24 * 60, 15):
        send_due(SEVEN + timedelta(days=1, minutes=minutes))
    given_up = DigestMail.objects.get(day=date(2026, 6, 16))
    assert given_up.tries == 6 and given_up.trouble == "The mail server did not take it, all day."


def test_an_old_plan_is_not_sent(cast, post, settings):
    offer(cast.orchard)
    digest_of(cast.ana)
    settings.SAPWOOD_AS_OF = date(2026, 6, 16)
    assert send_due(SEVEN + timedelta(days=1)) == 0 and not DigestMail.objects.exists(), "it waits for the day's plan"


def test_the_worker_is_asked_once_in_a_while_as_long_as_one_is_due(cast, post):
    asked = up._send_digests(-up.ASK_AGAIN_S)
    assert asked == -up.ASK_AGAIN_S, "nobody has one"
    digest_of(cast.ana, hour=0)
    for _ in range(3):
        asked = up._send_digests(asked)
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["sapwood.workflows.tasks.send_digests"]


def test_choosing_it_on_the_page(cast, post, as_):
    browser = as_(cast.ana)
    assert "Send me the mail" in browser.get(reverse("reminders")).content.decode(), "off at first"
    assert browser.post(reverse("digest"), CHOICE).status_code == 302
    choice = DigestChoice.objects.get()
    assert (choice.hour, choice.user.zone) == (7, "Europe/Berlin")
    page = browser.get(reverse("reminders")).content.decode()
    assert "every day at 07:00" in page and "Europe/Berlin time" in page
    browser.post(reverse("digest"), CHOICE | {"often": "weekly", "weekday": "2"})
    assert "every Wednesday at 07:00" in browser.get(reverse("reminders")).content.decode()
    assert DigestChoice.objects.filter(ended=None).get().on_since == choice.on_since
    assert "every Wednesday at 07:00" in as_(cast.op).get(reverse("reminders")).content.decode()
    assert as_(cast.op).post(reverse("stop_digest", args=[choice.pk + 1])).status_code == 302
    assert not DigestChoice.objects.filter(ended=None).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"zone": "Mars/Olympus"}, "is not a time zone"),
        ({"hour": "25"}, "Select a valid choice"),
        ({"often": "hourly"}, "Select a valid choice"),
        ({"weekday": "8"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_chosen_is_said(cast, post, as_, wrong, said):
    answer = as_(cast.ana).post(reverse("digest"), CHOICE | wrong)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not DigestChoice.objects.exists()


def test_where_no_mail_leaves_the_page_says_so(cast, as_):
    digest_of(cast.ana)
    offer(cast.orchard)
    assert "No mail leaves this installation" in as_(cast.ana).get(reverse("reminders")).content.decode()
    assert send_due(SEVEN) == 0 and not DigestMail.objects.exists()
    with pytest.raises(ValueError, match="No mail leaves"):
        choose(cast.tom, "daily", 7, SEVEN)


def test_who_has_no_mail_address_yet_is_told(cast, post):
    cast.op.email = "operator@localhost"
    with pytest.raises(ValueError, match="nowhere to send it"):
        choose(cast.op, "daily", 7, SEVEN)


def test_the_command_shows_it_and_sends_nothing(cast, post):
    offer(cast.orchard)
    done = CliRunner().invoke(app, ["digest", "--colleague", "ana@home.example"])
    assert done.exit_code == 0 and "Monday: one to get in touch with" in done.output
    assert "Done:          …" in done.output and "/digest/" not in done.output
    assert not post.mails and not DigestMail.objects.exists()
    assert (
        "so nothing would be sent" in CliRunner().invoke(app, ["digest", "--colleague", "olaf@home.example"]).output
    )
    assert CliRunner().invoke(app, ["digest", "--colleague", "who@home.example"]).exit_code == 1
