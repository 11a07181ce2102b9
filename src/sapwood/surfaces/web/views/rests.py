"""Accounts at rest: which, why, until when; putting one to rest, and taking it back into the rhythm."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sapwood.records.relationships.models import Relationship, Rest
from sapwood.surfaces.web.words import day
from sapwood.workflows import clock
from sapwood.workflows.kept.put_to_rest import put_to_rest, take_back_into_rhythm
from sapwood.workflows.kept.rests import at_rest

MOST = 200


@require_safe
def rests(request):
    as_of = clock.today()
    rows = at_rest(request.user, as_of)
    context = {"rests": rows[:MOST], "number": rows.count(), "as_of": as_of}
    return render(request, "rests/rests.html", context)


@require_POST
def put(request, pk):
    seen = Relationship.objects.visible_to(request.user).select_related("organisation")
    relationship = get_object_or_404(seen, pk=pk)
    as_of = clock.today()
    try:
        made = put_to_rest(
            request.user,
            relationship,
            request.POST.get("reason", ""),
            _day(request.POST.get("look_again", "")),
            as_of,
        )
    except ValueError as error:
        messages.error(request, str(error))
    else:
        said = f"{relationship} is at rest and comes back on Today on {day(made.look_again, as_of)}."
        messages.success(request, said)
    return _back(relationship)


@require_POST
def end(request, pk):
    rest = get_object_or_404(
        Rest.objects.visible_to(request.user).select_related("relationship__organisation", "relationship__owner"),
        pk=pk,
    )
    take_back_into_rhythm(request.user, rest, clock.today())
    messages.success(request, f"{rest.relationship} is back in the rhythm.")
    return _back(rest.relationship)


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _back(relationship: Relationship):
    return redirect(f"{reverse('account', args=[relationship.pk])}#kept")
