"""Decisions about an item of Today, and taking them back. Each works as a plain form and as a swapped row."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sapwood.records.access.models import User
from sapwood.records.directory.models import Person
from sapwood.records.relationships.models import Decision, Relationship
from sapwood.surfaces.web import words
from sapwood.workflows import clock
from sapwood.workflows.decide import decide, undo

from .today import day_context

SAID = {
    "done": "Done: {name}.",
    "snooze": "{name} comes back {until}.",
    "not mine": "{name} goes to the next colleague who knows them.",
}


@require_POST
def decide_one(request, pk):
    relationship = get_object_or_404(
        Relationship.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    snoozed = request.POST.get("snooze")  # the day it comes back: the name of the button says which decision it is
    try:
        decision = decide(
            request.user,
            relationship,
            "snooze" if snoozed else request.POST.get("kind", ""),
            day=_day(request.POST.get("day")) or clock.today(),
            until=_day(snoozed),
            item_kind=request.POST.get("item_kind", "")[:40],
            colleague=_person(request.POST.get("colleague", "")),
        )
    except ValueError as error:
        return _wrong(request, str(error))
    said = _said(decision, relationship, request.user)
    if request.htmx:
        return render(request, "today/decided.html", {"decision": decision, "said": said} | day_context(request))
    messages.success(request, f"{said} You can undo it below." if decision.by == request.user else said)
    return redirect("today")


@require_POST
def undo_one(request, pk):
    mine = Decision.objects.filter(relationship__in=Relationship.objects.visible_to(request.user))
    decision = get_object_or_404(mine.select_related("relationship__organisation"), pk=pk)
    undo(request.user, decision)
    said = f"Undone: {decision.relationship} is where it was."
    if request.htmx:
        context = day_context(request)
        found = [i for i in context["day"].focus if i.relationship_id == decision.relationship_id]
        if found and request.htmx.target and request.htmx.target.startswith("item-"):
            return render(request, "today/undone.html", {"item": found[0], "said": said} | context)
        messages.success(request, said)
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("today")})
    messages.success(request, said)
    return redirect("today")


def _said(decision: Decision, relationship: Relationship, user: User) -> str:
    """Where a colleague was first, who it was and when."""
    until = words.until(decision.until, decision.day) if decision.until else ""
    said = SAID[decision.kind].format(name=relationship, until=until)
    if decision.by == user:
        return said
    return f"{said} {decision.by} was first, at {timezone.localtime(decision.decided):%H:%M}; nothing was changed."


def _person(given: str) -> int | None:
    """The number of somebody at home; anything else is nobody."""
    found = Person.objects.filter(pk=given, organisation__home=True).first() if given.isdecimal() else None
    return found.pk if found else None


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None


def _wrong(request, sentence: str):
    if request.htmx:
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    messages.error(request, sentence)
    return redirect("today")
