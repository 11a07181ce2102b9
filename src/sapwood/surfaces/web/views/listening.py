"""Touches to listen: how often with one account, which touches were one; and how often by policy."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.planning.listening import USUAL_DAYS
from sapwood.records.relationships.models import Listened, Relationship, Tag, Tier
from sapwood.workflows import clock
from sapwood.workflows.listening.ask import STOP, ask_many_to_listen, ask_to_listen
from sapwood.workflows.listening.mark import mark, unmark
from sapwood.workflows.listening.preview import preview_listening
from sapwood.workflows.listening.shown import listening_of
from sapwood.workflows.permission import may

from .policies import policy_page

KINDS = {"tier": Tier, "tag": Tag}


@require_http_methods(["GET", "HEAD", "POST"])
def account_listening(request, pk):
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "owner", "standing", "tier")
    relationship = get_object_or_404(seen, pk=pk)
    as_of = clock.today()
    if request.method == "POST":
        try:
            ask_to_listen(request.user, relationship, _asked(request.POST.get("how", "")), as_of)
        except ValueError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{relationship}: that is how often you mean to listen.")
        return redirect("account_listening", pk)
    heard = listening_of(request.user, relationship, as_of)
    context = {
        "relationship": relationship,
        "heard": heard,
        "events": [(event, heard.marks.get(event.id)) for event in heard.events],
        "usual": USUAL_DAYS,
        "may_change": may(request.user, "change", relationship),
        "as_of": as_of,
    }
    return render(request, "listening/account.html", context)


@require_POST
def listened(request, pk):
    seen = Relationship.objects.visible_to(request.user).select_related("organisation")
    relationship = get_object_or_404(seen, pk=pk)
    try:
        mark(request.user, relationship, _number(request.POST.get("interaction", "")))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Marked: that touch had no agenda but to listen.")
    return redirect("account_listening", pk)


@require_POST
def end_of_mark(request, pk):
    found = get_object_or_404(
        Listened.objects.visible_to(request.user).select_related("relationship__organisation"), pk=pk
    )
    unmark(request.user, found)
    messages.success(request, "Taken back: it is a touch like any other.")
    return redirect("account_listening", found.relationship_id)


@require_POST
def policy_listening(request, kind, pk):
    """Asked what it would change, shows that on the policy's page; with `go`, says it."""
    if kind not in KINDS:
        raise Http404("Policies are of a tier or a tag.")
    about = get_object_or_404(KINDS[kind], pk=pk)
    said = request.POST.get("every", "").strip()
    every = _asked(said)
    days = every if isinstance(every, int) else None
    try:
        if request.POST.get("go") != said:
            shown = preview_listening(request.user, about, days, clock.today())
            return policy_page(request, kind, about, would_listen=shown, every=said)
        ask_many_to_listen(request.user, about, days, clock.today())
    except ValueError as error:
        messages.error(request, str(error))
    else:
        often = "no more" if days is None else f"every {days} days"
        messages.success(request, f"Listen to each of {kind} {about}: {often}.")
    return redirect("policy", kind, pk)


def _asked(said: str) -> int | str | None:
    """A number of days; "" is STOP, "none" None. What is no number cannot be every so many days."""
    said = said.strip()
    if said in ("", STOP):
        return STOP
    return None if said == "none" else _number(said)


def _number(said: str) -> int:
    whole = said.removeprefix("-")
    return int(said) if whole.isdecimal() and whole.isascii() and len(said) <= 20 else 0
