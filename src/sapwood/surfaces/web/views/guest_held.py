"""For a guest who is in: what is held about their firm, correcting it, taking it along, leaving."""

from datetime import time

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST, require_safe

from sapwood.planning.zones import zone_of
from sapwood.records.guests.models import Correction
from sapwood.surfaces.web.guest_frame import client_of, closed, cookie_of, for_guests, home_name, inside, take_cookie
from sapwood.workflows import clock
from sapwood.workflows.guests import wishes
from sapwood.workflows.guests.corrections import mine, propose, row_named
from sapwood.workflows.guests.door import leave, seen, visit_for
from sapwood.workflows.guests.held import sections
from sapwood.workflows.guests.invite import HELD
from sapwood.workflows.guests.take_along import take_along
from sapwood.workflows.guests.tokens import reference


@require_safe
@inside(HELD)
def held(request, visit):
    seen(visit, "what is held", client_of(request))
    return _page(request, visit)


@require_POST
@inside(HELD)
def correct(request, visit):
    given, kind = request.POST.get("about", ""), request.POST.get("kind", "")
    row = row_named(visit, given, clock.today()) if given else None
    if given and row is None:
        return _page(request, visit, "What you corrected has changed meanwhile. Look at it again.", status=422)
    try:
        propose(visit, row, kind, _said(request, kind), client_of(request), timezone.now())
    except ValueError as error:
        return _page(request, visit, str(error), status=422)
    return redirect("/g/held/?passed-on=1#corrections")


@require_POST
@inside(HELD)
def wish(request, visit):
    """How to be reached: said, or taken back."""
    kind, now = request.POST.get("kind", ""), timezone.now()
    try:
        if request.POST.get("back"):
            wishes.take_back(visit, kind, client_of(request), now)
        else:
            opens, closes = (_time(request.POST.get(name, "")) for name in ("opens", "closes"))
            wishes.say(visit, kind, client_of(request), now, opens, closes, request.POST.get("zone", ""))
    except ValueError as error:
        return _page(request, visit, str(error), status=422)
    return redirect("/g/held/#reach")


@require_GET
@inside(HELD)
def take(request, visit):
    today = clock.today()
    packed = take_along(visit, home_name(), today, client_of(request), timezone.now())
    name = f"{slugify(str(visit.link.relationship)) or 'firm'}-held-{today}.zip"
    answer = HttpResponse(packed, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@for_guests
def leave_now(request):
    visit = visit_for(cookie_of(request), HELD, timezone.now())
    if visit is None:
        return take_cookie(closed(request))
    leave(visit, client_of(request), timezone.now())
    return take_cookie(render(request, "guest/left.html", {"home": home_name()}))


def _time(said: str) -> time | None:
    try:
        return time.fromisoformat(said).replace(tzinfo=None)
    except ValueError:
        return None


def _said(request, kind: str) -> str:
    """Of whether something has come true: the answer, and what they say to it."""
    said = request.POST.get("should", "")
    if kind != Correction.Kind.COME_TRUE:
        return said
    words = request.POST.get("words", "").strip()
    return f"{said}: {words}" if words else said


def _page(request, visit, error: str = "", status: int = 200):
    today = clock.today()
    found = [
        (section, [(row, reference(visit.digest, row.item) if row.may else "") for row in section.rows])
        for section in sections(visit.link, today)
    ]
    context = {
        "link": visit.link,
        "home": home_name(),
        "as_of": today,
        "sections": found,
        "corrections": mine(visit),
        "wishes": {one.kind.replace(" ", "_"): one for one in wishes.own(visit)},
        "set_aside": wishes.answered(visit),
        "zone": zone_of(visit.link.relationship.organisation.country),
        "passed_on": request.GET.get("passed-on") == "1",
        "error": error,
    }
    return render(request, "guest/held.html", context, status=status)
