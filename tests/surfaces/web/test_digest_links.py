"""Buttons of a digest, pressed without signing in: once, twice, too late, by who may no longer, by nobody."""

import logging
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from web_cast import account, digest_of, offer

from sapwood.records.access.models import AuditLine
from sapwood.records.guests.models import Tally
from sapwood.records.relationships.models import DayItem, Decision, Standing
from sapwood.records.reminders.models import DigestChoice
from sapwood.surfaces.web.quiet_log import NoTokens
from sapwood.workflows.decide import decide
from sapwood.workflows.reminders import tokens, use
from sapwood.workflows.reminders.choose import choice_of, choose, stop
from sapwood.workflows.reminders.feed import make_feed
from sapwood.workflows.reminders.send import send_due

DAY = date(2026, 6, 15)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace(" .", ".")


def link(cast, act="done", user=None, relationship=None, made=None):
    choice = choice_of(user or cast.ana)
    made = made or timezone.now()
    token = tokens.item_token(act, (relationship or cast.orchard).pk, "silent", DAY, choice, made)
    return reverse("digest_item", args=[token])


@pytest.fixture
def chosen(cast):
    offer(cast.orchard)
    digest_of(cast.ana)
    digest_of(cast.tom)
    return cast


def acts():
    return list(AuditLine.objects.order_by("pk").values_list("door", "act", "actor__name"))


def test_from_the_mail_to_done_and_back(chosen, post):
    DigestChoice.objects.update(hour=0)
    send_due(timezone.now())
    mail = next(mail for mail in post.mails if mail.sent_to == ["tom@home.example"])
    done = re.search(r"Done:\s+http://localhost(\S+)", mail.get_body(("plain",)).get_content())[1]
    assert "Orchard is done" in text(Client().post(done, follow=True))
    assert Decision.objects.get().by == chosen.tom
    assert "Done with Orchard?" in text(Client().post(done, {"undo": "1"}, follow=True))
    stops = mail["List-Unsubscribe"].strip().removeprefix("<http://localhost").removesuffix(">")
    assert Client().post(stops, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Client().post(done).status_code == 410


def test_a_look_changes_nothing_and_the_button_does_it(chosen):
    browser, where = Client(enforce_csrf_checks=True), link(chosen)
    for _ in range(3):  # as scanners of mail do
        page = browser.get(where)
    assert "Done with Orchard?" in text(page) and not Decision.objects.exists() and acts() == []
    assert page["Cache-Control"] == "no-store, private" and page["X-Robots-Tag"].startswith("noindex")
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    page = browser.post(where, {"csrfmiddlewaretoken": token}, follow=True)
    assert "Orchard is done You said so on" in text(page) and "Undo" in text(page)
    made = Decision.objects.get()
    assert (made.kind, made.by, made.day, made.item_kind) == ("done", chosen.ana, DAY, "silent")
    assert "Nothing was changed now." in text(Client().post(where)), "pressed twice"
    page = browser.post(where, {"csrfmiddlewaretoken": token, "undo": "1"}, follow=True)
    assert "Done with Orchard?" in text(page)
    made.refresh_from_db()
    assert made.undone_by == chosen.ana
    assert acts() == [
        ("digest mail", "done", "Ana"),
        ("digest mail", "link that did nothing", "Ana"),
        ("digest mail", "undo done", "Ana"),
    ]


def test_a_snooze_of_a_week(chosen):
    where = link(chosen, "snooze")
    assert "Snooze Orchard for a week?" in text(Client().get(where))
    assert "Orchard is snoozed until 22 June" in text(Client().post(where, follow=True))
    assert Decision.objects.get().until == date(2026, 6, 22)


def test_a_colleague_was_first(chosen):
    decide(chosen.tom, chosen.orchard, "done", DAY, item_kind="silent")
    for answer in (Client().get(link(chosen)), Client().post(link(chosen, "snooze"))):
        assert "Orchard is done Tom said so on" in text(answer) and "Undo" not in text(answer)
    Client().post(link(chosen), {"undo": "1"})
    assert Decision.objects.get().undone is None, "not hers to take back"


def test_after_seven_days_it_does_nothing(chosen):
    now = timezone.now()
    assert "Done with" in text(Client().get(link(chosen, made=now - timedelta(days=6, hours=23))))
    late = link(chosen, made=now - timedelta(days=7, minutes=1))
    for answer in (Client().get(late), Client().post(late)):
        assert answer.status_code == 410
        assert "has expired" in text(answer) and "Sign in" in text(answer) and "Orchard" not in text(answer)
    assert not Decision.objects.exists()
    assert AuditLine.objects.get().detail == {"why": "expired", "wanted": "done"}


def test_who_left_or_stopped_it_has_links_that_do_nothing(chosen, post):
    where = link(chosen)
    stop(chosen.ana, choice_of(chosen.ana), timezone.now())
    assert Client().post(where).status_code == 410
    choose(chosen.ana, "daily", 7, timezone.now() + timedelta(seconds=2))
    assert Client().post(where).status_code == 410, "also once they chose it anew"
    toms = link(chosen, user=chosen.tom)
    chosen.tom.is_active = False
    chosen.tom.save()
    assert Client().post(toms).status_code == 410 and not Decision.objects.exists()


def test_a_changed_hour_leaves_the_links_alone(chosen, post):
    where = link(chosen)
    choose(chosen.ana, "weekly", 9, timezone.now())
    assert Client().post(where).status_code == 302 and Decision.objects.exists()


def test_who_may_no_longer_see_the_account_does_nothing_and_is_not_told_its_name(chosen):
    where = link(chosen, user=chosen.tom)
    chosen.orchard.participations.all().delete()
    for answer in (Client().get(where), Client().post(where)):
        assert answer.status_code == 404 and "Orchard" not in text(answer)
    assert not Decision.objects.exists()
    chosen.orchard.organisation.delete()
    assert Client().post(where).status_code == 404


def test_what_today_offers_no_longer_is_left_alone(chosen):
    where = link(chosen)
    Standing.objects.update(last_touch=datetime(2026, 6, 16, 9, tzinfo=UTC))
    assert "not on Today any more" in text(Client().post(where)), "they are in touch: another item is offered now"
    Standing.objects.update(last_touch=datetime(2026, 6, 1, 9, tzinfo=UTC))
    DayItem.objects.update(kind="beyond the ceiling")  # the same silence, grown
    assert "Done with" in text(Client().get(where))
    DayItem.objects.all().delete()
    assert "not on Today any more" in text(Client().post(where)) and not Decision.objects.exists()


def test_a_link_is_for_one_thing_only(chosen, settings):
    whole = link(chosen)
    birch = account("Birch", owner=chosen.ana)
    other = link(chosen, relationship=birch).split("/")[2].split(":")
    mixed = ":".join([other[0], *whole.split("/")[2].split(":")[1:]])
    stops = tokens.stop_token(choice_of(chosen.ana))
    for wrong in (mixed, whole.split("/")[2][:-3], stops, "x", "é" * 40, ":" * 9):
        assert Client().post(reverse("digest_item", args=[wrong])).status_code == 404
    assert Client().post(reverse("digest_stop", args=[whole.split("/")[2]])).status_code == 404
    settings.SECRET_KEY = "another installation's secret, just as long"
    assert Client().post(whole).status_code == 404
    assert not Decision.objects.exists() and acts() == []


def test_stopping_by_link_and_by_a_mail_programs_own_button(chosen):
    where = reverse("digest_stop", args=[tokens.stop_token(choice_of(chosen.ana))])
    assert "Stop the mails?" in text(Client().get(where)) and choice_of(chosen.ana)
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(where, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "The mails are stopped" in text(answer)
    assert choice_of(chosen.ana) is None and choice_of(chosen.tom)
    assert "The mails are stopped" in text(browser.post(where)) and acts() == [("digest mail", "stop digest", "Ana")]


def test_whoever_knocks_too_often_waits(chosen, monkeypatch):
    monkeypatch.setattr(use, "BY_CLIENT", use.limits.Limit("a test", 2, timedelta(minutes=10)))
    assert [Client().get(link(chosen)).status_code for _ in range(3)] == [200, 200, 429]
    assert Tally.objects.exists()


def test_the_page_tells_the_second_who_was_first(chosen, as_):
    data = {"day": "2026-06-15", "kind": "done", "item_kind": "silent"}
    where = reverse("decisions", args=[chosen.orchard.pk])
    as_(chosen.tom).post(where, data)
    answer = as_(chosen.ana).post(where, data, headers={"HX-Request": "true"})
    assert "Tom was first, at" in text(answer) and "Undo" not in text(answer)
    assert Decision.objects.count() == 1
    assert "Orchard: done, by Tom" in text(as_(chosen.ana).get("/"))


def test_no_secret_reaches_the_servers_log(chosen):
    secrets = {
        link(chosen): "/digest/…/",
        reverse("digest_stop", args=[tokens.stop_token(choice_of(chosen.ana))]): "/digest/stop/…/",
        make_feed(chosen.ana, timezone.now()): "/feeds/…",
    }
    for where, shown in secrets.items():
        record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Gone", where), None)
        assert NoTokens().filter(record) and record.getMessage() == f"Gone: {shown}"
