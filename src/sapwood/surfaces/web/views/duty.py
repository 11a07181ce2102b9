"""Who of ours is on duty: one's own, and for leads anybody's."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.service.models import Duty
from sapwood.surfaces.web.duty_form import DutyForm
from sapwood.workflows import clock
from sapwood.workflows.permission import may
from sapwood.workflows.service.duty import end_duty, say_duty

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
def duties(request):
    now = clock.now()
    form = DutyForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        colleague = given.get("colleague") or request.user
        try:
            duty = say_duty(request.user, colleague, given["since"], given["until"], now)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{duty.user} is on duty then. Calls about service go to who is.")
            return redirect("duties")
    found = Duty.objects.visible_to(request.user).in_force().filter(until__gt=now).select_related("user", "by")
    context = {
        "duties": [(one, one.since <= now, may(request.user, "say duty", one.user)) for one in found[:MOST]],
        "form": form,
        "as_of": clock.today(),
    }
    return render(request, "service/duties.html", context, status=422 if form.errors else 200)


@require_POST
def end(request, pk):
    duty = get_object_or_404(Duty.objects.visible_to(request.user).select_related("user"), pk=pk)
    end_duty(request.user, duty, clock.now())
    messages.success(request, f"{duty.user} is not on duty then.")
    return redirect("duties")
