"""A colleague's answer to what a guest says is not so."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sapwood.records.guests.models import Correction, GuestWish
from sapwood.workflows.guests.answers import answer
from sapwood.workflows.guests.wishes import set_aside


@require_POST
def answer_one(request, pk):
    correction = get_object_or_404(
        Correction.objects.visible_to(request.user).select_related("relationship__organisation"), pk=pk
    )
    try:
        given = answer(
            request.user, correction, request.POST.get("answer", ""), timezone.now(), request.POST.get("reply", "")
        )
    except ValueError as error:
        messages.error(request, str(error))
    else:
        done = "Accepted, and changed." if given.answer == Correction.Answer.ACCEPTED else "Refused."
        messages.success(request, f"{done} {correction.guest} reads it at the next visit.")
    return redirect("account_guests", correction.relationship_id)


@require_POST
def set_aside_wish(request, pk):
    wish = get_object_or_404(
        GuestWish.objects.visible_to(request.user).select_related("relationship__organisation"), pk=pk
    )
    try:
        set_aside(request.user, wish, request.POST.get("why", ""))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Set aside. {wish.guest} reads why at the next visit.")
    return redirect("account_guests", wish.relationship_id)
