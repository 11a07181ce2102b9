"""Account: why it has its colour, its rhythm, its rings, what happened, who knows whom, the balance."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sapwood.records.relationships.models import Relationship
from sapwood.surfaces.web import account_facts, balance_sentences, strip_of
from sapwood.surfaces.web.agreement import Agreement
from sapwood.surfaces.web.guest_part import guest_part
from sapwood.surfaces.web.kept_part import kept_part
from sapwood.surfaces.web.meeting_facts import meeting_facts
from sapwood.surfaces.web.ring_growth import usual_touches
from sapwood.surfaces.web.wish_form import WishForm
from sapwood.workflows import clock
from sapwood.workflows.account import people_of, timeline_and_meetings
from sapwood.workflows.change_relationship import change
from sapwood.workflows.how_often import how_often
from sapwood.workflows.notes.shown import reasons_of, steps_of
from sapwood.workflows.permission import may
from sapwood.workflows.service.account import open_events
from sapwood.workflows.share import shared_with
from sapwood.workflows.tiers import tiers_and_tags
from sapwood.workflows.trade import trade_of
from sapwood.workflows.who_is_who.firms_review import parts_of

TIMELINE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def account(request, pk):
    seen = Relationship.objects.visible_to(request.user).select_related("organisation", "owner", "standing", "tier")
    relationship = get_object_or_404(seen.prefetch_related("organisation__domains", "participations"), pk=pk)
    tiers, tags = tiers_and_tags()
    form = Agreement(relationship, tiers, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change(request.user, relationship, **form.cleaned_data)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            if not may(request.user, "see", changed):  # they gave it away
                messages.success(request, f"{form.cleaned_data['name']} is changed. It is no longer yours to see.")
                return redirect("accounts")
            messages.success(request, f"{form.cleaned_data['name']} is changed.")
            return redirect("account", pk)
    if form.errors:  # the form may have changed its name, the records have not
        relationship.organisation.refresh_from_db(fields=["name"])
    return render(
        request,
        "account/account.html",
        _context(request, relationship, form, tags),
        status=422 if form.errors else 200,
    )


def _context(request, relationship, form, tags) -> dict:
    as_of = clock.today()
    standing = getattr(relationship, "standing", None)
    limit = _limit(request)
    events, meetings = timeline_and_meetings(request.user, relationship, limit + 1)
    shown = {event.id for event in events[:limit]}
    met = meeting_facts(meetings, as_of, shown) if standing else []
    people = people_of(request.user, relationship)
    others = Relationship.objects.visible_to(request.user).filter(organisation=relationship.organisation)
    return {
        "relationship": relationship,
        "standing": standing,
        "as_of": as_of,
        "usual_touches": _usual_touches(standing),
        "facts": [*account_facts.facts(relationship, standing, as_of), *met],
        "strips": strip_of.strips(standing, timezone.get_current_timezone()) if standing else [],
        "balance": balance_sentences.sentences(standing.balance) if standing else [],
        "events": events[:limit],
        "hidden": sum(event.hidden for event in events[:limit]),
        "more": limit * 2 if len(events) > limit else None,
        "sharing": shared_with(request.user, relationship),
        "people": people,
        "trade": trade_of(request.user, relationship, as_of),
        "next_steps": steps_of(request.user, relationship),
        "reasons": reasons_of(relationship),
        "open_events": open_events(request.user, relationship),
        "other_roles": others.exclude(pk=relationship.pk),
        "parts": parts_of(request.user, relationship.organisation),
        "form": form,
        "may_change": may(request.user, "change", relationship),
        "often": how_often(request.user, relationship, as_of),
        "known_tags": tags,
        "wish_form": WishForm(people.contacts, as_of),
    } | (guest_part(request.user, relationship) | kept_part(request.user, relationship, as_of))


def _usual_touches(standing) -> float | None:
    """Of a whole quarter, in the account's own history; None where nothing is usual yet."""
    if standing is None or standing.first_touch is None:
        return None
    return usual_touches(standing.quarters, standing.first_touch.date(), standing.as_of)


def _limit(request) -> int:
    asked = request.GET.get("show", str(TIMELINE))
    if not asked.isdecimal() or not 1 <= int(asked) <= 10_000:
        raise Http404("The number of events to show is from 1 to 10,000.")
    return int(asked)
