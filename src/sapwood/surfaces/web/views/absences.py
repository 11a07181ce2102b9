"""Who of ours is away: one's own absence, and for leads anybody's."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.access.models import Absence
from sapwood.surfaces.web.absence_form import AbsenceForm
from sapwood.surfaces.web.words import day
from sapwood.workflows import clock
from sapwood.workflows.absences import end_absence, move_absence, say_absence
from sapwood.workflows.cover.look import tallies
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
        "absences": [
            (one, may(request.user, "say absence", one.absence.user)) for one in tallies(request.user, found)
        ],
        "form": form,
        "as_of": today,
    }
    return render(request, "cadence/absences.html", context, status=422 if form.errors else 200)


@require_POST
def days(request, pk):
    """To other days."""
    absence = get_object_or_404(Absence.objects.visible_to(request.user).select_related("user"), pk=pk)
    form = AbsenceForm(None, request.POST)
    if not form.is_valid():
        messages.error(request, "Say both days, as in 2026-07-01. Nothing was changed.")
        return redirect("absences")
    try:
        moved = move_absence(request.user, absence, form.cleaned_data["since"], form.cleaned_data["until"])
    except ValueError as error:
        messages.error(request, str(error))
    else:
        as_of = clock.today()
        said = f"{moved.user} is away from {day(moved.since, as_of)} to {day(moved.until, as_of)}."
        messages.success(request, f"{said} The cover briefs moved along.")
    return redirect("absences")


@require_POST
def end(request, pk):
    absence = get_object_or_404(Absence.objects.visible_to(request.user).select_related("user"), pk=pk)
    end_absence(request.user, absence)
    messages.success(request, f"{absence.user} is there.")
    return redirect("absences")
