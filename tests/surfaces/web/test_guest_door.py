"""The guests' door: a link alone opens nothing, a code opens it in one browser, and whoever guesses is stopped."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from guest_cast import only_link, text

from sapwood.records.access.models import AuditLine
from sapwood.records.guests.models import GuestLink, Visit
from sapwood.workflows.guests import door as doors
from sapwood.workflows.guests import limits
from sapwood.workflows.guests.invite import revoke
from sapwood.workflows.guests.tokens import digest

WAYS = [("get", ""), ("post", "codes/"), ("post", "visits/")]


def acts():
    return list(AuditLine.objects.filter(door="guest page").order_by("pk").values_list("act", flat=True))


def test_from_the_link_through_the_code_to_the_page(client, invited, post):
    shown = text(client.get(invited.path))
    assert "Ana of Home invites you" in shown and "j…@orchard.example" in shown
    assert "jane@orchard.example" not in shown and "Orchard" not in shown
    assert client.post(f"{invited.path}codes/")["Location"] == invited.path
    assert post.mails[-1].sent_to == ["jane@orchard.example"]
    assert post.code().replace(" ", "") not in post.mails[-1]["Subject"]
    assert "The six digits" in text(client.get(invited.path))
    assert client.post(f"{invited.path}visits/", {"code": post.code()})["Location"] == "/g/held/"
    assert "What Home holds about Orchard" in text(client.get("/g/held/"))
    assert client.get(invited.path)["Location"] == "/g/held/", "who is in need not knock"
    assert acts() == ["open link", "ask for a code", "open link", "come in", "see page"]


def test_a_link_that_was_passed_on_opens_nothing(client, invited, post):
    client.post(f"{invited.path}codes/")
    stranger = Client()
    assert stranger.get("/g/held/").status_code == 404
    assert stranger.post(f"{invited.path}visits/", {"code": "000 000"}).status_code == 422
    assert stranger.get("/g/held/").status_code == 404
    sent = post.code()
    assert stranger.post(f"{invited.path}visits/", {"code": sent}).status_code == 422, "the code is Jane's browser's"
    assert client.post(f"{invited.path}visits/", {"code": sent}).status_code == 302
    assert client.post(f"{invited.path}visits/", {"code": sent}).status_code == 422, "and works once"


def test_a_cookie_from_before_the_code_opens_nothing(client, invited, post, guest):
    client.post(f"{invited.path}codes/")
    before = client.cookies["sapwood_guest"].value
    client.post(f"{invited.path}visits/", {"code": post.code()})
    other = Client()
    other.cookies["sapwood_guest"] = before
    assert other.get("/g/held/").status_code == 404
    other.cookies["sapwood_guest"] = client.cookies["sapwood_guest"].value
    assert other.get("/g/held/").status_code == 200
    other.cookies["sapwood_guest"] = client.cookies["sapwood_guest"].value[:-1] + "_"
    assert other.get("/g/held/").status_code == 404, "it is signed"


def test_five_tries_then_another_code(client, invited, post):
    client.post(f"{invited.path}codes/")
    right = post.code()
    wrong = "111111" if right != "111 111" else "222222"
    for _ in range(5):
        assert client.post(f"{invited.path}visits/", {"code": wrong}).status_code == 422
    assert client.post(f"{invited.path}visits/", {"code": right}).status_code == 422
    assert "Send me the code" in text(client.get(invited.path))
    client.post(f"{invited.path}codes/")
    assert client.post(f"{invited.path}visits/", {"code": post.code()}).status_code == 302


def test_a_code_is_over_after_ten_minutes(client, invited, post):
    client.post(f"{invited.path}codes/")
    Visit.objects.update(code_expires=timezone.now())
    assert client.post(f"{invited.path}visits/", {"code": post.code()}).status_code == 422


def test_too_many_wrong_codes_close_the_link(invited, post, settings):
    settings.SAPWOOD_PROXIES = 1  # the stranger comes from a new address each time, and waits between the hours
    now = timezone.now()
    for number in range(6):
        moment = now + timedelta(hours=number)
        cookie = doors.ask_code(only_link(), f"192.0.{number}.7", moment)
        wrong = "111111" if post.code() != "111 111" else "222222"
        for _ in range(5):
            assert doors.enter_code(only_link(), cookie, wrong, f"192.0.{number}.7", moment) is None
    link = only_link()
    assert (link.revoked is None, link.wrong_codes) == (False, 30)
    assert link.revoked_why == "closed by itself after 30 wrong codes"
    assert Client().get(invited.path).status_code == 404


def test_no_more_than_five_codes_an_hour_for_a_link(client, invited, post):
    before = len(post.mails)
    answers = [Client(REMOTE_ADDR=f"192.0.{n}.7").post(f"{invited.path}codes/").status_code for n in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(post.mails) - before == 5


def test_one_client_knocks_so_often_and_no_oftener(invited, settings):
    answers = [
        Client(REMOTE_ADDR="192.0.2.7").get("/g/no-such-token/").status_code for _ in range(limits.KNOCKS.most)
    ]
    assert set(answers) == {404}
    stranger = Client(REMOTE_ADDR="192.0.2.7")
    assert stranger.get("/g/no-such-token/").status_code == stranger.get(invited.path).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.8").get(invited.path).status_code == 200


def spoil(link, way):
    now = timezone.now()
    if way == "expired":
        GuestLink.objects.update(expires=now)
    elif way == "revoked":
        revoke(link.by, link, now)
    elif way == "unknown":
        GuestLink.objects.filter(pk=link.pk).update(digest=digest("another"))


@pytest.mark.parametrize(("method", "where"), WAYS)
def test_unknown_expired_and_revoked_look_alike(invited, method, where):
    pages = {}
    for way in ("unknown", "expired", "revoked"):
        state = list(GuestLink.objects.values("pk", "digest", "expires", "revoked"))
        spoil(only_link(), way)
        with CaptureQueriesContext(connection) as asked:
            answer = getattr(Client(), method)(f"{invited.path}{where}", {"code": "123456"})
        queries = [query["sql"].split("WHERE")[0] for query in asked]
        pages[way] = (answer.status_code, answer.content, sorted(answer.headers.items()), queries)
        for row in state:
            GuestLink.objects.filter(pk=row.pop("pk")).update(**row)
    assert pages["unknown"] == pages["expired"] == pages["revoked"]
    assert pages["unknown"][0] == 404
    assert "Nothing opens here" in pages["unknown"][1].decode()


@pytest.mark.parametrize("way", ["expired", "revoked", "unknown scope", "idle", "long", "ended"])
def test_a_visit_ends_with_its_link_and_by_itself(guest, invited, way):
    browser = guest()
    assert browser.get("/g/held/").status_code == 200
    if way in ("expired", "revoked"):
        spoil(only_link(), way)
    elif way == "unknown scope":
        GuestLink.objects.update(scope=[])
    elif way == "idle":
        Visit.objects.update(seen=timezone.now() - doors.IDLE)
    elif way == "long":
        Visit.objects.update(proved=timezone.now() - doors.LONGEST)
    else:
        assert "You have left" in text(browser.post("/g/leave/"))
    for method, where in [("get", ""), ("post", "corrections/"), ("get", "take-along.zip")]:
        assert getattr(browser, method)(f"/g/held/{where}").status_code == 404


def test_the_mail_server_refuses(client, invited, post):
    post.refuses = True
    answer = client.post(f"{invited.path}codes/")
    assert answer.status_code == 503
    assert "The mail server did not take the mail." in text(answer)
    assert Visit.objects.get().ended, "and the code that nobody got is over"
    assert acts()[-1] == "code not sent"


def test_only_digests_are_stored(client, invited, post):
    client.post(f"{invited.path}codes/")
    token, code = invited.path.split("/")[2], post.code().replace(" ", "")
    rows = str([list(model.objects.values()) for model in (GuestLink, Visit, AuditLine)])
    assert token not in rows and code not in rows
    assert len(token) == 43


def test_the_log_keeps_the_network_and_not_the_machine(invited):
    Client(REMOTE_ADDR="192.0.2.77").get(invited.path)
    line = AuditLine.objects.get(act="open link")
    assert line.detail == {"guest": "somebody with the link of jane@orchard.example", "network": "192.0.2.0"}


def test_behind_a_proxy_the_client_is_whom_the_proxy_saw(invited, settings):
    settings.SAPWOOD_PROXIES = 1
    Client(REMOTE_ADDR="127.0.0.1").get(invited.path, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert AuditLine.objects.get(act="open link").detail["network"] == "203.0.113.0"


def test_what_every_page_for_guests_carries(guest, invited, settings):
    browser = guest()
    settings.SAPWOOD_URL = "https://sapwood.home.example"
    pages = [browser.get(where) for where in ("/g/held/", "/g/nothing/here/", "/g/held/1/", "/g/held/take-along.zip")]
    pages += [Client().get(invited.path), Client().post(f"{invited.path}codes/")]
    for answer in pages:
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "script-src" not in answer["Content-Security-Policy"]
        assert "<script" not in answer.content.decode(errors="replace")
    cookie = pages[-1].cookies["sapwood_guest"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("/g/", "Strict", True, True)


def test_no_token_reaches_the_servers_log(invited, post):
    import logging

    from sapwood.surfaces.web.quiet_log import NoTokens

    record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Not Found", invited.path), None)
    assert NoTokens().filter(record)
    assert record.getMessage() == "Not Found: /g/…/"


def test_a_form_from_elsewhere_is_refused(invited):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(f"{invited.path}codes/").status_code == 403
