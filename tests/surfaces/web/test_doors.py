"""Coming in: set-up first, one-time links, sign-in, no sign-up; and what every page carries."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from web_cast import PASSWORD, import_of, offer, saved, touch

from sapwood.records.access.models import AuditLine, Installation, SignInLink, User

ANSWERS = {
    "name": "Opal Reyes",
    "email": "opal@home.example",
    "password": PASSWORD,
    "home_name": "Home",
    "home_domains": "home.example",
    "zone": "Europe/Berlin",
}


def test_the_operator_is_led_to_the_first_questions_and_on_to_the_mail(as_, cast):
    Installation.objects.update(set_up=None)
    browser = as_(cast.op)
    assert browser.get("/accounts/")["Location"] == reverse("set_up")
    assert "Where is home?" in browser.get(reverse("set_up")).content.decode()
    answer = browser.post(reverse("set_up"), ANSWERS)
    assert answer["Location"] == reverse("imports")
    assert browser.get("/").status_code == 200, "the new password signs nobody out"
    cast.op.refresh_from_db()
    assert (cast.op.email, cast.op.zone, cast.op.check_password(PASSWORD)) == (
        "opal@home.example",
        "Europe/Berlin",
        True,
    )
    assert browser.get(reverse("set_up"))["Location"] == "/"


def test_a_weak_password_is_refused_in_a_sentence_and_nothing_is_changed(as_, cast):
    Installation.objects.update(set_up=None)
    answer = as_(cast.op).post(reverse("set_up"), ANSWERS | {"password": "short"})
    assert answer.status_code == 422
    assert "at least 10 characters" in answer.content.decode()
    assert Installation.get().set_up is None


def test_colleagues_are_not_led_to_the_operators_questions(as_, cast):
    Installation.objects.update(set_up=None)
    assert as_(cast.ana).get("/").status_code == 200


def test_a_link_lets_in_once(client, cast):
    address = reverse("enter", args=[SignInLink.make(cast.ana, timezone.now())])
    assert client.get(address, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 503
    assert client.get(address)["Location"] == "/"
    assert "Ana" in client.get("/").content.decode()
    second = Client().get(address)
    assert second.status_code == 410
    assert "This link does not open any more" in second.content.decode()


def test_sign_in_by_mail_address_and_password_leads_where_one_wanted(client, cast):
    wanted = client.get("/accounts/?state=red")["Location"]
    assert "next=%2Faccounts%2F%3Fstate%3Dred" in wanted
    answer = client.post(wanted, {"login": "ana@home.example", "password": PASSWORD, "next": "/accounts/?state=red"})
    assert answer["Location"] == "/accounts/?state=red"
    assert "Successfully" not in client.get("/").content.decode(), "to be in says enough"
    gone = client.post(reverse("account_logout"), follow=True)
    assert "You are signed out. What you decided is kept." in gone.content.decode()


def test_the_password_is_changed_with_the_old_one(as_, cast):
    data = {"oldpassword": PASSWORD, "password1": "eight-rings-of-ash", "password2": "eight-rings-of-ash"}
    page = as_(cast.ana).post("/password/", data, follow=True)
    assert AuditLine.objects.filter(actor=cast.ana, act="set password", door="page").count() == 1
    assert "The password is changed." in page.content.decode()
    cast.ana.refresh_from_db()
    assert cast.ana.check_password("eight-rings-of-ash")


def test_a_wrong_password_is_said(client, cast):
    page = client.post(reverse("account_login"), {"login": "ana@home.example", "password": "wrong"}).content.decode()
    assert 'role="alert"' in page


def test_nobody_signs_up(client, cast):
    from django.conf import settings
    from django.utils.module_loading import import_string

    assert not import_string(settings.ACCOUNT_ADAPTER)().is_open_for_signup(None)
    assert User.objects.count() == 5


def test_first_password_for_who_came_by_link(as_, cast):
    cast.ana.set_unusable_password()
    cast.ana.save()
    browser = as_(cast.ana)
    assert browser.get("/password/")["Location"] == reverse("account_set_password")
    assert "Choose a password" in browser.get(reverse("account_set_password")).content.decode()


def test_an_expired_session_leads_htmx_to_the_door(client, cast):
    answer = client.get("/imports/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("account_login"))


@pytest.mark.parametrize("zone, shown", [("UTC", "5 May"), ("Pacific/Auckland", "6 May")])
def test_times_are_in_the_readers_zone(as_, cast, zone, shown):
    User.objects.filter(pk=cast.ana.pk).update(zone=zone)
    page = as_(cast.ana).get(reverse("account", args=[cast.orchard.pk])).content.decode()
    last = re.search(r"<time[^>]*>([^<]+)</time>", page)
    assert last
    cast.orchard.standing.recent = saved(touch(77, datetime(2026, 5, 5, 20, tzinfo=UTC), "in"))
    cast.orchard.standing.save()
    page = as_(cast.ana).get(reverse("account", args=[cast.orchard.pk])).content.decode()
    assert f">{shown}</time>" in page


def test_an_unknown_zone_reads_as_utc(as_, cast):
    User.objects.filter(pk=cast.ana.pk).update(zone="Mars/Olympus")
    assert as_(cast.ana).get("/").status_code == 200


def test_a_form_from_elsewhere_is_refused_in_our_face(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ana)
    answer = browser.post(reverse("decisions", args=[cast.orchard.pk]), {"kind": "done"})
    assert answer.status_code == 403
    assert "The form had gone stale" in answer.content.decode()


def test_pages_load_nothing_from_elsewhere_and_run_nothing_inside_them(as_, cast):
    offer(cast.orchard)
    row = import_of(cast.op)
    browser = as_(cast.op)
    addresses = ["/", "/accounts/", f"/accounts/{cast.orchard.pk}/", "/imports/", f"/imports/{row.pk}/", "/password/"]
    for address in [*addresses, "/accounts/0/"]:
        answer = browser.get(address)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert "no-cache" in answer["Cache-Control"]
        page = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", page), address
        assert not re.search(r'(src|href)="(https?:)?//', page), address


@pytest.mark.parametrize(
    ("template", "said"), [("404", "This page is not here"), ("500", "What you had saved is safe")]
)
def test_errors_in_our_face(as_, cast, settings, template, said):
    settings.DEBUG = False
    from django.template.loader import render_to_string

    assert said in render_to_string(f"{template}.html")


def test_healthz_says_so_and_needs_no_sign_in(client, db):
    assert client.get("/healthz").json() == {"ok": True}
