"""What holds for every request: signed in or sent to the door, set up first, in the reader's zone, and pages that
load nothing from elsewhere and run nothing written inside them."""

import zoneinfo
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from sapwood.records.access.models import Installation
from sapwood.surfaces.web import guest_frame, guest_urls
from sapwood.workflows.permission import Refused

PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "enter",
    "healthz",
    "feed",
    "digest_item",
    "digest_stop",
    "api_touch_plans",
    "api_touch_plan_ask",
} | guest_urls.NAMES
DURING_SET_UP = PUBLIC | {"set_up"}
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class Safeguards:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with timezone.override(_zone(request.user)):
            response = self.get_response(request)
        if request.path.startswith(guest_frame.UNDER):
            for name, value in guest_frame.HEADERS.items():
                response[name] = value
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.user.is_authenticated and not request.path.startswith(guest_frame.UNDER):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(self, request, view, args, kwargs):
        """A redirect for who may not pass yet; None lets the page answer."""
        name = request.resolver_match.url_name
        if not request.user.is_authenticated:
            return None if name in PUBLIC else _send(request, "account_login", back=True)
        if request.user.role == "operator" and name not in DURING_SET_UP and not _is_set_up():
            return _send(request, "set_up")
        return None

    def process_exception(self, request, error):
        """A refusal by a workflow, said with its reason wherever it was raised."""
        if not isinstance(error, Refused):
            return None
        if request.htmx:
            return HttpResponse(error.why, status=403, content_type="text/plain; charset=utf-8")
        return render(request, "403.html", {"why": error.why}, status=403)


def _zone(user):
    try:
        return zoneinfo.ZoneInfo(user.zone) if user.is_authenticated else zoneinfo.ZoneInfo("UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def _is_set_up() -> bool:
    return Installation.objects.filter(pk=1).exclude(set_up=None).exists()


def _send(request, name: str, back: bool = False):
    """To another page, for htmx too, which would put the page inside the page it has."""
    answer = redirect(name)
    if back and request.method == "GET" and not request.htmx:
        answer["Location"] += "?" + urlencode({"next": request.get_full_path()})
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
    return answer
