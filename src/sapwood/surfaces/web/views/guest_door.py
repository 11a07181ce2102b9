"""The guests' door: who invites, a code to the address invited, and in."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from sapwood.surfaces.web.guest_frame import client_of, closed, cookie_of, for_guests, give_cookie, home_name
from sapwood.workflows.guests.door import (
    CODE_MINUTES,
    ask_code,
    asked_visit,
    enter_code,
    link_for,
    masked,
    opened,
    visit_for,
)
from sapwood.workflows.guests.invite import HELD
from sapwood.workflows.mailing import NotSent

WRONG = "That code does not open it. Read it again in the newest mail, or ask for another one."


@require_safe
@sensitive_variables("token")
@for_guests
def door(request, token):
    now, client = timezone.now(), client_of(request)
    link = link_for(token, client, now)
    if link is None:
        return closed(request)
    if _is_in(request, link, now):
        return redirect("guest_held")
    opened(link, client)
    return _door(request, token, link, now)


@require_POST
@sensitive_variables("token")
@for_guests
def codes(request, token):
    """Sends a code. Who is in already goes on in: coming from a mail, the browser had held its cookie back."""
    now, client = timezone.now(), client_of(request)
    link = link_for(token, client, now)
    if link is None:
        return closed(request)
    if _is_in(request, link, now):
        return redirect("guest_held")
    try:
        cookie = ask_code(link, client, now)
    except NotSent as error:
        return _door(request, token, link, now, str(error), status=503)
    return give_cookie(redirect("guest_door", token=token), cookie)


@require_POST
@sensitive_post_parameters("code")
@sensitive_variables("token")
@for_guests
def visits(request, token):
    now, client = timezone.now(), client_of(request)
    link = link_for(token, client, now)
    if link is None:
        return closed(request)
    cookie = enter_code(link, cookie_of(request), request.POST.get("code", "")[:40], client, now)
    if cookie is None:
        return _door(request, token, link, now, WRONG, status=422)
    return give_cookie(redirect("guest_held"), cookie)


@for_guests
def nothing(request, rest):
    return closed(request)


def _is_in(request, link, now) -> bool:
    visit = visit_for(cookie_of(request), HELD, now)
    return visit is not None and visit.link_id == link.pk


def _door(request, token, link, now, error: str = "", status: int = 200):
    context = {
        "token": token,
        "link": link,
        "home": home_name(),
        "masked": masked(link.address),
        "minutes": CODE_MINUTES,
        "waiting": asked_visit(link, cookie_of(request), now),
        "error": error,
    }
    return render(request, "guest/door.html", context, status=status)
