"""Days off the clock of one account: where it is, when it is closed, and which days that makes."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.relationships.models import Closure, Relationship
from sapwood.surfaces.web.words import day
from sapwood.workflows import clock
from sapwood.workflows.days_off import country_names, days_off
from sapwood.workflows.off_the_clock import close, say_place, take_back_closure
from sapwood.workflows.permission import may

from .contact_hours import hours_part


class ClosureForm(forms.Form):
    since = forms.DateField(label="Closed from", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label="Until", widget=forms.DateInput(attrs={"type": "date"}), help_text="that day included"
    )
    why = forms.CharField(label="Why", required=False, max_length=100, help_text="such as works holidays")


@require_http_methods(["GET", "HEAD", "POST"])
def account_days_off(request, pk):
    """Says where it is."""
    relationship = _account(request, pk)
    if request.method == "POST":
        try:
            firm = say_place(
                request.user, relationship, request.POST.get("country", ""), request.POST.get("subdivision", "")
            )
        except ValueError as error:
            messages.error(request, str(error))
        else:
            where = country_names().get(firm.country)
            said = f"Public holidays of {where} are off the clock for {firm}." if firm.country else ""
            messages.success(request, said or f"No public holidays are off the clock for {firm}.")
        return redirect("days_off", pk)
    return page_of(request, relationship, ClosureForm())


@require_POST
def closures(request, pk):
    relationship = _account(request, pk)
    form = ClosureForm(request.POST)
    if form.is_valid():
        try:
            made = close(request.user, relationship, **form.cleaned_data)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            as_of = clock.today()
            span = f"{day(made.since, as_of)} to {day(made.until, as_of)}"
            messages.success(request, f"{made.organisation} is closed from {span}; these days do not count.")
            return redirect("days_off", pk)
    return page_of(request, relationship, form, 422)


@require_POST
def end_of_closure(request, pk):
    seen = Relationship.objects.visible_to(request.user)
    about = Closure.objects.filter(organisation__relationships__in=seen).distinct()
    closure = get_object_or_404(about.select_related("organisation"), pk=pk)
    of = seen.select_related("organisation").filter(organisation=closure.organisation).order_by("pk")
    relationship = next((one for one in of if may(request.user, "change", one)), of[0])
    take_back_closure(request.user, relationship, closure)
    messages.success(request, f"{closure.organisation} is not closed then.")
    return redirect("days_off", relationship.pk)


def _account(request, pk) -> Relationship:
    seen = Relationship.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(seen, pk=pk)


def page_of(request, relationship, form, status: int = 200, hours=None):
    as_of = clock.today()
    found = days_off(request.user, relationship, as_of)
    context = {
        "relationship": relationship,
        "found": found,
        "country": country_names().get(found.country, found.country),
        "offered": country_names().get(found.offered),
        "countries": sorted(country_names().items(), key=lambda one: one[1]),
        "form": form,
        "hours": hours_part(relationship, hours),
        "guest_wishes": relationship.guest_wishes.standing().select_related("person"),
        "may_change": may(request.user, "change", relationship),
        "as_of": as_of,
    }
    return render(request, "cadence/days_off.html", context, status=status)
