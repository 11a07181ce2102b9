"""Links of a digest. Looking changes nothing, since scanners of mail open each; the button on the page does it."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from sapwood.surfaces.web.guest_frame import HEADERS, client_of, home_name
from sapwood.workflows.clock import zone_of
from sapwood.workflows.guests.limits import TooOften
from sapwood.workflows.permission import Refused
from sapwood.workflows.reminders.tokens import DONE
from sapwood.workflows.reminders.use import Found, State, look, look_to_stop, press, stop_by_link, take_back

STATUS = {State.WRONG: 404, State.HIDDEN: 404, State.EXPIRED: 410, State.STOPPED: 410}


def for_links(view):
    """Nothing of a page that a link opens is kept, sent on or found by anybody; who comes too often waits."""

    @wraps(view)
    def guarded(request, token):
        try:
            answer = view(request, token)
        except TooOften:
            answer = render(request, "guest/too_often.html", {"home": home_name()}, status=429)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
@for_links
def item(request, token):
    now, client = timezone.now(), client_of(request)
    if request.method != "POST":
        return _page(request, look(token, now, client))
    if "undo" in request.POST:
        try:
            take_back(token, now, client)
        except Refused as error:
            return HttpResponse(error.why, status=403, content_type="text/plain; charset=utf-8")
        return redirect("digest_item", token)
    found, did = press(token, now, client)
    return redirect("digest_item", token) if did else _page(request, found, again=True)


@csrf_exempt  # mail programs post here by themselves (RFC 8058): the token is what proves it
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
@for_links
def stop(request, token):
    now, client = timezone.now(), client_of(request)
    if request.method == "POST":
        whole, choice = stop_by_link(token, now, client), None
    else:
        choice, whole = look_to_stop(token, now, client)
    context = {"choice": choice, "whole": whole, "home": home_name()}
    return render(request, "reminders/stop.html", context, status=200 if whole else 404)


def _page(request, found: Found, again: bool = False):
    """In the zone of the colleague the link was sent to. `again`: the button was pressed and did nothing."""
    context = {
        "state": found.state.value,
        "relationship": found.relationship,
        "decision": found.decision,
        "mine": found.decision is not None and found.decision.by == found.user,
        "done": found.named is not None and found.named.act == DONE,
        "again": again,
        "home": home_name() if found.user else "",
    }
    with timezone.override(zone_of(found.user) if found.user else None):
        return render(request, "reminders/link.html", context, status=STATUS.get(found.state, 200))
