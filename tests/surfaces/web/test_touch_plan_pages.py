"""Planned touches on their pages, and for the program that asks by its token."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from web_events import event_of
from web_touch_plans import touch_plan_of

from sapwood.records.directory.models import Domain
from sapwood.records.outreach.models import MailerToken, Recipient, Release, TouchPlan
from sapwood.workflows import clock
from sapwood.workflows.outreach.tokens import make_token, revoke_token

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


def text(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return " ".join(body.decode().split())


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def orchard(cast, now):
    Domain.objects.create(name="orchard.example", organisation=cast.orchard.organisation)
    return cast.orchard


def upload(body):
    return SimpleUploadedFile("june.csv", body, "text/csv")


def test_a_list_is_brought_held_and_released(as_, cast, orchard):
    page = as_(cast.lea)
    given = {"name": "June letter", "purpose": "promotional", "day": "2026-06-17"}
    body = b"mail\njane@orchard.example\n=nobody\n"
    said = page.post(reverse("touch_plans"), given | {"recipients": upload(body)}, follow=True)
    assert "1 recipient added. 1 row stayed out; see which and why." in text(said)
    again = page.post(reverse("touch_plans"), given | {"recipients": upload(body)}, follow=True)
    assert "0 recipients added, 1 known already." in text(again) and TouchPlan.objects.count() == 1
    plan = TouchPlan.objects.get()
    assert "Nothing is." in text(page.get(reverse("touch_plan", args=[plan.pk])))
    event = event_of(cast.op, cast.orchard, changed=NOW)
    held = text(page.get(reverse("touch_plan", args=[plan.pk])))
    assert "1 recipient, 1 of them held." in held and "Out of order: " in held
    assert "jane@orchard.example,hold," in text(page.get(reverse("touch_plan_answers", args=[plan.pk])))
    assert "'=nobody,This is no mail address." in text(page.get(reverse("touch_plan_left", args=[plan.pk])))
    event.over, event.resolved = True, NOW
    event.save()
    restored = text(as_(cast.ana).get(reverse("touch_plan", args=[plan.pk])))
    assert "For one account service is restored." in restored and "answers.csv" not in restored
    chosen = {"account": orchard.pk, "reason": "All is well again"}
    done = as_(cast.ana).post(reverse("touch_plan_releases", args=[plan.pk]), chosen, follow=True)
    assert "Released for 1 account." in text(done) and "Released by Ana, 15 Jun: All is well again" in text(done)
    assert "jane@orchard.example,yes," in text(as_(cast.lea).get(reverse("touch_plan_answers", args=[plan.pk])))
    refused = as_(cast.tom).post(reverse("touch_plan_releases", args=[plan.pk]), chosen)
    assert refused.status_code == 403 and Release.objects.count() == 1
    for wrong in ({"day": "2026-06-01"}, {"name": ""}, {"purpose": "sale"}, {"day": "soon"}):
        answer = as_(cast.lea).post(reverse("touch_plans"), given | wrong | {"recipients": upload(body)})
        assert answer.status_code == 422, wrong


class Program:
    """Asks with a token."""

    def __init__(self, secret):
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def post(self, address, body):
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        answer = Client(enforce_csrf_checks=True).post(
            address, data, content_type="application/json", headers=self.headers
        )
        return answer.status_code, answer.json()


def test_a_mailer_plans_and_asks(cast, orchard, settings):
    mailer = Program(make_token(cast.lea, "Mailer", timezone.now()))
    plans = reverse("api_touch_plans")
    wanted = {"name": "June letter", "purpose": "promotional", "when": "2026-06-17"}
    wanted["recipients"] = ["Jane <jane@orchard.example>", "x@y.example", "nonsense"]
    status, made = mailer.post(plans, wanted)
    assert (status, made["added"], made["known"], made["left_total"]) == (200, 2, 0, 1)
    assert made["left"] == [{"line": 3, "said": "nonsense", "why": "This is no mail address."}]
    assert mailer.post(plans, wanted)[1]["added"] == 0
    ask = reverse("api_touch_plan_ask", args=[made["id"]])
    event_of(cast.op, cast.orchard, changed=NOW)
    status, told = mailer.post(ask, {"recipients": ["jane@orchard.example", "x@y.example", "z@y.example"]})
    assert status == 200 and [one["answer"] for one in told["answers"]] == ["hold", "yes", "no"]
    assert told["answers"][0]["why"] == "They are affected by service event inc1, which is open."
    everybody = mailer.post(ask, {})[1]
    assert [(one["recipient"], one["answer"]) for one in everybody["answers"]] == [
        ("jane@orchard.example", "hold"),
        ("x@y.example", "yes"),
    ]
    assert everybody["next"] is None

    other = Program(make_token(cast.op, "Other", timezone.now()))
    assert other.post(ask, {}) == (404, {"error": "There is no such plan of this token."})
    assert other.post(plans, wanted)[0] == 422 and TouchPlan.objects.count() == 1
    for bad, status in (
        ("no json", 400),
        ("[]", 400),
        ("[" * 100_000, 400),
        ({"recipients": "a@b.example"}, 422),
        ({"when": "soon"}, 422),
        (wanted | {"when": "2026-06-01"}, 422),
        ({"after": "x"}, 422),
    ):
        address = ask if bad == {"after": "x"} else plans
        got, said = mailer.post(address, bad)
        assert got == status and said["error"].endswith((".", ".”", "“next”.")), bad
    assert Recipient.objects.count() == 2


def test_a_token_that_is_wrong_revoked_or_of_somebody_who_may_no_longer(as_, cast, now):
    ask = reverse("api_touch_plan_ask", args=[touch_plan_of(cast.lea).pk])
    shown = as_(cast.lea).post(reverse("mailer_tokens"), {"name": "Mailer"})
    secret = text(shown).partition('readonly value="')[2].partition('"')[0]
    token = MailerToken.objects.latest("pk")
    assert secret.startswith("sapwood-mailer-") and secret not in str(MailerToken.objects.values())
    assert Program(secret).post(reverse("api_touch_plans"), {})[0] == 422, "it opens"
    assert Client().get(ask, headers={"Authorization": f"Bearer {secret}"}).status_code == 405
    for wrong in ("", "wrong", secret[:-1], "x" * 10_000):
        status, said = Program(wrong).post(ask, {})
        assert status == 401 and said["error"].startswith("No token opens this.")
    cast.lea.role = "colleague"
    cast.lea.save()
    assert Program(secret).post(ask, {})[0] == 401
    cast.lea.role = "lead"
    cast.lea.save()
    revoke_token(cast.op, token, timezone.now())
    assert Program(secret).post(reverse("api_touch_plans"), {})[0] == 401
    codes = [Program("guess").post(ask, {})[0] for _ in range(60)]
    assert codes[0] == 401 and codes[-1] == 429
