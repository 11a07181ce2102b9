"""Every address for guests × everybody who may knock with a cookie or a session, with the status each gets; and
every other address × a guest."""

import re
from contextlib import suppress

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from guest_cast import only_link

from sapwood.records.guests.models import GuestLink
from sapwood.surfaces.web.guest_urls import NAMES
from sapwood.workflows.guests.invite import revoke

SENT = 302
WHO = ("guest", "other firm's guest", "revoked", "expired", "link without code", "colleague")
# (name, method, statuses in the order of WHO); the door is that of Orchard's link
TABLE = [
    ("guest_door", "get", (SENT, 200, 404, 404, 200, 200)),
    ("guest_codes", "post", (SENT, SENT, 404, 404, SENT, SENT)),
    ("guest_visits", "post", (422, 422, 404, 404, 422, 422)),
    ("guest_nothing", "get", (404,) * 6),
    ("guest_held", "get", (200, 200, 404, 404, 404, 404)),
    ("guest_correct", "post", (SENT, SENT, 404, 404, 404, 404)),
    ("guest_wish", "post", (422, 422, 404, 404, 404, 404)),
    ("guest_take_along", "get", (200, 200, 404, 404, 404, 404)),
    ("guest_leave", "post", (200, 200, 404, 404, 404, 404)),
]
CASES = [(n, method, who, status) for n, method, row in TABLE for who, status in zip(WHO, row, strict=True)]


def browser_of(who, cast, invited, guest):
    if who == "colleague":
        browser = Client()
        browser.force_login(cast.op)
        return browser
    if who == "link without code":
        browser = Client()
        browser.post(f"{invited.path}codes/")
        return browser
    browser = guest(invited.birch_path if who == "other firm's guest" else None)
    if who == "revoked":
        revoke(cast.ana, only_link(), timezone.now())
    elif who == "expired":
        GuestLink.objects.update(expires=timezone.now())
    return browser


def address(name, invited):
    if name == "guest_nothing":
        return reverse(name, args=["held/1"])
    with suppress(NoReverseMatch):
        return reverse(name)
    return reverse(name, args=[invited.path.split("/")[2]])


@pytest.mark.parametrize(("name", "method", "who", "status"), CASES)
def test_who_may_open_what(cast, invited, guest, name, method, who, status):
    browser = browser_of(who, cast, invited, guest)
    answer = getattr(browser, method)(address(name, invited), {"kind": "other", "should": "It is so.", "code": "1"})
    assert answer.status_code == status
    if status == SENT:
        assert answer["Location"].startswith("/g/")
    if status == 404:
        assert "Nothing opens here" in answer.content.decode()


def test_every_address_for_guests_stands_in_the_table():
    assert {name for name, *_ in TABLE} == NAMES


def test_a_guest_is_nobody_everywhere_else(guest, invited, cast):
    browser = guest()
    tried = 0
    for pattern in get_resolver().url_patterns:
        if pattern.name in NAMES | {"healthz"}:
            continue
        where = None
        for args in ([], [cast.orchard.pk], ["no-such-token"]):
            with suppress(NoReverseMatch):
                where = where or reverse(pattern.name, args=args)
        cookie = browser.cookies["sapwood_guest"].value
        stranger = Client(headers={"Cookie": f"sapwood_guest={cookie}"})  # sent though its path forbids it
        for method in ("get", "post"):
            assert getattr(stranger, method)(where).content == getattr(Client(), method)(where).content or (
                pattern.name == "account_login"  # holds a new token against forged forms each time
            ), pattern.name
            tried += 1
    assert tried > 40


def test_no_address_for_guests_holds_a_number(invited, guest, cast):
    assert not any("int:" in str(p.pattern) for p in get_resolver().url_patterns if p.name in NAMES)
    browser = guest()
    page = browser.get("/g/held/").content.decode()
    for number in (cast.orchard.pk, cast.jane.pk, only_link().pk):
        assert f'value="{number}"' not in page
        for where in (f"/g/{number}/", f"/g/held/{number}/", f"/g/held/corrections/{number}/"):
            assert browser.get(where).status_code == 404


def test_references_of_one_visit_name_nothing_in_another(invited, guest):
    first, second = (
        re.findall(r'name="about" value="(\w+)"', guest().get("/g/held/").content.decode()) for _ in "ab"
    )
    assert len(first) == len(set(first)) == len(second) == 5
    assert not set(first) & set(second)
    browser = guest()
    answer = browser.post("/g/held/corrections/", {"about": first[0], "kind": "firm name", "should": "Orchard Ltd"})
    assert answer.status_code == 422
