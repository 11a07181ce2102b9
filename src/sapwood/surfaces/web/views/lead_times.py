"""Before they need us: how long ahead of each kind of end it is a reason to call."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sapwood.planning.ending import LEAD_DAYS
from sapwood.workflows import clock
from sapwood.workflows.lead_times import LONGEST_DAYS, lead_times, say_lead_time
from sapwood.workflows.permission import may, require


class LeadForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in LEAD_DAYS])
    days = forms.IntegerField(min_value=0, max_value=LONGEST_DAYS)


@require_http_methods(["GET", "HEAD", "POST"])
def lead_times_page(request):
    form = LeadForm(request.POST or None)
    if request.method == "POST":
        require(request.user, "set policy")
        if form.is_valid():
            kind, days = form.cleaned_data["kind"], form.cleaned_data["days"]
            say_lead_time(request.user, kind, days)
            messages.success(request, f"{kind.capitalize()}: a reason to call from {days} days ahead on.")
            return redirect("lead_times")
        messages.error(request, f"Say from 0 to {LONGEST_DAYS} days, as a number. Nothing was kept.")
    context = {
        "rows": [(kind, days, LEAD_DAYS[kind], said) for kind, days, said in lead_times()],
        "may_set": may(request.user, "set policy"),
        "most": LONGEST_DAYS,
        "as_of": clock.today(),
    }
    return render(request, "cadence/lead_times.html", context, status=422 if form.errors else 200)
