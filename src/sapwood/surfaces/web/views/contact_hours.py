"""When an account may be called: said on the page of its days off."""

from types import SimpleNamespace
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from sapwood.planning.hours import CLOSES, OPENS, line
from sapwood.records.relationships.models import ContactHours, Relationship
from sapwood.workflows.contact_hours import say_hours, take_back_hours
from sapwood.workflows.permission import may
from sapwood.workflows.service.on_duty import as_planned


class HoursForm(forms.Form):
    zone = forms.CharField(
        label="Time zone",
        max_length=64,
        required=False,
        help_text="such as Europe/Lisbon; empty for that of their country",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    opens = forms.TimeField(label="From", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label="Until", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


@require_POST
def contact_hours(request, pk):
    from .days_off import ClosureForm, page_of

    relationship = get_object_or_404(
        Relationship.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    form = HoursForm(request.POST)
    if form.is_valid():
        try:
            said = say_hours(request.user, relationship, **form.cleaned_data)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            span = f"{said.opens:%H:%M} to {said.closes:%H:%M}"
            messages.success(request, f"{said.organisation} may be called from {span} there, on their working days.")
            return redirect("days_off", pk)
    return page_of(request, relationship, ClosureForm(), 422, form)


@require_POST
def end(request, pk):
    seen = Relationship.objects.visible_to(request.user)
    about = ContactHours.objects.filter(organisation__relationships__in=seen).distinct()
    said = get_object_or_404(about.select_related("organisation"), pk=pk)
    of = seen.select_related("organisation").filter(organisation=said.organisation).order_by("pk")
    relationship = next((one for one in of if may(request.user, "change", one)), of[0])
    take_back_hours(request.user, relationship, said)
    messages.success(request, f"The usual hours hold for {said.organisation} again.")
    return redirect("days_off", relationship.pk)


def hours_part(relationship, form: HoursForm | None = None) -> SimpleNamespace:
    """What the page says of them."""
    said = relationship.organisation.contact_hours.filter(ended=None).select_related("by").first()
    known = {"zone": said.zone if said else "", "opens": said.opens if said else OPENS}
    known["closes"] = said.closes if said else CLOSES
    planned = as_planned(said, relationship.organisation.country)
    return SimpleNamespace(
        said=said, line=line(planned), form=form or HoursForm(initial=known), zones=sorted(available_timezones())
    )
