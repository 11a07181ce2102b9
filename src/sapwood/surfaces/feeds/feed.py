"""One colleague's calendar."""

import hashlib

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from sapwood.surfaces.web.guest_frame import client_of
from sapwood.workflows import clock
from sapwood.workflows.guests.limits import TooOften
from sapwood.workflows.reminders.entries import entries_of
from sapwood.workflows.reminders.feed import feed_for

from .calendar import calendar_of

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
@sensitive_variables("secret")
def feed(request, secret):
    """Whoever has the address reads it. Every address that opens nothing gets the same answer."""
    now = timezone.now()
    try:
        found = feed_for(secret, client_of(request), now)
    except TooOften:
        return _with_headers(
            _said("This calendar is fetched too often. Try again in an hour.", 429), {"Retry-After": "3600"}
        )
    if found is None:
        return _with_headers(_said("No calendar opens here. Its address was revoked, or was not copied whole.", 404))
    body = calendar_of(entries_of(found.user, now), clock.today(), settings.SAPWOOD_URL)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="sapwood.ics"'
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:40]}"'
    return _with_headers(get_conditional_response(request, etag=answer["ETag"], response=answer))


def _said(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")


def _with_headers(answer: HttpResponse, more: dict[str, str] | None = None) -> HttpResponse:
    for name, value in (HEADERS | (more or {})).items():
        answer[name] = value
    return answer
