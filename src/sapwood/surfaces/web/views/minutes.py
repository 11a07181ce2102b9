"""Minutes for outreach: one's own; for leads anybody's, and the team's."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.records.access.models import Minutes
from sapwood.surfaces.web.minutes_form import DAYS, MinutesForm
from sapwood.workflows import clock
from sapwood.workflows.minutes import say_minutes, take_back_minutes
from sapwood.workflows.permission import may


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request):
    said = list(Minutes.objects.visible_to(request.user).in_force().select_related("user", "by"))
    said.sort(key=lambda one: (one.user_id is not None, str(one.user)))
    now = next((one.weekdays for one in said if one.user_id == request.user.pk), [None] * 7)
    form = MinutesForm(request.user, now, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = say_minutes(request.user, form.colleague(request.user), form.said())
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            whose = "everybody’s who said nothing else" if kept.user is None else f"{kept.user}’s"
            messages.success(request, f"From now on these are {whose} minutes. Today follows them.")
            return redirect("minutes")
    context = {
        "said": [(one, may(request.user, "say minutes", one.user)) for one in said],
        "days": [name[:3] for name in DAYS],
        "form": form,
        "as_of": clock.today(),
    }
    return render(request, "whom/minutes.html", context, status=422 if form.errors else 200)


@require_POST
def end(request, pk):
    taken = take_back_minutes(
        request.user, get_object_or_404(Minutes.objects.visible_to(request.user).select_related("user"), pk=pk)
    )
    messages.success(request, f"{f'{taken.user}’s' if taken.user else 'The team’s'} minutes are taken back.")
    return redirect("minutes")
