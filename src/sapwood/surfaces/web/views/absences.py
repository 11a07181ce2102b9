"""Who of ours is away: one's own absence, and for leads anybody's."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.access.models import Absence
from sapwood.surfaces.web.absence_form import AbsenceForm
from sapwood.surfaces.web.words import day
from sapwood.workflows import clock
from sapwood.workflows.absences import end_absence, say_absence
from sapwood.workflows.permission import may


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request):
    today = clock.today()
    form = AbsenceForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        colleague = given.get("colleague") or request.user
        try:
            absence = say_absence(request.user, colleague, given["since"], given["until"])
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            until = day(absence.until, today)
            messages.success(request, f"{absence.user} is away until {until}. Their accounts are offered to others.")
            return redirect("absences")
    found = Absence.objects.visible_to(request.user).in_force().filter(until__gte=today).select_related("user", "by")
    context = {
        "absences": [(one, may(request.user, "say absence", one.user)) for one in found],
        "form": form,
        "as_of": today,
    }
    return render(request, "cadence/absences.html", context, status=422 if form.errors else 200)


@require_POST
def end(request, pk):
    absence = get_object_or_404(Absence.objects.visible_to(request.user).select_related("user"), pk=pk)
    end_absence(request.user, absence)
    messages.success(request, f"{absence.user} is there.")
    return redirect("absences")
