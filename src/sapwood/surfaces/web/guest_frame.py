"""What every page for guests shares: the cookie of a visit, the client, the zone, and the page that says nothing."""

import zoneinfo
from functools import wraps

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from sapwood.records.access.models import Installation
from sapwood.records.directory.models import Organisation
from sapwood.workflows.guests.door import LONGEST, visit_for
from sapwood.workflows.guests.limits import TooOften

COOKIE, SALT, UNDER = "sapwood_guest", "sapwood guests", "/g/"
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store, private",
    # not "no-referrer": browsers then send forms with "Origin: null", which the protection against forgery refuses
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def for_guests(view):
    """In the zone of the house, whose dates these are; who comes too often is told to wait."""

    @wraps(view)
    def guarded(request, **named):
        with timezone.override(_zone()):
            try:
                return view(request, **named)
            except TooOften:
                return render(request, "guest/too_often.html", {"home": home_name()}, status=429)

    return guarded


def inside(page):
    """Lets a view answer for a visit that may see `page`; everybody else gets the page that says nothing."""

    def decorate(view):
        @for_guests
        @wraps(view)
        def guarded(request, **named):
            visit = visit_for(cookie_of(request), page, timezone.now())
            return closed(request) if visit is None else view(request, visit, **named)

        return guarded

    return decorate


def closed(request):
    """The one answer to a link or a visit that is wrong, over, taken back or was never there."""
    return render(request, "guest/closed.html", {"home": ""}, status=404)


def cookie_of(request) -> str | None:
    return request.get_signed_cookie(COOKIE, None, salt=SALT)


def give_cookie(response, token: str):
    secure = settings.SAPWOOD_URL.startswith("https:")
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=int(LONGEST.total_seconds()),
        path=UNDER,
        secure=secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def take_cookie(response):
    response.delete_cookie(COOKIE, path=UNDER, samesite="Strict")
    return response


def client_of(request) -> str:
    """The address a request came from: behind n proxies of ours, the n-th from the end of what they wrote down;
    what stands before it, anybody may have made up."""
    proxies = settings.SAPWOOD_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def home_name() -> str:
    return str(Organisation.of_home() or "Sapwood")


def _zone():
    try:
        return zoneinfo.ZoneInfo(Installation.get().zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
